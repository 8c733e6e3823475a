#include "client/commands/report_steps.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/commands/questions.h"
#include "client/formats/report_echo.h"
#include "client/formats/typed_field.h"
#include "node/base/status.h"
#include "node/maritime/position.h"
#include "node/maritime/vessel.h"
#include "node/maritime/vocabulary.h"

namespace lightship::commands {
namespace {

template <typename Enum>
absl::StatusOr<std::string> AsWord(const std::string& text) {
  ASSIGN_OR_RETURN(Enum value, maritime::ParseValue<Enum>(text));
  return maritime::DisplayName(value);
}

template <typename Enum>
std::string Choices() {
  return absl::StrJoin(maritime::DisplayNames<Enum>(), ", ");
}

absl::StatusOr<std::string> AsWeapons(const std::string& text) {
  std::vector<std::string> words;
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    std::string word(absl::StripAsciiWhitespace(part));
    if (absl::EqualsIgnoreCase(word, "none")) {
      words.push_back("none");
      continue;
    }
    ASSIGN_OR_RETURN(v1::Weapon weapon, WeaponField(word));
    words.push_back(maritime::DisplayName(weapon));
  }
  return absl::StrJoin(words, ", ");
}

absl::StatusOr<std::string> AsImo(const std::string& text) {
  uint32_t number = 0;
  switch (maritime::CheckImoNumber(text, &number)) {
    case v1::IMO_CHECK_VALID:
      return std::string("check digit right");
    case v1::IMO_CHECK_BAD_CHECK_DIGIT:
      return std::string("CHECK DIGIT WRONG; kept as typed");
    case v1::IMO_CHECK_ABSENT:
      return std::string("none");
    default:
      return absl::InvalidArgumentError("an IMO number has seven digits, such as 9074729");
  }
}

absl::Status AskWhereAndWhen(ReportFlags& flags, Questions& questions) {
  v1::Position position;
  RETURN_IF_ERROR(questions.Ask(
      "Position, in any notation (01:15.25N 104:02.41E; 1 15 15 N 104 2 25 E; 1.254, 104.04)",
      flags.position, [&](const std::string& text) -> absl::StatusOr<std::string> {
        ASSIGN_OR_RETURN(position, maritime::ParsePosition(text));
        return formats::PositionEcho(position);
      }));
  RETURN_IF_ERROR(questions.Ask("Place, as people call it (Batu Ampar anchorage)", flags.place,
                                AsTyped));
  return questions.Ask(
      "When (2026-03-14 0326 LT; 2026-03-13 1926 UTC)", flags.time,
      [&](const std::string& text) -> absl::StatusOr<std::string> {
        ASSIGN_OR_RETURN(v1::OccurrenceTime occurred, formats::OccurredFrom(text, position));
        return formats::TimeEcho(occurred);
      },
      /*required=*/true);
}

}  // namespace

absl::Status AskReport(ReportFlags& flags, Terminal& terminal) {
  Questions questions(terminal, "nothing was sent");
  terminal.out << "Initial report. An empty answer leaves a question out; nothing is sent before you\n"
                  "have seen it all once more.\n";
  RETURN_IF_ERROR(AskWhereAndWhen(flags, questions));
  RETURN_IF_ERROR(questions.Ask(absl::StrCat("What happened (", Choices<v1::ActStage>(), ")"),
                                flags.act, AsWord<v1::ActStage>, /*required=*/true));
  RETURN_IF_ERROR(questions.Ask(absl::StrCat("The ship was (", Choices<v1::ShipStatus>(), ")"),
                                flags.status, AsWord<v1::ShipStatus>));
  RETURN_IF_ERROR(questions.Ask("Type of ship (bulk carrier, tug, container, ...)",
                                flags.ship_type, AsWord<v1::ShipType>));
  RETURN_IF_ERROR(questions.Ask("Name of the ship", flags.ship_name, AsTyped));
  RETURN_IF_ERROR(questions.Ask("IMO number", flags.imo, AsImo));
  RETURN_IF_ERROR(questions.Ask(
      "How many perpetrators (5; 4 to 6; about 10; none)", flags.people,
      [](const std::string& text) -> absl::StatusOr<std::string> {
        return formats::PeopleText(formats::PerpetratorsFrom(text));
      }));
  std::string weapons;
  RETURN_IF_ERROR(questions.Ask("Weapons, with commas (knife, gun, none)", weapons, AsWeapons));
  for (absl::string_view part : absl::StrSplit(weapons, ',', absl::SkipWhitespace())) {
    flags.weapons.emplace_back(absl::StripAsciiWhitespace(part));
  }
  return questions.Ask("What happened, in a few words (no names of persons)", flags.narrative,
                       AsTyped);
}

}  // namespace lightship::commands
