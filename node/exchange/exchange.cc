#include "node/exchange/exchange.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/exchange/blob_fetch.h"
#include "node/exchange/follow.h"
#include "node/exchange/frames.h"
#include "node/exchange/gossip.h"
#include "node/exchange/only_node.h"
#include "node/exchange/sending.h"
#include "node/exchange/session.h"
#include "node/exchange/witness.h"

namespace lightship::exchange {
namespace {

// Batches sent to a peer in one call: at once after it has asked or paid, and for each change or tick.
constexpr int kBatchesAtOnce = 4;
constexpr int kBatchesOfTick = 1;
}  // namespace

class Exchange::Impl {
 public:
  Impl(const statement::Origin& own, const Options& options, const statement::PinnedRoots* roots,
       World* world)
      : context_{own, own.ToString(), options, roots, world},
        gossip_(&context_), only_node_(&context_), witness_(&context_), blobs_(&context_) {
    Refresh(absl::InfinitePast());
  }

  void OnConnected(SessionId id, absl::string_view economy, bool carried, absl::Time now);
  void OnFrame(SessionId id, v1::Frame frame, absl::Time now);
  void OnPiece(SessionId id, absl::Time now) { NotePiece(sessions_, id, now); }
  void OnClosed(SessionId id, absl::Time now);
  void Refuse(SessionId id, const absl::Status& why, absl::Time now);
  void OnIngested(absl::string_view origin, absl::StatusOr<uint64_t> size, absl::Time now);
  void OnStored(SessionId id, absl::StatusOr<ledger::Outcome> outcome, absl::Time now);
  void Demand(const crypto::Digest& sha256, absl::Time now);
  void OnHeadsChanged(absl::Time now);
  void OnTick(absl::Time now);
  void Shutdown(absl::Time now);
  void Adjust(const Options& options) { context_.options = options; }
  std::vector<PeerView> Peers() const { return ViewPeers(sessions_); }
  std::vector<FollowView> Follows() const;
  IdentityView Identity(absl::Time now) const {
    return only_node_.View(sessions_, gossip_.behind(), gossip_.claimants(), now);
  }
  absl::Status FaultOf(SessionId id) const { return faults_.Of(id); }

 private:
  absl::Status Dispatch(Session& session, v1::Frame frame, absl::Time now);
  absl::Status OnHello(Session& session, const v1::Hello& hello, absl::Time now);
  absl::Status OnBatch(Session& session, v1::Batch batch, absl::Time now);
  absl::Status OnCommitted(Session& session, const v1::Committed& committed, absl::Time now);
  absl::Status OnEvidence(Session& session, const v1::EvidenceFile& evidence);
  void Freeze(absl::string_view origin);
  void Judge(Session& session, absl::string_view origin);
  absl::Status Learn(Session& session, absl::string_view origin, absl::string_view note, absl::Time now);
  void OnBye(Session& session, const v1::Bye& bye, absl::Time now);
  Follow* FollowOf(absl::string_view origin);
  void Refresh(absl::Time now);
  void Report(absl::string_view origin, Follow& follow, absl::Time now);
  void Pump(Session& session, int batches, absl::Time now) {
    SendBatches(context_, gossip_, session, batches, now);
  }
  void PumpBlobs(Session& session) { SendChunks(context_, session); }
  // Ends a session that went wrong.
  void Fail(Session& session, const absl::Status& why, absl::Time now);
  auto Failing(absl::Time now) {
    return [this, now](Session& session, const absl::Status& why) { Fail(session, why, now); };
  }
  void End(Session& session, v1::ByeReason reason, absl::string_view detail, absl::Time now);
  void Replace(Session& older, absl::Time now) {
    End(older, v1::BYE_REASON_REPLACED, "a newer session of the same economy", now);
  }
  void Release(const Session& session, absl::Time now);

