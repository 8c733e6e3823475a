#include "node/app/text_keeper.h"

#include "gtest/gtest.h"
#include "node/incident/query.h"
#include "node/store/schema.h"
#include "tests/unit/incident/made.h"

namespace lightship::app {
namespace {

using incident::Logs;

v1::ListIncidentsRequest Asking(absl::string_view text) {
  v1::ListIncidentsRequest request;
  request.mutable_filter()->set_text(std::string(text));
  request.set_page_size(1);
  return request;
}

// A search that has to read texts meets the entry that is damaged.
TEST(KeepTexts, MakesSearchesDoWithoutTheEntriesOneRegionAtATime) {
  Logs logs;
  std::vector<incident::Statement> reports;
  for (size_t i = 0; i < 2 * incident::Arrangement::kRows; ++i) {
    v1::Facts facts;
    facts.set_place_text(i == 0 ? "a strait" : "a bay");
    reports.push_back(logs.Report("SG", facts));
  }
  incident::IndexedStore store;
  store.Commit(reports);
  const std::string damaged = store::NumberedKey(reports.back().origin, reports.back().index);
  const std::string entry = store.store.Get(store::Table::kEntries, damaged).value();
  const auto damage = [&](const std::string& with) {
    store::WriteBatch batch;
    batch.Put(store::Table::kEntries, damaged, with);
    ASSERT_TRUE(store.store.Write(batch).ok());
  };
  const auto total = [&] {
    const absl::StatusOr<incident::Page> page = List(*store.snapshot(), Asking("strait"));
    return page.ok() ? static_cast<int>(page->total) : -1;
  };
  damage("\xff\xff");
  EXPECT_EQ(total(), -1);
  KeepTexts(*store.index);
  KeepTexts(*store.index);
  EXPECT_EQ(total(), -1) << "what cannot be read is left to when it can be";
  damage(entry);
  KeepTexts(*store.index);
  damage("\xff\xff");
  EXPECT_EQ(total(), 1);
  KeepTexts(*store.index);
}

}  // namespace
}  // namespace lightship::app
