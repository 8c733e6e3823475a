// The keys of a log as far as a file proves them: entry 0, then KEY entries that are found in the tree of a checkpoint.
#ifndef LIGHTSHIP_NODE_STATEMENT_PROVEN_KEYS_H_
#define LIGHTSHIP_NODE_STATEMENT_PROVEN_KEYS_H_

#include <cstdint>
#include <map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "lightship/v1/key.pb.h"
#include "lightship/v1/log.pb.h"
#include "lightship/v1/statement.pb.h"
#include "node/merkle/checkpoint.h"
#include "node/statement/identity.h"
#include "node/statement/log_opening.h"
#include "node/statement/open.h"
#include "node/statement/roots.h"

namespace lightship::statement {

using Parts = google::protobuf::RepeatedPtrField<v1::Part>;

// The leaf stands at the index in the tree of `head`. BAD_PROOF otherwise, naming the entry.
absl::Status CheckIncluded(const Digest& leaf, uint64_t index, absl::Span<const Digest> proof,
                           const merkle::Checkpoint& head);
// Each part is the one that the manifest names, and stands once.
absl::Status CheckParts(const v1::Manifest& manifest, const Parts& parts);

// A value. Thread-compatible.
class ProvenKeys {
 public:
  // `entries`: entry 0, then grants and changes of the log's key, in order of index. Who asked for a grant is not checked:
  // its chain and its place in the log give the key its weight. A change must be signed by a key that stands before it.
  static absl::StatusOr<ProvenKeys> Read(
      const google::protobuf::RepeatedPtrField<v1::ProvenEntry>& entries,
      const merkle::Checkpoint& head, const PinnedRoots& roots);

  const LogOpening& opening() const { return opening_; }
  // The one that signs `head`, if the entries hold the newest change before it.
  const crypto::NoteKey& log_key() const { return log_key_; }
  // Who signed, if the key was granted before the entry, may do what the entry does, and the signature holds.
  absl::StatusOr<Identity> CheckSigner(const OpenedEntry& opened, const Parts& held,
                                       const v1::Signature& signature) const;

 private:
  struct Key {
    crypto::Certificate certificate;
    Identity identity;
    uint64_t index = 0;
  };

  explicit ProvenKeys(LogOpening opening);
  absl::StatusOr<uint64_t> Add(const v1::ProvenEntry& proven, uint64_t after,
                               const merkle::Checkpoint& head, const PinnedRoots& roots);
  absl::Status AddGrant(const OpenedEntry& opened, const v1::KeyGrant& grant,
                        const PinnedRoots& roots);
  absl::Status AddLogKeyChange(const OpenedEntry& opened, const Parts& parts,
                               const v1::LogKeyChange& change, const merkle::Checkpoint& head);
  const Key* Find(const Digest& key_id, uint64_t index) const;

  LogOpening opening_;
  crypto::NoteKey log_key_;
  std::map<Digest, std::vector<Key>> keys_;  // in order of index
};

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_PROVEN_KEYS_H_
