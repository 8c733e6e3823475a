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

}  // namespace

absl::Time Backfill::NextTry(const Session& session, bool doubt) const {
  const Tries& tries = doubt ? doubts_ : tries_;
  auto tried = tries.find(session.account());
  if (tried == tries.end()) return absl::InfinitePast();
  const Try& last = tried->second;
  if (doubt) return last.at + last.pause;
  // What its author lacks nobody has got just because it has news.
  if (!Urgent()) return last.at + last.pause;
  // It was not asked for what is wanted since, such as what a release lets in.
  const bool anew = session.news > last.news || CountWanted() > last.wanted;
  return last.at + (anew ? kPauseShort : std::min(last.pause, kPauseMost));
}

Session* Backfill::Choose(Sessions& sessions, bool doubt, absl::Time now, absl::Time& next) {
  Session* chosen = nullptr;
  const bool author_lacks = !doubt && !Urgent();
  for (auto& [id, session] : sessions) {
    if (!session.open() || !session.heads.Knows(origin_)) continue;
    // The author has just said that it lacks it.
    if (author_lacks && session.economy == economy_) tries_.try_emplace(session.account(), Try{session.news, now, kPauseLeast, 0, CountWanted()});
    if (absl::Time at = NextTry(session, doubt); at > now) {
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
    return row.first != asked_ && row.second.open() && row.second.heads.Knows(origin_) &&
           NextTry(row.second, for_doubt_) <= now;
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
  if (CountWanted() == 0) tries_.clear();
  if (CountWanted() == 0 && !doubting_) {
    left_.clear();
    return absl::InfiniteFuture();
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
  for (bool doubt : {true, false}) {
    if (doubt ? !doubting_ : CountWanted() == 0) continue;
    Session* session = Choose(sessions, doubt, now, next);
    if (session == nullptr) continue;
    Begin(*session, doubt);
    return true;
  }
  return false;
}

void Backfill::Begin(Session& session, bool doubt) {
  for_doubt_ = doubt;
  asked_ = session.id;
  asked_account_ = session.account();
  asked_news_ = session.news;
  wanted_ = CountWanted();
  const ledger::LedgerReader& reader = context_->world->Reader();
  const size_t most = context_->options.round_indexes;
  auto indexes = doubt ? reader.Stubs(origin_, doubts_[asked_account_].next, most)
                       : reader.Unresolved(origin_, most);
  if (!indexes.ok()) return;
  left_.assign(indexes->rbegin(), indexes->rend());
  if (doubt) doubts_[asked_account_].next = indexes->size() < most ? 0 : indexes->back() + 1;
}

void Backfill::TrustGiver(const std::string& account) {
  Trust();
  doubts_.erase(account);
  doubts_.erase(economy_);
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
    const v1::Batch& batch, const ledger::ReplicaState& state, absl::Time now) {
  asking_ = false;
  if (batch.items().empty()) {
    if (left_.empty()) End(now);
    return std::nullopt;
  }
  auto examined = ledger::ExamineBatch(
      state, batch, *context_->roots,
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
  Try& tried = (for_doubt_ ? doubts_ : tries_)[asked_account_];
  tried.news = asked_news_;
  tried.wanted = wanted_;
  tried.at = now;
  const bool idle = !for_doubt_ && !Urgent();
  tried.pause = CountWanted() < wanted_ ? kPauseShort
                                        : std::clamp(tried.pause * 2, kPauseLeast, idle ? kPauseIdle : kPauseMost);
}

void Backfill::OnClosed(const Session& session, absl::Time now) {
  if (asking_ && asked_ == session.id) End(now);
  tries_.erase(session.account());
  doubts_.erase(session.account());
}

uint64_t Backfill::CountWanted() const {
  const auto heads = context_->world->Heads();
  const ledger::LogHead* head = heads->Find(origin_);
  return head == nullptr ? 0 : head->unresolved + head->author_lacks;
}

bool Backfill::Urgent() const {
  const auto heads = context_->world->Heads();
  const ledger::LogHead* head = heads->Find(origin_);
  return head != nullptr && head->unresolved > 0;
}

}  // namespace lightship::exchange
