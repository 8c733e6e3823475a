#include "node/incident/record_reader.h"

#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/memory_store.h"

namespace lightship::incident {
namespace {

constexpr size_t kManyRecords = 7000;  // more than are read on one thread

Record MadeRecord(size_t number) {
  Record record;
  record.document.id = crypto::Sha256({std::to_string(number)});
  record.document.summary.set_incident_id(crypto::AsString(record.document.id));
  record.members.push_back({record.document.id, "lightship/SG/1", number, false});
  record.changed = number + 1;
  record.fold_version = number % 1000 == 0 ? kFoldVersion - 1 : kFoldVersion;
  if (number % 1000 == 1) record.verdicts.emplace_back();
  return record;
}

void Fill(store::MemoryStore& store) {
  store::WriteBatch batch;
  for (size_t i = 0; i < kManyRecords; ++i) {
    const Record record = MadeRecord(i);
    batch.Put(store::Table::kIncidents, crypto::AsString(record.document.id), EncodeRecord(record));
  }
  ASSERT_TRUE(store.Write(batch).ok());
}

TEST(ReadRecords, GivesManyInOrderOfTheirIds) {
  store::MemoryStore store;
  Fill(store);
  std::vector<crypto::Digest> ids;
  size_t outdated = 0, linked = 0;
  ASSERT_TRUE(ReadRecords(store, [&](std::vector<ReadRow> rows) {
                for (const ReadRow& read : rows) {
                  const bool old = read.row.detail == nullptr;
                  ids.push_back(old ? read.record->document.id : read.row.detail->id);
                  outdated += old;
                  linked += !old && read.record.has_value();
                }
              }).ok());
  EXPECT_EQ(ids.size(), kManyRecords);
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  EXPECT_EQ(outdated, kManyRecords / 1000);
  EXPECT_EQ(linked, kManyRecords / 1000);
}

TEST(ReadRecords, NamesTheOneThatDoesNotParse) {
  store::MemoryStore store;
  Fill(store);
  store::WriteBatch batch;
  batch.Put(store::Table::kIncidents, crypto::AsString(MadeRecord(4321).document.id), "\xff\xff");
  ASSERT_TRUE(store.Write(batch).ok());
  EXPECT_EQ(base::ReasonOf(ReadRecords(store, [](std::vector<ReadRow>) {})), base::reason::kStorage);
}

}  // namespace
}  // namespace lightship::incident
