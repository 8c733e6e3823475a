#include "node/exchange/follow.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/status.h"
#include "node/exchange/frames.h"
#include "node/ledger/unverified.h"

namespace lightship::exchange {
namespace {

// After a failure that is this node's own (disk, full inbox).
constexpr absl::Duration kRetryAfter = absl::Seconds(1);
constexpr int kBlameGrowsTo = 32;
// So many peers are told of each commit at once.
constexpr size_t kPeersAtOnce = 4;
// What has come and was not reported takes up at most such a share of the window.
constexpr int kWindowShare = 16;

// Whether the ledger's refusal speaks against what the peer sent. A full inbox, a failed write and a batch that no longer
// fits the log do not.
bool SpeaksAgainstPeer(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsPermissionDenied(status);
}

}  // namespace

Follow::Follow(const Context* context, const statement::Origin& origin)
    : context_(context),
      origin_(origin.ToString()),
      economy_(origin.economy),
      backfill_(context, origin_, economy_) {}

bool Follow::Wanted() const {
  if (frozen_ || !context_->world->HasRoom()) return false;
  return origin_ != context_->own_origin || context_->world->RecoveringOwnLog();
}

bool Follow::MayBegin(const statement::Origin& origin, const ledger::Heads& heads) {
  if (heads.Find(origin.ToString()) != nullptr) return true;
  const ledger::LogHead* newest = heads.OfEconomy(origin.economy);
  const uint32_t epoch =
      newest == nullptr || newest->keys == nullptr ? 0 : newest->keys->origin().epoch;
  return origin.epoch <= epoch + base::limits::kEpochsAhead;
}

bool Follow::Idle(const Sessions& sessions) const {
  if (!pending_.empty() || context_->world->Heads()->Find(origin_) != nullptr) return false;
  return std::none_of(sessions.begin(), sessions.end(), [&](const auto& row) {
    return row.second.open() && row.second.heads.Knows(origin_);
  });
}

void Follow::Freeze(Sessions& sessions) {
  if (std::exchange(frozen_, true) || !source_) return;
  if (Session* source = FindOpen(sessions, *source_)) return Leave(*source);
  source_.reset();
}

ledger::ReplicaState Follow::Durable() const {
  ledger::ReplicaState state;
  state.origin = origin_;
  const auto heads = context_->world->Heads();
  if (const ledger::LogHead* head = heads->Find(origin_); head != nullptr) {
    state.frontier = head->frontier;
    state.last_admitted_at = head->last_admitted_at;
    state.keys = head->keys;
    state.has_stubs = head->stubs > 0;
    state.forked = head->fork != nullptr;
  }
  return state;
}

void Follow::Check(Sessions& sessions, absl::Time now) {
  // The own log is wanted from the moment that the ledger finds it to be behind, and none while the disk is full: no frame tells.
  const bool wanted = Wanted();
  if (wanted != was_wanted_) Wake();
  was_wanted_ = wanted;
  if (now >= due_) {
    due_ = absl::InfiniteFuture();
    if (source_) Review(sessions, now);
    // What is with the ledger decides where to go on from.
    if (!source_ && pending_.empty() && Wanted()) Choose(sessions, now);
  }
  if (now >= backfill_due_ && context_->world->HasRoom()) backfill_due_ = backfill_.Check(sessions, now);
}

void Follow::Review(Sessions& sessions, absl::Time now) {
  Session* source = FindOpen(sessions, *source_);
  if (source == nullptr) {
    source_.reset();
    return;
  }
  if (!Wanted()) return Leave(*source);
  for (auto row = sessions.begin(); row != sessions.end() && !IsAuthor(*source); ++row) {
    if (row->first != *source_ && Better(row->second, *source) && MayServe(row->second, now)) return Leave(*source);
  }
  if (Behind(sessions, *source, now) || Overtaken(sessions, *source, now)) {
    BlameFor(source->account(), now);
    Leave(*source);
  }
}

// The log's own node is better than any other, and a bundle that holds more than a relay which has nothing new.
bool Follow::Better(const Session& session, const Session& source) const {
  const uint64_t size = ahead_.frontier.size();
  if (IsAuthor(session)) return session.heads.SizeOf(origin_) >= size;
  return session.carried && session.heads.SizeOf(origin_) > size && !IsAuthor(source) &&
         source.heads.SizeOf(origin_) <= size;
}

bool Follow::IsAuthor(const Session& session) const {
  return session.economy == economy_ && !session.carried;
}

// Whether another peer than the source has more than has come.
bool Follow::OtherHasMore(const Sessions& sessions, const Session& source, absl::Time now) {
  bool has_more = false;
  for (const auto& [id, session] : sessions) {
    has_more |= id != source.id && !session.carried && session.heads.SizeOf(origin_) > ahead_.frontier.size() &&
                MayServe(session, now);
  }
  return has_more;
}

// True when the source has owed entries for too long.
bool Follow::Behind(const Sessions& sessions, const Session& source, absl::Time now) {
  if (source.heads.SizeOf(origin_) <= ahead_.frontier.size() || !pending_.empty()) {
    behind_since_ = absl::InfiniteFuture();
    return false;
  }
  behind_since_ = std::min(behind_since_, now);
  const absl::Duration patience =
      OtherHasMore(sessions, source, now) ? context_->options.drip_for : absl::InfiniteDuration();
  const absl::Time limit = source.SilentSince(behind_since_, patience) + context_->options.stall_after;
  due_ = std::min(due_, limit);
  return now >= limit;
}

// True when another peer has had more than the source for a while.
bool Follow::Overtaken(const Sessions& sessions, const Session& source, absl::Time now) {
  const bool overtaken = source.heads.SizeOf(origin_) <= ahead_.frontier.size() && OtherHasMore(sessions, source, now);
  if (!overtaken) {
    overtaken_since_ = absl::InfiniteFuture();
    return false;
  }
  overtaken_since_ = std::min(overtaken_since_, now);
  const absl::Time limit = overtaken_since_ + context_->options.stall_after / 3;
  due_ = std::min(due_, limit);
  return now >= limit;
}

bool Follow::MayServe(const Session& session, absl::Time now) {
  if (!session.open() || !session.heads.Knows(origin_)) return false;
  auto blame = blamed_.find(session.account());
  if (blame == blamed_.end() || blame->second.until <= now) return true;
  due_ = std::min(due_, blame->second.until);
  return false;
}

void Follow::Choose(Sessions& sessions, absl::Time now) {
  if (now < not_before_) {
    due_ = not_before_;
    return;
  }
  const auto heads = context_->world->Heads();
  const ledger::LogHead* head = heads->Find(origin_);
  const uint64_t held = head == nullptr ? 0 : head->size;
  Session* best = nullptr;
  for (auto& [id, session] : sessions) {
    const uint64_t size = session.heads.SizeOf(origin_);
    if (size < held || !MayServe(session, now)) continue;
    if (IsAuthor(session)) {
      best = &session;
      break;
    }
    if (size == held) continue;
    const uint64_t most = best == nullptr ? 0 : best->heads.SizeOf(origin_);
    if (size > most || (size == most && session.economy < best->economy)) best = &session;
  }
  if (best != nullptr) Start(*best);
}

void Follow::Start(Session& session) {
  ahead_ = Durable();
  reported_ = durable_ = ahead_.frontier.size();
  unreported_bytes_ = 0;
  reported_at_ = absl::InfinitePast();
  source_ = session.id;
  session.copied.insert(origin_);
  awaiting_first_ = true;
  behind_since_ = overtaken_since_ = absl::InfiniteFuture();
  due_ = absl::InfinitePast();
  Grant(session, origin_, context_->options);
  context_->Send(session, MakeFetch(origin_, reported_, context_->options.window_entries,
                                    context_->options.window_bytes));
}

void Follow::Leave(Session& session) {
  source_.reset();
  session.copied.erase(origin_);
  context_->Send(session, MakeFetch(origin_, ahead_.frontier.size(), 0, 0));
}

void Follow::BlameFor(const std::string& account, absl::Time now) {
  const absl::Duration least = context_->options.blame_for;
  Blame& blame = blamed_[account];
  blame.pause = std::clamp(blame.pause * 2, least, least * kBlameGrowsTo);
  blame.until = now + blame.pause;
}

absl::Status Follow::OnBatch(Session& session, v1::Batch batch, absl::Time now) {
  if (batch.backfill()) {
    if (!backfill_.AskedOf(session)) return TakeLate(session, batch);
    const size_t bytes = batch.ByteSizeLong();
    auto examined = backfill_.OnBatch(std::move(batch), Durable(), now);
    WakeBackfill();
    if (!examined.ok()) return Excuse(session, examined.status());
    if (*examined) Ingest(session, **std::move(examined), bytes);
    return absl::OkStatus();
  }
  const bool from_source = source_ == session.id;
  if (!from_source || !Wanted()) return TakeLate(session, batch);
  if (batch.from() != ahead_.frontier.size()) {
    if (awaiting_first_) return TakeLate(session, batch);
    return ProtocolError(absl::StrCat("Batch of ", origin_, " from ", batch.from(), " after ",
                                      ahead_.frontier.size()));
  }
  absl::Status examined = Examine(session, std::move(batch));
  if (!examined.ok()) {
    BlameFor(session.account(), now);
    blamed_[session.account()].lacks_key = ledger::LacksKey(examined);
  }
  Wake();
  if (!absl::IsFailedPrecondition(examined)) return examined;
  Leave(session);
  return Excuse(session, examined);
}

// A relay does not pay for what the log's own node has done: it may have been sent as leaves alone what tells of it.
absl::Status Follow::Excuse(const Session& session, const absl::Status& why) {
  if (ledger::LacksKey(why)) {
    LookForKey();
  } else if (absl::IsFailedPrecondition(why) && IsAuthor(session)) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::ReasonOf(why), why.message());
  }
  return why;
}

