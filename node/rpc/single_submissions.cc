#include "node/rpc/single_submissions.h"

#include <utility>

#include "node/base/limits.h"
#include "node/rpc/pool_call.h"
#include "node/rpc/status_map.h"

namespace lightship::rpc {
namespace {

// With no more under way than these, a statement is examined sooner than another thread has woken for it; with more, it costs less in a
// turn with others.
constexpr size_t kFew = 4;

}  // namespace

void SingleSubmissions::Begin(SingleSubmission single) {
  const std::string who = single.caller.Uri();
  if (absl::Status quota = reception_.CheckQuota(who); !quota.ok()) return single.reactor->Finish(ToGrpc(quota));
  if (absl::Status place = reception_.TakePlace(who); !place.ok()) return single.reactor->Finish(ToGrpc(place));
  if (ExaminedHere(who, single)) return;
  if (waiting_.Add(who, std::move(single))) BeginTurn(who);
}

bool SingleSubmissions::ExaminedHere(const std::string& who, const SingleSubmission& single) {
  if (reception_.places_taken() > kFew || !reception_.IsQuick(*single.request)) return false;
  return reception_.backend().pool->TryRun(who, [&] { Examine(who, {single}); });
}

void SingleSubmissions::BeginTurn(const std::string& who) {
  if (reception_.backend().pool->TryPost(who, [this, who] { TakeTurn(who); })) return;
  for (const SingleSubmission& left : waiting_.GiveUp(who)) Refuse(who, left, ToGrpc(PoolIsFull()));
}

// The next is another task, so that others have their turns between.
void SingleSubmissions::TakeTurn(const std::string& who) {
  Examine(who, waiting_.Take(who, base::limits::kSubmissionsOfTurn));
  if (waiting_.Ended(who)) BeginTurn(who);
}

void SingleSubmissions::Examine(const std::string& who, const Turn& turn) {
  const absl::Status room = reception_.backend().writer->CheckRoom();
  std::vector<const SingleSubmission*> singles;
  std::vector<const v1::SubmitRequest*> requests;
  for (const SingleSubmission& single : turn) {
    // Whoever gave up does not wait for the answer: skip the work, but end the call.
    if (single.context->IsCancelled()) {
      Refuse(who, single, grpc::Status::CANCELLED);
    } else if (!room.ok()) {
      Refuse(who, single, ToGrpc(room));
    } else {
      singles.push_back(&single);
      requests.push_back(single.request);
    }
  }
  if (singles.empty()) return;
  // All of one caller by name, which is what is looked at.
  std::vector<absl::StatusOr<ledger::Admission>> examined = reception_.ExamineAll(singles.front()->caller, requests);
  std::vector<ledger::Writer::Item> admitted;
  for (size_t i = 0; i < singles.size(); ++i) {
    const absl::Status fit = examined[i].ok() ? reception_.Count(who) : examined[i].status();
    if (!fit.ok()) {
      Refuse(who, *singles[i], ToGrpc(fit));
      continue;
    }
    ledger::Writer::Done done = Answering(who, *singles[i], examined[i]->id);
    admitted.push_back({*std::move(examined[i]), std::move(done)});
  }
  ledger::Writer& writer = *reception_.backend().writer;
  // Each of the others is told by itself that there is no room.
  for (size_t i = writer.SubmitSome(admitted); i < admitted.size(); ++i) {
    writer.Submit(std::move(admitted[i].operation), std::move(admitted[i].done));
  }
}

void SingleSubmissions::Refuse(const std::string& who, const SingleSubmission& single, const grpc::Status& why) {
  reception_.LeavePlace(who);
  single.reactor->Finish(why);
}

ledger::Writer::Done SingleSubmissions::Answering(const std::string& who, const SingleSubmission& single, const crypto::Digest& id) {
  return [this, who, reactor = single.reactor, response = single.response, id](absl::StatusOr<ledger::Outcome> outcome) {
    reception_.LeavePlace(who);
    if (!outcome.ok()) reception_.CountBack(who, 1);
    // A refusal may come without a commit; the receipt of what was admitted before is read back, for which nobody waits.
    const bool committed = outcome.ok() && outcome->admitted != nullptr;
    auto answer = [this, reactor, response, id, outcome = std::move(outcome)] {
      absl::StatusOr<v1::SubmitResponse> acknowledged = reception_.Acknowledge(outcome, id);
      if (acknowledged.ok()) *response = *std::move(acknowledged);
      reactor->Finish(ToGrpc(acknowledged.status()));
    };
    if (committed) return reception_.answers().Add(std::move(answer));
    reception_.backend().pool->Post(std::move(answer));
  };
}

}  // namespace lightship::rpc
