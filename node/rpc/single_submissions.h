// Statements that come in a call each, as SubmissionService.Submit brings them.
#ifndef LIGHTSHIP_NODE_RPC_SINGLE_SUBMISSIONS_H_
#define LIGHTSHIP_NODE_RPC_SINGLE_SUBMISSIONS_H_

#include <string>
#include <vector>

#include "grpcpp/server_context.h"
#include "lightship/v1/submission.pb.h"
#include "node/ledger/writer.h"
#include "node/rpc/gathering.h"
#include "node/rpc/reception.h"
#include "node/statement/identity.h"

namespace lightship::rpc {

// One call; what it points to lasts until the reactor is finished.
struct SingleSubmission {
  statement::Identity caller;
  grpc::CallbackServerContext* context;
  const v1::SubmitRequest* request;
  v1::SubmitResponse* response;
  grpc::ServerUnaryReactor* reactor;
};

// A statement has a place before the writer until it is answered. It is examined where it came while hardly any other is under way, else
// in the pool, in its caller's turns, with others of the caller's that wait. Thread-safe.
class SingleSubmissions {
 public:
  // The reception outlives this.
  explicit SingleSubmissions(Reception* reception) : reception_(*reception) {}

  // Finishes the call, now or later.
  void Begin(SingleSubmission single);

 private:
  using Turn = std::vector<SingleSubmission>;

  bool ExaminedHere(const std::string& who, const SingleSubmission& single);
  void BeginTurn(const std::string& who);
  void TakeTurn(const std::string& who);
  void Examine(const std::string& who, const Turn& turn);
  void Refuse(const std::string& who, const SingleSubmission& single, const grpc::Status& why);
  ledger::Writer::Done Answering(const std::string& who, const SingleSubmission& single, const crypto::Digest& id);

  Reception& reception_;
  Gathering<SingleSubmission> waiting_;
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_SINGLE_SUBMISSIONS_H_
