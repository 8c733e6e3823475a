#include "node/app/purger.h"

#include <stdlib.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <utility>

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
  absl::Status Forget(const std::vector<store::KeyRange>&) override {
    ++forgotten;
    return absl::OkStatus();
  }
  int forgotten = 0;

 private:
  store::Store* const store_;
};

// Singapore's node holds a report of Indonesia's that has a date, and has lost the end of its own log.
TEST(Purger, DeletesAndForgetsOncePartsWhoseDateHasComeThoughTheOwnLogIsNotBack) {
  Desk sg("SG"), id("ID");
  const testing::Signer& signer = id.economy.officer(statement::Role::kSubmitter);
  v1::Manifest manifest = testing::SampleManifest(v1::STATEMENT_KIND_REPORT, "ID");
  *manifest.mutable_retain_until() = statement::ToTimestamp(testing::Noon() + absl::Hours(1));
  const uint64_t index =
      id.Submit(id.RequestOf(testing::SealBy({&signer}, manifest, {testing::Draft("facts", testing::SampleFacts())}),
                             signer))
          ->index;
  sg.Follow(id, id.origin());
  testing::SmallLog longer(sg.economy);
  for (int n = 0; n < 5; ++n) longer.Grant(sg.economy.officer(statement::Role::kSubmitter));
  sg.keeper.note = longer.CheckpointAt(longer.size());
  ASSERT_TRUE(sg.Reopen().ok());
  const auto held = [&] {
    return sg.disk->Get(store::Table::kParts, store::PartKey(id.origin(), index, "facts")).ok();
  };
  rpc::WarningBoard warnings;
  ledger::Writer writer(std::move(sg.ledger), {10, 10, &sg.clock}, [] {});
  ASSERT_TRUE(writer.recovering());
  ForgettingStore store(sg.disk.get());
  std::string directory = ::testing::TempDir() + "/purger.XXXXXX";
  ASSERT_NE(mkdtemp(directory.data()), nullptr);
  Purger purger(directory + "/data", &store, &writer, &sg.clock, &warnings, absl::Hours(24));
  purger.Run();
  EXPECT_TRUE(held());
  sg.clock.Advance(absl::Hours(2));
  purger.Run();
  EXPECT_FALSE(held());
  EXPECT_EQ(store.forgotten, 1);
  sg.clock.Advance(absl::Hours(2));
  purger.Run();
  EXPECT_EQ(store.forgotten, 1);
  rmdir(directory.c_str());
}

}  // namespace
}  // namespace lightship::app
