#include "node/exchange/frames.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"
#include "node/statement/address.h"

namespace lightship::exchange {
namespace {

namespace limits = base::limits;
constexpr int kVersionsOfHello = 16;

absl::Status TooLarge(absl::string_view what, size_t is, size_t most) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                     absl::StrCat(what, ": ", is, "; at most ", most));
}

absl::Status CheckOrigin(absl::string_view frame, absl::string_view origin) {
  auto parsed = statement::Origin::Parse(origin);
  if (parsed.ok()) return absl::OkStatus();
  return base::Annotate(parsed.status(), absl::StrCat(frame, ".origin"));
}

absl::Status CheckNote(absl::string_view frame, absl::string_view note) {
  if (note.size() <= limits::kNoteBytes) return absl::OkStatus();
  return TooLarge(absl::StrCat(frame, ": bytes of the checkpoint"), note.size(),
                  limits::kNoteBytes);
}

absl::Status CheckAnnounce(const v1::Announce& announce) {
  RETURN_IF_ERROR(CheckOrigin("Announce", announce.origin()));
  if (announce.checkpoint().empty()) return ProtocolError("Announce without a checkpoint");
  return CheckNote("Announce", announce.checkpoint());
}

absl::Status CheckHello(const v1::Hello& hello) {
  if (hello.versions_size() > kVersionsOfHello) {
    return TooLarge("Hello.versions", hello.versions_size(), kVersionsOfHello);
  }
  if (static_cast<size_t>(hello.heads_size()) > kLogsOfPeer) {
    return TooLarge("Hello.heads", hello.heads_size(), kLogsOfPeer);
  }
  if (hello.instance().size() > kInstanceBytes) {
    return TooLarge("Hello.instance: bytes", hello.instance().size(), kInstanceBytes);
  }
  for (const v1::Announce& head : hello.heads()) RETURN_IF_ERROR(CheckAnnounce(head));
  return absl::OkStatus();
}

absl::Status CheckFetch(const v1::Fetch& fetch) {
  RETURN_IF_ERROR(CheckOrigin("Fetch", fetch.origin()));
  if (static_cast<size_t>(fetch.missing_size()) > limits::kMissingOfFetch) {
    return TooLarge("Fetch.missing", fetch.missing_size(), limits::kMissingOfFetch);
  }
  for (int i = 1; i < fetch.missing_size(); ++i) {
    if (fetch.missing(i - 1) >= fetch.missing(i)) {
      return ProtocolError(absl::StrCat("Fetch.missing: ", fetch.missing(i), " after ",
                                        fetch.missing(i - 1), "; indexes must ascend"));
    }
  }
  if ((fetch.window_entries() == 0) != (fetch.window_bytes() == 0)) {
    return ProtocolError("Fetch: both windows are zero, or neither");
  }
  return absl::OkStatus();
}

absl::Status CheckBatch(const v1::Batch& batch) {
  RETURN_IF_ERROR(CheckOrigin("Batch", batch.origin()));
  if (static_cast<size_t>(batch.items_size()) > limits::kBatchEntries) {
    return TooLarge("Batch.items", batch.items_size(), limits::kBatchEntries);
  }
  if (batch.items().empty() && !batch.backfill()) return ProtocolError("Batch without items");
  for (const v1::BatchItem& item : batch.items()) {
    if (item.item_case() == v1::BatchItem::ITEM_NOT_SET) {
      return ProtocolError("Batch: an item that is neither held nor withheld");
    }
  }
  if (static_cast<size_t>(batch.consistency_size()) > limits::kProofHashes) {
    return TooLarge("Batch.consistency", batch.consistency_size(), limits::kProofHashes);
  }
  for (const std::string& hash : batch.consistency()) {
    if (hash.size() != crypto::kDigestBytes) {
      return ProtocolError(absl::StrCat("Batch.consistency: a hash of ", hash.size(),
                                        " bytes; hashes have ", crypto::kDigestBytes));
    }
  }
  return CheckNote("Batch", batch.checkpoint());
}

