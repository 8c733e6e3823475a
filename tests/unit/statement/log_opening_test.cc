#include "node/statement/log_opening.h"

#include <functional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/canonical.h"
#include "node/statement/seal.h"
#include "tests/support/sample.h"
#include "tests/support/small_log.h"

namespace lightship::statement {
namespace {

using lightship::testing::Draft;
using lightship::testing::Noon;
using lightship::testing::RootsOf;
using lightship::testing::SealBy;
using lightship::testing::Signer;
using lightship::testing::SmallLog;
using lightship::testing::TestEconomy;

// Entry 0 with this content, signed by `signer`.
v1::HeldEntry EntryZero(const v1::KeyStatement& content, const Signer& signer,
                        const v1::Manifest& manifest, absl::Time admitted_at = Noon()) {
  const v1::SignedStatement sealed = SealBy({&signer}, manifest, {Draft("key", content)});
  v1::Entry entry;
  *entry.mutable_admitted_at() = ToTimestamp(admitted_at);
  entry.set_manifest(sealed.manifest());
  *entry.mutable_signatures() = sealed.signatures();
  v1::HeldEntry held;
  held.set_entry(SerializeDeterministic(entry));
  *held.mutable_parts() = sealed.parts();
  return held;
}

v1::KeyStatement OpeningBy(const TestEconomy& economy, const Signer& node) {
  return MakeLogOpening(economy.origin(), economy.log_key().public_key(),
                        economy.cosigner_key().public_key(), node.chain);
}

TEST(LogOpening, LeadsFromARootToTheLogsKeys) {
  const TestEconomy& sg = TestEconomy::Of("SG");
  const LogOpening opening = VerifyLogOpening(SmallLog(sg).entry(0), RootsOf({"SG"})).value();
  EXPECT_EQ(opening.origin, sg.origin());
  EXPECT_EQ(opening.log_key.vkey(), sg.log_note_key().vkey());
  EXPECT_EQ(opening.cosigner_key.vkey(), sg.cosigner_note_key().vkey());
  EXPECT_EQ(opening.node.Uri(), "lightship:sg:node:node-1");
  EXPECT_EQ(opening.opened_at, Noon());
}

TEST(LogOpening, OfALaterEpochNamesTheLogItGoesOnFrom) {
  const TestEconomy& sg = TestEconomy::Of("SG");
  v1::Predecessor before;
  before.set_origin("lightship/SG/1");
  before.set_size(7);
  before.set_root(std::string(32, 'r'));
  auto opened = [&](const Origin& origin) {
    const v1::KeyStatement content =
        MakeLogOpening(origin, sg.log_key().public_key(), sg.cosigner_key().public_key(),
                       sg.node().chain, before);
    return ReadLogOpening(EntryZero(content, sg.node(), KeyManifest("SG", Noon())));
  };
  ASSERT_TRUE(opened({"SG", 2}).ok()) << opened({"SG", 2}).status();
  EXPECT_EQ(opened({"SG", 2})->predecessor->size(), 7u);
  EXPECT_FALSE(opened({"SG", 1}).ok()) << "not from itself";
  before.set_origin("lightship/ID/1");
  EXPECT_FALSE(opened({"SG", 2}).ok()) << "not from another economy's";
  before.set_origin("lightship/SG/1");
  before.set_root("short");
  EXPECT_FALSE(opened({"SG", 2}).ok());
}

TEST(LogOpening, IsAClaimUntilARootProvesIt) {
  const TestEconomy impostor("SG");
  const v1::HeldEntry entry = SmallLog(impostor).entry(0);
  EXPECT_TRUE(ReadLogOpening(entry).ok());
  EXPECT_EQ(base::ReasonOf(VerifyLogOpening(entry, RootsOf({"SG"})).status()),
            base::reason::kUntrustedCertificate);
  EXPECT_EQ(base::ReasonOf(VerifyLogOpening(entry, RootsOf({"ID"})).status()),
            base::reason::kUnknownEconomy);
}

TEST(LogOpening, WantsANodeOfTheLogsEconomy) {
  const TestEconomy &sg = TestEconomy::Of("SG"), &id = TestEconomy::Of("ID");
  const Signer& officer = sg.officer(Role::kAdministrator);
  const v1::Manifest manifest = KeyManifest("SG", Noon());
  EXPECT_EQ(
      base::ReasonOf(ReadLogOpening(EntryZero(OpeningBy(sg, officer), officer, manifest)).status()),
      base::reason::kMissingRole);
  EXPECT_EQ(base::ReasonOf(
                ReadLogOpening(EntryZero(OpeningBy(sg, id.node()), id.node(), manifest)).status()),
            base::reason::kWrongEconomy);
  EXPECT_EQ(base::ReasonOf(
                ReadLogOpening(EntryZero(OpeningBy(sg, sg.node()), officer, manifest)).status()),
            base::reason::kBadSignature);
}

TEST(LogOpening, WantsItsOwnKindAudienceAndTime) {
  const TestEconomy& sg = TestEconomy::Of("SG");
  const v1::KeyStatement content = OpeningBy(sg, sg.node());
  const v1::Manifest good = KeyManifest("SG", Noon());
  ASSERT_TRUE(ReadLogOpening(EntryZero(content, sg.node(), good)).ok());
  v1::Manifest manifest = good;
  manifest.set_kind(v1::STATEMENT_KIND_AUDIENCE);
  EXPECT_FALSE(ReadLogOpening(EntryZero(content, sg.node(), manifest)).ok());
  manifest = good;
  manifest.set_audience("own");
  EXPECT_FALSE(ReadLogOpening(EntryZero(content, sg.node(), manifest)).ok());
  EXPECT_FALSE(
      ReadLogOpening(EntryZero(content, sg.node(), good, Noon() + absl::Nanoseconds(1))).ok());
}

TEST(LogOpening, WantsTwoUsableKeysAndALog) {
  const TestEconomy& sg = TestEconomy::Of("SG");
  const std::vector<std::function<void(v1::KeyStatement&)>> changes = {
      [](auto& k) { k.mutable_log_opened()->set_log_public_key("short"); },
      [](auto& k) { k.mutable_log_opened()->clear_cosigner_public_key(); },
      [](auto& k) {
        k.mutable_log_opened()->set_cosigner_public_key(k.log_opened().log_public_key());
      },
      [](auto& k) { k.mutable_log_opened()->set_origin("lightship/SG/0"); },
      [](auto& k) { k.mutable_log_opened()->set_origin("lightship/ID/1"); },
      [](auto& k) { k.mutable_log_opened()->clear_certificate_chain(); },
      [](auto& k) { k.mutable_grant(); },
      [](auto& k) { k.Clear(); },
  };
  for (size_t i = 0; i < changes.size(); ++i) {
    v1::KeyStatement content = OpeningBy(sg, sg.node());
    changes[i](content);
    EXPECT_FALSE(ReadLogOpening(EntryZero(content, sg.node(), KeyManifest("SG", Noon()))).ok())
        << i;
  }
}

// Nothing but the node's signature protects a cosigner's entry 0 in a saved statement.
TEST(LogOpening, BreaksWithEveryByteOfTheEntry) {
  const v1::HeldEntry good = SmallLog(TestEconomy::Of("SG")).entry(0);
  for (size_t at = 0; at < good.entry().size(); ++at) {
    v1::HeldEntry changed = good;
    (*changed.mutable_entry())[at] ^= static_cast<char>(1 << (at % 8));
    EXPECT_FALSE(ReadLogOpening(changed).ok()) << "byte " << at;
  }
}

TEST(LogOpening, IsEntryZeroAndSignedOnce) {
  const v1::HeldEntry good = SmallLog(TestEconomy::Of("SG")).entry(0);
  const auto fault = [&](auto change) {
    v1::Entry entry;
    entry.ParseFromString(good.entry());
    change(entry);
    v1::HeldEntry held = good;
    held.set_entry(SerializeDeterministic(entry));
    return std::string(ReadLogOpening(held).status().message());
  };
  EXPECT_EQ(fault([](v1::Entry&) {}), "");
  EXPECT_THAT(fault([](v1::Entry& entry) { entry.set_index(1); }), ::testing::HasSubstr("its index is 1"));
  EXPECT_THAT(fault([](v1::Entry& entry) { *entry.add_signatures() = entry.signatures(0); }),
              ::testing::HasSubstr("more signatures"));
}

TEST(LogOpening, TakesNeitherSurplusNorMissingParts) {
  v1::HeldEntry entry = SmallLog(TestEconomy::Of("SG")).entry(0);
  *entry.add_parts() = entry.parts(0);
  EXPECT_FALSE(ReadLogOpening(entry).ok());
  entry.clear_parts();
  EXPECT_FALSE(ReadLogOpening(entry).ok());
}

}  // namespace
}  // namespace lightship::statement
