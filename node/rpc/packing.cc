#include "node/rpc/packing.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "zstd.h"

namespace lightship::rpc {
namespace {

using base::limits::kFrameBytes;

// What both sides remember of the stream, as a power of two: 64 KiB, some frames of a busy network.
constexpr int kWindowLog = 16;
// Of the compressor's tables: with the window some 600 kB a stream.
constexpr int kTableLog = 15;

absl::Status Malformed(absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed, what);
}

absl::Status TooLarge() {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                     absl::StrCat("a frame in pieces beyond ", kFrameBytes, " bytes"));
}

}  // namespace

bool ReadsPieces(const std::multimap<grpc::string_ref, grpc::string_ref>& metadata) {
  auto said = metadata.find(kPiecesKey);
  return said != metadata.end() && said->second == kPiecesZstd;
}

// A single entry goes out whatever its size, and what was missing is sent beside the pace.
size_t PieceBytesOf(const v1::Frame& frame, size_t bytes) {
  const bool quick = bytes >= kLargeBatchBytes && !frame.batch().backfill() && frame.batch().items_size() > 1;
  return quick ? kLargePieceBytes : kPieceBytes;
}

void Packer::Free::operator()(ZSTD_CCtx_s* context) const { ZSTD_freeCCtx(context); }
void Unpacker::Free::operator()(ZSTD_DCtx_s* context) const { ZSTD_freeDCtx(context); }

Packer::Packer() : context_(ZSTD_createCCtx()) {
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, 3);
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_windowLog, kWindowLog);
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_hashLog, kTableLog);
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_chainLog, kTableLog);
}
Packer::~Packer() = default;

std::deque<v1::Frame> Packer::Pack(absl::string_view frame, size_t piece_bytes) {
  ZSTD_inBuffer in{frame.data(), frame.size(), 0};
  std::deque<v1::Frame> pieces;
  size_t left = 1;
  while (left > 0) {
    std::string& piece = *pieces.emplace_back().mutable_piece()->mutable_data();
    piece.resize(piece_bytes);
    ZSTD_outBuffer out{piece.data(), piece.size(), 0};
    left = ZSTD_compressStream2(context_.get(), &out, &in, ZSTD_e_flush);
    piece.resize(out.pos);
    if (ZSTD_isError(left)) break;  // only for want of memory; the peer will find that it does not unpack
  }
  pieces.back().mutable_piece()->set_last(true);
  return pieces;
}

Unpacker::Unpacker() : context_(ZSTD_createDCtx()) {
  ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, kWindowLog);
}
Unpacker::~Unpacker() = default;

absl::StatusOr<std::optional<v1::Frame>> Unpacker::Take(v1::Frame message) {
  taken_bytes_ += message.ByteSizeLong();
  if (!message.has_piece()) {
    if (packed_.empty()) return message;
    return Malformed("a frame between the pieces of another");
  }
  const v1::Piece& piece = message.piece();
  if (!piece.last() && piece.data().size() < kPieceBytes) {
    return Malformed(absl::StrCat("a piece of ", piece.data().size(), " bytes; all but a frame's last have ",
                                  kPieceBytes));
  }
  // What does not compress grows a little.
  if (packed_.size() + piece.data().size() > kFrameBytes + kFrameBytes / 128) return TooLarge();
  packed_ += piece.data();
  if (!piece.last()) return std::nullopt;
  ASSIGN_OR_RETURN(v1::Frame frame, Unpack());
  return frame;
}

absl::StatusOr<v1::Frame> Unpacker::Unpack() {
  const std::string packed = std::exchange(packed_, "");
  ZSTD_inBuffer in{packed.data(), packed.size(), 0};
  std::string bytes(4 * packed.size() + 1024, '\0');
  ZSTD_outBuffer out{bytes.data(), bytes.size(), 0};
  while (true) {
    const size_t result = ZSTD_decompressStream(context_.get(), &out, &in);
    if (ZSTD_isError(result)) return Malformed("pieces that do not unpack");
    if (out.pos < out.size) break;  // all is out
    if (bytes.size() > kFrameBytes) return TooLarge();
    bytes.resize(2 * bytes.size());
    out.dst = bytes.data();
    out.size = bytes.size();
  }
  bytes.resize(out.pos);
  v1::Frame frame;
  if (in.pos < in.size || bytes.size() > kFrameBytes || !frame.ParseFromString(bytes) || frame.has_piece()) {
    return Malformed("pieces that are no frame");
  }
  return frame;
}

}  // namespace lightship::rpc
