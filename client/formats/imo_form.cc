#include "client/formats/imo_form.h"

#include "absl/strings/str_cat.h"
#include "client/formats/report_echo.h"
#include "node/maritime/position.h"
#include "node/maritime/time.h"

namespace lightship::formats {
namespace {

// Both texts, or the one there is.
std::string Both(const std::string& one, const std::string& other) {
  return one.empty() || other.empty() ? one + other : absl::StrCat(one, ". ", other);
}

}  // namespace

std::vector<ImoItem> ImoItems(const ExportView& incident) {
  const v1::Facts& facts = incident.report->facts();
  auto field = [&](const char* name) { return incident.Field(name); };
  std::vector<ImoItem> items = {
      {"Ship's name", field("ship_name")},
      {"IMO number", field("imo_number")},
      {"Type of ship", field("ship_type")},
      {"Flag", field("flag")},
      {"Date and time", facts.has_occurred() ? maritime::FormatOccurrence(facts.occurred()) : ""},
      {"Latitude/longitude", incident.point ? maritime::FormatPosition(facts.position()) : ""},
      {"Name of the area", field("place")},
      {"Waters", field("sea_zone")},
      {"While sailing, at anchor or at berth", field("ship_status")},
      {"Method of attack", Both(field("act"), incident.report->narrative().method_text())},
      {"Description/number of suspect craft",
       Both(field("suspect_craft"), incident.report->narrative().suspect_craft_text())},
      {"Number and brief description of pirates/robbers",
       Both(field("perpetrators"), incident.report->narrative().perpetrators_description())},
      {"Weapons", field("weapons")},
      {"Other information", field("narrative")},
      {"Injuries to crew and passengers", Both(field("crew_consequences"), field("consequences_text"))},
      {"Damage to ship", incident.report->narrative().ship_damage_text()},
      {"Stolen property or cargo", Both(field("losses"), incident.report->narrative().loss_text())},
      {"Action taken by master and crew", Both(field("crew_actions"), field("crew_action_text"))},
      {"Reported to which coastal authority", field("reported_to")},
      {"Reporting State or organisation", field("economies")},
      {"Action taken by the coastal State", field("coastal_response")},
      {"References", field("references")},
      {"Not shown here", field("withheld")},
  };
  for (ImoItem& item : items) {
    if (item.text.empty()) item.text = item.label == "Not shown here" ? "nothing" : "not stated";
  }
  return items;
}

}  // namespace lightship::formats
