// What gRPC carries, below its messages: frames of a peer in pieces, and the status that a node answers an officer with.
#include <algorithm>
#include <deque>
#include <optional>
#include <string>

#include "client/sdk/grpc_status.h"
#include "google/protobuf/any.pb.h"
#include "google/rpc/error_details.pb.h"
#include "lightship/v1/exchange.pb.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"
#include "node/rpc/packing.h"
#include "node/statement/field_rules.h"
#include "tests/fuzz/material.h"
#include "tests/fuzz/targets.h"

namespace lightship::fuzz {
namespace {

namespace limits = base::limits;

constexpr size_t kChanges = 50;

// --- Pieces: steps of a stream. Each is a byte that says what, and a Piece(): any message, an honest frame that holds it, the
// same with one byte changed, or a frame's packed bytes.

enum What { kAnyMessage, kHonest, kChanged, kPacked, kWhats };

v1::Frame Holding(absl::string_view data) {
  v1::Frame frame;
  frame.mutable_blob_chunk()->set_request_id(1);
  frame.mutable_blob_chunk()->set_data(std::string(data));
  return frame;
}

v1::Frame Piece(absl::string_view data, bool last) {
  v1::Frame frame;
  frame.mutable_piece()->set_data(std::string(data));
  frame.mutable_piece()->set_last(last);
  return frame;
}

std::deque<v1::Frame> Cut(absl::string_view packed) {
  std::deque<v1::Frame> pieces;
  do {
    const absl::string_view data = packed.substr(0, rpc::kPieceBytes);
    packed.remove_prefix(data.size());
    pieces.push_back(Piece(data, packed.empty()));
  } while (!packed.empty());
  return pieces;
}

// A stream that is read, and passed on to somebody else.
class Stream {
 public:
  // Whether the reader goes on. `honest`: what the messages must unpack to, nothing foreign having gone before.
  bool Take(const std::deque<v1::Frame>& messages, const v1::Frame* honest) {
    for (size_t i = 0; i < messages.size(); ++i) {
      const auto taken = reader_.Take(messages[i]);
      if (!taken.ok()) {
        Must(honest == nullptr, "what an honest peer packs is unpacked");
        const std::string reason = base::ReasonOf(taken.status());
        Must(reason == base::reason::kMalformed || reason == base::reason::kTooLarge, "a refusal says which it is");
        Must(statement::IsCleanText(taken.status().message()), "a refusal is printable");
        return false;
      }
      if (honest != nullptr) Must(taken->has_value() == (i + 1 == messages.size()), "a frame is there with its last piece");
      if (!taken->has_value()) continue;
      ++frames_;
      if (messages[i].has_piece()) {
        Must((*taken)->ByteSizeLong() <= limits::kFrameBytes, "a frame is bounded");
        Must(!(*taken)->has_piece(), "pieces hold no pieces");
      }
      if (honest != nullptr) Must((*taken)->SerializeAsString() == honest->SerializeAsString(), "a frame is what was packed");
      PassOn(**taken);
    }
    return true;
  }
  size_t frames() const { return frames_; }

 private:
  void PassOn(const v1::Frame& frame) {
    // Nobody sends a frame that says nothing; zstd takes no more than some that are nothing in a row.
    if (frame.has_piece() || frame.ByteSizeLong() == 0 || frame.ByteSizeLong() > limits::kFrameBytes) return;
    const std::deque<v1::Frame> pieces = packer_.Pack(frame.SerializeAsString());
    for (size_t i = 0; i < pieces.size(); ++i) {
      const bool last = i + 1 == pieces.size();
      Must(pieces[i].piece().last() == last, "the last piece says so");
      Must(last ? pieces[i].piece().data().size() <= rpc::kPieceBytes : pieces[i].piece().data().size() == rpc::kPieceBytes,
           "pieces have their size");
      const auto taken = next_.Take(pieces[i]);
      Must(taken.ok() && taken->has_value() == last, "what is passed on is read");
      if (last) Must((*taken)->SerializeAsString() == frame.SerializeAsString(), "what is passed on is the same");
    }
  }

