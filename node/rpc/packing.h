// Frames between two nodes as they travel: compressed over the whole stream, so that what was said before costs next to nothing
// (the signatures of a checkpoint that has one more, a report's words), and in pieces, so that on a slow link a frame that is
// coming can be told from a peer that says nothing.
#ifndef LIGHTSHIP_NODE_RPC_PACKING_H_
#define LIGHTSHIP_NODE_RPC_PACKING_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "grpcpp/support/string_ref.h"
#include "lightship/v1/exchange.pb.h"

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace lightship::rpc {

// Metadata by which either side says that it reads pieces. Only then it is sent some.
inline constexpr char kPiecesKey[] = "lightship-pieces";
inline constexpr char kPiecesZstd[] = "zstd";
bool ReadsPieces(const std::multimap<grpc::string_ref, grpc::string_ref>& metadata);

// Bytes of one piece: 14 seconds at 2.4 kbit/s. What unpacks pieces takes larger ones as well.
inline constexpr size_t kPieceBytes = 4096;
// Of a batch that is as large as this only over a line that has proven quick (exchange/pace.h): each piece is a message of its own.
// Should it turn slow meanwhile, a piece still takes less than a stall does down to 4.4 kbit/s.
inline constexpr size_t kLargePieceBytes = 16 * 1024;
inline constexpr size_t kLargeBatchBytes = 256 * 1024;
// How large the frame's pieces may be; `bytes`: its size.
size_t PieceBytesOf(const v1::Frame& frame, size_t bytes);

// Thread-compatible.
class Packer {
 public:
  Packer();
  ~Packer();

  // The pieces of the next frame, given serialized, in order; all but the last have `piece_bytes`.
  std::deque<v1::Frame> Pack(absl::string_view frame, size_t piece_bytes = kPieceBytes);

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const;
  };
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
};

// Thread-compatible.
class Unpacker {
 public:
  Unpacker();
  ~Unpacker();

  // The frame that this message completes; a frame that is no piece is one. INVALID_ARGUMENT (MALFORMED, TOO_LARGE) for what
  // does not unpack, is beyond limits::kFrameBytes, or comes in pieces smaller than they should be; then no more may be asked.
  absl::StatusOr<std::optional<v1::Frame>> Take(v1::Frame message);
  // Of all messages so far. May be asked on any thread.
  uint64_t taken_bytes() const { return taken_bytes_; }

 private:
  absl::StatusOr<v1::Frame> Unpack();

  struct Free {
    void operator()(ZSTD_DCtx_s* context) const;
  };
  std::unique_ptr<ZSTD_DCtx_s, Free> context_;
  std::string packed_;
  std::atomic<uint64_t> taken_bytes_{0};
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_PACKING_H_
