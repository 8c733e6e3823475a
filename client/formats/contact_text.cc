#include "client/formats/contact_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/formats/csv.h"
#include "client/formats/safe_text.h"
#include "client/formats/times.h"
#include "node/maritime/area.h"
#include "node/maritime/geometry.h"
#include "node/maritime/position.h"

namespace lightship::formats {
namespace {

constexpr absl::string_view kExercise = "EXERCISE EXERCISE EXERCISE";

bool IsExercise(const v1::ContactCard& card) {
  return card.exercise_status() != v1::EXERCISE_STATUS_ACTUAL;
}

std::string DateText(const google::protobuf::Timestamp& time) {
  return TimeText(time).substr(0, sizeof("2026-03-14") - 1);
}

std::string ConcernText(v1::ContactConcern concern, const v1::Contact& contact) {
  switch (concern) {
    case v1::CONTACT_CONCERN_UNCONFIRMED:
      return contact.has_last_confirmed()
                 ? absl::StrCat("NOT CONFIRMED since ", DateText(contact.last_confirmed()))
                 : "NEVER CONFIRMED";
    case v1::CONTACT_CONCERN_EXPIRING:
      return absl::StrCat("ENDS ", DateText(contact.valid_to()));
    case v1::CONTACT_CONCERN_EXPIRED:
      return absl::StrCat("ENDED ", DateText(contact.valid_to()));
    default:
      return "";
  }
}

std::vector<std::string> AreaTexts(const v1::Contact& contact) {
  std::vector<std::string> texts;
  for (const v1::AreaOfResponsibility& area : contact.areas()) {
    texts.push_back(AreaOfResponsibilityText(area));
  }
  return texts;
}

// "  phone     +65 6325 2488"; nothing for no values.
void AddLine(absl::string_view label, absl::string_view text, size_t columns, std::string& block) {
  if (text.empty()) return;
  absl::StrAppend(&block, Wrap(absl::StrFormat("%-10s", label) + SafeLine(text), columns, 2));
}

}  // namespace

std::string ContactRemarks(const v1::ContactCard& card) {
  std::vector<std::string> remarks;
  if (IsExercise(card)) remarks.emplace_back(kExercise);
  if (card.state() == v1::CONTACT_STATE_RETRACTED) remarks.push_back("retracted");
  if (card.state() == v1::CONTACT_STATE_REPLACED) {
    remarks.push_back(absl::StrCat("replaced by ", card.replaced_by()));
  }
  if (card.state() == v1::CONTACT_STATE_NOT_YET) {
    remarks.push_back(absl::StrCat("from ", DateText(card.contact().valid_from())));
  }
  for (int concern : card.concerns()) {
    remarks.push_back(ConcernText(static_cast<v1::ContactConcern>(concern), card.contact()));
  }
  if (card.doubtful()) remarks.push_back("IN DOUBT: signed by a key that was revoked as compromised");
  if (card.has_restricted()) remarks.push_back("not for all");
  return absl::StrJoin(remarks, "; ");
}

std::string AreaOfResponsibilityText(const v1::AreaOfResponsibility& area) {
  std::string shape;
  if (area.has_navarea()) {
    shape = absl::StrCat("NAVAREA ", maritime::NavareaName(static_cast<int>(area.navarea())));
  } else if (area.has_area()) {
    shape = area.area();
  } else if (area.has_circle()) {
    shape = absl::StrFormat("%.0f nm about %s", area.circle().radius_m() / maritime::kMetresPerNauticalMile,
                            maritime::FormatPosition(area.circle().lat_e7(), area.circle().lon_e7()));
  } else if (area.has_box()) {
    shape = absl::StrCat(maritime::FormatPosition(area.box().south_e7(), area.box().west_e7()), " to ",
                         maritime::FormatPosition(area.box().north_e7(), area.box().east_e7()));
  }
  return area.name().empty() ? shape : absl::StrCat(area.name(), " (", shape, ")");
}

std::string ContactBlock(const v1::ContactCard& card, size_t columns) {
  const v1::Contact& contact = card.contact();
  std::string head = absl::StrCat(card.economy(), "  ", contact.agency());
  for (const std::string& more : {contact.role(), contact.name()}) {
    if (!more.empty()) absl::StrAppend(&head, ", ", more);
  }
  std::string block = absl::StrCat(SafeLine(absl::StrCat(head, "  ", card.address())), "\n");
  AddLine("", ContactRemarks(card), columns, block);
  AddLine("phone", absl::StrJoin(contact.phones(), ", "), columns, block);
  AddLine("e-mail", absl::StrJoin(contact.emails(), ", "), columns, block);
  AddLine("inmarsat", absl::StrJoin(contact.inmarsat(), ", "), columns, block);
  AddLine("hours", contact.hours(), columns, block);
  AddLine("languages", absl::StrJoin(contact.languages(), ", "), columns, block);
  AddLine("area", absl::StrJoin(AreaTexts(contact), "; "), columns, block);
  AddLine("confirmed", DateText(contact.last_confirmed()), columns, block);
  return block;
}

Table MakeContactTable() {
  return Table({{"CARD"}, {"OF"}, {"AGENCY", 12}, {"ROLE", 10}, {"REACH", 14}, {"HOURS", 5}, {"CONFIRMED"}, {"REMARKS", 12}});
}

void AddTo(Table& table, const v1::ContactCard& card) {
  const v1::Contact& contact = card.contact();
  const std::string reach = !contact.phones().empty()   ? contact.phones(0)
                            : !contact.emails().empty() ? contact.emails(0)
                            : !contact.inmarsat().empty() ? contact.inmarsat(0) : "";
  table.Add({card.address(), card.economy(), contact.agency(), contact.role(), reach, contact.hours(),
             DateText(contact.last_confirmed()), ContactRemarks(card)});
}

std::string ContactCsvHeader() {
  return CsvLine({"address", "economy", "exercise", "agency", "role", "name", "phones", "emails", "inmarsat",
                  "languages", "hours", "areas", "valid_from", "valid_to", "last_confirmed", "remarks"});
}

std::string ContactCsv(const v1::ContactCard& card) {
  const v1::Contact& contact = card.contact();
  return CsvLine({card.address(), card.economy(), IsExercise(card) ? std::string(kExercise) : "",
                  contact.agency(), contact.role(), contact.name(), absl::StrJoin(contact.phones(), "; "),
                  absl::StrJoin(contact.emails(), "; "), absl::StrJoin(contact.inmarsat(), "; "),
                  absl::StrJoin(contact.languages(), "; "), contact.hours(),
                  absl::StrJoin(AreaTexts(contact), "; "), TimeText(contact.valid_from()),
                  TimeText(contact.valid_to()), TimeText(contact.last_confirmed()), ContactRemarks(card)});
}

}  // namespace lightship::formats
