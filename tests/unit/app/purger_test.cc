#include "node/app/purger.h"

#include <stdlib.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <utility>

#include "node/base/limits.h"
#include "node/store/schema.h"
#include "tests/support/small_log.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::app {
namespace {

using ledger::Desk;

// Counts how often it was told to forget.
class ForgettingStore final : public store::Store {
 public:
  explicit ForgettingStore(store::Store* store) : store_(store) {}

  std::unique_ptr<const store::View> Snapshot() const override { return store_->Snapshot(); }
  absl::StatusOr<std::string> Get(store::Table table, absl::string_view key) const override { return store_->Get(table, key); }
  absl::Status Scan(store::Table table, absl::string_view first, absl::string_view limit,
                    absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const override {
    return store_->Scan(table, first, limit, visit);
  }
  absl::Status Write(const store::WriteBatch& batch) override { return store_->Write(batch); }
  absl::Status Forget(const std::vector<store::KeyRange>& ranges) override {
    if (!fails.ok()) return fails;
    ++forgotten;
    for (const store::KeyRange& range : ranges) {
      if (range.table == store::Table::kParts) parts.push_back(range.first);
    }
    return absl::OkStatus();
  }
  absl::Status fails;
  int forgotten = 0;
  std::vector<std::string> parts;  // where ranges of them begin

 private:
  store::Store* const store_;
};

// Singapore's node has lost the end of its own log, and holds what Indonesia's has sent.
class PurgerTest : public ::testing::Test {
 protected:
  void Start() {
    testing::SmallLog longer(sg.economy);
    for (int n = 0; n < 5; ++n) longer.Grant(sg.economy.officer(statement::Role::kSubmitter));
    sg.keeper.note = longer.CheckpointAt(longer.size());
    ASSERT_TRUE(sg.Reopen().ok());
    Open();
    ASSERT_TRUE(writer->recovering());
  }
  void Open() {
    writer = std::make_unique<ledger::Writer>(std::move(sg.ledger), ledger::Writer::Options{10, 10, &sg.clock}, [] {});
    ASSERT_NE(mkdtemp(directory.data()), nullptr);
    purger = std::make_unique<Purger>(directory + "/data", &store, writer.get(), &sg.standby, &sg.clock, &warnings, absl::Hours(24),
                                      [this](const Purger::Work& work) {
                                        const absl::Status done = work();
                                        forgotten_between_backups = store.forgotten;
                                        return done;
                                      },
                                      [this] {
                                        ++renewed;
                                        return renewal;
                                      });
  }
  void TearDown() override { rmdir(directory.c_str()); }

