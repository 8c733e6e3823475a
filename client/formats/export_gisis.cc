// The 16 columns of IMO GISIS (gisis_csv.h), written as GISIS writes them.
#include <cmath>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/formats/csv.h"
#include "client/formats/exporter.h"
#include "client/formats/gisis_csv.h"
#include "node/maritime/economy.h"

namespace lightship::formats {
namespace {

// "1° 42.00' N": degrees, and minutes to a hundredth.
std::string Coordinate(int32_t e7, char positive, char negative) {
  const int64_t hundredths = std::llround(std::abs(static_cast<double>(e7)) * 6000 / 1e7);
  return absl::StrFormat("%d° %02d.%02d' %c", hundredths / 6000, hundredths % 6000 / 100,
                         hundredths % 100, e7 < 0 ? negative : positive);
}

std::string DateOf(const ExportView& incident) {
  auto day = DayOf(incident.report->facts().occurred());
  if (!day) return "";
  return absl::StrFormat("%d/%d/%02d", day->month(), day->day(), day->year() % 100);
}

std::string AreaOf(const v1::Facts& facts) {
  if (!facts.sea_zone_as_written().empty()) return facts.sea_zone_as_written();
  switch (facts.sea_zone()) {
    case v1::SEA_ZONE_INTERNATIONAL_WATERS:
      return "In international waters";
    case v1::SEA_ZONE_PORT_AREA:
      return "In port area";
    case v1::SEA_ZONE_TERRITORIAL_WATERS:
    case v1::SEA_ZONE_ARCHIPELAGIC_WATERS:
    case v1::SEA_ZONE_INTERNAL_WATERS:
      return "In territorial waters";
    default:
      return "Not stated";
  }
}

std::string TypeOf(const ExportView& incident) {
  const v1::Facts& facts = incident.report->facts();
  const bool written = facts.ships_size() > 0 && !facts.ships(0).type_as_written().empty();
  return written ? facts.ships(0).type_as_written() : incident.Field("ship_type");
}

std::string CircularOf(const v1::Facts& facts) {
  for (const v1::ExternalRef& reference : facts.external_refs()) {
    if (reference.scheme() == v1::REF_SCHEME_IMO_MSC_CIRC) return reference.id();
  }
  return "";
}

// GISIS has no column for what an incident is not: the account says it.
std::string DetailsOf(const ExportView& incident) {
  return absl::StrCat(incident.banner.empty() ? "" : absl::StrCat("[", incident.banner, "] "),
                      incident.Field("narrative"));
}

const char* ReportedOf(v1::TriState reported) {
  if (reported == v1::TRI_STATE_YES) return "TRUE";
  return reported == v1::TRI_STATE_NO ? "FALSE" : "";
}

class GisisExporter final : public Exporter {
 public:
  std::string Begin() override { return CsvLine(GisisColumns()); }

  std::string Write(const ExportView& incident) override {
    const v1::Facts& facts = incident.report->facts();
    // The words, else the codes; codes before words that are withheld.
    auto either = [&](const char* text, const char* coded) {
      const bool words = incident.report->has_narrative() && !incident.Field(text).empty();
      return words || incident.Field(coded).empty() ? incident.Field(text) : incident.Field(coded);
    };
    return CsvLine({DateOf(incident), incident.Field("ship_name"), TypeOf(incident),
                    incident.Field("imo_number"), AreaOf(facts), "",
                    incident.point ? Coordinate(incident.point->lat_e7, 'N', 'S') : "",
                    incident.point ? Coordinate(incident.point->lon_e7, 'E', 'W') : "",
                    DetailsOf(incident), either("consequences_text", "crew_consequences"),
                    either("crew_action_text", "crew_actions"),
                    ReportedOf(facts.reported_to_authority()),
                    incident.Field("reported_to"),
                    maritime::EconomyName(incident.report->manifest().economy()),
                    incident.Field("coastal_response"), CircularOf(facts)});
  }
};

}  // namespace

std::unique_ptr<Exporter> MakeGisisExporter(const ExportContext&) {
  return std::make_unique<GisisExporter>();
}

}  // namespace lightship::formats
