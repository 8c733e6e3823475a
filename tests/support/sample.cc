#include "tests/support/sample.h"

#include <utility>

#include "node/crypto/digest.h"
#include "node/statement/canonical.h"
#include "node/statement/log_opening.h"
#include "node/statement/open.h"

namespace lightship::testing {

v1::Manifest SampleManifest(v1::StatementKind kind, absl::string_view economy,
                            absl::Time created_at) {
  v1::Manifest manifest;
  manifest.set_kind(kind);
  manifest.set_economy(std::string(economy));
  *manifest.mutable_created_at() = statement::ToTimestamp(created_at);
  manifest.set_exercise_status(v1::EXERCISE_STATUS_ACTUAL);
  manifest.set_tlp(v1::TLP_CLEAR);
  manifest.set_audience("all");
  return manifest;
}

v1::Facts SampleFacts() {
  v1::Facts facts;
  facts.set_report_kind(v1::REPORT_KIND_FOLLOW_UP);
  v1::OccurrenceTime& occurred = *facts.mutable_occurred();
  occurred.set_as_written("0340 LT");
  *occurred.mutable_start() = statement::ToTimestamp(Noon() - absl::Minutes(980));
  *occurred.mutable_end() = statement::ToTimestamp(Noon() - absl::Minutes(979));
  occurred.set_utc_offset_minutes(480);
  occurred.set_zone_basis(v1::ZONE_BASIS_STATED_LOCAL);
  occurred.set_precision(v1::TIME_PRECISION_MINUTE);
  v1::Position& position = *facts.mutable_position();
  position.set_lat_e7(12541667);
  position.set_lon_e7(1040401667);
  position.set_as_written("01:15.25N 104:02.41E");
  position.set_notation(v1::POSITION_NOTATION_DEG_DECMIN);
  facts.set_place_text("Singapore Strait, eastbound lane");
  facts.add_coastal_states("ID");
  facts.set_sea_zone(v1::SEA_ZONE_TERRITORIAL_WATERS);
  facts.set_act_stage(v1::ACT_STAGE_BOARDED);
  facts.set_ship_status(v1::SHIP_STATUS_UNDERWAY);
  v1::ShipFacts& ship = *facts.add_ships();
  ship.set_type(v1::SHIP_TYPE_BULK_CARRIER);
  ship.set_role(v1::VESSEL_ROLE_TARGET);
  ship.set_flag("PA");
  v1::Perpetrators& perpetrators = *facts.mutable_perpetrators();
  perpetrators.set_count_min(4);
  perpetrators.set_count_max(6);
  perpetrators.set_count_state(v1::COUNT_STATE_ESTIMATED);
  v1::WeaponSeen& weapon = *facts.add_weapons();
  weapon.set_weapon(v1::WEAPON_KNIFE_OR_BLADE);
  facts.set_reporting_area(v1::REPORTING_AREA_SINGAPORE_STRAIT_EASTBOUND);
  facts.set_navarea(11);
  facts.set_verification(v1::VERIFICATION_MASTER_CONFIRMED);
  return facts;
}

v1::VesselDetails SampleVessel() {
  v1::VesselDetails details;
  v1::Vessel& vessel = *details.add_victims();
  vessel.set_name_as_written("MV Example Star");
  vessel.set_name_normalised("EXAMPLE STAR");
  vessel.set_name_state(v1::NAME_STATE_GIVEN);
  vessel.set_imo_number(9074729);
  vessel.set_imo_check(v1::IMO_CHECK_VALID);
  vessel.set_mmsi(563000000);
  return details;
}

v1::Narrative SampleNarrative() {
  v1::Narrative narrative;
  v1::NarrativeText& text = *narrative.add_texts();
  text.set_language("en");
  text.set_text(
      "Duty oiler saw four to six men with knives in the engine room.\nAlarm raised; they fled.");
  return narrative;
}

statement::PartDraft Draft(absl::string_view name, const google::protobuf::Message& content,
                           absl::string_view audience) {
  return {std::string(name), statement::SerializeDeterministic(content), std::string(audience)};
}

v1::SignedStatement SealBy(const std::vector<const Signer*>& signers, v1::Manifest manifest,
                           std::vector<statement::PartDraft> parts) {
  std::vector<crypto::PrivateKey> keys;
  for (const Signer* signer : signers) keys.push_back(signer->key);
  base::SystemEntropy entropy;
  return statement::Seal(std::move(manifest), std::move(parts), keys, entropy).value();
}

v1::SignedStatement SampleReport(const TestEconomy& economy, absl::Time created_at) {
  return SealBy({&economy.officer(statement::Role::kSubmitter)},
                SampleManifest(v1::STATEMENT_KIND_REPORT, economy.code(), created_at),
                {Draft("facts", SampleFacts()), Draft("vessel", SampleVessel(), "own"),
                 Draft("narrative", SampleNarrative())});
}

v1::SignedStatement KeyStatementBy(const TestEconomy& economy, const v1::KeyStatement& content,
                                   absl::Time created_at) {
  return SealBy({&economy.node()}, statement::KeyManifest(economy.code(), created_at),
                {Draft("key", content)});
}

v1::SignedStatement GrantOf(const TestEconomy& economy, const Signer& granted,
                            absl::Time created_at) {
  v1::KeyStatement content;
  content.mutable_grant();
  for (const crypto::Certificate& certificate : granted.chain) {
    content.mutable_grant()->add_certificate_chain(certificate.der());
  }
  return KeyStatementBy(economy, content, created_at);
}

v1::SignedStatement RevocationOf(const TestEconomy& economy, const Signer& revoked,
                                 absl::Time created_at) {
  v1::KeyStatement content;
  content.mutable_revocation()->set_key_id(crypto::AsString(revoked.key.public_key().key_id()));
  content.mutable_revocation()->set_reason(v1::REVOCATION_REASON_SUPERSEDED);
  return KeyStatementBy(economy, content, created_at);
}

}  // namespace lightship::testing
