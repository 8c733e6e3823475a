#include "node/exchange/peer_heads.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/exchange/frames.h"
#include "node/statement/address.h"

namespace lightship::exchange {
namespace {

// Notes kept of one peer for later. A newcomer in a network of 300 economies is sent some 14 MB of them.
constexpr size_t kWaitingBytes = 16 << 20;

uint64_t Fnv1a(absl::string_view bytes) {
  uint64_t hash = 14695981039346656037u;
  for (unsigned char byte : bytes) hash = (hash ^ byte) * 1099511628211u;
  return hash;
}

// False when the note is not signed by the log's key; an error when a signature in its name is bad.
absl::StatusOr<bool> SignedByLog(const merkle::SignedCheckpoint& head,
                                 const trust::KeyState& keys) {
  ASSIGN_OR_RETURN(std::vector<size_t> signers,
                   crypto::VerifyNote(head.note, {keys.LogKeyAt(head.checkpoint.size).key}));
  return !signers.empty();
}

// Beyond what is held here the log's key may have been changed. Then the size is a rumour, worth asking for: batches are
// believed by keys that their entries prove.
bool MayBeByNewerKey(const merkle::SignedCheckpoint& head, const ledger::LogHead& held) {
  if (head.checkpoint.size <= held.size) return false;
  return std::any_of(head.note.signatures.begin(), head.note.signatures.end(),
                     [&](const crypto::NoteSignature& line) { return line.name == held.origin; });
}

bool HasCosigned(const ledger::LogHead& head, absl::string_view economy, uint64_t size) {
  auto cosigned = head.cosigned.find(std::string(economy));
  return cosigned != head.cosigned.end() && cosigned->second.size >= size;
}

// The first line that says it is by the key.
const crypto::NoteSignature* LineBy(const crypto::NoteKey& key, const crypto::Note& note) {
  const crypto::NoteKeyId id = key.id();
  const auto line = std::find_if(note.signatures.begin(), note.signatures.end(), [&](const crypto::NoteSignature& any) {
    return any.id == id && any.name == key.name;
  });
  return line == note.signatures.end() ? nullptr : &*line;
}

// The note with nothing but the log's own line and one of each of these; empty without the log's, or with nothing else. The writer
// verifies them once more, but finds that this has been done.
absl::StatusOr<std::string> UsefulLines(const merkle::SignedCheckpoint& shown, const ledger::LogHead& log,
                                        const std::vector<const ledger::LogHead*>& cosigners) {
  if (cosigners.empty() || log.keys == nullptr) return "";
  const crypto::Note& note = shown.note;
  const crypto::NoteKey& log_key = log.keys->LogKeyAt(shown.checkpoint.size).key;
  const crypto::NoteSignature* own = LineBy(log_key, note);
  if (own == nullptr || !crypto::VerifyLine(*own, log_key, note.text)) return "";
  crypto::Note useful{note.text, {*own}};
  for (const ledger::LogHead* by : cosigners) {
    const crypto::NoteKey& key = by->keys->cosigner_key();
    const crypto::NoteSignature* line = LineBy(key, note);
    if (line == nullptr) continue;
    if (crypto::VerifyLine(*line, key, note.text)) {
      useful.signatures.push_back(*line);
    } else if (by->fork == nullptr) {  // of two histories of one log, the peer may hold the other, with another key
      return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kBadSignature,
                         absl::StrCat(log.origin, ": the cosignature of ", by->origin, " does not verify"));
    }
  }
  return useful.signatures.size() > 1 ? useful.ToString() : "";
}

}  // namespace

uint64_t FingerprintOf(const merkle::SignedCheckpoint& signed_checkpoint) {
  uint64_t fingerprint = Fnv1a(signed_checkpoint.note.text);
  for (const crypto::NoteSignature& line : signed_checkpoint.note.signatures) {
    fingerprint += Fnv1a(absl::StrCat(
        line.name, " ", absl::string_view(reinterpret_cast<const char*>(line.id.data()),
                                          line.id.size())));
  }
  return fingerprint;
}

absl::StatusOr<bool> PeerHeads::Learn(absl::string_view origin, absl::string_view note,
                                      const ledger::Heads& heads,
                                      const statement::PinnedRoots& roots) {
  ASSIGN_OR_RETURN(statement::Origin name, statement::Origin::Parse(origin));
  if (roots.Of(name.economy).empty()) return false;
  auto parsed = merkle::SignedCheckpoint::FromNote(note);
  if (!parsed.ok()) return ProtocolError(absl::StrCat(origin, ": ", parsed.status().message()));
  if (parsed->checkpoint.origin != origin) {
    return ProtocolError(absl::StrCat("checkpoint of ", parsed->checkpoint.origin,
                                      " sent as one of ", origin));
  }
  const uint64_t fingerprint = FingerprintOf(*parsed);
  auto known = logs_.find(origin);
  if (known != logs_.end() && known->second.fingerprint == fingerprint) return false;
  if (known == logs_.end() && logs_.size() >= kLogsOfPeer) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                       absl::StrCat("speaks of more than ", kLogsOfPeer, " logs"));
  }
  const ledger::LogHead* head = heads.Find(origin);
  if (head != nullptr && head->keys != nullptr) {
    ASSIGN_OR_RETURN(bool by_log, SignedByLog(*parsed, *head->keys));
    if (!by_log) strangers_.emplace(origin, true);
    if (!by_log && !MayBeByNewerKey(*parsed, *head)) return false;
  }
  Log& log = logs_[std::string(origin)];
  log.size = std::max(log.size, parsed->checkpoint.size);
  log.fingerprint = fingerprint;
  Keep(log, note.size(), *std::move(parsed));
  return true;
}