// Somebody has sent a KEY as a leaf alone, perhaps the log's own node, which is not for whom we copy from now to pay for.
void Follow::LookForKey() {
  backfill_.Doubt();
  doubted_at_ = ahead_.frontier.size();
  WakeBackfill();
}

absl::Status Follow::Examine(Session& session, v1::Batch batch) {
  // A bundle's batches come one by one, as large as they were made.
  if (!session.carried) RETURN_IF_ERROR(CheckCredit(batch));
  auto no_leaf = [](uint64_t) -> absl::StatusOr<merkle::Digest> {
    return absl::NotFoundError("only a backfill looks at leaves already held");
  };
  const size_t bytes = batch.ByteSizeLong();
  ASSIGN_OR_RETURN(ledger::ExaminedBatch examined,
                   ledger::ExamineBatch(ahead_, std::move(batch), *context_->roots, no_leaf));
  awaiting_first_ = false;
  behind_since_ = absl::InfiniteFuture();
  ahead_ = examined.after;
  Ingest(session, std::move(examined), bytes);
  return absl::OkStatus();
}

absl::Status Follow::CheckCredit(const v1::Batch& batch) const {
  const uint64_t end = batch.from() + batch.items_size();
  if (end - reported_ > context_->options.window_entries) {
    return ProtocolError(absl::StrCat("Batch of ", origin_, " to ", end, "; credit reaches to ",
                                      reported_ + context_->options.window_entries));
  }
  // The batch that fills the window may exceed it.
  if (pending_bytes_ > context_->options.window_bytes + base::limits::kFrameBytes) {
    return ProtocolError(absl::StrCat("Batch of ", origin_, " beyond ", pending_bytes_,
                                      " bytes in flight; credit is ",
                                      context_->options.window_bytes));
  }
  return absl::OkStatus();
}

