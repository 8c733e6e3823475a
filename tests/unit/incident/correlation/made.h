// Invented reports for the tests of correlation, short to write: Made("2020-05-03").At(1.25,
// 104).Ship("BLUE STAR").
#ifndef LIGHTSHIP_TESTS_UNIT_INCIDENT_CORRELATION_MADE_H_
#define LIGHTSHIP_TESTS_UNIT_INCIDENT_CORRELATION_MADE_H_

#include <cstdint>
#include <random>
#include <string>

#include "lightship/v1/report.pb.h"
#include "node/incident/correlation/account.h"
#include "node/incident/correlation/compare.h"

namespace lightship::incident::correlation {

class Made {
 public:
  // When, as maritime::ParseOccurrence reads it.
  explicit Made(const std::string& when);

  Made& At(double lat, double lon, uint32_t uncertainty_m = 100);
  // One more ship; the type is that of its facts.
  Made& Ship(const std::string& name, const std::string& imo = "",
             v1::ShipType type = v1::SHIP_TYPE_UNSPECIFIED);
  Made& Says(const std::string& narrative);
  Made& Record(v1::RefScheme scheme, const std::string& id);
  // A row of an imported IMB file.
  Made& Row(const std::string& number);
  // Whose case numbers it has.
  Made& KeptBy(const std::string& keeper);
  // Of the last ship.
  Made& CallSign(const std::string& sign);
  Made& Act(v1::ActStage act);
  Made& Status(v1::ShipStatus status);
  Made& Perpetrators(uint32_t least, uint32_t most);

  operator Account() const;

 private:
  v1::Facts facts_;
  v1::VesselDetails vessel_;
  v1::Narrative narrative_;
  std::string keeper_;
};

v1::CorrelationVerdict VerdictOf(const Account& a, const Account& b);

// Any account of a small world: a few days, places, ships and sentences, so that most have
// something in common.
Account RandomAccount(std::mt19937& random);

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_TESTS_UNIT_INCIDENT_CORRELATION_MADE_H_
