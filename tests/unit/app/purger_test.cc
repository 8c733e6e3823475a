#include "node/app/purger.h"

#include <memory>
#include <utility>

#include "node/store/schema.h"
#include "tests/support/small_log.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::app {
namespace {

using ledger::Desk;

// Singapore's node holds a report of Indonesia's that has a date, and has lost the end of its own log.
TEST(Purger, DeletesPartsWhoseDateHasComeThoughTheOwnLogIsNotBack) {
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
  Purger purger("no-such-directory/data", sg.disk.get(), &writer, &sg.clock, &warnings, absl::Hours(24));
  purger.Run();
  EXPECT_TRUE(held());
  sg.clock.Advance(absl::Hours(2));
  purger.Run();
  EXPECT_FALSE(held());
}

}  // namespace
}  // namespace lightship::app
