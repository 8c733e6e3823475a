// lightship contact: the directory; cards published, confirmed, listed, and found by position.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/commands/contact_card.h"
#include "client/commands/exit_code.h"
#include "client/commands/say.h"
#include "client/commands/verb.h"
#include "client/commands/verbs.h"
#include "client/formats/contact_text.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "client/formats/times.h"
#include "node/base/status.h"
#include "node/maritime/area.h"
#include "node/maritime/position.h"
#include "node/statement/canonical.h"
#include "node/statement/open.h"

namespace lightship::commands {
namespace {

struct AddFlags {
  CardFlags card;
  std::string replaces, audience = "all";
  bool person = false, exercise = false, yes = false;
};

struct LookFlags {
  std::string at, position;
  std::vector<std::string> economies;
  bool all = false, exercise = false, concerned = false;
};

absl::Status SignCard(v1::Manifest manifest, const v1::Contact& contact, bool yes,
                      const sdk::OfficerIdentity& officer, sdk::Node& node, Context& context) {
  v1::ContactCard shown;
  shown.set_economy(officer.who.economy);
  shown.set_exercise_status(manifest.exercise_status());
  *shown.mutable_contact() = contact;
  std::string words = formats::ContactBlock(shown, context.terminal.columns);
  words.pop_back();
  return Utter(std::move(manifest),
               {v1::STATEMENT_KIND_CONTACT, "contact", statement::SerializeDeterministic(contact), words},
               yes, officer, node, context);
}

absl::Status AddCard(const AddFlags& flags, Context& context) {
  ASSIGN_OR_RETURN(sdk::OfficerIdentity officer, context.Officer());
  ASSIGN_OR_RETURN(v1::Contact contact, CardFrom(flags.card, context.clock.Now()));
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  v1::Manifest manifest;
  manifest.set_audience(flags.audience);
  manifest.set_tlp(v1::TLP_GREEN);
  manifest.set_personal_data(flags.person);
  manifest.set_exercise_status(flags.exercise ? v1::EXERCISE_STATUS_EXERCISE
                                              : v1::EXERCISE_STATUS_ACTUAL);
  if (!flags.replaces.empty()) {
    ASSIGN_OR_RETURN(Named old, Look(flags.replaces, *node));
    if (old.manifest.kind() != v1::STATEMENT_KIND_CONTACT) {
      return UsageError(absl::StrCat("--replaces: ", flags.replaces, " is no contact card"));
    }
    manifest.add_supersedes(old.statement_id);
  }
  return SignCard(std::move(manifest), contact, flags.yes, officer, *node, context);
}

// The same card again, confirmed now; it replaces the old one.
absl::Status ConfirmCard(const std::string& address, bool yes, Context& context) {
  ASSIGN_OR_RETURN(sdk::OfficerIdentity officer, context.Officer());
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(Named old, Look(address, *node));
  v1::ListContactsRequest request;
  request.add_economies(officer.who.economy);
  request.add_exercise_statuses(old.manifest.exercise_status());
  ASSIGN_OR_RETURN(v1::ListContactsResponse cards, AllContacts(std::move(request), *node));
  for (const v1::ContactCard& card : cards.contacts()) {
    if (card.statement_id() != old.statement_id) continue;
    v1::Contact contact = card.contact();
    *contact.mutable_last_confirmed() = statement::ToTimestamp(context.clock.Now());
    v1::Manifest manifest;
    manifest.set_audience(old.manifest.audience());
    manifest.set_tlp(old.manifest.tlp());
    manifest.set_personal_data(old.manifest.personal_data());
    manifest.set_exercise_status(old.manifest.exercise_status());
    manifest.add_supersedes(old.statement_id);
    return SignCard(std::move(manifest), contact, yes, officer, *node, context);
  }
  return absl::NotFoundError(absl::StrCat(
      address, " is no card of your economy that still stands; `lightship contact list` shows those"));
}

absl::Status List(const LookFlags& flags, Context& context) {
  v1::ListContactsRequest request;
  if (!flags.at.empty()) {
    auto at = formats::TimeFromText(flags.at);
    if (!at.ok()) return UsageError(absl::StrCat("--at: ", at.status().message()));
    *request.mutable_at() = statement::ToTimestamp(*at);
  }
  for (const std::string& economy : flags.economies) request.add_economies(economy);
  if (flags.exercise) {
    for (v1::ExerciseStatus status : ExerciseStatuses()) request.add_exercise_statuses(status);
  }
  request.set_all(flags.all);
  request.set_concerned_only(flags.concerned);
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(v1::ListContactsResponse found, AllContacts(std::move(request), *node));
  std::ostream& out = context.terminal.out;
  formats::Table table = formats::MakeContactTable();
  if (context.form() == OutputForm::kCsv) out << formats::ContactCsvHeader();
  for (const v1::ContactCard& card : found.contacts()) {
    if (context.form() == OutputForm::kJson) out << formats::JsonLine(card);
    if (context.form() == OutputForm::kCsv) out << formats::ContactCsv(card);
    if (context.form() == OutputForm::kTable) formats::AddTo(table, card);
  }
  if (context.form() != OutputForm::kTable) return absl::OkStatus();
  if (table.rows() > 0) out << table.Render(context.terminal.columns);
  out << found.total() << (found.total() == 1 ? " card" : " cards");
  if (found.concerned() > 0) {
    out << ", " << found.concerned() << " to see to: `lightship contact confirm CARD` once it has been tried";
  }
  out << "\n";
  return absl::OkStatus();
}

// How the answer was found, for people.
void PrintWhy(const v1::FindContactsResponse& found, std::ostream& out) {
  const std::string navarea =
      absl::StrCat("NAVAREA ", maritime::NavareaName(static_cast<int>(found.navarea())), " (",
                   formats::SafeLine(found.coordinator()), ")");
  if (found.by_coordinator()) {
    out << "No card's area of responsibility holds this position"
        << (found.contacts().empty() ? ", and its coordinator has no card either: "
                                     : "; below are those of its coordinator: ")
        << navarea << ".\n";
  } else {
    out << "In " << navarea << ".\n";
  }
  if (found.nearest()) out << "The NAVAREA is the nearest one: no polygon holds the position.\n";
}

absl::Status Find(const LookFlags& flags, Context& context) {
  auto position = maritime::ParsePosition(flags.position);
  if (!position.ok()) return UsageError(absl::StrCat("--position: ", position.status().message()));
  if (!position->has_lat_e7()) {
    return UsageError(absl::StrCat("--position: \"", flags.position, "\" holds no latitude and longitude"));
  }
  v1::FindContactsRequest request;
  request.set_lat_e7(position->lat_e7());
  request.set_lon_e7(position->lon_e7());
  if (flags.exercise) {
    for (v1::ExerciseStatus status : ExerciseStatuses()) request.add_exercise_statuses(status);
  }
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(v1::FindContactsResponse found, node->FindContacts(request));
  std::ostream& out = context.terminal.out;
  if (context.form() == OutputForm::kJson) {
    out << formats::JsonLine(found);
    return absl::OkStatus();
  }
  if (context.form() == OutputForm::kCsv) out << formats::ContactCsvHeader();
  if (context.form() == OutputForm::kTable) PrintWhy(found, out);
  for (const v1::FoundContact& one : found.contacts()) {
    if (context.form() == OutputForm::kCsv) {
      out << formats::ContactCsv(one.card());
    } else {
      out << "\n" << formats::ContactBlock(one.card(), context.terminal.columns) << "  because   "
          << formats::SafeLine(one.reason()) << "\n";
    }
  }
  return absl::OkStatus();
}

void AddAddVerb(Verb contact, Context& context) {
  auto flags = std::make_shared<AddFlags>();
  CardFlags& card = flags->card;
  Verb add = contact.Add("add", "Publish a card, or replace one");
  add.Option("--agency", card.agency, "As people call it: \"Police Coast Guard\"").Required();
  add.Option("--role", card.role, "MRCC, operations centre, focal point, ...").Required();
  add.Option("--name", card.name, "Desk, or, against advice, a person (with --person)");
  add.Switch("--person", flags->person, "The name is a person's: marked as personal data");
  add.Option("--phone", card.phones, "\"+65 ...\", best first; may be repeated");
  add.Option("--email", card.emails, "May be repeated");
  add.Option("--inmarsat", card.inmarsat, "May be repeated");
  add.Option("--language", card.languages, "BCP 47: en, id; may be repeated");
  add.Option("--hours", card.hours, "24/7, or days and hours with the zone");
  add.Option("--area", card.areas, "Area of responsibility by its name in config/areas: singapore-strait; may be repeated");
  add.Option("--navarea", card.navareas, "Area of responsibility: XI; may be repeated");
  add.Option("--circle", card.circles, "Area: \"position; nautical miles; name\"; may be repeated");
  add.Option("--box", card.boxes, "Area: \"south,west,north,east; name\"; may be repeated");
  add.Option("--valid-from", card.valid_from, "UTC; otherwise at once");
  add.Option("--valid-to", card.valid_to, "UTC; otherwise without end");
  add.Switch("--tried", card.tried, "It has just been tried, and worked: last confirmed now");
  add.Option("--replaces", flags->replaces, "Address of the card that this one replaces");
  add.Option("--audience,--to", flags->audience, "all, own, or SG/straits-patrol@3").ShowDefault();
  add.Switch("--exercise", flags->exercise, "For exercises only");
  add.Switch("-y,--yes", flags->yes, "Do not ask before signing and sending");
  add.Footer(
      "Example (role liaison or administrator):\n"
      "  lightship contact add --agency \"Police Coast Guard\" --role \"operations centre\" --phone \"+65 0000 0000\" \\\n"
      "      --hours 24/7 --language en --circle \"01:15N 104:00E; 30; Singapore Strait\" --tried");
  add.Runs(context, [=, &context] { return AddCard(*flags, context); });
}

void AddConfirmVerb(Verb contact, Context& context) {
  auto address = std::make_shared<std::string>();
  auto yes = std::make_shared<bool>(false);
  Verb confirm = contact.Add("confirm", "Say that a card has been tried, and works");
  confirm.Option("card", *address, "SG/14").Required();
  confirm.Switch("-y,--yes", *yes, "Do not ask before signing and sending");
  confirm.Footer("Example (role liaison or administrator):\n  lightship contact confirm SG/14");
  confirm.Runs(context, [=, &context] { return ConfirmCard(*address, *yes, context); });
}

void AddContactList(Verb contact, Context& context) {
  auto flags = std::make_shared<LookFlags>();
  Verb list = contact.Add("list", "The cards, and what there is to see to");
  list.Option("--economy", flags->economies, "May be repeated");
  list.Switch("--all", flags->all, "Replaced and retracted ones too");
  list.Switch("--concerned", flags->concerned, "Not confirmed for 180 days, ended, or ending within 30 days");
  list.Option("--at", flags->at, "As they stood then, UTC");
  list.Switch("--exercise", flags->exercise, "Those for exercises instead");
  list.Footer("Examples:\n  lightship contact list --economy ID\n  lightship contact list --concerned");
  list.Runs(context, [=, &context] { return List(*flags, context); });
}

void AddFindVerb(Verb contact, Context& context) {
  auto flags = std::make_shared<LookFlags>();
  Verb find = contact.Add("find", "Whom to call for a position");
  find.Option("--position", flags->position, "In any notation").Required();
  find.Switch("--exercise", flags->exercise, "Cards for exercises instead");
  find.Footer(
      "Example:\n  lightship contact find --position \"01:15N 104:00E\"\n"
      "The most specific area of responsibility comes first; where no card names one, the NAVAREA's coordinator.");
  find.Runs(context, [=, &context] { return Find(*flags, context); });
}

}  // namespace

void AddContact(Verb app, Context& context) {
  Verb contact = app.Add("contact", "Points of contact, and whom to call for a position");
  contact.NeedsVerb();
  AddAddVerb(contact, context);
  AddConfirmVerb(contact, context);
  AddContactList(contact, context);
  AddFindVerb(contact, context);
}

}  // namespace lightship::commands
