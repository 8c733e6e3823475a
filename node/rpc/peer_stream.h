// A Converse stream between two nodes, whichever side dialled.
#ifndef LIGHTSHIP_NODE_RPC_PEER_STREAM_H_
#define LIGHTSHIP_NODE_RPC_PEER_STREAM_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/exchange.pb.h"
#include "node/base/mutex.h"
#include "node/rpc/packing.h"
#include "node/rpc/peer_identity.h"

namespace lightship::rpc {

// Thread-safe.
class PeerStream {
 public:
  virtual ~PeerStream() = default;
  // The node at the other end.
  virtual const Peer& peer() const = 0;
  // Of the call that the stream is, for the logs at both ends (base/request_id.h).
  virtual const std::string& request_id() const = 0;
  // Queues a frame; does nothing once the stream is ending.
  virtual void Send(const v1::Frame& frame) = 0;
  // Frames that wait to be written.
  virtual size_t queued_bytes() const = 0;
  // Of messages as they travel, since the stream was opened.
  virtual uint64_t received_bytes() const = 0;
  virtual uint64_t sent_bytes() const = 0;
  // The last frame reported has been taken: the next one is read.
  virtual void Taken() = 0;
  // Ends the stream when the frame queued last has gone out; those before it that still wait are dropped.
  virtual void Close() = 0;
  // Ends the stream now.
  virtual void Abort() = 0;
};

// What a stream reports. Called on gRPC's threads, OnOpened first, OnClosed once and last; calls must not block. No frame is read
// before the one reported last has been taken (PeerStream::Taken). Streams must be let go of on other threads: the last
// connection of a process takes gRPC's threads with it, which then would wait for themselves (CallbackAlternativeCQ::Unref).
class PeerStreamEvents {
 public:
  virtual ~PeerStreamEvents() = default;
  virtual void OnOpened(std::shared_ptr<PeerStream> stream) = 0;
  virtual void OnFrame(const PeerStream* stream, v1::Frame frame) = 0;
  // A part of the next frame has come; the rest is read without further ado.
  virtual void OnPiece(const PeerStream* stream) = 0;
  virtual void OnClosed(std::shared_ptr<PeerStream> stream, const absl::Status& why) = 0;
};

// Frames waiting to be written, one at a time. Thread-safe.
class Outbox {
 public:
  enum class Next { kNothing, kWrite, kEnd };

  // From now on frames go out in pieces, those too that wait already.
  void Pack() {
    base::MutexLock lock(mutex_);
    packer_.emplace();
    for (size_t i = Begun(); i < frames_.size(); ++i) {
      frames_[i].serialized = frames_[i].frame.SerializeAsString();
      frames_[i].frame.Clear();
    }
  }
  // What the caller must now do: write front(), end the stream, or nothing.
  Next Push(const v1::Frame& frame) {
    base::MutexLock lock(mutex_);
    if (closing_) return Next::kNothing;
    Waiting waiting;
    waiting.bytes = frame.ByteSizeLong();
    waiting.piece_bytes = PieceBytesOf(frame, waiting.bytes);
    if (packer_) {
      frame.AppendToString(&waiting.serialized);
    } else {
      waiting.frame = frame;
    }
    Add(std::move(waiting));
    return Advance();
  }
  Next Written(bool ok) {
    base::MutexLock lock(mutex_);
    writing_ = false;
    if (ok) sent_bytes_ += pieces_.empty() ? frames_.front().bytes : pieces_.front().ByteSizeLong();
    if (!pieces_.empty()) pieces_.pop_front();
    if (!ok) pieces_.clear();
    if (pieces_.empty()) {
      bytes_ -= frames_.front().bytes;
      frames_.pop_front();
    }
    if (!ok) Close();
    return Advance();
  }
  // Of the frames that were not written yet only the last one still goes out, with `drop` none.
  Next Close(bool drop) {
    base::MutexLock lock(mutex_);
    if (closing_ && !drop) return Next::kNothing;
    std::optional<Waiting> last;
    if (!drop && frames_.size() > Begun()) last = std::move(frames_.back());
    Close();
    if (last) Add(*std::move(last));
    return Advance();
  }
  // The frame, or piece of it, to write; stays in place until Written().
  const v1::Frame* front() {
    base::MutexLock lock(mutex_);
    return pieces_.empty() ? &frames_.front().frame : &pieces_.front();
  }
  size_t bytes() const {
    base::MutexLock lock(mutex_);
    return bytes_;
  }
  uint64_t sent_bytes() const {
    base::MutexLock lock(mutex_);
    return sent_bytes_;
  }

 private:
  struct Waiting {
    v1::Frame frame;
    std::string serialized;  // instead of it, once frames go out in pieces
    size_t bytes = 0;
    size_t piece_bytes = kPieceBytes;
  };
  size_t Begun() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return writing_ || !pieces_.empty() ? 1 : 0;
  }
  void Add(Waiting waiting) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    bytes_ += waiting.bytes;
    frames_.push_back(std::move(waiting));
  }
  void Close() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    closing_ = true;
    while (frames_.size() > Begun()) {
      bytes_ -= frames_.back().bytes;
      frames_.pop_back();
    }
  }
  Next Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (writing_ || ended_) return Next::kNothing;
    if (!frames_.empty()) {
      if (packer_ && pieces_.empty()) {
        pieces_ = packer_->Pack(std::exchange(frames_.front().serialized, ""), frames_.front().piece_bytes);
      }
      writing_ = true;
      return Next::kWrite;
    }
    if (!closing_) return Next::kNothing;
    ended_ = true;
    return Next::kEnd;
  }

  mutable base::Mutex mutex_;
  std::deque<Waiting> frames_ ABSL_GUARDED_BY(mutex_);
  std::optional<Packer> packer_ ABSL_GUARDED_BY(mutex_);
  std::deque<v1::Frame> pieces_ ABSL_GUARDED_BY(mutex_);  // of the first frame, those not written
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t sent_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

// Whether a stream reads: one frame, and the next when that has been taken. A read that is being begun on one thread holds up
// the end of the stream on another, since gRPC takes none after it. Thread-safe.
//
//   parked --Begin--> beginning --Begun--> reading --Came--> parked     and from any: --End--> ended
class Inlet {
 public:
  // Whether the caller shall begin a read, and then call Begun().
  bool Begin() {
    base::MutexLock lock(mutex_);
    if (ended_ || reading_) return false;
    ++beginning_;
    return reading_ = true;
  }
  // Whether the caller must end the stream now.
  bool Begun() {
    base::MutexLock lock(mutex_);
    return --beginning_ == 0 && std::exchange(end_waits_, false);
  }
  // A piece of a frame has been read: whether the caller shall begin the next read, and then call Begun().
  bool Goes() {
    base::MutexLock lock(mutex_);
    if (ended_) return false;
    ++beginning_;
    return true;
  }
  // A frame has been read: whether it is to be reported. Else nobody takes it, and the caller reads on by itself.
  bool Came() {
    base::MutexLock lock(mutex_);
    if (!ended_) reading_ = false;
    return !ended_;
  }
  // No read begins any more. Whether the caller must end the stream now; else whoever calls Begun() does.
  bool End() {
    base::MutexLock lock(mutex_);
    ended_ = true;
    end_waits_ = beginning_ > 0;
    return !end_waits_;
  }
  bool reading() const {
    base::MutexLock lock(mutex_);
    return reading_;
  }

 private:
  mutable base::Mutex mutex_;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  // More than one when a frame comes before the thread that asked for it goes on.
  int beginning_ ABSL_GUARDED_BY(mutex_) = 0;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool end_waits_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_PEER_STREAM_H_
