#include "node/store/format.h"

#include <string>

#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/memory_store.h"
#include "node/store/schema.h"

namespace lightship::store {
namespace {

absl::Status Note(Store& store, const char* what) {
  WriteBatch batch;
  batch.Append(Table::kMeta, "steps", what);
  return store.Write(batch);
}
absl::Status First(Store& store) { return Note(store, "1"); }
absl::Status Second(Store& store) { return Note(store, "2"); }
absl::Status Fails(Store&) { return absl::UnavailableError("the disk is gone"); }

uint64_t FormatIn(const Store& store) { return ParseFormat(*store.Get(Table::kMeta, kFormatKey), "here").value(); }

TEST(Format, StepsLeadFromEveryFormatOfAReleaseToThisOne) {
  for (uint64_t format = 1; format <= kFormatVersion; ++format) {
    EXPECT_TRUE(CheckFormat(format, "here", FormatSteps(), kFormatVersion).ok()) << format;
  }
  EXPECT_EQ(FormatSteps().size(), kFormatVersion - 1);
}

TEST(Format, TakesEachStepInOrderAndSaysSo) {
  const FormatStep steps[] = {{1, First}, {2, Second}};
  MemoryStore store;
  ASSERT_TRUE(TakeFormatSteps(store, 1, steps, 3).ok());
  EXPECT_EQ(*store.Get(Table::kMeta, "steps"), "12");
  EXPECT_EQ(FormatIn(store), 3u);
  MemoryStore newer;
  ASSERT_TRUE(TakeFormatSteps(newer, 2, steps, 3).ok());
  EXPECT_EQ(*newer.Get(Table::kMeta, "steps"), "2");
}

TEST(Format, AStepThatFailsLeavesTheFormatThatItBeganFrom) {
  const FormatStep steps[] = {{1, First}, {2, Fails}};
  MemoryStore store;
  EXPECT_TRUE(absl::IsUnavailable(TakeFormatSteps(store, 1, steps, 3)));
  EXPECT_EQ(FormatIn(store), 2u);
}

TEST(Format, RefusesANewerOneAndOneThatNoStepLeadsFrom) {
  const FormatStep steps[] = {{2, Second}};
  EXPECT_TRUE(CheckFormat(2, "here", steps, 3).ok());
  for (uint64_t format : {0, 1, 4}) {
    const absl::Status refused = CheckFormat(format, "here", steps, 3);
    EXPECT_EQ(base::ReasonOf(refused), base::reason::kUnsupportedVersion) << format;
  }
  EXPECT_TRUE(absl::IsDataLoss(ParseFormat("seven b", "here").status()));
}

}  // namespace
}  // namespace lightship::store
