#include "tests/bench/sample_reports.h"

#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "lightship/v1/report.pb.h"
#include "lightship/v1/statement.pb.h"
#include "node/statement/open.h"
#include "node/statement/seal.h"
#include "tests/bench/sample_narrative.h"

namespace lightship::bench {
namespace {

constexpr int64_t kFirstSecond = 1420070400;  // 2015-01-01
constexpr int64_t kSeconds = 10LL * 365 * 86400;

v1::Facts SampleFacts(std::mt19937_64& random) {
  v1::Facts facts;
  facts.set_report_kind(v1::REPORT_KIND_INITIAL_ALERT);
  absl::Time start = absl::FromUnixSeconds(kFirstSecond + static_cast<int64_t>(random() % kSeconds));
  v1::OccurrenceTime& occurred = *facts.mutable_occurred();
  *occurred.mutable_start() = statement::ToTimestamp(start);
  *occurred.mutable_end() = statement::ToTimestamp(start + absl::Minutes(1));
  occurred.set_as_written(absl::FormatTime("%Y-%m-%dT%H:%MZ", start, absl::UTCTimeZone()));
  occurred.set_zone_basis(v1::ZONE_BASIS_STATED_UTC);
  occurred.set_precision(v1::TIME_PRECISION_MINUTE);
  v1::Position& position = *facts.mutable_position();
  position.set_lat_e7(static_cast<int32_t>(random() % 300'000'000) - 100'000'000);
  position.set_lon_e7(static_cast<int32_t>(random() % 500'000'000) + 900'000'000);
  position.set_notation(v1::POSITION_NOTATION_DEG_DECMIN);
  position.set_uncertainty_m(100);
  facts.set_place_text("Around 3 nm off the anchorage");
  facts.set_act_stage(static_cast<v1::ActStage>(1 + random() % 7));
  facts.set_ship_status(static_cast<v1::ShipStatus>(1 + random() % 3));
  facts.add_ships()->set_type(static_cast<v1::ShipType>(1 + random() % 12));
  facts.mutable_perpetrators()->set_count_min(1 + random() % 6);
  facts.mutable_perpetrators()->set_count_max(7);
  facts.mutable_perpetrators()->set_count_state(v1::COUNT_STATE_STATED);
  facts.add_weapons()->set_weapon(v1::WEAPON_KNIFE_OR_BLADE);
  facts.set_weapons_statement(v1::STATED_STATE_PRESENT);
  facts.set_verification(v1::VERIFICATION_UNVERIFIED);
  facts.add_source_chain()->set_kind(v1::SOURCE_KIND_SHIP);
  return facts;
}

v1::VesselDetails SampleVessel(uint64_t number) {
  v1::VesselDetails details;
  v1::Vessel& vessel = *details.add_victims();
  vessel.set_name_as_written(absl::StrCat("Sample Trader ", number / 10));
  vessel.set_name_normalised(absl::StrCat("SAMPLE TRADER ", number / 10));
  vessel.set_name_state(v1::NAME_STATE_GIVEN);
  vessel.set_imo_number(SampleImoNumber(number));
  vessel.set_imo_check(v1::IMO_CHECK_VALID);
  return details;
}

v1::Narrative SampleNarrative(size_t bytes, std::mt19937_64& random) {
  v1::Narrative narrative;
  v1::NarrativeText& text = *narrative.add_texts();
  text.set_language("en");
  text.set_text(SampleText(bytes, random));
  return narrative;
}

}  // namespace

uint32_t SampleImoNumber(uint64_t number) {
  uint32_t serial = 100000 + static_cast<uint32_t>(number / 10 % 800000);
  uint32_t sum = 0;
  for (uint32_t rest = serial, weight = 2; rest > 0; rest /= 10, ++weight) sum += rest % 10 * weight;
  return serial * 10 + sum % 10;
}

absl::StatusOr<v1::SubmitRequest> SampleReport(uint64_t number,
                                               const sdk::OfficerIdentity& officer,
                                               base::Entropy& entropy, size_t narrative_bytes) {
  std::mt19937_64 random(number);
  v1::Facts facts = SampleFacts(random);
  v1::Manifest manifest;
  manifest.set_economy(officer.who.economy);
  manifest.set_kind(v1::STATEMENT_KIND_REPORT);
  *manifest.mutable_created_at() = facts.occurred().end();
  manifest.set_exercise_status(v1::EXERCISE_STATUS_ACTUAL);
  manifest.set_tlp(v1::TLP_GREEN);
  manifest.set_audience("all");
  auto sealed = statement::Seal(std::move(manifest),
                                {{"facts", facts.SerializeAsString(), ""},
                                 {"vessel", SampleVessel(number).SerializeAsString(), ""},
                                 {"narrative", SampleNarrative(narrative_bytes, random).SerializeAsString(), ""}},
                                {officer.key}, entropy);
  if (!sealed.ok()) return sealed.status();
  v1::SubmitRequest request;
  *request.mutable_statement() = *std::move(sealed);
  for (const crypto::Certificate& certificate : officer.chain) {
    if (request.chains().empty()) request.add_chains();
    request.mutable_chains(0)->add_certificates(certificate.der());
  }
  return request;
}

}  // namespace lightship::bench
