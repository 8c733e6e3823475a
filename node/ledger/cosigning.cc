#include "node/ledger/cosigning.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::ledger {
namespace {

// The log's own signature first, then by name.
void Sort(absl::string_view log_name, crypto::Note& note) {
  std::stable_sort(note.signatures.begin(), note.signatures.end(),
                   [&](const crypto::NoteSignature& a, const crypto::NoteSignature& b) {
                     return std::make_tuple(a.name != log_name, absl::string_view(a.name)) <
                            std::make_tuple(b.name != log_name, absl::string_view(b.name));
                   });
}

bool IsBy(const crypto::NoteSignature& line, const crypto::NoteKey& key) {
  return line.name == key.name && line.id == key.id();
}

// The key that a line says it is by: that of another economy's log.
const crypto::NoteKey* CosignerOf(const crypto::NoteSignature& line, const Log& log, const LogsByName& logs) {
  auto by = logs.find(line.name);
  if (by == logs.end() || by->second.keys == nullptr || by->second.origin.economy == log.origin.economy) return nullptr;
  const crypto::NoteKey& key = by->second.keys->cosigner_key();
  return IsBy(line, key) ? &key : nullptr;
}

}  // namespace

absl::StatusOr<merkle::SignedCheckpoint> KeepVerified(absl::string_view note, const Log& log,
                                                      const LogsByName& logs) {
  ASSIGN_OR_RETURN(merkle::SignedCheckpoint parsed, merkle::SignedCheckpoint::FromNote(note));
  if (parsed.checkpoint.origin != log.name || log.keys == nullptr) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kInconsistentLog,
                       absl::StrCat("checkpoint of ", parsed.checkpoint.origin, ", not of ", log.name));
  }
  std::vector<crypto::NoteSignature> kept;
  std::set<std::string> names;
  const crypto::NoteKey& log_key = log.keys->LogKeyAt(parsed.checkpoint.size).key;
  bool signed_by_log = false;
  bool forged = false;
  for (crypto::NoteSignature& line : parsed.note.signatures) {
    const bool own = IsBy(line, log_key);
    const crypto::NoteKey* key = own ? &log_key : CosignerOf(line, log, logs);
    if (key == nullptr || (own ? signed_by_log : forged || names.contains(line.name))) continue;
    const bool holds = crypto::VerifyLine(line, *key, parsed.note.text);
    if (own) signed_by_log = holds;
    if (own && !holds) break;
    forged = forged || !holds;
    if (!holds) continue;
    names.insert(line.name);
    kept.push_back(std::move(line));
  }
  if (!signed_by_log) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kBadSignature,
                       absl::StrCat("checkpoint of ", log.name, " without its log's signature"));
  }
  parsed.note.signatures = std::move(kept);
  Sort(log.name, parsed.note);
  return parsed;
}

bool MergeSignatures(const crypto::Note& from, crypto::Note& into) {
  bool added = false;
  for (const crypto::NoteSignature& signature : from.signatures) {
    bool present = std::any_of(into.signatures.begin(), into.signatures.end(),
                               [&](const crypto::NoteSignature& known) {
                                 return known.name == signature.name && known.id == signature.id;
                               });
    if (present) continue;
    into.signatures.push_back(signature);
    added = true;
  }
  if (added) Sort(into.text.substr(0, into.text.find('\n')), into);
  return added;
}

absl::StatusOr<std::map<std::string, absl::Time>> CosignersOf(absl::string_view note) {
  ASSIGN_OR_RETURN(merkle::SignedCheckpoint parsed, merkle::SignedCheckpoint::FromNote(note));
  std::map<std::string, absl::Time> cosigners;
  for (const crypto::NoteSignature& signature : parsed.note.signatures) {
    if (signature.name == parsed.checkpoint.origin) continue;
    ASSIGN_OR_RETURN(statement::Origin origin, statement::Origin::Parse(signature.name));
    ASSIGN_OR_RETURN(cosigners[origin.economy], crypto::CosignatureTime(signature));
  }
  return cosigners;
}

std::vector<uint64_t> Superseded(
    const std::map<uint64_t, std::map<std::string, absl::Time>, std::greater<>>& receipts) {
  std::vector<uint64_t> superseded;
  absl::flat_hash_set<absl::string_view> seen;
  size_t most = 0;
  bool newest = true;
  for (const auto& [size, cosigners] : receipts) {
    bool first_of_someone = false;
    for (const auto& [economy, at] : cosigners) first_of_someone |= seen.insert(economy).second;
    if (!newest && !first_of_someone && cosigners.size() <= most) superseded.push_back(size);
    most = std::max(most, cosigners.size());
    newest = false;
  }
  return superseded;
}

}  // namespace lightship::ledger
