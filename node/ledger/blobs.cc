#include "node/ledger/blobs.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/log.h"
#include "node/statement/open.h"
#include "node/store/schema.h"
#include "node/trust/disclosure.h"

namespace lightship::ledger {
namespace {

absl::Status Damaged(const crypto::Digest& sha256, absl::string_view what) {
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                     absl::StrCat("attachment ", base::Hex(crypto::AsView(sha256)), ": ",
                                  std::string(what)));
}

// Where a kBlobRefs key says that the part is; false for a key that is too short.
bool ReadRefKey(absl::string_view key, BlobRef& ref) {
  if (key.size() < crypto::kDigestBytes) return false;
  key.remove_prefix(crypto::kDigestBytes);
  const size_t end = key.find('\0');
  if (end == absl::string_view::npos || key.size() < end + 1 + 8) return false;
  ref.origin = std::string(key.substr(0, end));
  ref.index = base::ReadBigEndian64(key.substr(end + 1));
  ref.part_name = std::string(store::PartNameOfKey(ref.origin, key));
  return true;
}

}  // namespace

absl::StatusOr<BlobState> BlobReader::StateOf(const crypto::Digest& sha256) const {
  absl::StatusOr<std::string> row = store_->Get(store::Table::kBlobs, crypto::AsView(sha256));
  if (absl::IsNotFound(row.status())) return BlobState{};
  RETURN_IF_ERROR(row.status());
  if (row->size() != 9) return Damaged(sha256, "what is held of it cannot be read");
  return BlobState{base::ReadBigEndian64(*row), row->back() == 1};
}

absl::StatusOr<std::vector<BlobRef>> BlobReader::Refs(const crypto::Digest& sha256) const {
  std::vector<BlobRef> refs;
  const std::string prefix = crypto::AsString(sha256);
  bool damaged = false;
  // One scan for each log that has more than count.
  for (std::string from = prefix; !from.empty();) {
    std::string origin, beyond;
    size_t of_log = 0;
    RETURN_IF_ERROR(store_->Scan(
        store::Table::kBlobRefs, from, store::AfterPrefix(prefix),
        [&](absl::string_view key, absl::string_view value) {
          BlobRef ref;
          damaged = !ReadRefKey(key, ref) ||
                    !ref.attachment.ParseFromArray(value.data(), static_cast<int>(value.size()));
          if (damaged) return false;
          if (std::exchange(origin, ref.origin) != ref.origin) of_log = 0;
          if (++of_log > base::limits::kBlobRefsOfLog) {
            beyond = store::AfterPrefix(absl::StrCat(prefix, origin, absl::string_view("\0", 1)));
            return false;
          }
          refs.push_back(std::move(ref));
          return refs.size() < kRefs;
        }));
    if (damaged) return Damaged(sha256, "what names it cannot be read");
    from = std::move(beyond);
  }
  return refs;
}

absl::StatusOr<bool> BlobReader::MayHoldPart(absl::string_view economy, const BlobRef& ref) const {
  const std::shared_ptr<const Heads> heads = heads_->Get();
  if (heads->audiences == nullptr) return false;
  ASSIGN_OR_RETURN(std::string bytes,
                   store_->Get(store::Table::kEntries, store::NumberedKey(ref.origin, ref.index)));
  ASSIGN_OR_RETURN(statement::OpenedEntry opened, statement::OpenEntry(bytes));
  const v1::PartRef* part = statement::FindPart(opened.manifest, ref.part_name);
  if (part == nullptr) return false;
  ASSIGN_OR_RETURN(storage::v1::Acts acts, ReadActs(*store_, ref.origin, ref.index));
  const trust::Disclosure disclosure(*heads->audiences, opened.manifest, opened.statement_id, acts);
  return disclosure.JudgePart(economy, *part) == trust::AudienceBook::Verdict::kMayHold;
}

absl::StatusOr<bool> BlobReader::MayHold(absl::string_view economy,
                                         const crypto::Digest& sha256) const {
  ASSIGN_OR_RETURN(std::vector<BlobRef> refs, Refs(sha256));
  std::vector<BlobRef> by_others;
  for (const BlobRef& ref : refs) {
    ASSIGN_OR_RETURN(const statement::Origin log, statement::Origin::Parse(ref.origin));
    if (log.economy != economy) by_others.push_back(ref);
  }
  // Whoever knows a digest can name it in a report of its own: that opens nothing that others have named.
  for (const BlobRef& ref : by_others.empty() ? refs : by_others) {
    ASSIGN_OR_RETURN(const bool may, MayHoldPart(economy, ref));
    if (may) return true;
  }
  return false;
}

absl::StatusOr<std::string> BlobReader::ReadChunk(const crypto::Digest& sha256,
                                                  uint64_t chunk) const {
  ASSIGN_OR_RETURN(std::string row, store_->Get(store::Table::kBlobs,
                                                store::BlobChunkKey(crypto::AsView(sha256), chunk)));
  const absl::string_view view(row);
  if (row.size() <= crypto::kDigestBytes ||
      view.substr(0, crypto::kDigestBytes) !=
          crypto::AsView(crypto::Sha256(view.substr(crypto::kDigestBytes)))) {
    return Damaged(sha256, absl::StrCat("chunk ", chunk, " is not what was stored"));
  }
  row.erase(0, crypto::kDigestBytes);
  return row;
}

}  // namespace lightship::ledger
