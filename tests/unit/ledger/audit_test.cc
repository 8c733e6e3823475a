#include "node/ledger/audit.h"

#include "lightship/v1/attestation.pb.h"
#include "node/base/limits.h"
#include "node/store/schema.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AuditTest : public ::testing::Test {
 protected:
  void Read(const std::string& reader) {
    Audit audit;
    audit.record.set_reader(reader);
    audit.record.add_reads()->set_address("SG/1");
    ASSERT_TRUE(desk_.CommitOne(std::move(audit)).ok());
  }
  v1::ReadAuditResponse Page(uint64_t from = 0) {
    return ReadAudit(*desk_.disk, desk_.origin(), from).value();
  }
  absl::StatusOr<v1::Attestation> AttestationAt(uint64_t index) {
    absl::StatusOr<v1::HeldEntry> held = desk_.reader->Read(desk_.origin(), index);
    if (!held.ok()) return held.status();
    v1::Attestation content;
    content.ParseFromString(held->parts(0).content());
    return content;
  }

  Desk desk_{"SG"};
};

TEST_F(AuditTest, EachRecordCoversTheOneBeforeAlsoAfterARestart) {
  Read("a");
  ASSERT_TRUE(desk_.Reopen().ok());
  Read("b");
  Read("c");
  const v1::ReadAuditResponse page = Page();
  ASSERT_EQ(page.records_size(), 3);
  std::string previous(crypto::kDigestBytes, '\0');
  for (const std::string& bytes : page.records()) {
    v1::AuditRecord record;
    ASSERT_TRUE(record.ParseFromString(bytes));
    EXPECT_EQ(record.previous(), previous);
    previous = crypto::AsString(crypto::Sha256(bytes));
  }
  EXPECT_EQ(ReadAuditState(*desk_.disk)->digest(), previous);
  EXPECT_EQ(Page(2).records_size(), 1);
  EXPECT_THAT(Page(3).records(), IsEmpty());
  EXPECT_EQ(Page(3).size(), 3u);
}

TEST_F(AuditTest, APageIsBoundedAlsoWhereRecordsAreLarge) {
  const std::string large(base::limits::kAuditPageBytes * 3 / 5, 'x');
  for (int i = 0; i < 3; ++i) Read(large);
  EXPECT_EQ(Page().records_size(), 2);
  EXPECT_EQ(Page(2).records_size(), 1);
  EXPECT_EQ(Page().size(), 3u);
}

TEST_F(AuditTest, ItsHeadIsAttestedInTheOwnLogOnceItHasGrown) {
  EXPECT_TRUE(desk_.CommitOne(Attest{{}, true})->already_admitted);
  Read("a");
  Read("b");
  EXPECT_EQ(Page().attested_by(), "");
  absl::StatusOr<Outcome> attested = desk_.CommitOne(Attest{{}, true});
  ASSERT_TRUE(attested.ok()) << attested.status();
  EXPECT_EQ(Page().attested_by(), "SG/" + std::to_string(attested->index));
  absl::StatusOr<v1::Attestation> content = AttestationAt(attested->index);
  ASSERT_TRUE(content.ok()) << content.status();
  EXPECT_EQ(content->audit().size(), 2u);
  EXPECT_EQ(content->audit().digest(), ReadAuditState(*desk_.disk)->digest());
  EXPECT_TRUE(desk_.CommitOne(Attest{{}, true})->already_admitted);
}

TEST_F(AuditTest, OtherEconomiesSeeOfAnAttestationOnlyItsLeaf) {
  Desk id("ID");
  Read("a");
  const uint64_t index = desk_.CommitOne(Attest{{}, true})->index;
  id.Follow(desk_, desk_.origin());
  EXPECT_EQ(id.reader->Read(desk_.origin(), index).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(id.Head(desk_.origin()).root, desk_.Own().root);
}

TEST(Restricted, IsWhatItsAuthorDidNotGiveToAll) {
  v1::Manifest manifest;
  manifest.set_audience("all");
  manifest.add_parts()->set_name("facts");
  manifest.add_parts()->set_name("vessel");
  manifest.mutable_parts(1)->set_audience("SG/patrol@1");
  EXPECT_THAT(RestrictedAmong("SG/1", manifest, {"facts", "vessel"}).part_names(), ElementsAre("vessel"));
  EXPECT_THAT(RestrictedAmong("SG/1", manifest, {"facts", "unknown"}).part_names(), IsEmpty());
  manifest.set_audience("own");
  EXPECT_THAT(RestrictedAmong("SG/1", manifest, {"facts"}).part_names(), ElementsAre("facts"));
}

}  // namespace
}  // namespace lightship::ledger
