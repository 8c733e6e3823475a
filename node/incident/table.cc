#include "node/incident/table.h"

#include <algorithm>

namespace lightship::incident {

const RowDetail* TableSnapshot::At(std::optional<size_t> row) const {
  // A row beyond the end was added after this snapshot.
  if (!row.has_value() || *row >= rows_) return nullptr;
  return chunks_[*row / Chunk::kRows]->detail[*row % Chunk::kRows].get();
}

const RowDetail* TableSnapshot::Find(const crypto::Digest& incident) const {
  return At(directory_->Find(incident));
}

const RowDetail* TableSnapshot::Find(const statement::Address& address) const {
  return At(directory_->Find(address));
}

IncidentTable::IncidentTable() : directory_(std::make_shared<Directory>()) {}

bool IncidentTable::Has(const crypto::Digest& incident) const {
  return directory_->Find(incident).has_value();
}

Chunk& IncidentTable::Writable(size_t row) {
  size_t at = row / Chunk::kRows;
  if (at == chunks_.size()) {
    chunks_.emplace_back();
    writable_.push_back(nullptr);
  }
  if (writable_[at] == nullptr) {
    auto copy = chunks_[at] == nullptr ? std::make_shared<Chunk>()
                                       : std::make_shared<Chunk>(*chunks_[at]);
    writable_[at] = copy.get();
    chunks_[at] = std::move(copy);
  }
  return *writable_[at];
}

void IncidentTable::RecordAddress(const RowDetail& detail, size_t row) {
  for (const StatementRef& member : detail.members) {
    if (member.id != detail.id) continue;
    absl::StatusOr<statement::Origin> log = statement::Origin::Parse(member.origin);
    if (log.ok()) directory_->AddAddress(*log, member.index, row);
  }
}

void IncidentTable::Put(const Row& row) {
  std::optional<size_t> known = directory_->Find(row.detail->id);
  size_t at = known.value_or(rows_);
  Writable(at).Set(at % Chunk::kRows, row);
  newest_change_ = std::max(newest_change_, row.changed);
  RecordAddress(*row.detail, at);
  if (known.has_value()) return;
  directory_->Add(row.detail->id, at);
  ++rows_;
}

std::shared_ptr<const TableSnapshot> IncidentTable::Publish() {
  auto snapshot = std::make_shared<TableSnapshot>();
  snapshot->rows_ = rows_;
  snapshot->newest_change_ = newest_change_;
  snapshot->chunks_ = chunks_;
  snapshot->directory_ = directory_;
  std::fill(writable_.begin(), writable_.end(), nullptr);
  return snapshot;
}

}  // namespace lightship::incident
