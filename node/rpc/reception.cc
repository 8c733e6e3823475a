#include "node/rpc/reception.h"

#include <algorithm>

#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::rpc {
namespace {

namespace reason = base::reason;

constexpr absl::Duration kComeBack = absl::Milliseconds(200);

OpenCalls::Kind Places(size_t most, size_t most_of_caller) {
  return {"submissions", std::max<size_t>(most, 1), std::max<size_t>(most_of_caller, 1), reason::kOverloaded, kComeBack};
}

// Who must be barred and what must go shall not wait for room that only the little of it would take. What the statement is otherwise is
// examined later.
bool GoesFirst(const v1::SubmitRequest& request) {
  v1::Manifest manifest;
  if (!manifest.ParseFromString(request.statement().manifest())) return false;
  return manifest.kind() == v1::STATEMENT_KIND_KEY || manifest.kind() == v1::STATEMENT_KIND_WITHDRAWAL;
}

}  // namespace

Reception::Reception(const SubmissionBackend& backend)
    : backend_(backend),
      waiting_(Places(backend.most_waiting, backend.most_waiting / 4)),
      streamed_(Places(backend.most_waiting / 2, backend.most_waiting / 4)),
      streams_({"streams of submissions", backend.most_streams, backend.streams_of_caller}),
      ear_(backend.commits->Listen([this] { after_commit_.Run(); })) {}

Reception::~Reception() { backend_.commits->Unlisten(ear_); }

absl::StatusOr<ledger::Admission> Reception::Examine(const statement::Identity& caller,
                                                     const v1::SubmitRequest& request) const {
  RETURN_IF_ERROR(backend_.standby->Check());
  RETURN_IF_ERROR(GoesFirst(request) ? backend_.room->CheckCopying() : backend_.room->CheckAdmitting());
  std::shared_ptr<const ledger::Heads> heads = backend_.heads->Get();
  const ledger::LogHead* own = heads->Find(backend_.origin);
  if (own == nullptr || own->keys == nullptr) {
    return base::Error(absl::StatusCode::kUnavailable, reason::kRecovering, "the node's log is not open");
  }
  // As in the log, time does not go back when the clock is set back.
  return ledger::Examine(request, caller, backend_.rules(), *own->keys, *backend_.roots,
                         std::max(backend_.clock->Now(), own->last_admitted_at));
}

absl::Status Reception::Count(const std::string& caller) const {
  return backend_.quota->Take(caller, 1, backend_.steady->Now());
}

absl::StatusOr<v1::SubmitResponse> Reception::Acknowledge(const absl::StatusOr<ledger::Outcome>& outcome,
                                                          const crypto::Digest& id) const {
  RETURN_IF_ERROR(outcome.status());
  v1::SubmitResponse response;
  response.set_statement_id(crypto::AsString(id));
  ASSIGN_OR_RETURN(*response.mutable_receipt(), backend_.reader->MakeReceipt(outcome->origin, outcome->index, true));
  response.set_already_admitted(outcome->already_admitted);
  return response;
}

size_t Reception::TakePlaces(const std::string& caller, size_t wanted) {
  if (!backend_.writer->CheckRoom().ok()) return 0;
  return streamed_.OpenSome(caller, wanted);
}

}  // namespace lightship::rpc
