// gRPC takes in whatever a caller says belongs to one message, or to one block of headers, before it looks at it: gigabytes,
// from anybody with a certificate, and from whoever answers when this node dials. When the process holds more memory than it may,
// the connections that have brought the most since memory began to run out are cut, as few as have brought what is too much. Nor does it
// count connections: those that are too many are cut too (crowd.h).
#ifndef LIGHTSHIP_NODE_RPC_CONNECTION_GUARD_H_
#define LIGHTSHIP_NODE_RPC_CONNECTION_GUARD_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <thread>
#include <vector>

#include "node/base/mutex.h"
#include "node/rpc/crowd.h"

namespace lightship::rpc {

// Bytes received on each in all.
using Received = std::map<ConnectionKey, uint64_t>;

// Decides. Thread-compatible.
class Suspicion {
 public:
  // Who has brought less since is not the cause; of many together, once memory is an eighth over what it may be.
  static constexpr uint64_t kLeastBytes = 16 * 1024 * 1024;
  static constexpr uint64_t kLeastOfManyBytes = 1024 * 1024;

  explicit Suspicion(size_t memory_bytes) : most_(memory_bytes) {}

  // Whether memory begins to run out: from three quarters on, looks are worth their cost.
  bool Watches(size_t memory) const { return memory > most_ / 4 * 3; }
  bool IsOver(size_t memory) const { return memory > most_; }
  // The connections to cut now, the worst first. `memory`: what the process holds.
  std::vector<ConnectionKey> Judge(size_t memory, const Received& received);
  // Memory is no concern: what comes from here on counts.
  void Forget() { before_.reset(); }

 private:
  const size_t most_;
  std::optional<Received> before_;
};

// Looks ten times a second, on a thread of its own, from construction to destruction.
class ConnectionGuard {
 public:
  struct Limits {
    size_t memory_bytes = 0;
    Crowd::Most most;  // of connections that were made to this process
  };
  // `port`: where it listens.
  ConnectionGuard(const Limits& limits, uint16_t port);
  ~ConnectionGuard();

  // Connections cut so far, of all that came or were made: as what memory ran out by, and as too many.
  uint64_t cut_for_memory() const { return cut_for_memory_.load(std::memory_order_relaxed); }
  uint64_t cut_as_too_many() const { return cut_as_too_many_.load(std::memory_order_relaxed); }

 private:
  void Run();
  void LookAtMemory();
  void LookAtCrowd();

  const uint16_t port_;
  Suspicion suspicion_;  // the thread's
  Crowd crowd_;          // the thread's
  std::atomic<uint64_t> cut_for_memory_{0}, cut_as_too_many_{0};
  base::Mutex mutex_;
  base::CondVar stop_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_CONNECTION_GUARD_H_
