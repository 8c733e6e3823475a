// Statements to test with: plausible, valid, and easily made wrong.
#ifndef LIGHTSHIP_TESTS_SUPPORT_SAMPLE_H_
#define LIGHTSHIP_TESTS_SUPPORT_SAMPLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "lightship/v1/key.pb.h"
#include "lightship/v1/report.pb.h"
#include "lightship/v1/statement.pb.h"
#include "node/statement/seal.h"
#include "tests/support/pki.h"

namespace lightship::testing {

// Kind, economy, created_at, exercise status, TLP clear, audience "all".
v1::Manifest SampleManifest(v1::StatementKind kind, absl::string_view economy,
                            absl::Time created_at = Noon());

// A boarding in the Singapore Strait the night before Noon(); one ship.
v1::Facts SampleFacts();
v1::VesselDetails SampleVessel();
v1::Narrative SampleNarrative();

// A part of this name with `content` as its content.
statement::PartDraft Draft(absl::string_view name, const google::protobuf::Message& content,
                           absl::string_view audience = "");

// Signed by `signers`, with fresh nonce and salts.
v1::SignedStatement SealBy(const std::vector<const Signer*>& signers, v1::Manifest manifest,
                           std::vector<statement::PartDraft> parts);

// A report for all with facts, vessel and narrative, by the economy's submitter.
v1::SignedStatement SampleReport(const TestEconomy& economy, absl::Time created_at = Noon());

// KEY statements by the economy's node.
v1::SignedStatement GrantOf(const TestEconomy& economy, const Signer& granted,
                            absl::Time created_at = Noon());
v1::SignedStatement RevocationOf(const TestEconomy& economy, const Signer& revoked,
                                 absl::Time created_at = Noon());
v1::SignedStatement KeyStatementBy(const TestEconomy& economy, const v1::KeyStatement& content,
                                   absl::Time created_at = Noon());

}  // namespace lightship::testing

#endif  // LIGHTSHIP_TESTS_SUPPORT_SAMPLE_H_
