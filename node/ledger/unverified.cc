#include "node/ledger/unverified.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"
#include "node/store/schema.h"

namespace lightship::ledger {
namespace {

absl::Status Lost(const LogHead& head, uint64_t index, absl::string_view what) {
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                     absl::StrCat(head.origin, ", entry ", index, ": ", what, ", so that its signatures cannot be checked"));
}

absl::Status AddChecks(const LogHead& head, uint64_t index, absl::string_view bytes, UnverifiedRange& range) {
  v1::Entry entry;
  v1::Manifest manifest;
  if (!entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || !manifest.ParseFromString(entry.manifest())) {
    return Lost(head, index, "it is damaged");
  }
  if (!MayWait(manifest)) return absl::OkStatus();
  const v1::Entry& kept = range.entries.emplace_back(std::move(entry));
  for (const v1::Signature& signature : kept.signatures()) {
    ASSIGN_OR_RETURN(crypto::Digest id, crypto::DigestFromBytes(signature.key_id()));
    const trust::GrantedKey* key = head.keys->Find(id);
    if (key == nullptr) return Lost(head, index, "its key is not known");
    range.checks.push_back(std::make_unique<SignatureCheck>(
        SignatureCheck{key->certificate.public_key(), index, &kept.manifest(), &signature.signature(), true}));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status SignatureCheck::Failure(absl::string_view origin) const { return BadSignature(origin, index); }

absl::Status BadSignature(absl::string_view origin, uint64_t index) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kBadSignature,
                     absl::StrCat(std::string(origin), ", entry ", index, ": a signature does not verify"));
}

bool MayWait(const v1::Manifest& manifest) {
  return manifest.kind() == v1::STATEMENT_KIND_REPORT && manifest.supersedes().empty() && manifest.subject().empty();
}

size_t CountThatMayWait(const ExaminedBatch& batch) {
  return static_cast<size_t>(std::count_if(batch.checks.begin(), batch.checks.end(), [](const auto& check) { return check->may_wait; }));
}

void LeaveForLater(ExaminedBatch& batch) {
  if (batch.backfill) return;
  std::erase_if(batch.checks, [&](const std::unique_ptr<SignatureCheck>& check) {
    if (check->may_wait) batch.unverified_from = std::min(batch.unverified_from.value_or(check->index), check->index);
    return check->may_wait;
  });
}

absl::StatusOr<UnverifiedRange> ReadUnverified(const store::Store& store, const LogHead& head, uint64_t from, size_t most) {
  UnverifiedRange range;
  range.origin = head.origin;
  range.from = from;
  range.until = std::min<uint64_t>(head.size, from + most);
  absl::Status added;
  RETURN_IF_ERROR(store.Scan(
      store::Table::kEntries, store::NumberedKey(head.origin, range.from), store::NumberedKey(head.origin, range.until),
      [&](absl::string_view key, absl::string_view value) {
        absl::StatusOr<uint64_t> index = store::NumberOfKey(key);
        added = index.ok() ? AddChecks(head, *index, value, range) : index.status();
        return added.ok();
      }));
  RETURN_IF_ERROR(added);
  return range;
}

std::optional<uint64_t> FirstBad(absl::Span<const std::unique_ptr<SignatureCheck>> checks) {
  if (!FindBad(checks).has_value()) return std::nullopt;
  for (size_t i = 0; i < checks.size(); ++i) {
    if (FindBad(checks.subspan(i, 1)).has_value()) return checks[i]->index;
  }
  return std::nullopt;
}

}  // namespace lightship::ledger
