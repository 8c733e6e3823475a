#include "node/trust/disclosure.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lightship::trust {
namespace {

using ::testing::ElementsAre;
using Verdict = AudienceBook::Verdict;

AudienceBook Book() {
  v1::AudienceDefinition definition;
  AudienceBook book;
  definition.set_name("patrol");
  definition.set_version(1);
  definition.add_economies("ID");
  book.Define("SG", definition);
  definition.set_version(2);
  definition.add_economies("MY");
  book.Define("SG", definition);
  return book;
}

// A statement of SG with facts for its audience and a vessel for `vessel_audience`.
class DisclosureTest : public ::testing::Test {
 protected:
  DisclosureTest() {
    manifest_.set_economy("SG");
    manifest_.set_audience("all");
    manifest_.add_parts()->set_name("facts");
    manifest_.add_parts()->set_name("vessel");
    manifest_.mutable_parts(1)->set_audience("SG/patrol@1");
    id_.fill(7);
  }
  storage::v1::Act& Act() {
    storage::v1::Act& act = *acts_.add_acts();
    act.set_index(10 + acts_.acts_size());
    act.set_target(crypto::AsString(id_));
    return act;
  }
  void Release(const std::string& audience, const std::string& part = "") {
    v1::Release& release = *Act().mutable_release();
    release.set_audience(audience);
    if (!part.empty()) release.add_part_names(part);
  }
  void Narrow(const std::string& audience, const std::string& part = "") {
    v1::Narrow& narrow = *Act().mutable_narrow();
    narrow.set_audience(audience);
    if (!part.empty()) narrow.add_part_names(part);
  }
  void Erase(const std::string& part = "") {
    v1::Erase& erase = *Act().mutable_erase();
    if (!part.empty()) erase.add_part_names(part);
  }
  Disclosure Of() const { return Disclosure(book_, manifest_, id_, acts_); }
  Verdict Statement(const char* economy) const { return Of().Judge(economy); }
  Verdict Vessel(const char* economy) const { return Of().JudgePart(economy, manifest_.parts(1)); }
  Verdict Facts(const char* economy) const { return Of().JudgePart(economy, manifest_.parts(0)); }