void Follow::Ingest(Session& session, ledger::ExaminedBatch batch, size_t bytes) {
  const bool late_key = batch.backfill && batch.BringsKey();
  pending_.push_back({session.id, session.account(), batch.backfill, late_key, bytes});
  pending_bytes_ += bytes;
  // What a bundle lacks, its maker may have released since; and a node whose own log is on its way back to it does not know
  // yet what it released.
  batch.authoritative = IsAuthor(session) && session.heads.SizeOf(origin_) >= Durable().frontier.size();
  if (MayFollowBehind(batch)) ledger::LeaveForLater(batch);
  context_->world->Ingest(session.id, std::move(batch));
}

// The own log comes back from peers with all that they can say of it.
bool Follow::MayFollowBehind(const ledger::ExaminedBatch& batch) const {
  const SignaturesBehind& behind = context_->options.behind;
  return !batch.backfill && origin_ != context_->own_origin && behind.Of(economy_) &&
         ledger::CountThatMayWait(batch) >= behind.at_least && !context_->world->Heads()->verify_first.contains(economy_);
}

Follow::Ingested Follow::OnIngested(Sessions& sessions, absl::StatusOr<uint64_t> size,
                                    absl::Time now) {
  Ingested result;
  if (pending_.empty()) return result;
  Pending done = std::move(pending_.front());
  pending_.pop_front();
  pending_bytes_ -= done.bytes;
  result.session = done.session;
  const bool follows_refused = broken_ && !done.backfill;
  if (done.backfill) {
    backfill_.OnIngested(size.ok(), now);
    if (ledger::LacksKey(size.status())) LookForKey();
    if (done.late_key && absl::IsFailedPrecondition(size.status())) result.fault = size.status();
    if (size.ok() && done.late_key) {
      backfill_.TrustGiver(done.account);
      std::erase_if(blamed_, [](const auto& row) { return row.second.lacks_key; });
    }
  } else if (size.ok() && !broken_) {
    durable_ = *size;
    unreported_bytes_ += done.bytes;
    blamed_.erase(done.account);
    if (durable_ > doubted_at_) backfill_.Trust();
  } else if (!size.ok() && !broken_) {
    broken_ = true;
    not_before_ = now + kRetryAfter;
    if (Session* source = source_ ? FindOpen(sessions, *source_) : nullptr) Leave(*source);
    source_.reset();
  }
  if (!size.ok() && !follows_refused && SpeaksAgainstPeer(size.status())) {
    BlameFor(done.account, now);
    result.fault = size.status();
  }
  if (pending_.empty()) broken_ = false;
  Wake();
  WakeBackfill();
  return result;
}

