#include "client/formats/imo_form.h"

#include "absl/strings/str_cat.h"
#include "client/formats/report_echo.h"
#include "client/formats/safe_text.h"
#include "client/formats/withheld.h"
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
  const v1::Narrative& narrative = incident.report->narrative();
  const std::string withheld = WithheldText(*incident.report, "narrative");
  auto field = [&](const char* name) { return incident.Field(name); };
  // A coded value with its words, or with that these are withheld.
  auto told = [&](const char* coded, const std::string& words) {
    return Both(field(coded), withheld.empty() ? words : withheld);
  };
  std::vector<ImoItem> items = {
      {"Ship's name", field("ship_name")},
      {"IMO number", field("imo_number")},
      {"Type of ship", field("ship_type")},
      {"Flag", field("flag")},
      {"Date and time", facts.has_occurred() ? maritime::FormatOccurrence(facts.occurred()) : ""},
      {"Latitude/longitude", incident.point ? maritime::FormatPosition(facts.position())
                                            : facts.position().as_written()},
      {"Name of the area", field("place")},
      {"Waters", field("sea_zone")},
      {"While sailing, at anchor or at berth", field("ship_status")},
      {"Method of attack", told("act", narrative.method_text())},
      {"Description/number of suspect craft",
       told("suspect_craft", narrative.suspect_craft_text())},
      {"Number and brief description of pirates/robbers",
       told("perpetrators", narrative.perpetrators_description())},
      {"Weapons", field("weapons")},
      {"Other information", field("narrative")},
      {"Injuries to crew and passengers", told("crew_consequences", narrative.crew_consequences_text())},
      {"Damage to ship", withheld.empty() ? narrative.ship_damage_text() : withheld},
      {"Stolen property or cargo", told("losses", narrative.loss_text())},
      {"Action taken by master and crew", told("crew_actions", narrative.crew_action_text())},
      {"Reported to which coastal authority", field("reported_to")},
      {"Reporting State or organisation", field("economies")},
      {"Action taken by the coastal State", field("coastal_response")},
      {"References", field("references")},
      {"Not shown here", field("withheld")},
  };
  const std::string facts_withheld = WithheldText(*incident.report, "facts");
  for (ImoItem& item : items) {
    item.text = SafeText(item.text);
    if (!item.text.empty()) continue;
    item.text = item.label == "Not shown here" ? "nothing"
                : facts_withheld.empty()       ? "not stated"
                                               : facts_withheld;
  }
  return items;
}

}  // namespace lightship::formats