absl::Status CheckCommitted(const v1::Committed& committed) {
  RETURN_IF_ERROR(CheckOrigin("Committed", committed.origin()));
  return CheckNote("Committed", committed.cosigned_checkpoint());
}

absl::Status CheckEvidence(const v1::EvidenceFile& file) {
  const v1::Evidence& evidence = file.evidence();
  RETURN_IF_ERROR(CheckOrigin("Evidence", evidence.origin()));
  RETURN_IF_ERROR(CheckNote("Evidence", evidence.checkpoint_a()));
  return CheckNote("Evidence", evidence.checkpoint_b());
}

absl::Status CheckFetchBlob(const v1::FetchBlob& fetch) {
  if (fetch.sha256().size() != crypto::kDigestBytes) {
    return ProtocolError(absl::StrCat("FetchBlob.sha256: ", fetch.sha256().size(), " bytes; ",
                                      crypto::kDigestBytes));
  }
  if (fetch.length() == 0 || fetch.length() > limits::kAttachmentChunkBytes) {
    return TooLarge("FetchBlob.length (at least 1)", fetch.length(), limits::kAttachmentChunkBytes);
  }
  return absl::OkStatus();
}

absl::Status CheckBlobChunk(const v1::BlobChunk& chunk) {
  if (chunk.data().size() <= limits::kAttachmentChunkBytes) return absl::OkStatus();
  return TooLarge("bytes of BlobChunk.data", chunk.data().size(), limits::kAttachmentChunkBytes);
}

}  // namespace

absl::Status CheckFrame(const v1::Frame& frame) {
  if (size_t bytes = frame.ByteSizeLong(); bytes > limits::kFrameBytes) {
    return TooLarge("bytes of a frame", bytes, limits::kFrameBytes);
  }
  switch (frame.message_case()) {
    case v1::Frame::kHello:
      return CheckHello(frame.hello());
    case v1::Frame::kAnnounce:
      return CheckAnnounce(frame.announce());
    case v1::Frame::kFetch:
      return CheckFetch(frame.fetch());
    case v1::Frame::kBatch:
      return CheckBatch(frame.batch());
    case v1::Frame::kCommitted:
      return CheckCommitted(frame.committed());
    case v1::Frame::kEvidence:
      return CheckEvidence(frame.evidence());
    case v1::Frame::kFetchBlob:
      return CheckFetchBlob(frame.fetch_blob());
    case v1::Frame::kBlobChunk:
      return CheckBlobChunk(frame.blob_chunk());
    default:
      return absl::OkStatus();
  }
}

absl::Status ProtocolError(absl::string_view message) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed, message);
}

v1::Frame MakeBye(v1::ByeReason reason, absl::string_view detail) {
  size_t length = std::min(detail.size(), limits::kByeDetailChars);
  while (length > 0 && length < detail.size() && (detail[length] & 0xC0) == 0x80) --length;
  v1::Frame frame;
  frame.mutable_bye()->set_reason(reason);
  frame.mutable_bye()->set_detail(std::string(detail.substr(0, length)));
  return frame;
}

v1::Frame MakeFetch(absl::string_view origin, uint64_t from, uint32_t window_entries,
                    uint32_t window_bytes) {
  v1::Frame frame;
  v1::Fetch* fetch = frame.mutable_fetch();
  fetch->set_origin(std::string(origin));
  fetch->set_from(from);
  fetch->set_window_entries(window_entries);
  fetch->set_window_bytes(window_bytes);
  return frame;
}

v1::Frame MakeCommitted(absl::string_view origin, uint64_t size, std::string note) {
  v1::Frame frame;
  frame.mutable_committed()->set_origin(std::string(origin));
  frame.mutable_committed()->set_size(size);
  frame.mutable_committed()->set_cosigned_checkpoint(std::move(note));
  return frame;
}

v1::Frame MakeAnnounce(absl::string_view origin, absl::string_view note) {
  v1::Frame frame;
  frame.mutable_announce()->set_origin(std::string(origin));
  frame.mutable_announce()->set_checkpoint(std::string(note));
  return frame;
}

}  // namespace lightship::exchange