  const AudienceBook book_ = Book();
  v1::Manifest manifest_;
  crypto::Digest id_{};
  storage::v1::Acts acts_;
};

TEST_F(DisclosureTest, IsWhatTheAuthorSignedUntilSomethingIsDone) {
  EXPECT_EQ(Statement("PE"), Verdict::kMayHold);
  EXPECT_EQ(Facts("PE"), Verdict::kMayHold);
  EXPECT_EQ(Vessel("ID"), Verdict::kMayHold);
  EXPECT_EQ(Vessel("PE"), Verdict::kOutside);
}

TEST_F(DisclosureTest, ReleasesThePartThatIsNamedAndNoOther) {
  manifest_.set_audience("own");
  manifest_.mutable_parts(1)->clear_audience();
  Release("SG/patrol@2", "vessel");
  EXPECT_EQ(Vessel("MY"), Verdict::kMayHold);
  EXPECT_EQ(Statement("MY"), Verdict::kMayHold);
  EXPECT_EQ(Facts("MY"), Verdict::kOwnOnly);
  EXPECT_EQ(Vessel("PE"), Verdict::kOutside);
  EXPECT_EQ(Statement("PE"), Verdict::kOutside);
}

TEST_F(DisclosureTest, ReleasesEverythingWhenNoPartIsNamed) {
  Release("all");
  EXPECT_EQ(Vessel("PE"), Verdict::kMayHold);
}

TEST_F(DisclosureTest, NarrowsForThoseWhoComeLaterAndNeverWidens) {
  Narrow("SG/patrol@2", "facts");
  EXPECT_EQ(Facts("MY"), Verdict::kMayHold);
  EXPECT_EQ(Facts("PE"), Verdict::kOutside);
  EXPECT_EQ(Statement("PE"), Verdict::kMayHold);
  Narrow("SG/patrol@2", "vessel");
  EXPECT_EQ(Vessel("MY"), Verdict::kOutside);  // was not in patrol@1: a narrowing is no invitation
  EXPECT_EQ(Vessel("ID"), Verdict::kMayHold);
  Narrow("own");
  EXPECT_EQ(Statement("ID"), Verdict::kOwnOnly);
  EXPECT_EQ(Statement("SG"), Verdict::kMayHold);
}

TEST_F(DisclosureTest, TakesActsInTheirOrder) {
  Narrow("own");
  Release("SG/patrol@1");
  EXPECT_EQ(Statement("ID"), Verdict::kMayHold);
  EXPECT_EQ(Statement("MY"), Verdict::kOutside);
  Narrow("own");
  EXPECT_EQ(Statement("ID"), Verdict::kOwnOnly);
}

TEST_F(DisclosureTest, GivesAnErasedPartToNobody) {
  Erase("vessel");
  Release("all", "vessel");
  EXPECT_EQ(Vessel("SG"), Verdict::kOutside);
  EXPECT_EQ(Vessel("ID"), Verdict::kOutside);
  EXPECT_EQ(Facts("ID"), Verdict::kMayHold);
  ASSERT_NE(Of().ErasedBy("vessel"), nullptr);
  EXPECT_EQ(Of().ErasedBy("vessel")->index(), 11u);
  EXPECT_EQ(Of().ErasedBy("facts"), nullptr);
  Erase();
  EXPECT_TRUE(Of().Erased("facts"));
  EXPECT_EQ(Statement("ID"), Verdict::kMayHold);
}

TEST_F(DisclosureTest, HasNoPartsLeftOnceTheirDateHasCome) {
  acts_.mutable_expired_at()->set_seconds(1);
  EXPECT_EQ(Facts("SG"), Verdict::kOutside);
  EXPECT_EQ(Of().ErasedBy("facts"), nullptr);
}

TEST_F(DisclosureTest, KnowsNoReleaseToAnUnknownAudience) {
  manifest_.set_audience("own");
  Release("SG/patrol@9");
  EXPECT_EQ(Statement("ID"), Verdict::kUndefined);
  Release("anybody");
  EXPECT_EQ(Statement("ID"), Verdict::kUndefined);
  acts_.Clear();
  Release("");
  EXPECT_EQ(Statement("ID"), Verdict::kOwnOnly);
}

TEST_F(DisclosureTest, IgnoresActsOnAnotherStatement) {
  Release("all", "vessel");
  acts_.mutable_acts(0)->set_target(std::string(32, 'x'));
  EXPECT_EQ(Vessel("PE"), Verdict::kOutside);
}

TEST_F(DisclosureTest, SaysSinceWhenAnEconomyIsEntitled) {
  manifest_.set_audience("own");
  Release("SG/patrol@1");
  EXPECT_EQ(Of().EntitledBy("ID"), 11u);
  EXPECT_EQ(Of().EntitledBy("PE"), std::nullopt);
  EXPECT_EQ(Of().EntitledBy("SG"), std::nullopt);
}

TEST_F(DisclosureTest, ListsMembersWithTheAuthorFirst) {
  manifest_.set_audience("SG/patrol@2");
  EXPECT_THAT(Of().Members({"ID", "MY", "PE", "SG"}), ElementsAre("SG", "ID", "MY"));
  Release("all");
  EXPECT_THAT(Of().Members({"ID", "MY", "PE", "SG"}), ElementsAre("SG", "ID", "MY", "PE"));
  EXPECT_EQ(Of().AudienceOf(manifest_.parts(1)), "SG/patrol@1, released to all");
}

// Cases that users of a widely used sharing platform met.
TEST_F(DisclosureTest, LetsAnEmptyGroupReachNobody) {
  AudienceBook book;
  v1::AudienceDefinition nobody;
  nobody.set_name("nobody");
  nobody.set_version(1);
  book.Define("SG", nobody);
  manifest_.set_audience("SG/nobody@1");
  const Disclosure disclosure(book, manifest_, id_, acts_);
  for (const char* economy : {"ID", "MY", "PE"}) {
    EXPECT_EQ(disclosure.Judge(economy), Verdict::kOutside);
  }
  EXPECT_EQ(disclosure.Judge("SG"), Verdict::kMayHold);
}

TEST_F(DisclosureTest, KnowsAGroupByItsOwnerAndNeverByItsNumberAlone) {
  AudienceBook book = Book();
  v1::AudienceDefinition other;
  other.set_name("patrol");
  other.set_version(1);
  other.add_economies("PE");
  book.Define("ID", other);  // the same name and number, another owner
  manifest_.set_audience("SG/patrol@1");
  const Disclosure disclosure(book, manifest_, id_, acts_);
  EXPECT_EQ(disclosure.Judge("PE"), Verdict::kOutside);
  EXPECT_EQ(disclosure.Judge("ID"), Verdict::kMayHold);
}

TEST_F(DisclosureTest, LetsAChangeOfMembersReachOnlyWhatNamesIt) {
  manifest_.set_audience("SG/patrol@1");
  EXPECT_EQ(Statement("MY"), Verdict::kOutside);  // joined with version 2
  Release("SG/patrol@2");
  EXPECT_EQ(Statement("MY"), Verdict::kMayHold);
}

}  // namespace
}  // namespace lightship::trust
