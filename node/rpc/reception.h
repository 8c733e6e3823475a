// From a submitted statement to one that is with the writer, whichever call brings it: the rules of the moment, places, quota, receipt.
#ifndef LIGHTSHIP_NODE_RPC_RECEPTION_H_
#define LIGHTSHIP_NODE_RPC_RECEPTION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "lightship/v1/submission.pb.h"
#include "node/ledger/admission.h"
#include "node/ledger/ledger.h"
#include "node/rpc/after_commit.h"
#include "node/rpc/fair_places.h"
#include "node/rpc/open_calls.h"
#include "node/rpc/single_answers.h"
#include "node/rpc/submission_service.h"
#include "node/statement/identity.h"

namespace lightship::rpc {

// Thread-safe.
class Reception {
 public:
  // Listens for commits until it ends.
  explicit Reception(const SubmissionBackend& backend);
  ~Reception();

  const SubmissionBackend& backend() const { return backend_; }

  // What may be said of each statement without the writer: standby, room on the disk, then ledger::Examine, ledger::DeriveAhead.
  // Several take less time together than one after the other.
  std::vector<absl::StatusOr<ledger::Admission>> ExamineAll(const statement::Identity& caller,
                                                            absl::Span<const v1::SubmitRequest* const> requests) const;
  // The first two of these alone, for one that was examined before.
  absl::Status CheckAgain(const ledger::Admission& admission) const;
  // Whether Examine takes no longer than the one signature that a statement of everyday size has, by a key that the log grants.
  bool IsQuick(const v1::SubmitRequest& request) const;
  // OVER_QUOTA, or one more of the caller's statements counts. Last of all: what is refused before takes no room in the log.
  absl::Status Count(const std::string& caller) const;
  // OVER_QUOTA when nothing more of the caller's would count: he is told before he takes a place that others want.
  absl::Status CheckQuota(const std::string& caller) const;
  // So many do not count after all, since the writer has not taken them or refused them.
  void CountBack(const std::string& caller, size_t statements) const;
  // The writer's answer as the caller's.
  absl::StatusOr<v1::SubmitResponse> Acknowledge(const absl::StatusOr<ledger::Outcome>& outcome, const crypto::Digest& id) const;

  // A place before the writer, for a single submission, before it is examined: OVERLOADED when there is none. Until the writer has
  // answered.
  absl::Status TakePlace(const std::string& caller) { return waiting_.Open(caller); }
  void LeavePlace(const std::string& caller) { waiting_.Close(caller); }
  size_t places_taken() const { return waiting_.open(); }

  // Places for statements of a stream, as many as there are, up to `wanted`, of FairPlaces. They are other ones: whoever imports can file
  // a report meanwhile. Streams take at most half of the inbox. Who gets fewer than he wants asks again after the next commit; who leaves
  // places without one runs after_commit().
  [[nodiscard]] size_t TakePlaces(const std::string& caller, size_t wanted, bool& waits);
  void LeavePlaces(const std::string& caller, size_t places) { streamed_.Leave(caller, places); }
  // A stream that waits for places wants none any more.
  void GiveUpPlaces(const std::string& caller, bool& waits) { streamed_.GiveUp(caller, waits); }

  // Run after each commit, and by whoever leaves places without one.
  AfterCommit& after_commit() { return after_commit_; }
  // What a commit has brought to single submissions, given when it is done.
  SingleAnswers& answers() { return answers_; }
  OpenCalls& streams() { return streams_; }

 private:
  absl::Status CheckAdmitting(bool goes_first) const;
  std::vector<absl::StatusOr<ledger::Admission>> ExamineContent(const statement::Identity& caller,
                                                                absl::Span<const v1::SubmitRequest* const> requests) const;

  const SubmissionBackend backend_;
  OpenCalls waiting_;   // for the writer, singly
  FairPlaces streamed_;  // for a turn or for the writer, from streams
  OpenCalls streams_;
  AfterCommit after_commit_;
  SingleAnswers answers_;
  const uint64_t ear_;
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_RECEPTION_H_
