// How far the officers' signatures of a log have been verified, and what may be said of it only then.
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/state.h"
#include "node/store/schema.h"

namespace lightship::ledger {
namespace {

// The last checkpoint of a key, which leads who copies the log from here to the next key.
bool EndsAKey(uint64_t size, const Log& log) { return log.keys->NextLogKeyChange(size - 1) == size - 1; }

}  // namespace

absl::Status AwaitSignatures(const ExaminedBatch& batch, Log& log, Scratch& scratch) {
  // The first is waited for, and the last: whatever comes meanwhile, the one is reached and then the other.
  if (log.awaiting.size() > 1 && !EndsAKey(log.awaiting.rbegin()->first, log)) log.awaiting.erase(std::prev(log.awaiting.end()));
  ASSIGN_OR_RETURN(crypto::Note note, crypto::ParseNote(batch.checkpoint));
  std::erase_if(note.signatures, [&](const crypto::NoteSignature& line) { return line.name != log.name; });
  log.awaiting[log.size()] = note.ToString();
  scratch.changed.insert(log.name);
  return absl::OkStatus();
}

absl::StatusOr<Outcome> TakeChecked(const SignaturesChecked& checked, State& state, Scratch& scratch) {
  Outcome outcome{checked.origin, 0, false};
  auto found = state.logs.find(checked.origin);
  if (found == state.logs.end()) return outcome;
  Log& log = found->second;
  outcome.index = log.verified_until();
  if (log.unverified_from != checked.from || log.bad_signature_at.has_value()) return outcome;
  log.unverified_from = checked.until;
  if (checked.bad) {
    log.bad_signature_at = checked.until;
    scratch.batch.Put(store::Table::kMeta, absl::StrCat(store::kVerifyFirstPrefix, log.origin.economy), "");
    state.verify_first.insert(log.origin.economy);
  } else if (checked.until >= log.size()) {
    log.unverified_from.reset();
  }
  outcome.index = log.verified_until();
  scratch.changed.insert(log.name);
  while (!log.awaiting.empty() && log.awaiting.begin()->first <= log.verified_until()) {
    const std::string note = std::move(log.awaiting.begin()->second);
    log.awaiting.erase(log.awaiting.begin());
    if (log.fork == nullptr) RETURN_IF_ERROR(ReachHead(note, log, state, scratch));
  }
  return outcome;
}

}  // namespace lightship::ledger