void PeerHeads::Keep(Log& log, size_t bytes, merkle::SignedCheckpoint shown) {
  Drop(log.waiting);
  if (waiting_bytes_ + bytes > kWaitingBytes) return;
  for (const crypto::NoteSignature& line : shown.note.signatures) {
    if (line.name != shown.checkpoint.origin) log.waiting.cosigners.insert(line.name);
  }
  log.waiting.shown = std::move(shown);
  log.waiting.bytes = bytes;
  waiting_bytes_ += bytes;
}

void PeerHeads::Drop(Note& note) {
  waiting_bytes_ -= note.bytes;
  note = Note();
}

absl::Status PeerHeads::Offer(absl::string_view origin, const ledger::Heads& heads,
                              absl::FunctionRef<bool(const std::string& note)> take) {
  auto log = logs_.find(origin);
  const ledger::LogHead* head = heads.Find(origin);
  if (log == logs_.end() || !log->second.waiting.shown.has_value() || head == nullptr) {
    return absl::OkStatus();
  }
  Note& note = log->second.waiting;
  if (head->verified_until < note.size()) return absl::OkStatus();
  std::vector<const ledger::LogHead*> cosigners;
  std::set<std::string> left;
  for (const std::string& name : note.cosigners) {
    auto cosigner = statement::Origin::Parse(name);
    if (!cosigner.ok() || HasCosigned(*head, cosigner->economy, note.size())) continue;
    const ledger::LogHead* by = heads.Find(name);
    const bool verifiable = by != nullptr && by->keys != nullptr;
    verifiable ? cosigners.push_back(by) : void(left.insert(name));
  }
  ASSIGN_OR_RETURN(const std::string useful, UsefulLines(*note.shown, *head, cosigners));
  if (!useful.empty() && !take(useful)) return absl::OkStatus();
  note.cosigners = std::move(left);
  if (note.done()) Drop(note);
  return absl::OkStatus();
}

std::optional<merkle::SignedCheckpoint> PeerHeads::TakeUnjudged(absl::string_view origin,
                                                                uint64_t size) {
  auto log = logs_.find(origin);
  if (log == logs_.end()) return std::nullopt;
  Note& note = log->second.waiting;
  if (!note.shown.has_value() || note.judged || note.size() > size) return std::nullopt;
  note.judged = true;
  std::optional<merkle::SignedCheckpoint> unjudged = note.shown;
  if (note.done()) Drop(note);
  return unjudged;
}

bool PeerHeads::TakeStranger(absl::string_view origin) {
  auto stranger = strangers_.find(origin);
  return stranger != strangers_.end() && std::exchange(stranger->second, false);
}

bool PeerHeads::Knows(absl::string_view origin) const {
  auto log = logs_.find(origin);
  return log != logs_.end() && log->second.fingerprint != 0;
}

uint64_t PeerHeads::SizeOf(absl::string_view origin) const {
  auto log = logs_.find(origin);
  return log == logs_.end() ? 0 : log->second.size;
}

std::vector<std::string> PeerHeads::Origins() const {
  std::vector<std::string> origins;
  for (const auto& [origin, log] : logs_) {
    if (log.fingerprint != 0) origins.push_back(origin);
  }
  std::sort(origins.begin(), origins.end());
  return origins;
}

std::vector<std::string> PeerHeads::Waiting() const {
  std::vector<std::string> origins;
  for (const auto& [origin, log] : logs_) {
    if (log.waiting.shown.has_value()) origins.push_back(origin);
  }
  std::sort(origins.begin(), origins.end());
  return origins;
}

void PeerHeads::MarkTold(absl::string_view origin, const OwnNote& note) {
  Log& log = logs_[std::string(origin)];
  log.told_size = note.size;
  log.told_fingerprint = note.fingerprint;
}

void PeerHeads::MarkToldSize(absl::string_view origin, uint64_t size) {
  Log& log = logs_[std::string(origin)];
  log.told_size = std::max(log.told_size, size);
}

bool PeerHeads::Told(absl::string_view origin, const OwnNote& note) const {
  auto log = logs_.find(origin);
  if (log == logs_.end()) return false;
  const bool knows_as_much = log->second.fingerprint == note.fingerprint;
  const bool knows_holder = log->second.told_size >= (note.own ? note.size : 1);
  return log->second.told_fingerprint == note.fingerprint || (knows_as_much && knows_holder);
}

uint64_t PeerHeads::ToldSize(absl::string_view origin) const {
  auto log = logs_.find(origin);
  return log == logs_.end() ? 0 : log->second.told_size;
}

std::vector<absl::string_view> PeerHeads::Untold(
    const std::map<std::string, OwnNote, std::less<>>& notes) {
  std::vector<absl::string_view> untold;
  for (auto origin = changed_.begin(); origin != changed_.end();) {
    auto note = notes.find(*origin);
    if (note == notes.end() || Told(*origin, note->second)) {
      changed_.erase(origin++);
    } else {
      untold.push_back(*origin++);
    }
  }
  std::sort(untold.begin(), untold.end());
  return untold;
}

}  // namespace lightship::exchange