  rpc::Unpacker reader_, next_;
  rpc::Packer packer_;
  size_t frames_ = 0;
};

bool RunPieces(absl::string_view input) {
  Stream stream;
  rpc::Packer peer;
  Bytes bytes(input);
  bool honest = true;  // until something else has been said
  for (size_t i = 0; i < kChanges && !bytes.empty(); ++i) {
    const uint8_t what = bytes.Byte();
    const absl::string_view said = bytes.Piece();
    std::deque<v1::Frame> messages;
    const v1::Frame frame = Holding(said);
    switch (what % kWhats) {
      case kAnyMessage:
        messages.emplace_back();
        if (!messages.back().ParseFromArray(said.data(), static_cast<int>(said.size()))) return false;
        honest = honest && !messages.back().has_piece();
        break;
      case kPacked:
        messages = Cut(said);
        honest = false;
        break;
      default:
        messages = peer.Pack(frame.SerializeAsString());
    }
    if (what % kWhats == kChanged) {
      std::string& data = *messages.front().mutable_piece()->mutable_data();
      data[what / kWhats % data.size()] ^= static_cast<char>(1 + what);
      honest = false;
    }
    if (!stream.Take(messages, honest && what % kWhats == kHonest ? &frame : nullptr)) return false;
  }
  return stream.frames() > 0;
}

Seeds PiecesSeeds() {
  const auto step = [](What what, absl::string_view said) { return std::string(1, static_cast<char>(what)) + PieceOf(said); };
  std::string note, packed;
  while (note.size() < 9000) note += crypto::AsString(crypto::Sha256(note));  // in several pieces
  for (const v1::Frame& piece : rpc::Packer().Pack(Holding("packed").SerializeAsString())) packed += piece.piece().data();
  const std::string plain = step(kAnyMessage, Holding("not in pieces").SerializeAsString());
  return {{"plain", plain},
          {"stream", step(kHonest, "note") + step(kHonest, note) + step(kHonest, note + "again") + plain},
          {"packed", step(kPacked, packed)}};
}

// --- Status: a byte for the code, a Piece() for the message, the rest for the details.

std::string DetailsOf(const absl::Status& status) {
  google::rpc::Status wire;
  google::rpc::ErrorInfo info;
  info.set_reason(base::ReasonOf(status));
  wire.add_details()->PackFrom(info);
  google::rpc::BadRequest fields;
  for (const base::Violation& violation : base::ViolationsOf(status)) {
    auto& field = *fields.add_field_violations();
    field.set_field(violation.field);
    field.set_description(violation.description);
  }
  wire.add_details()->PackFrom(fields);
  google::rpc::RetryInfo retry;
  absl::Duration delay = base::RetryDelayOf(status);
  retry.mutable_retry_delay()->set_seconds(absl::IDivDuration(delay, absl::Seconds(1), &delay));
  retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(delay)));
  wire.add_details()->PackFrom(retry);
  return wire.SerializeAsString();
}

bool RunStatus(absl::string_view input) {
  Bytes bytes(input);
  const int code = static_cast<int8_t>(bytes.Byte());
  const absl::string_view message = bytes.Piece();
  const absl::Status status = sdk::StatusFromWire(code, message, bytes.Rest());
  Must(status.ok() == (code == 0), "only OK is OK");
  if (status.ok()) return true;
  Must(status.raw_code() == (code >= 1 && code <= 16 ? code : static_cast<int>(absl::StatusCode::kUnknown)), "the code is as said");
  const std::vector<base::Violation> violations = base::ViolationsOf(status);
  Must(violations.empty() || code == static_cast<int>(absl::StatusCode::kInvalidArgument), "only what is invalid has faults");
  Must(!violations.empty() || status.message() == message, "the message is as said");
  Must(base::RetryDelayOf(status) >= absl::ZeroDuration(), "nobody comes back before now");
  Must(status == sdk::StatusFromWire(code, message, DetailsOf(status)),
       "what was read reads the same when it is written as nodes do");
  const absl::Status later = base::RetryLater(absl::StatusCode::kUnavailable, base::reason::kOverloaded, message,
                                              absl::Nanoseconds(1 + 1'000'000'007 * static_cast<int64_t>(input.size())));
  Must(later == sdk::StatusFromWire(static_cast<int>(later.code()), message, DetailsOf(later)), "what nodes write is what is read");
  return !base::ReasonOf(status).empty();
}

Seeds StatusSeeds() {
  const auto input = [](absl::StatusCode code, absl::string_view message, const absl::Status& status) {
    return std::string(1, static_cast<char>(code)) + PieceOf(message) + DetailsOf(status);
  };
  return {{"ok", std::string(1, '\0')},
          {"refused", input(absl::StatusCode::kPermissionDenied, "not yours",
                            base::Error(absl::StatusCode::kPermissionDenied, base::reason::kMissingRole, "not yours"))},
          {"invalid", input(absl::StatusCode::kInvalidArgument, "facts: wrong",
                            base::InvalidFields({{"facts.position.lat_e7", "out of range"}, {"facts", "wrong"}}))},
          {"later", input(absl::StatusCode::kResourceExhausted, "full",
                          base::RetryLater(absl::StatusCode::kResourceExhausted, base::reason::kOverloaded, "full",
                                           absl::Milliseconds(1500)))}};
}

Shape MessageShape(absl::string_view input) {
  const size_t said = input.size() < 3 ? 0 : static_cast<uint8_t>(input[1]) * 256u + static_cast<uint8_t>(input[2]);
  if (input.size() < 3 + said) return {};
  return {&google::rpc::Status::default_instance(), 3 + said};
}

}  // namespace

const Target kPieces = {"pieces", RunPieces, PiecesSeeds};
const Target kStatus = {"status", RunStatus, StatusSeeds, MessageShape};

}  // namespace lightship::fuzz
