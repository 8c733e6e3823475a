#include "node/ledger/write_behind.h"

#include <chrono>
#include <functional>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/unit/ledger/gated_store.h"

namespace lightship::ledger {
namespace {

store::WriteBatch Of(const std::string& key, const std::string& value) {
  store::WriteBatch batch;
  batch.Put(store::Table::kMeta, key, value);
  return batch;
}

TEST(WriteBehind, GoesOnWhileALargeBatchIsWritten) {
  GatedStore below;
  WriteBehind store(&below, 100);
  const store::WriteBatch large = Of("a", std::string(100, 'x'));
  std::thread::id by;
  below.Shut();
  store.Begin(large, [&](const absl::Status& written) {
    EXPECT_TRUE(written.ok()) << written;
    by = std::this_thread::get_id();
  });
  EXPECT_TRUE(absl::IsNotFound(store.Written().Get(store::Table::kMeta, "a").status())) << "nobody sees what is not written";
  below.Open();
  store.Await();
  EXPECT_NE(by, std::this_thread::get_id());
  EXPECT_TRUE(store.Written().Get(store::Table::kMeta, "a").ok());
}

TEST(WriteBehind, WritesASmallBatchAtOnce) {
  GatedStore below;
  WriteBehind store(&below, 100);
  std::thread::id by;
  store.Begin(Of("a", "x"), [&](const absl::Status&) { by = std::this_thread::get_id(); });
  EXPECT_EQ(by, std::this_thread::get_id());
}

TEST(WriteBehind, IsReadAsIfEachBatchWereWrittenAtOnce) {
  GatedStore below;
  WriteBehind store(&below, 0);
  const std::vector<std::function<absl::StatusOr<std::string>()>> reads = {
      [&] { return store.Get(store::Table::kMeta, "a"); },
      [&] { return store.Snapshot()->Get(store::Table::kMeta, "a"); },
      [&]() -> absl::StatusOr<std::string> {
        std::string found;
        absl::Status scanned = store.Scan(store::Table::kMeta, "a", "b", [&](absl::string_view, absl::string_view value) {
          found = std::string(value);
          return true;
        });
        return scanned.ok() ? absl::StatusOr<std::string>(found) : scanned;
      }};
  for (size_t i = 0; i < reads.size(); ++i) {
    const store::WriteBatch batch = Of("a", std::to_string(i));
    below.Shut();
    store.Begin(batch, [](const absl::Status&) {});
    auto read = std::async(std::launch::async, reads[i]);
    EXPECT_EQ(read.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout) << "it waits";
    below.Open();
    EXPECT_EQ(read.get().value(), std::to_string(i));
  }
}

TEST(WriteBehind, WritesOneAfterTheOtherWhateverTheirSize) {
  GatedStore below;
  std::vector<int> done;
  const std::vector<store::WriteBatch> batches = {Of("a", std::string(100, '0')), Of("a", "1"), Of("a", std::string(100, '2')),
                                           Of("a", std::string(100, '3'))};
  below.Shut();
  auto all = std::async(std::launch::async, [&] {
    WriteBehind store(&below, 50);
    for (int i = 0; i < 4; ++i) {
      store.Begin(batches[static_cast<size_t>(i)], [&done, i](const absl::Status&) { done.push_back(i); });
    }
  });
  EXPECT_EQ(all.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout) << "the second waits";
  below.Open();
  all.get();
  EXPECT_EQ(done, (std::vector<int>{0, 1, 2, 3})) << "the last too, though the store has gone";
  EXPECT_EQ(below.Get(store::Table::kMeta, "a").value(), std::string(100, '3'));
}

TEST(WriteBehind, TellsOfAWriteThatFailed) {
  GatedStore below;
  WriteBehind store(&below, 0);
  const store::WriteBatch first = Of("a", "1"), second = Of("a", "2");
  below.memory().FailWritesFrom(1);
  std::vector<std::string> reasons;
  const auto note = [&](const absl::Status& written) { reasons.emplace_back(base::ReasonOf(written)); };
  store.Begin(first, note);
  store.Begin(second, note);
  store.Await();
  EXPECT_EQ(reasons, std::vector<std::string>(2, std::string(base::reason::kStorage)));
}

// The disk may take the second, which rests on the first.
TEST(WriteBehind, WritesNothingMoreAfterAWriteThatFailed) {
  GatedStore below;
  WriteBehind store(&below, 0);
  below.RefuseNext();
  const store::WriteBatch first = Of("a", "1"), second = Of("a", "2");
  absl::Status told;
  store.Begin(first, [](const absl::Status&) {});
  store.Await();
  store.Begin(second, [&](const absl::Status& written) { told = written; });
  store.Await();
  EXPECT_EQ(base::ReasonOf(told), base::reason::kStorage);
  EXPECT_EQ(base::ReasonOf(store.Write(second)), base::reason::kStorage);
  EXPECT_TRUE(absl::IsNotFound(below.Get(store::Table::kMeta, "a").status()));
}

}  // namespace
}  // namespace lightship::ledger
