// What people write: positions, times, ships, names of places and of values, names of logs and entries.
#include <cstdlib>
#include <vector>

#include "client/formats/safe_text.h"
#include "client/formats/times.h"
#include "lightship/v1/report.pb.h"
#include "node/maritime/area.h"
#include "node/maritime/economy.h"
#include "node/maritime/fold.h"
#include "node/maritime/folded_words.h"
#include "node/maritime/geometry.h"
#include "node/maritime/named_area.h"
#include "node/maritime/place_box.h"
#include "node/maritime/port.h"
#include "node/maritime/position.h"
#include "node/maritime/time.h"
#include "node/maritime/vessel.h"
#include "node/maritime/vocabulary.h"
#include "node/maritime/word_table.h"
#include "node/maritime/words.h"
#include "node/statement/address.h"
#include "node/statement/notice_number.h"
#include "node/statement/open.h"
#include "tests/fuzz/targets.h"

namespace lightship::fuzz {
namespace {

// Half a hundredth of a minute, in degrees times 10^7, and what rounding adds.
constexpr int64_t kFormE7 = 840;

void JudgePosition(const v1::Position& position) {
  if (!position.has_lat_e7() && !position.has_lon_e7()) return;
  const std::optional<maritime::Point> point = maritime::PointOf(position);
  Must(point.has_value(), "a position that was read lies on the globe");
  const std::string text = maritime::FormatPosition(position);
  const absl::StatusOr<v1::Position> again = maritime::ParsePosition(text);
  Must(again.ok(), "a position that is written can be read");
  Must(std::llabs(int64_t{again->lat_e7()} - point->lat_e7) <= kFormE7 &&
           std::llabs(int64_t{again->lon_e7()} - point->lon_e7) <= kFormE7,
       "a position that is written is the same");
  Must(maritime::FormatPosition(*again) == text, "a position has one nautical form");
  Must(maritime::NavareaOf(*point).number >= 1, "every position has an area");
}

bool RunPosition(absl::string_view input) {
  const absl::StatusOr<v1::Position> position = maritime::ParsePosition(input);
  Must(!position.ok() || position->as_written() == input, "a position is kept as written");
  if (position.ok()) JudgePosition(*position);
  const size_t half = input.size() / 2;
  const auto columns = maritime::ParsePosition(input.substr(0, half), input.substr(half));
  if (columns.ok()) JudgePosition(*columns);
  return position.ok() && position->has_lat_e7();
}

Seeds PositionSeeds() {
  return {{"decimal-minutes", "1\xC2\xB0 42.00' N 101\xC2\xB0 27.50' E"},
          {"colons", "01:15.25N \xE2\x80\x93 104:02.41E"},
          {"whole-minutes", "04:05N - 003:50W"},
          {"hyphens", "13-43N 121-02E"},
          {"blanks", "20 15N 059 02.3E"},
          {"run-together", "1256.49N 04312.17E"},
          {"seconds", "1\xC2\xB0" "16'52.8\"N 104\xC2\xB0" "19'06\"E"},
          {"decimal", "-12.016667, 77.1"},
          {"letters-first", "Posn: S 12.016667 E 77.1, off Callao"}};
}

// --- Times. The first byte says what the text leaves open.

bool RunTime(absl::string_view input) {
  Bytes bytes(input);
  const uint8_t how = bytes.Byte();
  maritime::TimeDefaults defaults;
  if (how & 1) defaults = maritime::LocalTimeAt((bytes.Byte() - 128) * 14'000'000);
  defaults.unzoned_is_utc = how & 2;
  defaults.numeric_dates = static_cast<maritime::DateOrder>((how >> 2) % 3);
  const absl::string_view text = bytes.Rest();
  static_cast<void>(formats::TimeFromText(text).ok());
  const absl::StatusOr<v1::OccurrenceTime> time = maritime::ParseOccurrence(text, defaults);
  if (!time.ok()) return false;
  Must(time->as_written() == text, "a time is kept as written");
  const absl::StatusOr<absl::Time> start = statement::ToTime(time->start()), end = statement::ToTime(time->end());
  Must(start.ok() && end.ok() && *start < *end, "a time is an interval in range");
  const std::string written = maritime::FormatOccurrence(*time);
  const absl::StatusOr<v1::OccurrenceTime> again = maritime::ParseOccurrence(written);
  Must(again.ok(), "a time that is written can be read: " + written);
  Must(again->start().seconds() == time->start().seconds() && again->end().seconds() == time->end().seconds(),
       "a time that is written is the same: " + written);
  return true;
}

Seeds TimeSeeds() {
  const std::string plain(1, '\0');
  return {{"date", plain + "2020-05-03"},
          {"local", plain + "2020-05-03 0345 LT"},
          {"instant", plain + "2020-05-03T03:45:00+08:00"},
          {"words", plain + "03 May 2020 0345 UTC+8"},
          {"month", plain + "May 2020"},
          {"points", plain + "24.04.2015: 0045 LT"},
          {"span", plain + "16.05.2015: 0001 \xE2\x80\x93 0430 LT"},
          {"part-of-day", plain + "29.10.2015: Morning Hrs"},
          {"group", plain + "131350ZJUN17"},
          {"numeric", "\x04" "3/14/09"},
          {"assumed", std::string("\x01\x80", 2) + "2020-05-03 0345"}};
}

bool RunShip(absl::string_view input) {
  const std::string name = maritime::NormaliseName(input);
  Must(!formats::IsUtf8(input) || maritime::NormaliseName(name) == name, "a normalised name stays as it is: " + name);
  Must((maritime::NameStateOf(input) == v1::NAME_STATE_GIVEN) == !name.empty(), "a name that is given has a form");
  for (const std::string& one : maritime::SplitNames(input)) {
    Must(one.size() <= input.size(), "a name is part of the text");
  }
  v1::Vessel vessel;
  maritime::SetName(input, &vessel);
  maritime::SetImoNumber(input, &vessel);
  uint32_t number = 0;
  const v1::ImoCheck check = maritime::CheckImoNumber(input, &number);
  Must(number == 0 || maritime::CheckImoNumber(number) == check, "a number is judged like its text");
  Must(number <= 9'999'999, "an IMO number has seven digits");
  const absl::StatusOr<uint32_t> mmsi = maritime::ParseMmsi(input);
  Must(!mmsi.ok() || maritime::KindOfMmsi(*mmsi) != maritime::MmsiKind::kInvalid, "an MMSI stands for something");
  return maritime::NameStateOf(input) != v1::NAME_STATE_NOT_REPORTED || mmsi.ok() || number != 0;
}

Seeds ShipSeeds() {
  return {{"name", "M/V EXAMPLE STAR II (EX P.U. 2406)"}, {"two", "SAMPLE TUG 3 & SAMPLE BARGE 31"},
          {"withheld", "NAME WITHHELD-1"}, {"imo", "IMO No. 9074729"}, {"mmsi", "563 000 000"}};
}

// --- Words of lists, places and searches.

bool RunWords(absl::string_view input) {
  const std::string folded = maritime::FoldedWords(input);
  Must(maritime::FoldedWords(folded) == folded, "folded words stay as they are: " + folded);
  Must(folded.empty() || (folded.front() == ' ' && folded.back() == ' '), "words have blanks about them");
  static_cast<void>(maritime::FoldSigns(input));
  const std::string letters = maritime::FoldLetters(input);
  Must(letters.size() <= 8 * input.size() + 8, "folding does not blow up");
  const std::string key = " " + maritime::WordKey(input) + " ";
  for (int i = 0; i <= static_cast<int>(maritime::Vocabulary::kCoastalAction); ++i) {
    const maritime::WordTable& table = maritime::TableOf(static_cast<maritime::Vocabulary>(i));
    static_cast<void>(table.Find(input));
    size_t last = 0;
    for (const maritime::WordMatch& match : table.FindAll(key)) {
      Must(match.first >= last && match.end > match.first, "matches stand one after another");
      last = match.end;
    }
  }
  static_cast<void>(maritime::WordTable::Parse(input, v1::ShipType_descriptor()).ok());
  static_cast<void>(maritime::PlaceInOtherHemisphere(input, {12'541'667, 1'040'401'667}));
  static_cast<void>(maritime::ParseActStage(input).ok() || maritime::ParseShipStatus(input).ok() ||
                    maritime::ParseShipType(input).ok() || maritime::ParseSeaZone(input).ok());
  return !folded.empty();
}

Seeds WordsSeeds() {
  return {{"prose", "Four robbers armed with parangs boarded the M/V Ocean Star. No injuries to crew; two wooden boats."},
          {"scripts", "\xE6\xB5\xB7\xE7\x9B\x97 \xD0\xBF\xD0\xB8\xD1\x80\xD0\xB0\xD1\x82 pirater\xC3\xAD" "a \xEF\xBC\xA1"},
          {"table", "pattern,value\nbulk carrier,BULK_CARRIER\n=tug,TUG\n"}};
}

// --- Names that have one form.

template <typename Parsed>
bool HasOneForm(const absl::StatusOr<Parsed>& parsed, absl::string_view input) {
  if (!parsed.ok()) return false;
  Must(parsed->ToString() == input, "a name has one form");
  return true;
}

bool RunName(absl::string_view input) {
  bool accepted = HasOneForm(statement::Origin::Parse(input), input);
  accepted |= HasOneForm(statement::Address::Parse(input), input);
  accepted |= HasOneForm(statement::AudienceName::Parse(input), input);
  accepted |= HasOneForm(statement::NoticeNumber::Parse(input), input);
  accepted |= maritime::ParseNavarea(input).has_value() || maritime::FindPort(input).ok() ||
              maritime::FindNamedArea(input).ok() || maritime::Alpha2OfName(input).has_value() ||
              maritime::IsUnlocode(input) || statement::IsCapId(input) || maritime::CellCentre(input).has_value();
  const absl::StatusOr<v1::Weapon> weapon = maritime::ParseValue<v1::Weapon>(input);
  Must(!weapon.ok() || v1::Weapon_IsValid(*weapon), "a value is one of its list");
  return accepted || weapon.ok();
}

Seeds NameSeeds() {
  return {{"origin", "lightship/SG/1"}, {"address", "SG.2/1234"}, {"audience", "SG/straits-patrol@3"},
          {"notice", "002/FEB/2018"}, {"navarea", "NAVAREA XI"}, {"port", "Singapore"}, {"state", "Viet Nam"},
          {"weapon", "knife or blade"}, {"cell", "31da1"}};
}

}  // namespace

const Target kPosition = {"position", RunPosition, PositionSeeds};
const Target kTime = {"time", RunTime, TimeSeeds};
const Target kShip = {"ship", RunShip, ShipSeeds};
const Target kWords = {"words", RunWords, WordsSeeds};
const Target kName = {"name", RunName, NameSeeds};

}  // namespace lightship::fuzz
