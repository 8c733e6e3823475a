// Attachments' bytes ("blobs"), by SHA-256. The statement comes first: only what a held part names is taken, chunk by
// chunk from the beginning, and nothing is given out before the whole has matched its digest.
#ifndef LIGHTSHIP_NODE_LEDGER_BLOBS_H_
#define LIGHTSHIP_NODE_LEDGER_BLOBS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/report.pb.h"
#include "node/crypto/digest.h"
#include "node/ledger/heads.h"
#include "node/store/store.h"

namespace lightship::ledger {

// An operation of the ledger: the next bytes of a blob, limits::kAttachmentChunkBytes each but the last. Bytes at another
// offset than the end of what is held are no error and change nothing: the outcome says where to go on. Errors: NOT_FOUND
// when no held part names the blob; TOO_LARGE or MALFORMED when the bytes do not fit its size; WRONG_FILE_TYPE when they
// begin otherwise than their type says; DIGEST_MISMATCH when the last bytes show that the whole is another file: then
// what was held of it is dropped.
struct BlobChunk {
  crypto::Digest sha256{};
  uint64_t offset = 0;
  std::string data;
};

struct BlobState {
  uint64_t held = 0;   // bytes from the beginning on
  bool whole = false;  // these are all, and match the digest
};

// A held part that names a blob.
struct BlobRef {
  std::string origin;
  uint64_t index = 0;
  std::string part_name;
  v1::Attachment attachment;  // its size and type alone
};

// Thread-safe.
class BlobReader {
 public:
  // Both outlive the reader.
  BlobReader(const store::Store* store, const HeadsBoard* heads) : store_(store), heads_(heads) {}

  absl::StatusOr<BlobState> StateOf(const crypto::Digest& sha256) const;
  // The first kRefs parts that name it, by log and index; of each log at most limits::kBlobRefsOfLog. Costs no more than that
  // many rows, whatever their parts hold.
  absl::StatusOr<std::vector<BlobRef>> Refs(const crypto::Digest& sha256) const;
  // Whether `economy` may have some part that names it: one by another economy, when there are any.
  absl::StatusOr<bool> MayHold(absl::string_view economy, const crypto::Digest& sha256) const;

  // The chunk's bytes, checked against their own digest. NOT_FOUND when it is not held, DATA_LOSS when it is damaged.
  absl::StatusOr<std::string> ReadChunk(const crypto::Digest& sha256, uint64_t chunk) const;

  static constexpr size_t kRefs = 1000;

 private:
  absl::StatusOr<bool> MayHoldPart(absl::string_view economy, const BlobRef& ref) const;

  const store::Store* store_;
  const HeadsBoard* heads_;
};

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_BLOBS_H_