Session* Follow::DueReport(Sessions& sessions, absl::Time now) {
  if (!source_ || durable_ <= reported_) return nullptr;
  Session* source = FindOpen(sessions, *source_);
  if (source == nullptr) return nullptr;
  const Options& options = context_->options;
  const auto crowd = static_cast<int64_t>(std::max(sessions.size(), kPeersAtOnce) - kPeersAtOnce);
  const absl::Duration pause = std::min(options.report_each * crowd, options.report_within);
  const bool more = source->carried || source->heads.SizeOf(origin_) > durable_ ||
                    durable_ - reported_ > options.window_entries / kWindowShare ||
                    unreported_bytes_ > options.window_bytes / kWindowShare;
  return more || now - reported_at_ >= pause ? source : nullptr;
}

uint64_t Follow::Reported(absl::Time now) {
  unreported_bytes_ = 0;
  reported_at_ = now;
  return reported_ = durable_;
}

void Follow::OnClosed(const Session& session, absl::Time now) {
  if (source_ == session.id) source_.reset();
  backfill_.OnClosed(session, now);
  if (session.carried) blamed_.erase(session.account());
  Wake();
  WakeBackfill();
}

FollowView Follow::View(const Sessions& sessions) const {
  FollowView view;
  view.origin = origin_;
  for (const auto& [id, session] : sessions) {
    if (!session.open() || session.carried) continue;
    view.announced_size = std::max(view.announced_size, session.heads.SizeOf(origin_));
    if (source_ == id) view.source = session.economy;
  }
  return view;
}

}  // namespace lightship::exchange