  Desk sg{"SG"}, id{"ID"};
  int renewed = 0;  // backups
  int forgotten_between_backups = 0;
  absl::Status renewal;
  rpc::WarningBoard warnings;
  ForgettingStore store{sg.disk.get()};
  std::string directory = ::testing::TempDir() + "/purger.XXXXXX";
  std::unique_ptr<ledger::Writer> writer;
  std::unique_ptr<Purger> purger;
};

TEST_F(PurgerTest, DeletesAndForgetsOncePartsWhoseDateHasComeThoughTheOwnLogIsNotBack) {
  const testing::Signer& signer = id.economy.officer(statement::Role::kSubmitter);
  v1::Manifest manifest = testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "ID");
  *manifest.mutable_retain_until() = statement::ToTimestamp(testing::Noon() + absl::Hours(1));
  const uint64_t index =
      id.Submit(id.RequestOf(testing::SealBy({&signer}, manifest, {testing::Draft("facts", testing::SampleFacts())}),
                             signer))
          ->index;
  sg.Follow(id, id.origin());
  Start();
  const auto held = [&] {
    return sg.disk->Get(store::Table::kParts, store::PartKey(id.origin(), index, "facts")).ok();
  };
  purger->Run();
  EXPECT_TRUE(held());
  sg.clock.Advance(absl::Hours(2));
  purger->Run();
  EXPECT_FALSE(held());
  EXPECT_EQ(store.forgotten, 1);
  EXPECT_EQ(forgotten_between_backups, 1);
  sg.clock.Advance(absl::Hours(2));
  purger->Run();
  EXPECT_EQ(store.forgotten, 1);
}

TEST_F(PurgerTest, WarnsOfNothingWhileTheNodeWaitsForPeersAndAttestsAfterwards) {
  Open();
  sg.standby.Set(ledger::Standby::Why::kListening, "peers are asked");
  store::WriteBatch batch;
  batch.Put(store::Table::kPurges, store::PurgeKey(id.origin(), 1, ledger::kByRetention), "");
  ASSERT_TRUE(sg.disk->Write(batch).ok());
  purger->Run();
  EXPECT_EQ(store.forgotten, 1);
  EXPECT_TRUE(warnings.All().empty()) << warnings.All()[0].text();
  sg.standby.Clear(ledger::Standby::Why::kListening);
  purger->Run();
  EXPECT_TRUE(warnings.All().empty());
  EXPECT_TRUE(ledger::ReadPendingPurges(*sg.disk, 10, {})->purges.empty()) << "it is attested";
}

TEST_F(PurgerTest, TriesAgainSoonAlsoWhenTheClockIsSetBack) {
  Start();
  store::WriteBatch batch;
  batch.Put(store::Table::kPurges, store::PurgeKey(id.origin(), 1, ledger::kByRetention), "");
  ASSERT_TRUE(sg.disk->Write(batch).ok());
  store.fails = absl::UnavailableError("a long query reads it");
  purger->Run();
  ASSERT_FALSE(warnings.All().empty());
  store.fails = absl::OkStatus();
  sg.clock.Advance(absl::Seconds(1));
  purger->Run();
  EXPECT_EQ(store.forgotten, 0);
  sg.clock.Advance(-absl::Hours(8));
  purger->Run();
  EXPECT_EQ(store.forgotten, 1);
}

TEST_F(PurgerTest, ForgetsMoreThanAnAttestationHoldsAndWhatIsDeletedAmongItThoughNothingIsAttested) {
  Start();
  const uint64_t most = base::limits::kErasedOfAttestation;
  const auto erase = [&](uint64_t index) {
    store::WriteBatch batch;
    batch.Put(store::Table::kPurges, store::PurgeKey(id.origin(), index, ledger::kByRetention), "");
    ASSERT_TRUE(sg.disk->Write(batch).ok());
  };
  for (uint64_t index = 1; index <= most + 1; ++index) erase(index);
  purger->Run();
  EXPECT_EQ(store.parts.size(), most);
  purger->Run();
  EXPECT_EQ(store.parts.size(), most + 1);
  EXPECT_EQ(store.parts.back(), store::NumberedKey(id.origin(), most + 1));
  erase(0);
  purger->Run();
  purger->Run();
  EXPECT_EQ(store.forgotten, 3);
  EXPECT_EQ(store.parts.size(), most + 2);
  EXPECT_EQ(store.parts.back(), store::NumberedKey(id.origin(), 0));
}

TEST_F(PurgerTest, ReplacesBackupsOnceWhatTheyHoldIsForgottenAndTriesAgainWithoutRewritingTheDatabase) {
  Start();
  purger->Run();
  EXPECT_EQ(renewed, 0) << "nothing is erased";
  store::WriteBatch batch;
  batch.Put(store::Table::kPurges, store::PurgeKey(id.origin(), 1, ledger::kByRetention), "");
  ASSERT_TRUE(sg.disk->Write(batch).ok());
  store.fails = absl::UnavailableError("a long query reads it");
  purger->Run();
  EXPECT_EQ(renewed, 0) << "a new backup would hold it";
  store.fails = absl::OkStatus();
  renewal = absl::UnavailableError("the other disk is away");
  sg.clock.Advance(absl::Minutes(1));
  purger->Run();
  EXPECT_EQ(renewed, 1);
  ASSERT_FALSE(warnings.All().empty());
  EXPECT_NE(warnings.All()[0].text().find("the other disk is away"), std::string::npos);
  renewal = absl::OkStatus();
  sg.clock.Advance(absl::Minutes(1));
  purger->Run();
  EXPECT_EQ(renewed, 2);
  EXPECT_EQ(store.forgotten, 1);
  sg.clock.Advance(absl::Minutes(1));
  purger->Run();
  EXPECT_EQ(renewed, 2);
}

}  // namespace
}  // namespace lightship::app
