#include "node/rpc/submission_stream.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/mutex.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/rpc/pool_call.h"
#include "node/rpc/status_map.h"
#include "node/rpc/submission_flow.h"

namespace lightship::rpc {
namespace {

namespace limits = base::limits;
using AdmitSender = std::function<absl::StatusOr<statement::Identity>()>;

constexpr char kMethod[] = "SubmissionService/SubmitStream";

class RefusedSubmissions final : public SubmissionReactor {
 public:
  explicit RefusedSubmissions(const absl::Status& status) { Finish(ToGrpc(status)); }
  void OnDone() override { delete this; }
};

// One statement of the stream, as it came, or as it was found to be: it is examined once, however often the writer has no room for it.
struct Submission {
  uint64_t number = 0;
  size_t bytes = 0;  // that it takes until it is judged
  v1::SubmitRequest request;
  std::optional<ledger::Admission> examined;
};
using Turn = std::vector<Submission>;

// Those of a turn that are refused, and what they brought.
struct Refusals {
  v1::SubmitStreamResponse response;
  size_t bytes = 0;
};

// What the writer has said of one.
struct Judged {
  uint64_t number = 0;
  crypto::Digest id;
  absl::StatusOr<ledger::Outcome> outcome;
};

//   read --> queue --place--> examined, counted (pool) --> with the writer --commit--> judged --> answered (pool) --> outbox --> written
//                ^               |    | refused --------------------------------------------------------------------^
//                +-- no room ----+
//
// Whoever changes something calls Act afterwards. One thread at a time acts, so that nothing is begun after Finish, and calls gRPC without
// the mutex: it may answer inside the call. Keeps itself alive until gRPC, the pool and the writer are done with it.
class SubmissionStream final : public SubmissionReactor, public std::enable_shared_from_this<SubmissionStream> {
 public:
  SubmissionStream(Reception& reception, AdmitSender admit, std::string caller)
      : reception_(reception), admit_(std::move(admit)), caller_(std::move(caller)) {}

  void Begin() {
    self_ = shared_from_this();
    Act();
  }

  void OnReadDone(bool ok) override {
    {
      base::MutexLock lock(mutex_);
      reading_ = false;
      ended_ = ended_ || !ok;
      if (ok) TakeIn();
    }
    Act();
  }
  void OnWriteDone(bool ok) override {
    {
      base::MutexLock lock(mutex_);
      writing_ = false;
      flow_.Told(static_cast<size_t>(outbox_.front().outcomes_size()));
      outbox_.pop_front();
      cancelled_ = cancelled_ || !ok;
    }
    Act();
  }
  void OnCancel() override {
    {
      base::MutexLock lock(mutex_);
      cancelled_ = true;
    }
    Act();
  }
  void OnDone() override {
    reception_.streams().Close(caller_);
    const std::shared_ptr<SubmissionStream> last = std::move(self_);
  }

 private:
  enum class Step { kNothing, kRead, kWrite, kExamine, kFinish };

  // Does what is to be done, until nothing is.
  void Act() {
    {
      base::MutexLock lock(mutex_);
      if (acting_) return;
      acting_ = true;
    }
    Turn turn;
    while (true) {
      switch (Next(turn)) {
        case Step::kNothing:
          return;
        case Step::kRead:
          StartRead(&incoming_);
          break;
        case Step::kWrite:
          StartWrite(Front());
          break;
        case Step::kExamine:
          PostTurn(std::exchange(turn, Turn()));
          break;
        case Step::kFinish:
          return Finish(Ending());
      }
    }
  }

  Step Next(Turn& turn) {
    base::MutexLock lock(mutex_);
    if (closing()) {
      queue_.clear();
      reception_.GiveUpPlaces(caller_, waits_);
      while (cancelled_ && outbox_.size() > (writing_ ? 1 : 0)) outbox_.pop_back();
    }
    if (!writing_ && !outbox_.empty()) {
      writing_ = true;
      return Step::kWrite;
    }
    if (TakeTurn(turn)) return Step::kExamine;
    if (!reading_ && !ended_ && !closing() && flow_.MayRead()) {
      reading_ = true;
      return Step::kRead;
    }
    if ((ended_ || closing()) && queue_.empty() && under_way_ == 0 && outbox_.empty()) return Step::kFinish;  // and nobody acts after
    acting_ = false;
    return Step::kNothing;
  }

  bool closing() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return cancelled_ || !why_.ok(); }

  bool IsClosing() {
    base::MutexLock lock(mutex_);
    return closing();
  }
  const v1::SubmitStreamResponse* Front() {
    base::MutexLock lock(mutex_);
    return &outbox_.front();
  }
  grpc::Status Ending() {
    base::MutexLock lock(mutex_);
    return cancelled_ ? grpc::Status::CANCELLED : ToGrpc(why_);
  }

