// Places that callers take, hold for a while and leave, shared out among those who want some: nobody holds them while others get none.
#ifndef LIGHTSHIP_NODE_RPC_FAIR_PLACES_H_
#define LIGHTSHIP_NODE_RPC_FAIR_PLACES_H_

#include <cstddef>
#include <functional>
#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "node/base/mutex.h"

namespace lightship::rpc {

// Thread-safe. Of n callers that hold places or wait for some, nobody takes more than an n-th of all, nor more than `most_of_caller`. What
// somebody holds beyond that since there were fewer, he keeps until he leaves it.
class FairPlaces {
 public:
  FairPlaces(size_t most, size_t most_of_caller) : most_(most), most_of_caller_(most_of_caller) {}

  // Places that the caller now holds, up to `wanted`; with fewer it waits. `waits` is kept for each that takes places for the caller, first
  // false, and told again the next time.
  [[nodiscard]] size_t Take(absl::string_view caller, size_t wanted, bool& waits);
  void Leave(absl::string_view caller, size_t places);
  // Who waited wants none any more.
  void GiveUp(absl::string_view caller, bool& waits);

 private:
  struct Caller {
    size_t held = 0;
    size_t waiting = 0;
  };
  using Callers = std::map<std::string, Caller, std::less<>>;

  static void SetWaits(bool now, bool& waits, Caller& caller);
  void ForgetIdle(Callers::iterator caller) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t most_;
  const size_t most_of_caller_;
  base::Mutex mutex_;
  size_t held_ ABSL_GUARDED_BY(mutex_) = 0;
  Callers callers_ ABSL_GUARDED_BY(mutex_);  // that hold or wait
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_FAIR_PLACES_H_
