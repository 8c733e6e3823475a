#include "node/exchange/gossip.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "node/base/limits.h"
#include "node/crypto/note.h"
#include "node/exchange/frames.h"
#include "node/merkle/checkpoint.h"

namespace lightship::exchange {
namespace {

constexpr int kTellAllGrowsTo = 12, kSpreadGrowsTo = 20, kKnownWaits = 3;

// Notes in a Hello; the rest follow as Announce frames, so that a Hello stays within a frame.
constexpr size_t kHelloBytes = base::limits::kFrameBytes / 2;

uint64_t SizeOf(absl::string_view note) {
  auto parsed = merkle::SignedCheckpoint::FromNote(note);
  return parsed.ok() ? parsed->checkpoint.size : 0;
}

bool IsLogOf(absl::string_view origin, absl::string_view economy) {
  auto parsed = statement::Origin::Parse(origin);
  return parsed.ok() && parsed->economy == economy;
}

bool Grown(const Session& session, absl::string_view origin, const OwnNote& note) {
  return std::max(session.heads.SizeOf(origin), session.heads.ToldSize(origin)) < note.size;
}

// Whether it is time, and if so, when it will be again.
bool Due(absl::Time& at, absl::Duration every, absl::Time now) {
  if (now < at && at - now <= every) return false;
  at = now + every;
  return true;
}

bool SameState(const ledger::LogHead& a, const ledger::LogHead& b) {
  return a.size == b.size && a.verified_until == b.verified_until && a.unresolved == b.unresolved && a.keys == b.keys &&
         a.fork == b.fork && a.checkpoint_size == b.checkpoint_size && a.checkpoint.size() == b.checkpoint.size();
}

}  // namespace

std::vector<std::string> Gossip::Refresh(std::shared_ptr<const ledger::Heads> heads,
                                         Sessions& sessions) {
  std::vector<std::string> changed;
  if (heads == heads_) return changed;
  auto former = heads_->logs.begin();  // both are in order of origin, and share nearly all heads
  for (const auto& [origin, current] : heads->logs) {
    if (former != heads_->logs.end() && former->second == current) {
      ++former;
      continue;
    }
    while (former != heads_->logs.end() && former->first < origin) ++former;
    const ledger::LogHead& head = *current;
    const ledger::LogHead* before = former != heads_->logs.end() && former->first == origin ? former->second.get() : nullptr;
    if (before != nullptr && SameState(*before, head)) continue;
    changed.push_back(origin);
    if (before == nullptr || before->reaching_size != head.reaching_size) TellLarger(head, sessions);
    OwnNote& note = notes_[origin];
    const bool same = note.size == head.checkpoint_size && note.length == head.checkpoint.size();
    if (same || head.checkpoint.empty()) continue;
    auto parsed = merkle::SignedCheckpoint::FromNote(head.checkpoint);
    if (!parsed.ok()) continue;
    by_change_.erase(note.change);
    note = {head.checkpoint_size, head.checkpoint.size(), FingerprintOf(*parsed), ++changes_,
            origin == context_->own_origin};
    by_change_.emplace(note.change, origin);
    for (auto& [id, session] : sessions) {
      session.heads.MarkChanged(origin);
      session.serving.Grown(origin);
    }
  }
  heads_ = std::move(heads);
  return changed;
}

void Gossip::TellLarger(const ledger::LogHead& head, Sessions& sessions) const {
  for (auto& [id, session] : sessions) {
    if (!session.open() || session.heads.SizeOf(head.origin) >= head.reaching_size || !IsLogOf(head.origin, session.economy)) continue;
    context_->Send(session, MakeAnnounce(head.origin, head.reaching));
  }
}

size_t Gossip::logs_with_keys() const {
  return std::count_if(heads_->logs.begin(), heads_->logs.end(),
                       [](const auto& log) { return log.second->keys != nullptr; });
}

v1::Frame Gossip::MakeHello(Session& session) const {
  v1::Frame frame;
  v1::Hello* hello = frame.mutable_hello();
  hello->add_versions(kProtocolVersion);
  hello->set_economy(context_->own.economy);
  hello->set_instance(context_->options.instance);
  size_t bytes = 0;
  const auto add = [&](const std::string& origin, const std::string& note) {
    v1::Announce* announce = hello->add_heads();
    announce->set_origin(origin);
    announce->set_checkpoint(note);
  };
  const auto tell = [&](const std::string& origin, const ledger::LogHead& head) {
    if (head.checkpoint.empty()) return;
    bytes += origin.size() + head.checkpoint.size();
    if (bytes > kHelloBytes) return session.heads.MarkChanged(origin);
    add(origin, head.checkpoint);
    session.heads.MarkTold(origin, notes_.at(origin));
  };
  // What is held of the peer's own log comes with the Hello, however much else there is to tell: the peer may be waiting for it.
  for (const bool of_peer : {true, false}) {
    for (const auto& [origin, head] : heads_->logs) {
      if (IsLogOf(origin, session.economy) != of_peer) continue;
      tell(origin, *head);
      if (of_peer && !head->reaching.empty()) add(origin, head->reaching);
    }
  }
  return frame;
}

// Whether the log passes between this node and the peer, so that the peer relies on hearing of it from here: its own, ours, and
// what either copies from the other. In a network where all are connected, whoever told everybody of every cosignature would make
// of one report as many messages as there are pairs of nodes, and more.
bool Gossip::Concerns(const Session& session, absl::string_view origin) const {
  return origin == context_->own_origin || session.serving.Serves(origin) ||
         session.copied.contains(origin) || IsLogOf(origin, session.economy);
}

// With as many notes for each session, of such a weight: it must not become most of what they are told.
absl::Duration Gossip::TellAllEvery(size_t notes, int weight) const {
  const absl::Duration least = context_->options.tell_all_every;
  return std::clamp(context_->options.tell_one_of_all_every * weight * static_cast<int64_t>(notes), least, least * kTellAllGrowsTo);
}

// What cosignatures cost a node grows with the square of their number: each of so many logs brings one of each node, which is verified.
// The author of a log is told by each who holds it with Committed, at once.
absl::Duration Gossip::SpreadEvery(size_t peers) const {
  const Options& options = context_->options;
  const auto pairs = static_cast<int64_t>(peers * peers);
  return std::clamp(options.spread_each * pairs, options.spread_every, options.spread_every * kSpreadGrowsTo);
}

void Gossip::Flush(Sessions& sessions, absl::Time now) {
  if (now < flush_at_) return;
  flush_at_ = now + context_->options.announce_every;
  // The ledger's inbox may have been full: until it has found that the own log is behind, it is shown why.
  if (!context_->world->RecoveringOwnLog()) {
    for (auto& [account, shown] : own_heads_) OfferOwnNote(account, shown);
  }
  const bool spread = Due(spread_at_, SpreadEvery(sessions.size()), now);
  for (auto& [id, session] : sessions) {
    if (!session.open() || context_->Backlogged(session)) continue;
    const bool tell_new = now >= session.tell_new_at, tell_all = now >= session.tell_all_at;
    if (!spread && !tell_new && !tell_all) {
      TellGrown(session);
      continue;
    }
    size_t strange = 0, known = 0;
    for (absl::string_view origin : session.heads.Untold(notes_)) {
      const bool is_new = session.heads.SizeOf(origin) == 0 && session.heads.ToldSize(origin) == 0;
      ++(is_new ? strange : known);
      const bool due = is_new ? tell_new : tell_all;
      if (due || Concerns(session, origin)) Tell(session, origin, notes_.find(origin)->second);
    }
    if (tell_new) session.tell_new_at = now + TellAllEvery(sessions.size() * strange, 1);
    if (tell_all) session.tell_all_at = now + TellAllEvery(sessions.size() * known, kKnownWaits);
  }
}

void Gossip::TellGrown(Session& session) const {
  uint64_t seen = changes_;
  for (auto row = by_change_.upper_bound(session.seen_change); row != by_change_.end(); ++row) {
    const std::string& origin = row->second;
    const OwnNote& note = notes_.find(origin)->second;
    if (!Grown(session, origin, note) || !Concerns(session, origin)) continue;
    if (!session.heads.Told(origin, note) && !Tell(session, origin, note)) seen = std::min(seen, note.change - 1);
  }
  session.seen_change = seen;
}

bool Gossip::Tell(Session& session, absl::string_view origin, const OwnNote& note) const {
  if (session.serving.Owes(origin, note.size) && session.heads.ToldSize(origin) < note.size) return false;
  session.heads.MarkTold(origin, note);
  context_->Send(session, MakeAnnounce(origin, heads_->Find(origin)->checkpoint));
  return true;
}

std::string Gossip::NoteFor(Session& session, absl::string_view origin) const {
  auto note = notes_.find(origin);
  const ledger::LogHead* head = heads_->Find(origin);
  if (note == notes_.end() || head == nullptr || session.heads.Told(origin, note->second)) {
    return "";
  }
  session.heads.MarkTold(origin, note->second);
  return head->checkpoint;
}

void Gossip::MarkSent(Session& session, const v1::Batch& batch) const {
  auto note = notes_.find(batch.origin());
  const ledger::LogHead* head = heads_->Find(batch.origin());
  if (note != notes_.end() && head != nullptr && head->checkpoint == batch.checkpoint()) {
    session.heads.MarkTold(batch.origin(), note->second);
  } else if (!batch.checkpoint().empty()) {
    // The store had a newer note: what it lacks are cosignatures, which wait for their time.
    session.heads.MarkToldSize(batch.origin(), SizeOf(batch.checkpoint()));
  }
}

absl::Status Gossip::Offer(Session& session, absl::string_view origin) {
  return session.heads.Offer(origin, *heads_, [&](const std::string& note) {
    const bool taken = context_->world->AddCosignatures(session.account(), origin, note);
    if (!taken) refused_.emplace(origin);
    return taken;
  });
}

bool Gossip::OfferOwnNote(const std::string& account, OwnHead& shown) const {
  auto parsed = merkle::SignedCheckpoint::FromNote(shown.note);
  const ledger::LogHead* head = heads_->Find(context_->own_origin);
  if (!parsed.ok() || (head != nullptr && parsed->checkpoint.size <= head->size)) return false;
  // Without the log's first entries, or those that changed its key, there is nothing to judge by yet.
  if (head == nullptr || head->keys == nullptr) return true;
  auto signers =
      crypto::VerifyNote(parsed->note, {head->keys->LogKeyAt(parsed->checkpoint.size).key});
  shown.verified = signers.ok() && !signers->empty();
  // Not taken, it is shown again with the next Flush.
  if (shown.verified) context_->world->AddCosignatures(account, context_->own_origin, shown.note);
  return true;
}

void Gossip::OfferOwnHead(const Session& session, absl::string_view origin,
                          absl::string_view note) {
  if (origin != context_->own_origin) return;
  auto parsed = merkle::SignedCheckpoint::FromNote(note);
  if (!parsed.ok()) return;
  // Who cosigned it is no matter here, and would cost the ledger a verification each.
  std::erase_if(parsed->note.signatures, [&](const crypto::NoteSignature& line) { return line.name != origin; });
  OwnHead shown{parsed->note.ToString(), false};
  if (!OfferOwnNote(session.account(), shown)) return;
  OwnHead& largest = own_heads_[session.account()];
  if (shown.verified >= largest.verified && SizeOf(largest.note) < SizeOf(shown.note)) {
    largest = std::move(shown);
  }
}

bool Gossip::behind() const {
  return std::any_of(own_heads_.begin(), own_heads_.end(),
                     [](const auto& shown) { return shown.second.verified; });
}

std::set<std::string> Gossip::claimants() const {
  std::set<std::string> economies;
  for (const auto& [account, shown] : own_heads_) {
    if (!shown.verified) economies.insert(account);
  }
  return economies;
}

void Gossip::OfferRefused(Sessions& sessions, Fail fail) {
  for (const std::string& origin : std::exchange(refused_, {})) OfferWaiting(sessions, origin, false, fail);
}

void Gossip::OfferWaiting(Sessions& sessions, absl::string_view origin, bool all, Fail fail) {
  if (origin == context_->own_origin) {
    for (auto shown = own_heads_.begin(); shown != own_heads_.end();) {
      shown = OfferOwnNote(shown->first, shown->second) ? std::next(shown) : own_heads_.erase(shown);
    }
  }
  for (auto& [id, session] : sessions) {
    if (!session.open() || !session.heads.waits()) continue;
    const std::vector<std::string> waiting = all ? session.heads.Waiting() : std::vector<std::string>{std::string(origin)};
    absl::Status offered;
    for (size_t i = 0; i < waiting.size() && offered.ok(); ++i) offered = Offer(session, waiting[i]);
    if (!offered.ok()) fail(session, offered);
  }
}

}  // namespace lightship::exchange
