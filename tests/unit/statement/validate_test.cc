#include "node/statement/validate.h"

#include <functional>
#include <limits>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "lightship/v1/audience.pb.h"
#include "lightship/v1/claims.pb.h"
#include "node/base/limits.h"
#include "node/statement/field_rules.h"
#include "node/statement/open.h"
#include "tests/support/sample.h"
#include "tests/unit/statement/trial.h"

namespace lightship::statement {
namespace {

using lightship::testing::Draft;
using lightship::testing::Noon;
using lightship::testing::SampleFacts;
using lightship::testing::SampleManifest;
using lightship::testing::SampleNarrative;
using lightship::testing::SampleVessel;
using lightship::testing::SealBy;
using lightship::testing::TestEconomy;

std::string FaultIn(const std::function<void(v1::Facts&)>& change) {
  v1::Facts facts = SampleFacts();
  change(facts);
  return Of(v1::STATEMENT_KIND_REPORT, facts).Fault();
}

std::string FaultInVessel(const std::function<void(v1::Vessel&)>& change) {
  v1::VesselDetails vessels = SampleVessel();
  change(*vessels.mutable_victims(0));
  Trial trial = Of(v1::STATEMENT_KIND_REPORT, SampleFacts());
  trial.parts.push_back(Draft("vessel", vessels));
  return trial.Fault();
}

std::string FaultInManifest(const std::function<void(v1::Manifest&)>& change) {
  Trial trial = Of(v1::STATEMENT_KIND_REPORT, SampleFacts());
  trial.tamper = [&change](v1::Manifest& manifest, auto&) { change(manifest); };
  return trial.Fault();
}

TEST(Validate, AdmitsASampleReport) {
  Trial trial = Of(v1::STATEMENT_KIND_REPORT, SampleFacts());
  trial.parts.push_back(Draft("vessel", SampleVessel(), "own"));
  trial.parts.push_back(Draft("narrative", SampleNarrative(), "SG/straits-patrol@3"));
  for (const base::Violation& violation : trial.Violations()) {
    ADD_FAILURE() << violation.field << ": " << violation.description;
  }
}

TEST(Validate, SaysWhereAndWhatWouldBeRight) {
  v1::Facts facts = SampleFacts();
  facts.mutable_position()->set_lat_e7(912000000);
  const std::vector<base::Violation> violations = Of(v1::STATEMENT_KIND_REPORT, facts).Violations();
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "facts.position.lat_e7");
  EXPECT_EQ(violations[0].description, "91.2 degrees; latitudes are -90 to 90");
}

TEST(Validate, ChecksTheManifest) {
  const std::map<std::string, std::function<void(v1::Manifest&)>> cases = {
      {"manifest.format_version", [](auto& m) { m.set_format_version(2); }},
      {"manifest.kind", [](auto& m) { m.set_kind(v1::STATEMENT_KIND_UNSPECIFIED); }},
      {"manifest.exercise_status", [](auto& m) { m.clear_exercise_status(); }},
      {"manifest.tlp", [](auto& m) { m.clear_tlp(); }},
      {"manifest.audience", [](auto& m) { m.clear_audience(); }},
      {"manifest.created_at", [](auto& m) { m.clear_created_at(); }},
      {"manifest.retain_until",
       [](auto& m) { *m.mutable_retain_until() = ToTimestamp(Noon() - absl::Hours(1)); }},
      {"manifest.parts[0].audience", [](auto& m) { m.mutable_parts(0)->set_audience("some"); }},
  };
  for (const auto& [field, change] : cases) EXPECT_EQ(FaultInManifest(change), field);
  EXPECT_EQ(FaultInManifest([](auto& m) { m.set_kind(static_cast<v1::StatementKind>(77)); }),
            "manifest.kind");
}

// Markings as a sharing platform's users met them: two on one record, each meaning another circle of readers.
TEST(Validate, RefusesMarkingsThatContradictEachOther) {
  const auto marked = [](v1::Tlp tlp, const std::string& audience, const std::string& part) {
    return FaultInManifest([&](v1::Manifest& manifest) {
      manifest.set_tlp(tlp);
      manifest.set_audience(audience);
      manifest.mutable_parts(0)->set_audience(part);
    });
  };
  EXPECT_EQ(marked(v1::TLP_RED, "all", ""), "manifest.tlp");
  EXPECT_EQ(marked(v1::TLP_RED, "SG/straits-patrol@3", ""), "");
  EXPECT_EQ(marked(v1::TLP_AMBER_STRICT, "SG/straits-patrol@3", ""), "manifest.tlp");
  EXPECT_EQ(marked(v1::TLP_AMBER_STRICT, "own", ""), "");
  EXPECT_EQ(marked(v1::TLP_AMBER, "own", "all"), "manifest.parts[0].audience");
  EXPECT_EQ(marked(v1::TLP_AMBER, "own", "SG/straits-patrol@3"), "manifest.parts[0].audience");
  EXPECT_EQ(marked(v1::TLP_AMBER, "SG/straits-patrol@3", "all"), "manifest.parts[0].audience");
  EXPECT_EQ(marked(v1::TLP_AMBER, "SG/straits-patrol@3", "SG/others@1"), "");
}

TEST(Validate, AllowsFiveMinutesOfClockSkewAndAnyPast) {
  const auto created = [](absl::Time at) {
    return FaultInManifest([at](auto& m) { *m.mutable_created_at() = ToTimestamp(at); });
  };
  EXPECT_EQ(created(Noon() + absl::Minutes(5)), "");
  EXPECT_EQ(created(Noon() + absl::Minutes(5) + absl::Nanoseconds(1)), "manifest.created_at");
  EXPECT_EQ(created(absl::UnixEpoch()), "");
}

TEST(Validate, WantsExactlyThePartsThatTheManifestNames) {
  const auto fault = [](const std::function<void(std::vector<v1::Part>&)>& change) {
    Trial trial = Of(v1::STATEMENT_KIND_REPORT, SampleFacts());
    trial.parts.push_back(Draft("vessel", SampleVessel()));
    trial.tamper = [&change](auto&, std::vector<v1::Part>& parts) { change(parts); };
    return trial.Fault();
  };
  EXPECT_EQ(fault([](auto&) {}), "");
  EXPECT_EQ(fault([](auto& parts) { parts.pop_back(); }), "parts[vessel]");
  EXPECT_EQ(fault([](auto& parts) { parts.push_back(parts[0]); }), "parts[facts]");
  EXPECT_EQ(fault([](auto& parts) { parts[1].mutable_salt()->front() ^= 1; }), "parts[vessel]");
  EXPECT_EQ(fault([](auto& parts) { parts.emplace_back().set_name("surplus"); }), "parts[surplus]");
}

TEST(Validate, KnowsWhichPartsAKindHas) {
  Trial trial = Of(v1::STATEMENT_KIND_REPORT, SampleFacts());
  trial.parts[0].name = "vessel";
  EXPECT_EQ(trial.Fault(), "manifest.parts");
  for (const char* name : {"comment", "attachment/0", "attachment/01", "attachment/x", "facts/2"}) {
    trial = Of(v1::STATEMENT_KIND_REPORT, SampleFacts());
    trial.parts.push_back({name, "", ""});
    EXPECT_EQ(trial.Fault(), absl::StrCat("parts[", name, "]"));
  }
}

TEST(Validate, WantsContentOfThePartsType) {
  Trial trial = Of(v1::STATEMENT_KIND_REPORT, SampleFacts());
  trial.parts[0].content = "\xff\xff";
  EXPECT_EQ(trial.Fault(), "facts");
  // place_text that is not UTF-8.
  trial.parts[0].content = "\x2a\x02\xc3\x28";
  EXPECT_EQ(trial.Fault(), "facts");
}

TEST(Validate, ChecksFactsFieldByField) {
  const std::map<std::string, std::function<void(v1::Facts&)>> cases = {
      {"facts.occurred.start", [](auto& f) { f.clear_occurred(); }},
      {"facts.occurred.end", [](auto& f) { f.mutable_occurred()->mutable_end()->set_seconds(0); }},
      {"facts.occurred.utc_offset_minutes",
       [](auto& f) { f.mutable_occurred()->set_utc_offset_minutes(900); }},
      {"facts.position", [](auto& f) { f.mutable_position()->clear_lon_e7(); }},
      {"facts.position.lon_e7", [](auto& f) { f.mutable_position()->set_lon_e7(-1800000001); }},
      {"facts.coastal_states[1]", [](auto& f) { f.add_coastal_states("Indonesia"); }},
      {"facts.unlocode", [](auto& f) { f.set_unlocode("SGSI1"); }},
      {"facts.navarea", [](auto& f) { f.set_navarea(22); }},
      {"facts.ships[0].flag", [](auto& f) { f.mutable_ships(0)->set_flag("pa"); }},
      {"facts.perpetrators.count_min", [](auto& f) { f.mutable_perpetrators()->set_count_min(7); }},
      {"facts.weapons[0].firearm_kind",
       [](auto& f) { f.mutable_weapons(0)->set_firearm_kind(static_cast<v1::FirearmKind>(1)); }},
      {"facts.conditions.sea_state", [](auto& f) { f.mutable_conditions()->set_sea_state(10); }},
      {"facts.circumstances.security_level",
       [](auto& f) { f.mutable_circumstances()->set_security_level(0); }},
      {"facts.suspect_craft[0].last_course_deg",
       [](auto& f) { f.add_suspect_craft()->set_last_course_deg(360); }},
      {"facts.quality_notes",
       [](auto& f) {
         for (int i = 0; i < 33; ++i) f.add_quality_notes("n");
       }},
      {"facts.quality_notes[0]", [](auto& f) { f.add_quality_notes(std::string(801, 'n')); }},
      {"facts.act_stage", [](auto& f) { f.set_act_stage(static_cast<v1::ActStage>(99)); }},
      {"facts.ship_parts[0]", [](auto& f) { f.add_ship_parts(v1::SHIP_PART_UNSPECIFIED); }},
      {"facts.place_text", [](auto& f) { f.set_place_text("bell\a"); }},
      {"facts.circumstances.speed_kn",
       [](auto& f) {
         f.mutable_circumstances()->set_speed_kn(std::numeric_limits<double>::quiet_NaN());
       }},
      {"facts.reported_at", [](auto& f) { f.mutable_reported_at()->set_nanos(-1); }},
  };
  for (const auto& [field, change] : cases) EXPECT_EQ(FaultIn(change), field);
}

TEST(Validate, TakesAnActThatBeganNowButNotOneOfTomorrow) {
  const auto started = [](absl::Time at) {
    return FaultIn([at](v1::Facts& facts) {
      *facts.mutable_occurred()->mutable_start() = ToTimestamp(at);
      *facts.mutable_occurred()->mutable_end() = ToTimestamp(at + absl::Hours(24));
    });
  };
  EXPECT_EQ(started(Noon() + absl::Minutes(5)), "");
  EXPECT_EQ(started(Noon() + absl::Minutes(6)), "facts.occurred.start");
}

TEST(Validate, HoldsImoNumberAndItsCheckTogether) {
  EXPECT_EQ(FaultInVessel([](auto&) {}), "");
  EXPECT_EQ(FaultInVessel([](auto& v) { v.set_imo_number(9074728); }),
            "vessel.victims[0].imo_check");
  EXPECT_EQ(FaultInVessel([](auto& v) {
              v.set_imo_number(9074728);
              v.set_imo_check(v1::IMO_CHECK_BAD_CHECK_DIGIT);
            }),
            "");
  EXPECT_EQ(FaultInVessel([](auto& v) { v.set_imo_number(907472); }),
            "vessel.victims[0].imo_number");
  EXPECT_EQ(FaultInVessel([](auto& v) { v.clear_imo_number(); }), "vessel.victims[0].imo_check");
  EXPECT_EQ(FaultInVessel([](auto& v) {
              v.clear_imo_number();
              v.set_imo_check(v1::IMO_CHECK_ABSENT);
            }),
            "");
  EXPECT_EQ(FaultInVessel([](auto& v) { v.set_mmsi(12345678); }), "vessel.victims[0].mmsi");
}

TEST(Validate, WantsTheSameShipsInFactsAndVessel) {
  Trial trial = Of(v1::STATEMENT_KIND_REPORT, SampleFacts());
  v1::VesselDetails vessels = SampleVessel();
  *vessels.add_victims() = vessels.victims(0);
  trial.parts.push_back(Draft("vessel", vessels));
  EXPECT_EQ(trial.Fault(), "vessel.victims");
}

TEST(Validate, WantsPersonalDataMarked) {
  Trial trial = Of(v1::STATEMENT_KIND_REPORT, SampleFacts());
  v1::People people;
  people.set_master_name("A. Master");
  trial.parts.push_back(Draft("people", people));
  EXPECT_EQ(trial.Fault(), "manifest.personal_data");
  trial.manifest.set_personal_data(true);
  EXPECT_EQ(trial.Fault(), "");
}

TEST(Validate, ChecksAttachments) {
  v1::Attachment attachment;
  attachment.set_sha256(std::string(32, 'h'));
  attachment.set_file_name("bridge.jpg");
  attachment.set_mime_type("image/jpeg");
  attachment.set_size(1);
  const auto fault = [](const v1::Attachment& a) {
    Trial trial = Of(v1::STATEMENT_KIND_REPORT, SampleFacts());
    trial.parts.push_back(Draft("attachment/1", a));
    return trial.Fault();
  };
  EXPECT_EQ(fault(attachment), "");
  attachment.set_file_name("../bridge.jpg");
  EXPECT_EQ(fault(attachment), "attachment/1.file_name");
  attachment.set_file_name("bridge.jpg");
  attachment.set_size(base::limits::kAttachmentBytes + 1);
  EXPECT_EQ(fault(attachment), "attachment/1.size");
  attachment.set_size(0);
  EXPECT_EQ(fault(attachment), "attachment/1.size");
  attachment.set_size(1);
  attachment.set_mime_type("image/svg+xml");
  EXPECT_EQ(fault(attachment), "attachment/1.mime_type");
}

TEST(Validate, ChecksAssertions) {
  v1::Assertion assertion;
  const auto fault = [&] { return Of(v1::STATEMENT_KIND_ASSERTION, assertion).Fault(); };
  EXPECT_EQ(fault(), "assertion");
  v1::Correlation& correlation = *assertion.mutable_correlation();
  correlation.set_verdict(v1::CORRELATION_VERDICT_SAME_INCIDENT);
  EXPECT_EQ(fault(), "assertion.correlation.other");
  correlation.set_other(std::string(32, 's'));  // the subject itself
  EXPECT_EQ(fault(), "assertion.correlation.other");
  correlation.set_other(std::string(32, 'o'));
  EXPECT_EQ(fault(), "");
  correlation.set_score(1.5);
  EXPECT_EQ(fault(), "assertion.correlation.score");
  assertion.mutable_verification();
  EXPECT_EQ(fault(), "assertion.verification.verification");
  assertion.mutable_classification();
  EXPECT_EQ(fault(), "assertion.classification.scheme");
  assertion.mutable_classification()->set_scheme(v1::CLASSIFICATION_SCHEME_RECAAP_CAT);
  EXPECT_EQ(fault(), "assertion.classification.value");
  assertion.mutable_dispute();
  EXPECT_EQ(fault(), "assertion.dispute.reason");
  assertion.mutable_dispute()->set_reason("She was not there.");
  EXPECT_EQ(fault(), "");
  assertion.mutable_dispute()->set_report("short");
  EXPECT_EQ(fault(), "assertion.dispute.report");
  assertion.mutable_correction();
  EXPECT_EQ(fault(), "assertion.correction.field");
  assertion.mutable_correction()->set_field("facts.position");
  assertion.mutable_correction()->set_report("short");
  EXPECT_EQ(fault(), "assertion.correction.report");
  assertion.mutable_correction()->set_report(std::string(32, 'r'));
  Trial trial = Of(v1::STATEMENT_KIND_ASSERTION, assertion);
  trial.manifest.clear_subject();
  EXPECT_EQ(trial.Fault(), "manifest.subject");
}

TEST(Validate, ChecksAudiencesAndKeys) {
  v1::AudienceDefinition audience;
  audience.set_name("patrol");
  audience.set_version(1);
  audience.add_economies("ID");
  EXPECT_EQ(Of(v1::STATEMENT_KIND_AUDIENCE, audience).Fault(), "");
  audience.add_economies("ID");
  EXPECT_EQ(Of(v1::STATEMENT_KIND_AUDIENCE, audience).Fault(), "audience.economies[1]");
  audience.set_name("all");
  EXPECT_EQ(Of(v1::STATEMENT_KIND_AUDIENCE, audience).Fault(), "audience.name");

  v1::KeyStatement key;
  key.mutable_revocation()->set_key_id(std::string(32, 'k'));
  Trial trial = Of(v1::STATEMENT_KIND_KEY, key);
  EXPECT_EQ(trial.Fault(), "");
  trial.manifest.set_audience("own");
  EXPECT_EQ(trial.Fault(), "manifest.audience");
  key.mutable_grant()->add_certificate_chain("not DER");
  EXPECT_EQ(Of(v1::STATEMENT_KIND_KEY, key).Fault(), "key.grant.certificate_chain");
  key.clear_action();
  EXPECT_EQ(Of(v1::STATEMENT_KIND_KEY, key).Fault(), "key");
  key.mutable_log_opened()->set_origin("lightship/SG/0");
  EXPECT_EQ(Of(v1::STATEMENT_KIND_KEY, key).Fault(), "key.log_opened.origin");
  key.mutable_log_opened()->set_origin("lightship/SG/1");
  EXPECT_EQ(Of(v1::STATEMENT_KIND_KEY, key).Fault(), "key.log_opened.log_public_key");
  key.mutable_log_key_change()->set_log_public_key(std::string(32, 'l'));
  key.mutable_log_key_change()->set_cosigner_public_key(std::string(31, 'c'));
  EXPECT_EQ(Of(v1::STATEMENT_KIND_KEY, key).Fault(), "key.log_key_change.cosigner_public_key");
}

TEST(Validate, ChecksWithdrawals) {
  v1::Withdrawal withdrawal;
  const auto fault = [&] { return Of(v1::STATEMENT_KIND_WITHDRAWAL, withdrawal).Fault(); };
  EXPECT_EQ(fault(), "withdrawal.target");
  withdrawal.set_target(std::string(32, 't'));
  EXPECT_EQ(fault(), "withdrawal");
  withdrawal.mutable_retract();
  EXPECT_EQ(fault(), "");
  withdrawal.mutable_release()->set_audience("own");
  EXPECT_EQ(fault(), "withdrawal.release.audience");
  withdrawal.mutable_release()->set_audience("all");
  EXPECT_EQ(fault(), "");
  withdrawal.mutable_narrow()->set_audience("all");
  EXPECT_EQ(fault(), "withdrawal.narrow.audience");
  for (size_t i = 0; i <= base::limits::kPartsOfStatement; ++i) withdrawal.mutable_erase()->add_part_names("facts");
  EXPECT_EQ(fault(), "withdrawal.erase.part_names");
}

TEST(Validate, ChecksTheOtherClaims) {
  EXPECT_EQ(Of(v1::STATEMENT_KIND_COMMENT, v1::Comment()).Fault(), "comment.text");
  EXPECT_EQ(Of(v1::STATEMENT_KIND_RESPONSE, v1::Response()).Fault(), "response.action");
  EXPECT_EQ(Of(v1::STATEMENT_KIND_CONTACT, v1::Contact()).Fault(), "contact.agency");
}

TEST(Validate, BoundsTextsAndLists) {
  EXPECT_EQ(FaultIn([](auto& f) { f.set_place_text(std::string(16 * 1024 + 1, 'x')); }),
            "facts.place_text");
  EXPECT_EQ(FaultIn([](auto& f) {
              for (int i = 0; i < 1001; ++i) f.add_corrected_fields("facts.position");
            }),
            "facts.corrected_fields");
  v1::Narrative narrative = SampleNarrative();
  narrative.mutable_texts(0)->set_text(std::string(200 * 1024, 'x'));
  Trial trial = Of(v1::STATEMENT_KIND_REPORT, SampleFacts());
  trial.parts.push_back(Draft("narrative", narrative));
  EXPECT_EQ(trial.Fault(), "");
}

TEST(Validate, ChecksNationalitiesAndStatesWhereverTheyStand) {
  EXPECT_EQ(FaultIn([](auto& f) { f.add_coastal_responses()->set_state("singapore"); }),
            "facts.coastal_responses[0].state");
  v1::People people;
  people.add_persons()->set_nationality("xx1");
  const auto fault = [&] {
    Trial trial = Of(v1::STATEMENT_KIND_REPORT, SampleFacts());
    trial.parts.push_back(Draft("people", people));
    trial.manifest.set_personal_data(true);
    return trial.Fault();
  };
  EXPECT_EQ(fault(), "people.persons[0].nationality");
  people.mutable_persons(0)->set_nationality("PH");
  people.add_crew_nationalities()->set_nationality("xx1");
  EXPECT_EQ(fault(), "people.crew_nationalities[0].nationality");
}

TEST(Validate, AnswersBriefWhateverTheInput) {
  v1::Facts facts = SampleFacts();
  for (int i = 0; i < 1000; ++i) facts.add_coastal_states("\x01");
  EXPECT_EQ(Of(v1::STATEMENT_KIND_REPORT, facts).Violations().size(), base::limits::kViolations);
}

TEST(CleanText, HasNoControlCharactersButNewlineAndTab) {
  EXPECT_TRUE(IsCleanText("line\n\ttab, caf\xc3\xa9, \xe6\xb5\xb7, \xc2\xa0"));
  for (const char* wrong : {"\r", "\x1b[2J", "\x7f", "\xc2\x80", "\xc2\x9f"}) {
    EXPECT_FALSE(IsCleanText(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace lightship::statement
