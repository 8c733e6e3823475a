// How far a stream of submissions may go. What is read is bounded by what is unanswered, so that neither a full inbox of the writer nor a
// caller who does not read his outcomes makes memory grow.
#ifndef LIGHTSHIP_NODE_RPC_SUBMISSION_FLOW_H_
#define LIGHTSHIP_NODE_RPC_SUBMISSION_FLOW_H_

#include <cstddef>

#include "node/base/limits.h"

namespace lightship::rpc {

// Counts of one stream. Thread-compatible.
//
//   read --Came--> waiting, examined, with the writer --Judged--> outcome to be written --Told--> gone
class SubmissionFlow {
 public:
  // A message has been read that brought these.
  void Came(size_t statements, size_t bytes) {
    open_ += statements;
    bytes_ += bytes;
  }
  // The outcome of one that brought `bytes` is known: these need not be held any more.
  void Judged(size_t bytes) { bytes_ -= bytes; }
  // The transport has taken the outcomes of so many.
  void Told(size_t statements) { open_ -= statements; }

  // Whether the next message may be read.
  bool MayRead() const {
    return open_ < base::limits::kSubmissionsOpen && bytes_ < base::limits::kSubmissionsOpenBytes;
  }
  // Statements that have come and are not told of.
  size_t open() const { return open_; }

 private:
  size_t open_ = 0;
  size_t bytes_ = 0;
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_SUBMISSION_FLOW_H_
