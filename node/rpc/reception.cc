#include "node/rpc/reception.h"

#include <algorithm>

#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::rpc {
namespace {

namespace reason = base::reason;

constexpr absl::Duration kComeBack = absl::Milliseconds(200);
constexpr size_t kQuickBytes = 16 << 10;

size_t AtLeastOne(size_t places) { return std::max<size_t>(places, 1); }

// Who must be barred and what must go shall not wait for room that only the little of it would take. What the statement is otherwise is
// examined later.
bool GoesFirst(const v1::Manifest& manifest) {
  return manifest.kind() == v1::STATEMENT_KIND_KEY || manifest.kind() == v1::STATEMENT_KIND_WITHDRAWAL;
}
bool GoesFirst(const v1::SubmitRequest& request) {
  v1::Manifest manifest;
  return manifest.ParseFromString(request.statement().manifest()) && GoesFirst(manifest);
}

}  // namespace

Reception::Reception(const SubmissionBackend& backend)
    : backend_(backend),
      waiting_({"submissions", AtLeastOne(backend.most_waiting), AtLeastOne(backend.most_waiting / 4), reason::kOverloaded, kComeBack}),
      streamed_(AtLeastOne(backend.most_waiting / 2), AtLeastOne(backend.most_waiting / 4)),
      streams_({"streams of submissions", backend.most_streams, backend.streams_of_caller}),
      answers_(backend.pool),
      ear_(backend.commits->Listen([this] {
        after_commit_.Run();
        answers_.Give(backend_.writer->waiting() == 0);
      })) {}

Reception::~Reception() { backend_.commits->Unlisten(ear_); }

std::vector<absl::StatusOr<ledger::Admission>> Reception::ExamineAll(const statement::Identity& caller,
                                                                     absl::Span<const v1::SubmitRequest* const> requests) const {
  std::vector<absl::StatusOr<ledger::Admission>> found(requests.size());
  std::vector<size_t> places;
  std::vector<const v1::SubmitRequest*> to_examine;
  for (size_t i = 0; i < requests.size(); ++i) {
    if (absl::Status admitting = CheckAdmitting(GoesFirst(*requests[i])); !admitting.ok()) {
      found[i] = admitting;
      continue;
    }
    places.push_back(i);
    to_examine.push_back(requests[i]);
  }
  if (to_examine.empty()) return found;
  std::vector<absl::StatusOr<ledger::Admission>> examined = ExamineContent(caller, to_examine);
  for (size_t i = 0; i < places.size(); ++i) found[places[i]] = std::move(examined[i]);
  return found;
}

std::vector<absl::StatusOr<ledger::Admission>> Reception::ExamineContent(
    const statement::Identity& caller, absl::Span<const v1::SubmitRequest* const> requests) const {
  std::shared_ptr<const ledger::Heads> heads = backend_.heads->Get();
  const ledger::LogHead* own = heads->Find(backend_.origin);
  if (own == nullptr || own->keys == nullptr) {
    const absl::Status closed = base::Error(absl::StatusCode::kUnavailable, reason::kRecovering, "the node's log is not open");
    return std::vector<absl::StatusOr<ledger::Admission>>(requests.size(), closed);
  }
  // As in the log, time does not go back when the clock is set back.
  std::vector<absl::StatusOr<ledger::Admission>> examined = ledger::ExamineAll(
      requests, caller, backend_.rules(), *own->keys, *backend_.roots, std::max(backend_.clock->Now(), own->last_admitted_at));
  for (absl::StatusOr<ledger::Admission>& admission : examined) {
    if (admission.ok()) ledger::DeriveAhead(*backend_.indexer, own->origin, *admission);
  }
  return examined;
}

absl::Status Reception::CheckAgain(const ledger::Admission& admission) const {
  return CheckAdmitting(GoesFirst(admission.manifest));
}

absl::Status Reception::CheckAdmitting(bool goes_first) const {
  RETURN_IF_ERROR(backend_.standby->Check());
  return goes_first ? backend_.room->CheckCopying() : backend_.room->CheckAdmitting();
}

bool Reception::IsQuick(const v1::SubmitRequest& request) const {
  if (request.statement().signatures_size() != 1 || request.ByteSizeLong() > kQuickBytes) return false;
  auto signer = crypto::DigestFromBytes(request.statement().signatures(0).key_id());
  std::shared_ptr<const ledger::Heads> heads = backend_.heads->Get();
  const ledger::LogHead* own = heads->Find(backend_.origin);
  return signer.ok() && own != nullptr && own->keys != nullptr && own->keys->Find(*signer) != nullptr;
}

absl::Status Reception::Count(const std::string& caller) const {
  return backend_.quota->Take(caller, 1, backend_.steady->Now());
}

absl::Status Reception::CheckQuota(const std::string& caller) const {
  return backend_.quota->Check(caller, 1, backend_.steady->Now());
}

void Reception::CountBack(const std::string& caller, size_t statements) const {
  if (statements > 0) backend_.quota->GiveBack(caller, statements);
}

absl::StatusOr<v1::SubmitResponse> Reception::Acknowledge(const absl::StatusOr<ledger::Outcome>& outcome,
                                                          const crypto::Digest& id) const {
  RETURN_IF_ERROR(outcome.status());
  v1::SubmitResponse response;
  response.set_statement_id(crypto::AsString(id));
  ASSIGN_OR_RETURN(*response.mutable_receipt(),
                   outcome->admitted != nullptr ? backend_.reader->MakeFirstReceipt(*outcome->admitted, outcome->index, id)
                                                : backend_.reader->MakeReceipt(outcome->origin, outcome->index, true));
  response.set_already_admitted(outcome->already_admitted);
  return response;
}

size_t Reception::TakePlaces(const std::string& caller, size_t wanted, bool& waits) {
  if (!backend_.writer->CheckRoom().ok()) return 0;
  return streamed_.Take(caller, wanted, waits);
}

}  // namespace lightship::rpc