  void TakeIn() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    // A message that is cleared keeps its memory, which the next one may have no need of.
    v1::SubmitStreamRequest incoming;
    incoming.Swap(&incoming_);
    if (incoming.submissions_size() > limits::kSubmissionsOfMessage) {
      why_.Update(base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                              absl::StrCat("a message has at most ", limits::kSubmissionsOfMessage, " submissions, not ",
                                           incoming.submissions_size())));
      return;
    }
    for (v1::NumberedSubmission& came : *incoming.mutable_submissions()) {
      const size_t bytes = came.ByteSizeLong() + sizeof(Submission);
      flow_.Came(1, bytes);
      queue_.push_back({came.number(), bytes, std::move(*came.mutable_request()), std::nullopt});
    }
  }

  // The next statements for which there are places. Without, looks again after the next commit.
  bool TakeTurn(Turn& turn) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (queue_.empty()) return false;
    // Before places are asked for, or the commit that frees some might be over before anybody waits for it. Whoever gets all that he
    // wants looks in vain once.
    LookAfterCommit();
    const size_t places = reception_.TakePlaces(caller_, std::min(queue_.size(), limits::kSubmissionsOfTurn), waits_);
    for (size_t i = 0; i < places; ++i) {
      turn.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    under_way_ += places;
    return places > 0;
  }

  void LookAfterCommit() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (looks_) return;
    looks_ = true;
    reception_.after_commit().Add([self = shared_from_this()] { self->Look(); });
  }

  // Once a commit is over, when the writer's next ones wait for this, or others have left places, on a turn's thread.
  void Look() {
    std::vector<Judged> judged;
    {
      base::MutexLock lock(mutex_);
      looks_ = false;
      judged.swap(judged_);
      if (judged.empty() && queue_.empty()) return;
    }
    WorkerPool& pool = *reception_.backend().pool;
    if (judged.empty()) return pool.Post([self = shared_from_this()] { self->Act(); });
    for (auto begin = judged.begin(); begin != judged.end();) {
      const auto end = begin + std::min<ptrdiff_t>(judged.end() - begin, limits::kOutcomesOfMessage);
      auto some = std::make_shared<std::vector<Judged>>(std::make_move_iterator(begin), std::make_move_iterator(end));
      pool.Post([self = shared_from_this(), some] { self->Answer(*some); });
      begin = end;
    }
  }

  void PostTurn(Turn turn) {
    auto shared = std::make_shared<Turn>(std::move(turn));
    if (reception_.backend().pool->TryPost(caller_, [self = shared_from_this(), shared] { self->Examine(*shared); })) return;
    Refusals refused;
    for (const Submission& submission : *shared) Refuse(submission, PoolIsFull(), refused);
    Settle({}, std::move(refused));
  }

  void Examine(Turn& turn) {
    const absl::StatusOr<statement::Identity> caller = IsClosing() ? absl::CancelledError() : admit_();
    if (!caller.ok()) return End(caller.status(), turn.size());
    Refusals refused;
    std::vector<ledger::Writer::Item> admitted;
    std::vector<Submission*> theirs;
    std::vector<absl::Status> found = ExamineEach(*caller, turn);
    for (size_t i = 0; i < turn.size(); ++i) {
      Submission& submission = turn[i];
      absl::Status admitted_one = found[i].ok() ? reception_.Count(caller_) : found[i];
      if (!admitted_one.ok()) {
        Refuse(submission, admitted_one, refused);
        continue;
      }
      auto done = [self = shared_from_this(), number = submission.number, bytes = submission.bytes,
                   id = submission.examined->id](absl::StatusOr<ledger::Outcome> outcome) {
        self->Judge({number, id, std::move(outcome)}, bytes);
      };
      admitted.push_back({*std::move(submission.examined), std::move(done)});
      theirs.push_back(&submission);
    }
    const size_t taken = reception_.backend().writer->SubmitSome(admitted);
    for (size_t i = taken; i < theirs.size(); ++i) theirs[i]->examined = std::get<ledger::Admission>(std::move(admitted[i].operation));
    reception_.CountBack(caller_, theirs.size() - taken);
    Settle({theirs.begin() + static_cast<ptrdiff_t>(taken), theirs.end()}, std::move(refused));
  }

  // Leaves each that may be admitted examined.
  std::vector<absl::Status> ExamineEach(const statement::Identity& caller, Turn& turn) const {
    std::vector<absl::Status> found(turn.size());
    std::vector<size_t> fresh;
    std::vector<const v1::SubmitRequest*> requests;
    for (size_t i = 0; i < turn.size(); ++i) {
      if (turn[i].examined.has_value()) {
        found[i] = reception_.CheckAgain(*turn[i].examined);
      } else {
        fresh.push_back(i);
        requests.push_back(&turn[i].request);
      }
    }
    std::vector<absl::StatusOr<ledger::Admission>> examined = reception_.ExamineAll(caller, requests);
    for (size_t i = 0; i < fresh.size(); ++i) {
      Submission& submission = turn[fresh[i]];
      found[fresh[i]] = examined[i].status();
      if (!examined[i].ok()) continue;
      submission.examined = *std::move(examined[i]);
      submission.request.Clear();
    }
    return found;
  }

  void Refuse(const Submission& submission, const absl::Status& why, Refusals& refused) const {
    AddError(submission.number, why, refused.response);
    refused.bytes += submission.bytes;
  }
  void AddError(uint64_t number, const absl::Status& why, v1::SubmitStreamResponse& response) const {
    v1::SubmissionOutcome& outcome = *response.add_outcomes();
    outcome.set_number(number);
    *outcome.mutable_error() = ToWire(why);
    const std::string reason(base::ReasonOf(why));
    reception_.backend().counts->refused.Of(kMethod, reason.empty() ? absl::StatusCodeToString(why.code()) : reason).Add();
  }

  // The turn is over: some are refused, some had no room and wait on, the others are with the writer.
  void Settle(const std::vector<Submission*>& back, Refusals refused) {
    const auto refusals = static_cast<size_t>(refused.response.outcomes_size());
    reception_.LeavePlaces(caller_, refusals + back.size());
    {
      base::MutexLock lock(mutex_);
      flow_.Judged(refused.bytes);
      if (refusals > 0) outbox_.push_back(std::move(refused.response));
      for (auto it = back.rbegin(); it != back.rend(); ++it) queue_.push_front(std::move(**it));
      under_way_ -= refusals + back.size();
    }
    Act();
    if (refusals > 0) reception_.after_commit().Run();
  }

  // The writer's next commits wait for this: only noted. Those of one commit are answered together.
  void Judge(Judged judged, size_t bytes) {
    reception_.LeavePlaces(caller_, 1);
    if (!judged.outcome.ok()) reception_.CountBack(caller_, 1);
    base::MutexLock lock(mutex_);
    flow_.Judged(bytes);
    judged_.push_back(std::move(judged));
    LookAfterCommit();
  }

  void Answer(const std::vector<Judged>& some) {
    v1::SubmitStreamResponse response;
    for (const Judged& judged : some) AddAnswer(judged, response);
    {
      base::MutexLock lock(mutex_);
      under_way_ -= some.size();
      outbox_.push_back(std::move(response));
    }
    Act();
  }

  void AddAnswer(const Judged& judged, v1::SubmitStreamResponse& response) const {
    absl::StatusOr<v1::SubmitResponse> acknowledged = reception_.Acknowledge(judged.outcome, judged.id);
    if (!acknowledged.ok()) return AddError(judged.number, acknowledged.status(), response);
    v1::SubmissionOutcome& outcome = *response.add_outcomes();
    outcome.set_number(judged.number);
    *outcome.mutable_response() = *std::move(acknowledged);
  }

  // Nobody waits for the statements of this turn, or the caller may not submit any more.
  void End(const absl::Status& why, size_t statements) {
    reception_.LeavePlaces(caller_, statements);
    {
      base::MutexLock lock(mutex_);
      why_.Update(why);
      under_way_ -= statements;
    }
    Act();
    reception_.after_commit().Run();
  }

  Reception& reception_;
  const AdmitSender admit_;
  const std::string caller_;
  std::shared_ptr<SubmissionStream> self_;
  v1::SubmitStreamRequest incoming_;  // gRPC's while it reads
  base::Mutex mutex_;
  SubmissionFlow flow_ ABSL_GUARDED_BY(mutex_);
  std::deque<Submission> queue_ ABSL_GUARDED_BY(mutex_);  // without a place
  size_t under_way_ ABSL_GUARDED_BY(mutex_) = 0;          // with a place, or judged and not in the outbox
  std::vector<Judged> judged_ ABSL_GUARDED_BY(mutex_);
  std::deque<v1::SubmitStreamResponse> outbox_ ABSL_GUARDED_BY(mutex_);  // its front is being written
  bool acting_ ABSL_GUARDED_BY(mutex_) = false;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;  // the caller's side
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  bool looks_ ABSL_GUARDED_BY(mutex_) = false;  // after the next commit
  bool waits_ ABSL_GUARDED_BY(mutex_) = false;  // for places
  absl::Status why_ ABSL_GUARDED_BY(mutex_);    // the node ends the stream
};

}  // namespace

SubmissionReactor* StartSubmissionStream(Reception& reception, AdmitSender admit) {
  const absl::StatusOr<statement::Identity> caller = admit();
  if (!caller.ok()) return new RefusedSubmissions(caller.status());
  if (absl::Status open = reception.streams().Open(caller->Uri()); !open.ok()) return new RefusedSubmissions(open);
  auto stream = std::make_shared<SubmissionStream>(reception, std::move(admit), caller->Uri());
  stream->Begin();
  return stream.get();
}

}  // namespace lightship::rpc
