#include "node/exchange/backfill.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/exchange/frames.h"

namespace lightship::exchange {
namespace {

// Between rounds with one peer: short when the last one helped or the peer has news, else doubling.
constexpr absl::Duration kPauseShort = absl::Seconds(1);
constexpr absl::Duration kPauseLeast = absl::Seconds(30);
constexpr absl::Duration kPauseMost = absl::Minutes(16);
// Up to this where nothing waits for it: each answer carries the whole entry again.
constexpr absl::Duration kPauseIdle = absl::Hours(4);
// Up to this for what most likely is for others indeed.
constexpr absl::Duration kPauseHearsay = absl::Hours(24);

}  // namespace

absl::Time Backfill::NextTry(const Session& session, Round round) const {
  const auto tries = tries_.find(round);
  if (tries == tries_.end()) return absl::InfinitePast();
  const auto tried = tries->second.find(session.account());
  if (tried == tries->second.end()) return absl::InfinitePast();
  const Try& last = tried->second;
  const absl::Time whole = last.at + last.pause;
  if (round == kHearsay) {
    return HasFresh(last) ? std::min(whole, std::max(last.at, last.fresh_at) + kPauseShort) : whole;
  }
  // What its author lacks nobody has got just because it has news.
  if (round != kMissing || !Urgent()) return whole;
  // It was not asked for what is wanted since, such as what a release lets in.
  const bool anew = session.news > last.news || CountWanted(round) > last.wanted;
  return last.at + (anew ? kPauseShort : std::min(last.pause, kPauseMost));
}

// Hearsay has come of which the peer was not asked.
bool Backfill::HasFresh(const Try& last) const { return CountWanted(kHearsay) > last.wanted; }

// About hearsay only who holds as much of the log as this node: another would have to be asked again.
bool Backfill::MayAnswer(const Session& session, Round round) const {
  if (!session.open() || !session.heads.Knows(origin_)) return false;
  return round != kHearsay || (!session.carried && session.heads.SizeOf(origin_) >= OfLog(&ledger::LogHead::size));
}

bool Backfill::Wants(Round round) const { return round == kDoubt ? doubting_ : CountWanted(round) > 0; }

Session* Backfill::Choose(Sessions& sessions, Round round, absl::Time now, absl::Time& next) {
  Session* chosen = nullptr;
  const bool author_lacks = round == kMissing && !Urgent();
  for (auto& [id, session] : sessions) {
    if (!MayAnswer(session, round)) continue;
    // The author has just said that it lacks it.
    if (author_lacks && session.economy == economy_) {
      tries_[round].try_emplace(session.account(),
                                Try{.news = session.news, .at = now, .pause = kPauseLeast, .wanted = CountWanted(round)});
    }
    if (absl::Time at = NextTry(session, round); at > now) {
      next = std::min(next, at);
    } else if (chosen == nullptr || (session.economy == economy_) != author_lacks) {
      chosen = &session;
    }
  }
  return chosen;
}

absl::Time Backfill::Deadline(const Sessions& sessions, absl::Time now) const {
  const auto asked = sessions.find(asked_);
  if (asked == sessions.end()) return asked_at_ + context_->options.stall_after;
  const bool another = std::any_of(sessions.begin(), sessions.end(), [&](const auto& row) {
    return row.first != asked_ && MayAnswer(row.second, round_) && NextTry(row.second, round_) <= now;
  });
  const absl::Duration patience = another ? context_->options.drip_for : absl::InfiniteDuration();
  return asked->second.SilentSince(asked_at_, patience) + context_->options.stall_after;
}

absl::Time Backfill::Check(Sessions& sessions, absl::Time now) {
  if (ingesting_) return absl::InfiniteFuture();
  if (asking_) {
    const absl::Time deadline = Deadline(sessions, now);
    if (now < deadline) return deadline;
    End(now);
  }
  if (WantsNothing()) {
    tries_.erase(kMissing);
    tries_.erase(kHearsay);
    left_.clear();
    return absl::InfiniteFuture();
  }
  for (Round round : {kMissing, kHearsay}) {
    if (!Wants(round)) tries_.erase(round);
    // What others have settled since does not hide what comes.
    for (auto& [account, tried] : tries_[round]) tried.wanted = std::min(tried.wanted, CountWanted(round));
  }
  absl::Time next = absl::InfiniteFuture();
  if (left_.empty() && !BeginRound(sessions, now, next)) return next;
  Session* session = FindOpen(sessions, asked_);
  if (session == nullptr || left_.empty()) {
    End(now);
    return now + kPauseShort;
  }
  Ask(*session, now);
  return asked_at_ + context_->options.stall_after;
}

// Doubt first: it is paced whatever happens, so that the rest has its turn.
bool Backfill::BeginRound(Sessions& sessions, absl::Time now, absl::Time& next) {
  for (Round round : {kDoubt, kMissing, kHearsay}) {
    Session* session = Wants(round) ? Choose(sessions, round, now, next) : nullptr;
    if (session == nullptr) continue;
    Begin(*session, round, now);
    return true;
  }
  return false;
}

void Backfill::Begin(Session& session, Round round, absl::Time now) {
  round_ = round;
  asked_ = session.id;
  asked_account_ = session.account();
  asked_news_ = session.news;
  wanted_ = CountWanted(round);
  const ledger::LedgerReader& reader = context_->world->Reader();
  const size_t most = context_->options.round_indexes;
  Try& tried = tries_[round][asked_account_];
  hastened_ = now < tried.at + tried.pause;
  const bool fresh = round == kHearsay && hastened_;
  const uint64_t from = fresh ? tried.end : tried.next;
  auto indexes = round == kDoubt     ? reader.Stubs(origin_, from, most)
                 : round == kMissing ? reader.Unresolved(origin_, most)
                                     : reader.Hearsay(origin_, from, most);
  if (!indexes.ok()) return;
  left_.assign(indexes->rbegin(), indexes->rend());
  if (!fresh) tried.next = indexes->size() < most ? 0 : indexes->back() + 1;
  if (!indexes->empty()) tried.end = std::max(tried.end, indexes->back() + 1);
}

void Backfill::TrustGiver(const std::string& account) {
  Trust();
  tries_[kDoubt].erase(account);
  tries_[kDoubt].erase(economy_);
}

void Backfill::Ask(Session& session, absl::Time now) {
  chunk_.clear();
  v1::Frame frame;
  v1::Fetch* fetch = frame.mutable_fetch();
  fetch->set_origin(origin_);
  while (!left_.empty() && chunk_.size() < base::limits::kMissingOfFetch) {
    chunk_.push_back(left_.back());
    fetch->add_missing(left_.back());
    left_.pop_back();
  }
  asking_ = true;
  asked_at_ = now;
  if (!session.late.contains(origin_)) Grant(session, origin_, context_->options);
  context_->Send(session, frame);
}

absl::StatusOr<std::optional<ledger::ExaminedBatch>> Backfill::OnBatch(
    v1::Batch batch, const ledger::ReplicaState& state, absl::Time now) {
  asking_ = false;
  if (batch.items().empty()) {
    if (left_.empty()) End(now);
    return std::nullopt;
  }
  auto examined = ledger::ExamineBatch(
      state, std::move(batch), *context_->roots,
      [this](uint64_t index) { return context_->world->Reader().LeafAt(origin_, index); });
  if (absl::IsFailedPrecondition(examined.status())) End(now);
  if (!examined.ok()) return examined.status();
  auto next_asked = chunk_.begin();
  for (const ledger::ExaminedItem& item : examined->items) {
    next_asked = std::find(next_asked, chunk_.end(), item.index);
    if (next_asked == chunk_.end()) {
      return ProtocolError(absl::StrCat("entry ", item.index, " of ", origin_,
                                        " in answer to a Fetch that did not ask for it"));
    }
    ++next_asked;
  }
  left_.insert(left_.end(), std::make_reverse_iterator(chunk_.end()),
               std::make_reverse_iterator(next_asked));
  ingesting_ = true;
  return std::optional<ledger::ExaminedBatch>(*std::move(examined));
}

void Backfill::OnIngested(bool committed, absl::Time now) {
  ingesting_ = false;
  if (!committed || left_.empty()) End(now);
}

void Backfill::End(absl::Time now) {
  asking_ = false;
  left_.clear();
  Try& tried = tries_[round_][asked_account_];
  tried.news = asked_news_;
  tried.wanted = wanted_;
  if (round_ == kHearsay && hastened_) {  // of what is new alone: the rest has its own time
    tried.fresh_at = now;
    return;
  }
  tried.at = now;
  const absl::Duration most = round_ == kHearsay              ? kPauseHearsay
                              : round_ == kDoubt || Urgent() ? kPauseMost
                                                             : kPauseIdle;
  // News that cut a pause short do not lengthen the next one: what is wanted may still be on its way to the peer.
  const absl::Duration longer = tried.pause * (hastened_ ? 1 : 2);
  tried.pause = CountWanted(round_) < wanted_ ? kPauseShort : std::clamp(longer, kPauseLeast, most);
}

void Backfill::OnClosed(const Session& session, absl::Time now) {
  if (asking_ && asked_ == session.id) End(now);
  // Who was asked about hearsay is not asked again with each connection: it is much, and most likely true.
  for (Round round : {kDoubt, kMissing}) tries_[round].erase(session.account());
}

uint64_t Backfill::OfLog(uint64_t ledger::LogHead::*count) const {
  const auto heads = context_->world->Heads();
  const ledger::LogHead* head = heads->Find(origin_);
  return head == nullptr ? 0 : head->*count;
}

// For a doubt what is missing counts, since leaves are there for good.
uint64_t Backfill::CountWanted(Round round) const {
  using ledger::LogHead;
  return round == kHearsay ? OfLog(&LogHead::hearsay) : OfLog(&LogHead::unresolved) + OfLog(&LogHead::author_lacks);
}

// As nearly always, of nearly every log.
bool Backfill::WantsNothing() const {
  const auto heads = context_->world->Heads();
  const ledger::LogHead* head = heads->Find(origin_);
  return !doubting_ && (head == nullptr || (head->unresolved == 0 && head->author_lacks == 0 && head->hearsay == 0));
}

bool Backfill::Urgent() const { return OfLog(&ledger::LogHead::unresolved) > 0; }

}  // namespace lightship::exchange
