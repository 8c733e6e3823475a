#include "node/exchange/gossip.h"

#include "node/base/limits.h"
#include "node/exchange/frames.h"
#include "node/merkle/checkpoint.h"

namespace lightship::exchange {
namespace {

// Notes in a Hello; the rest follow as Announce frames, so that a Hello stays within a frame.
constexpr size_t kHelloBytes = base::limits::kFrameBytes / 2;

bool SameState(const ledger::LogHead& a, const ledger::LogHead& b) {
  return a.size == b.size && a.unresolved == b.unresolved && a.keys == b.keys &&
         a.fork == b.fork && a.checkpoint_size == b.checkpoint_size && a.checkpoint.size() == b.checkpoint.size();
}

}  // namespace

std::vector<std::string> Gossip::Refresh(std::shared_ptr<const ledger::Heads> heads,
                                         Sessions& sessions) {
  std::vector<std::string> changed;
  if (heads == heads_) return changed;
  for (const auto& [origin, head] : heads->logs) {
    const ledger::LogHead* before = heads_->Find(origin);
    if (before != nullptr && SameState(*before, head)) continue;
    changed.push_back(origin);
    OwnNote& note = notes_[origin];
    const bool same = note.size == head.checkpoint_size && note.length == head.checkpoint.size();
    if (same || head.checkpoint.empty()) continue;
    auto parsed = merkle::SignedCheckpoint::FromNote(head.checkpoint);
    if (!parsed.ok()) continue;
    note = {head.checkpoint_size, head.checkpoint.size(), FingerprintOf(*parsed)};
    for (auto& [id, session] : sessions) session.heads.MarkChanged(origin);
  }
  heads_ = std::move(heads);
  return changed;
}

v1::Frame Gossip::MakeHello(Session& session) const {
  v1::Frame frame;
  v1::Hello* hello = frame.mutable_hello();
  hello->add_versions(kProtocolVersion);
  hello->set_economy(context_->own.economy);
  size_t bytes = 0;
  for (const auto& [origin, head] : heads_->logs) {
    if (head.checkpoint.empty()) continue;
    bytes += origin.size() + head.checkpoint.size();
    if (bytes > kHelloBytes) {
      session.heads.MarkChanged(origin);
      continue;
    }
    v1::Announce* announce = hello->add_heads();
    announce->set_origin(origin);
    announce->set_checkpoint(head.checkpoint);
    session.heads.MarkTold(origin, notes_.at(origin));
  }
  return frame;
}

void Gossip::Flush(Sessions& sessions, absl::Time now) {
  if (now < flush_at_) return;
  flush_at_ = now + context_->options.announce_every;
  for (auto& [id, session] : sessions) {
    if (!session.open()) continue;
    for (const std::string& origin : session.heads.Untold(notes_)) {
      const OwnNote& note = notes_.at(origin);
      // A batch that is still to be sent brings the larger size with it.
      if (session.serving.Owes(origin, note.size) && session.heads.ToldSize(origin) < note.size) {
        continue;
      }
      session.heads.MarkTold(origin, note);
      context_->Send(session, MakeAnnounce(origin, heads_->Find(origin)->checkpoint));
    }
  }
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
  }
}

void Gossip::Offer(Session& session, absl::string_view origin) const {
  if (auto note = session.heads.TakeOffer(origin, *heads_)) {
    context_->world->AddCosignatures(origin, *note);
  }
}

void Gossip::OfferOwnHead(const Session& session, absl::string_view origin,
                          absl::string_view note) const {
  const ledger::LogHead* head = heads_->Find(origin);
  if (origin != context_->own_origin || head == nullptr) return;
  if (session.heads.SizeOf(origin) > head->size) context_->world->AddCosignatures(origin, note);
}

void Gossip::OfferWaiting(Sessions& sessions, absl::string_view origin, bool all) const {
  for (auto& [id, session] : sessions) {
    if (!session.open()) continue;
    if (!all) {
      Offer(session, origin);
      continue;
    }
    for (const std::string& waiting : session.heads.Waiting()) Offer(session, waiting);
  }
}

}  // namespace lightship::exchange
