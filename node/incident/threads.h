// Threads for one query, by those who have some.
#ifndef LIGHTSHIP_NODE_INCIDENT_THREADS_H_
#define LIGHTSHIP_NODE_INCIDENT_THREADS_H_

#include <cstddef>

#include "absl/functional/function_ref.h"

namespace lightship::incident {

class Threads {
 public:
  virtual ~Threads() = default;
  // Into how many shares a query of so many chunks is worth being parted, at least one.
  virtual size_t SharesOf(size_t chunks) const = 0;
  // Calls work(0), ..., work(shares - 1), each once and some at the same time as others; returns when all have returned.
  virtual void Share(size_t shares, absl::FunctionRef<void(size_t)> work) = 0;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_THREADS_H_
