// A Converse stream between two nodes, whichever side dialled.
#ifndef LIGHTSHIP_NODE_RPC_PEER_STREAM_H_
#define LIGHTSHIP_NODE_RPC_PEER_STREAM_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/exchange.pb.h"
#include "node/base/mutex.h"
#include "node/rpc/peer_identity.h"

namespace lightship::rpc {

// Thread-safe.
class PeerStream {
 public:
  virtual ~PeerStream() = default;
  // The node at the other end.
  virtual const Peer& peer() const = 0;
  // Queues a frame; does nothing once the stream is ending.
  virtual void Send(const v1::Frame& frame) = 0;
  // Ends the stream when what was queued has gone out.
  virtual void Close() = 0;
  // Ends the stream now.
  virtual void Abort() = 0;
};

// What a stream reports. Called on gRPC's threads, OnOpened first, OnClosed once and last; calls must not block.
class PeerStreamEvents {
 public:
  virtual ~PeerStreamEvents() = default;
  virtual void OnOpened(std::shared_ptr<PeerStream> stream) = 0;
  virtual void OnFrame(const PeerStream* stream, v1::Frame frame) = 0;
  virtual void OnClosed(const PeerStream* stream, const absl::Status& why) = 0;
};

// Frames waiting to be written, one at a time. Thread-safe.
class Outbox {
 public:
  enum class Next { kNothing, kWrite, kEnd };

  // What the caller must now do: write front(), end the stream, or nothing.
  Next Push(const v1::Frame& frame) {
    base::MutexLock lock(mutex_);
    if (closing_) return Next::kNothing;
    frames_.push_back(frame);
    return Advance();
  }
  Next Written(bool ok) {
    base::MutexLock lock(mutex_);
    writing_ = false;
    frames_.pop_front();
    if (!ok) DropAll();
    return Advance();
  }
  // With `drop`, frames that were not written yet are forgotten.
  Next Close(bool drop) {
    base::MutexLock lock(mutex_);
    closing_ = true;
    if (drop && !writing_) frames_.clear();
    if (drop && writing_) frames_.resize(1);
    return Advance();
  }
  // The frame to write; stays in place until Written().
  const v1::Frame* front() {
    base::MutexLock lock(mutex_);
    return &frames_.front();
  }

 private:
  void DropAll() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    closing_ = true;
    frames_.clear();
  }
  Next Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (writing_ || ended_) return Next::kNothing;
    if (!frames_.empty()) {
      writing_ = true;
      return Next::kWrite;
    }
    if (!closing_) return Next::kNothing;
    ended_ = true;
    return Next::kEnd;
  }

  base::Mutex mutex_;
  std::deque<v1::Frame> frames_ ABSL_GUARDED_BY(mutex_);
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_PEER_STREAM_H_
