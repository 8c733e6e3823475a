#include "node/statement/open.h"

#include <functional>

#include "gtest/gtest.h"
#include "lightship/v1/log.pb.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/merkle/tree.h"
#include "node/statement/canonical.h"
#include "tests/support/sample.h"
#include "tests/support/small_log.h"

namespace lightship::statement {
namespace {

using lightship::testing::Noon;
using lightship::testing::SampleManifest;
using lightship::testing::SampleReport;
using lightship::testing::SmallLog;
using lightship::testing::TestEconomy;

v1::Manifest GoodManifest() {
  v1::Manifest manifest = SampleManifest(v1::STATEMENT_KIND_REPORT, "SG");
  manifest.set_format_version(1);
  manifest.set_nonce(std::string(16, 'n'));
  v1::PartRef& part = *manifest.add_parts();
  part.set_name("facts");
  part.set_digest(std::string(32, 'd'));
  return manifest;
}

absl::Status Parsed(const std::function<void(v1::Manifest&)>& change) {
  v1::Manifest manifest = GoodManifest();
  change(manifest);
  return ParseManifest(manifest.SerializeAsString()).status();
}

TEST(ParseManifest, TakesWhatIsWellFormed) {
  EXPECT_TRUE(Parsed([](v1::Manifest&) {}).ok());
}

TEST(ParseManifest, PassesNewerFormatsKindsAndFields) {
  EXPECT_TRUE(Parsed([](v1::Manifest& m) {
                m.set_format_version(9);
                m.set_kind(static_cast<v1::StatementKind>(200));
                m.set_tlp(static_cast<v1::Tlp>(99));
                m.set_audience("SG/future+syntax?x=1");
                m.clear_created_at();
              }).ok());
  // Field 90, which this release does not know.
  const std::string newer = GoodManifest().SerializeAsString() + "\xd2\x05\x03new";
  EXPECT_TRUE(ParseManifest(newer).ok());
}

TEST(ParseManifest, RefusesBrokenStructure) {
  const std::vector<std::function<void(v1::Manifest&)>> broken = {
      [](auto& m) { m.set_economy("sg"); },
      [](auto& m) { m.set_economy(""); },
      [](auto& m) { m.set_economy("S\n"); },
      [](auto& m) { m.set_nonce("short"); },
      [](auto& m) { m.clear_nonce(); },
      [](auto& m) { m.set_agency("Police Coast Guard"); },
      [](auto& m) { m.set_subject("short"); },
      [](auto& m) { m.add_supersedes("short"); },
      [](auto& m) {
        for (int i = 0; i < 17; ++i) m.add_supersedes(std::string(32, 's'));
      },
      [](auto& m) { m.set_audience("all\x1b[2J"); },
      [](auto& m) { m.set_audience(std::string(129, 'a')); },
      [](auto& m) { m.mutable_created_at()->set_nanos(-1); },
      [](auto& m) { m.mutable_retain_until()->set_seconds(INT64_MAX); },
      [](auto& m) {
        for (int i = 0; i < 9; ++i) m.add_purposes(v1::PURPOSE_SECURITY);
      },
      [](auto& m) { *m.add_parts() = m.parts(0); },
      [](auto& m) { m.mutable_parts(0)->set_name(""); },
      [](auto& m) { m.mutable_parts(0)->set_name("Facts"); },
      [](auto& m) { m.mutable_parts(0)->set_name(std::string(65, 'f')); },
      [](auto& m) { m.mutable_parts(0)->set_digest("short"); },
      [](auto& m) { m.mutable_parts(0)->set_audience("two words"); },
  };
  for (size_t i = 0; i < broken.size(); ++i) {
    EXPECT_EQ(base::ReasonOf(Parsed(broken[i])), base::reason::kMalformed) << "case " << i;
  }
}

TEST(ParseManifest, RefusesWhatIsNoManifestOrTooLarge) {
  EXPECT_FALSE(ParseManifest("\xff\xff\xff").ok());
  EXPECT_FALSE(ParseManifest("").ok());
  // An unknown field of 32 KiB.
  v1::Part filler;
  filler.set_content(std::string(base::limits::kManifestBytes, 'x'));
  EXPECT_FALSE(ParseManifest(GoodManifest().SerializeAsString() + "\xd2\x05" +
                             filler.SerializeAsString().substr(1))
                   .ok());
}

TEST(ParseManifest, RefusesTextThatIsNotUtf8) {
  std::string bytes = GoodManifest().SerializeAsString();
  bytes.replace(bytes.find("all"), 3, "a\xffl");
  EXPECT_FALSE(ParseManifest(bytes).ok());
}

TEST(CheckPart, HoldsForTheVeryPartOnly) {
  const v1::SignedStatement report = SampleReport(TestEconomy::Of("SG"));
  const v1::Manifest manifest = ParseManifest(report.manifest()).value();
  EXPECT_TRUE(CheckPart(manifest, report.parts(0)).ok());
  const std::vector<std::function<void(v1::Part&)>> changes = {
      [](auto& p) { p.mutable_content()->back() ^= 1; },
      [](auto& p) { p.mutable_salt()->front() ^= 1; },
      [](auto& p) { p.mutable_content()->push_back('x'); },
      [](auto& p) { p.set_name("vessel"); },
      [](auto& p) { p.set_name("unheard-of"); },
      // The same bytes, cut elsewhere.
      [](auto& p) {
        p.mutable_content()->insert(0, 1, p.salt().back());
        p.mutable_salt()->pop_back();
      },
  };
  for (size_t i = 0; i < changes.size(); ++i) {
    v1::Part part = report.parts(0);
    changes[i](part);
    EXPECT_EQ(base::ReasonOf(CheckPart(manifest, part)), base::reason::kDigestMismatch) << i;
  }
}

TEST(OpenEntry, GivesIdLeafAndTime) {
  SmallLog log(TestEconomy::Of("SG"));
  const v1::SignedStatement report = SampleReport(TestEconomy::Of("SG"));
  log.Append(report, Noon() + absl::Milliseconds(1500));
  const OpenedEntry opened = OpenEntry(log.entry(1).entry()).value();
  EXPECT_EQ(opened.entry.index(), 1u);
  EXPECT_EQ(opened.admitted_at, Noon() + absl::Milliseconds(1500));
  EXPECT_EQ(opened.statement_id, StatementId(report.manifest()));
  EXPECT_EQ(opened.leaf_hash, merkle::LeafHash(log.entry(1).entry()));
  EXPECT_EQ(opened.manifest.economy(), "SG");
}

TEST(OpenEntry, RefusesEntriesWithoutTimeSignatureOrManifest) {
  SmallLog log(TestEconomy::Of("SG"));
  v1::Entry good;
  ASSERT_TRUE(good.ParseFromString(log.entry(0).entry()));
  const std::vector<std::function<void(v1::Entry&)>> changes = {
      [](auto& e) { e.clear_admitted_at(); },
      [](auto& e) { e.mutable_admitted_at()->set_nanos(1'000'000'000); },
      [](auto& e) { e.clear_signatures(); },
      [](auto& e) {
        for (int i = 0; i < 8; ++i) *e.add_signatures() = e.signatures(0);
      },
      [](auto& e) { e.mutable_signatures(0)->set_key_id("short"); },
      [](auto& e) { e.mutable_signatures(0)->clear_signature(); },
      [](auto& e) { e.clear_manifest(); },
  };
  for (size_t i = 0; i < changes.size(); ++i) {
    v1::Entry entry = good;
    changes[i](entry);
    EXPECT_EQ(base::ReasonOf(OpenEntry(entry.SerializeAsString()).status()),
              base::reason::kMalformed)
        << i;
  }
  EXPECT_FALSE(OpenEntry(std::string(base::limits::kEntryBytes + 1, '\0')).ok());
}

TEST(Timestamps, KeepEveryNanosecondOfNineThousandYears) {
  for (absl::Time time :
       {Noon(), Noon() + absl::Nanoseconds(1), absl::UnixEpoch() - absl::Nanoseconds(1),
        absl::FromUnixSeconds(-62135596800), absl::FromUnixSeconds(253402300799)}) {
    EXPECT_EQ(ToTime(ToTimestamp(time)).value(), time);
  }
  EXPECT_EQ(ToTimestamp(absl::InfiniteFuture()).seconds(), 253402300799);
  EXPECT_EQ(ToTimestamp(absl::InfinitePast()).seconds(), -62135596800);
}

TEST(Timestamps, RefuseWhatIsOutOfRange) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(253402300800);
  EXPECT_FALSE(ToTime(timestamp).ok());
  timestamp.set_seconds(-62135596801);
  EXPECT_FALSE(ToTime(timestamp).ok());
}

TEST(Canonical, TakesOneEncodingOnly) {
  v1::Part part;
  part.set_name("facts");
  part.set_content("content");
  const std::string bytes = SerializeDeterministic(part);
  v1::Part parsed;
  EXPECT_TRUE(ParseCanonical(bytes, parsed).ok());
  EXPECT_EQ(parsed.content(), "content");
  v1::Part name, content;
  name.set_name("facts");
  content.set_content("content");
  EXPECT_FALSE(ParseCanonical(content.SerializeAsString() + name.SerializeAsString(), parsed).ok());
  EXPECT_FALSE(ParseCanonical(bytes + bytes, parsed).ok());
  EXPECT_FALSE(ParseCanonical(bytes + "\xd2\x05\x03new", parsed).ok());
  EXPECT_FALSE(ParseCanonical(bytes.substr(0, bytes.size() - 1), parsed).ok());
}

}  // namespace
}  // namespace lightship::statement