  Context context_;
  Gossip gossip_;
  OnlyNode only_node_;
  Witness witness_;
  BlobFetch blobs_;
  Sessions sessions_;
  std::map<std::string, Follow, std::less<>> follows_;
  Faults faults_;
};

void Exchange::Impl::OnConnected(SessionId id, absl::string_view economy, bool carried, absl::Time now) {
  for (auto& [other, session] : sessions_) {
    if (session.economy == economy && session.carried == carried &&
        session.stage == Stage::kAwaitingHello) {
      Replace(session, now);
    }
  }
  Session& session = sessions_[id];
  session.id = id;
  session.economy = std::string(economy);
  session.carried = carried;
  session.since = now;
  absl::Status member = CheckMember(context_, session);
  if (!member.ok()) return Fail(session, member, now);
  context_.Send(session, gossip_.MakeHello(session));
}

void Exchange::Impl::OnFrame(SessionId id, v1::Frame frame, absl::Time now) {
  auto found = sessions_.find(id);
  if (found == sessions_.end() || found->second.stage == Stage::kClosing) return;
  Session& session = found->second;
  ++session.frames_in;
  absl::Status judged = CheckFrame(frame);
  if (judged.ok()) judged = Dispatch(session, std::move(frame), now);
  if (!judged.ok()) Fail(session, judged, now);
}

absl::Status Exchange::Impl::Dispatch(Session& session, v1::Frame frame, absl::Time now) {
  if (frame.has_bye()) {
    OnBye(session, frame.bye(), now);
    return absl::OkStatus();
  }
  if (frame.has_hello()) return OnHello(session, frame.hello(), now);
  if (!session.open()) return ProtocolError("a frame before Hello");
  switch (frame.message_case()) {
    case v1::Frame::kAnnounce:
      return Learn(session, frame.announce().origin(), frame.announce().checkpoint(), now);
    case v1::Frame::kFetch:
      RETURN_IF_ERROR(session.serving.OnFetch(frame.fetch()));
      Pump(session, kBatchesAtOnce, now);
      return absl::OkStatus();
    case v1::Frame::kBatch:
      return OnBatch(session, std::move(*frame.mutable_batch()), now);
    case v1::Frame::kCommitted:
      return OnCommitted(session, frame.committed(), now);
    case v1::Frame::kFetchBlob:
      RETURN_IF_ERROR(session.blobs.OnFetch(frame.fetch_blob()));
      PumpBlobs(session);
      return absl::OkStatus();
    case v1::Frame::kEvidence:
      return OnEvidence(session, frame.evidence());
    case v1::Frame::kBlobChunk:
      RETURN_IF_ERROR(blobs_.OnChunk(session, frame.blob_chunk(), now));
      blobs_.Check(sessions_, now);
      return absl::OkStatus();
    default:
      return absl::OkStatus();  // from a later release, or a request that this one does not serve
  }
}

absl::Status Exchange::Impl::OnHello(Session& session, const v1::Hello& hello, absl::Time now) {
  if (session.open()) return ProtocolError("a second Hello");
  RETURN_IF_ERROR(CheckGreeting(session, hello));
  session.instance = hello.instance();
  ASSIGN_OR_RETURN(std::vector<SessionId> replaced, only_node_.Judge(session, sessions_, now));
  for (SessionId older : replaced) Replace(sessions_.at(older), now);
  session.stage = Stage::kOpen;
  session.open_since = now;
  for (const v1::Announce& head : hello.heads()) {
    RETURN_IF_ERROR(Learn(session, head.origin(), head.checkpoint(), now));
  }
  witness_.Tell(session, gossip_.heads());
  return absl::OkStatus();
}

absl::Status Exchange::Impl::OnEvidence(Session& session, const v1::EvidenceFile& evidence) {
  ASSIGN_OR_RETURN(bool believed, witness_.Take(session, evidence, gossip_.heads()));
  if (believed) Freeze(evidence.evidence().origin());
  return absl::OkStatus();
}

// A fork has become known: no more of the log is taken, and every peer is told.
void Exchange::Impl::Freeze(absl::string_view origin) {
  if (Follow* follow = FollowOf(origin)) follow->Freeze(sessions_);
  for (auto& [id, session] : sessions_) witness_.Tell(session, gossip_.heads());
}

absl::Status Exchange::Impl::Learn(Session& session, absl::string_view origin, absl::string_view note, absl::Time now) {
  if (note.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(bool news, session.heads.Learn(origin, note, gossip_.heads(), *context_.roots));
  if (session.heads.TakeStranger(origin)) witness_.TellFormer(session, *gossip_.heads().Find(origin));
  if (!news) return absl::OkStatus();
  ++session.news;
  Judge(session, origin);
  gossip_.OfferOwnHead(session, origin, note);
  RETURN_IF_ERROR(gossip_.Offer(session, origin));
  Follow* follow = FollowOf(origin);
  if (follow == nullptr) return absl::OkStatus();
  follow->Wake();
  for (auto& [other, any] : follows_) any.WakeBackfill();
  follow->Check(sessions_, now);
  return absl::OkStatus();
}

void Exchange::Impl::Judge(Session& session, absl::string_view origin) {
  const ledger::LogHead* head = session.heads.waits() ? gossip_.heads().Find(origin) : nullptr;
  if (head != nullptr && witness_.Judge(session, *head)) Freeze(origin);
}

absl::Status Exchange::Impl::OnBatch(Session& session, v1::Batch batch, absl::Time now) {
  if (!session.late.contains(batch.origin())) {
    return ProtocolError(absl::StrCat("Batch of ", batch.origin(), ", which was not asked for"));
  }
  Follow* follow = FollowOf(batch.origin());
  if (follow == nullptr) return absl::OkStatus();
  const std::string origin = batch.origin(), checkpoint = batch.checkpoint();
  const bool backfill = batch.backfill();
  absl::Status taken = faults_.Excuse(session.id, follow->OnBatch(session, std::move(batch), now));
  // Also of a batch that does not fit: its checkpoint may be one of two histories.
  if (!backfill) taken.Update(Learn(session, origin, checkpoint, now));
  RETURN_IF_ERROR(taken);
  follow->Check(sessions_, now);
  return absl::OkStatus();
}

absl::Status Exchange::Impl::OnCommitted(Session& session, const v1::Committed& committed, absl::Time now) {
  RETURN_IF_ERROR(session.serving.OnCommitted(committed.origin(), committed.size(), now));
  RETURN_IF_ERROR(Learn(session, committed.origin(), committed.cosigned_checkpoint(), now));
  Pump(session, kBatchesAtOnce, now);
  return absl::OkStatus();
}

// The log's follow; nullptr for one that is not to be followed. REQUIRES: origin is well-formed.
Follow* Exchange::Impl::FollowOf(absl::string_view origin) {
  auto follow = follows_.find(origin);
  if (follow != follows_.end()) return &follow->second;
  const statement::Origin name = statement::Origin::Parse(origin).value();
  if (!Follow::MayBegin(name, gossip_.heads())) return nullptr;
  follow = follows_.try_emplace(std::string(origin), &context_, name).first;
  if (witness_.Knows(origin)) follow->second.Freeze(sessions_);
  return &follow->second;
}

void Exchange::Impl::OnStored(SessionId id, absl::StatusOr<ledger::Outcome> outcome,
                              absl::Time now) {
  blobs_.OnStored(sessions_, id, std::move(outcome), now);
}

void Exchange::Impl::Demand(const crypto::Digest& sha256, absl::Time now) {
  blobs_.Demand(sha256);
  blobs_.Check(sessions_, now);
}

void Exchange::Impl::OnIngested(absl::string_view origin, absl::StatusOr<uint64_t> size, absl::Time now) {
  auto follow = follows_.find(origin);
  if (follow == follows_.end()) return;
  Follow::Ingested result = follow->second.OnIngested(sessions_, std::move(size), now);
  Refresh(now);
  Session* session = FindOpen(sessions_, result.session);
  if (session != nullptr && !faults_.Excuse(session->id, result.fault).ok()) Fail(*session, result.fault, now);
  Report(origin, follow->second, now);
  follow->second.Check(sessions_, now);
}

// Tells whom the log is copied from what has become durable, once that is due.
void Exchange::Impl::Report(absl::string_view origin, Follow& follow, absl::Time now) {
  Session* session = follow.DueReport(sessions_, now);
  if (session != nullptr) context_.Send(*session, MakeCommitted(origin, follow.Reported(now), gossip_.NoteFor(*session, origin)));
}

// Brings everything into step with the newest heads.
void Exchange::Impl::Refresh(absl::Time now) {
  const size_t before = gossip_.logs_with_keys();
  const std::vector<std::string> changed = gossip_.Refresh(context_.world->Heads(), sessions_);
  const bool new_log = gossip_.logs_with_keys() != before;
  for (const std::string& origin : changed) {
    gossip_.OfferWaiting(sessions_, origin, new_log, Failing(now));
    witness_.Learn(*gossip_.heads().Find(origin));
    for (auto& [id, session] : sessions_) Judge(session, origin);
    auto follow = follows_.find(origin);
    if (follow == follows_.end()) continue;
    follow->second.Wake();
    follow->second.WakeBackfill();
    follow->second.Check(sessions_, now);
  }
}

void Exchange::Impl::OnHeadsChanged(absl::Time now) {
  Refresh(now);
  for (auto& [id, session] : sessions_) Pump(session, kBatchesOfTick, now);
  blobs_.Check(sessions_, now);
}

void Exchange::Impl::OnTick(absl::Time now) {
  Refresh(now);
  for (auto& [id, session] : sessions_) {
    if (absl::Status patience = CheckPatience(context_, session, now); !patience.ok()) {
      Fail(session, patience, now);
    }
    Pump(session, kBatchesOfTick, now);
    witness_.Tell(session, gossip_.heads());
    session.blobs.OnTick();
    PumpBlobs(session);
  }
  blobs_.Check(sessions_, now);
  witness_.OnTick(gossip_.heads());
  only_node_.OnTick(sessions_, now);
  for (auto& [origin, follow] : follows_) {
    follow.Check(sessions_, now);
    Report(origin, follow, now);
  }
  gossip_.OfferRefused(sessions_, Failing(now));
  gossip_.Flush(sessions_, now);
}

void Exchange::Impl::OnBye(Session& session, const v1::Bye& bye, absl::Time now) {
  only_node_.OnBye(session, bye, now);
  session.stage = Stage::kClosing;
  context_.world->Close(session.id);
  Release(session, now);
}

void Exchange::Impl::Fail(Session& session, const absl::Status& why, absl::Time now) {
  faults_.Note(session.id, why);
  End(session, ByeReasonOf(why), why.message(), now);
}

void Exchange::Impl::End(Session& session, v1::ByeReason reason, absl::string_view detail, absl::Time now) {
  context_.Send(session, MakeBye(reason, detail));
  session.stage = Stage::kClosing;
  context_.world->Close(session.id);
  Release(session, now);
}

void Exchange::Impl::Release(const Session& session, absl::Time now) {
  blobs_.OnClosed(session);
  for (auto& [origin, follow] : follows_) {
    follow.OnClosed(session, now);
    follow.Check(sessions_, now);
  }
}

void Exchange::Impl::OnClosed(SessionId id, absl::Time now) {
  auto session = sessions_.extract(id);
  if (session.empty()) return;
  Release(session.mapped(), now);
  std::erase_if(follows_, [&](const auto& follow) { return follow.second.Idle(sessions_); });
}

void Exchange::Impl::Refuse(SessionId id, const absl::Status& why, absl::Time now) {
  auto session = sessions_.find(id);
  if (session == sessions_.end() || session->second.stage == Stage::kClosing) return;
  faults_.Note(id, why);
  End(session->second, v1::BYE_REASON_IDENTITY, why.message(), now);
}

void Exchange::Impl::Shutdown(absl::Time now) {
  for (auto& [id, session] : sessions_) {
    if (session.stage == Stage::kClosing) continue;
    context_.Send(session, MakeBye(v1::BYE_REASON_SHUTDOWN, "the node is shutting down"));
    session.stage = Stage::kClosing;
    context_.world->Close(id);
  }
  for (auto& [id, session] : sessions_) Release(session, now);
}

std::vector<FollowView> Exchange::Impl::Follows() const {
  std::vector<FollowView> views;
  for (const auto& [origin, follow] : follows_) views.push_back(follow.View(sessions_));
  return views;
}

Exchange::Exchange(const statement::Origin& own, const Options& options,
                   const statement::PinnedRoots* roots, World* world)
    : impl_(std::make_unique<Impl>(own, options, roots, world)) {}
Exchange::~Exchange() = default;

void Exchange::Adjust(const Options& options) { impl_->Adjust(options); }
void Exchange::OnConnected(SessionId session, absl::string_view economy, absl::Time now) {
  impl_->OnConnected(session, economy, false, now);
}
void Exchange::OnCarried(SessionId session, absl::string_view economy, absl::Time now) {
  impl_->OnConnected(session, economy, true, now);
}
void Exchange::OnFrame(SessionId session, v1::Frame frame, absl::Time now) {
  impl_->OnFrame(session, std::move(frame), now);
}
void Exchange::OnPiece(SessionId session, absl::Time now) { impl_->OnPiece(session, now); }
void Exchange::OnClosed(SessionId session, absl::Time now) { impl_->OnClosed(session, now); }
void Exchange::Refuse(SessionId session, const absl::Status& why, absl::Time now) {
  impl_->Refuse(session, why, now);
}
void Exchange::OnIngested(SessionId, absl::string_view origin, absl::StatusOr<uint64_t> size, absl::Time now) {
  impl_->OnIngested(origin, std::move(size), now);
}
void Exchange::OnStored(SessionId session, absl::StatusOr<ledger::Outcome> outcome, absl::Time now) {
  impl_->OnStored(session, std::move(outcome), now);
}
void Exchange::Demand(const crypto::Digest& sha256, absl::Time now) { impl_->Demand(sha256, now); }
void Exchange::OnHeadsChanged(absl::Time now) { impl_->OnHeadsChanged(now); }
void Exchange::OnTick(absl::Time now) { impl_->OnTick(now); }
void Exchange::Shutdown(absl::Time now) { impl_->Shutdown(now); }
std::vector<PeerView> Exchange::Peers() const { return impl_->Peers(); }
std::vector<FollowView> Exchange::Follows() const { return impl_->Follows(); }
IdentityView Exchange::Identity(absl::Time now) const { return impl_->Identity(now); }
absl::Status Exchange::FaultOf(SessionId session) const { return impl_->FaultOf(session); }

}  // namespace lightship::exchange
