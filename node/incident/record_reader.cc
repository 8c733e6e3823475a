#include "node/incident/record_reader.h"

#include <memory>
#include <string>
#include <utility>

#include "node/base/parallel.h"
#include "node/base/status.h"

namespace lightship::incident {
namespace {

// Fewer records are read before threads are started.
constexpr size_t kMany = 5000;
constexpr size_t kThreadsMost = 8;
// Ids are evenly spread: a slice is what begins with one of so many pairs of bytes.
constexpr size_t kSlices = 1024;

ReadRow RowOf(Record record) {
  ReadRow read;
  if (record.fold_version != kFoldVersion) {
    read.record = std::move(record);
    return read;
  }
  if (!record.verdicts.empty()) read.record = record;
  read.row = MakeRow(std::move(record));
  return read;
}

absl::StatusOr<std::vector<ReadRow>> ReadRange(const store::Store& store, absl::string_view first, absl::string_view limit) {
  std::vector<ReadRow> rows;
  absl::Status damage;
  RETURN_IF_ERROR(store.Scan(store::Table::kIncidents, first, limit, [&](absl::string_view key, absl::string_view value) {
    absl::StatusOr<Record> record = DecodeRecord(key, value);
    damage = record.status();
    if (damage.ok()) rows.push_back(RowOf(*std::move(record)));
    return damage.ok();
  }));
  RETURN_IF_ERROR(damage);
  return rows;
}

absl::StatusOr<bool> HasMany(const store::Store& store) {
  size_t records = 0;
  RETURN_IF_ERROR(store.Scan(store::Table::kIncidents, "", "",
                             [&](absl::string_view, absl::string_view) { return ++records < kMany; }));
  return records == kMany;
}

// Where a slice begins; the last one has no end.
std::string BeginOf(size_t slice) {
  if (slice == 0 || slice == kSlices) return "";
  const size_t pair = slice * (65536 / kSlices);
  return {static_cast<char>(pair >> 8), static_cast<char>(pair & 255)};
}

}  // namespace

absl::Status ReadRecords(const store::Store& store, absl::FunctionRef<void(std::vector<ReadRow>)> take) {
  ASSIGN_OR_RETURN(const bool many, HasMany(store));
  if (!many) {
    ASSIGN_OR_RETURN(std::vector<ReadRow> all, ReadRange(store, "", ""));
    take(std::move(all));
    return absl::OkStatus();
  }
  base::Turns turns(kSlices);
  absl::Status read;  // by whoever does what is next
  base::OnThreads(base::Processors(kThreadsMost), [&] {
    for (size_t slice = turns.Next(); slice < kSlices; slice = turns.Next()) {
      auto rows = std::make_shared<absl::StatusOr<std::vector<ReadRow>>>(
          ReadRange(store, BeginOf(slice), BeginOf(slice + 1)));
      turns.Bring(slice, [&read, take, rows] {
        if (read.ok()) read = rows->status();
        if (read.ok()) take(*std::move(*rows));
      });
    }
  });
  return read;
}

}  // namespace lightship::incident
