// Checking a saved statement and its receipt with nothing but pinned roots.
#ifndef LIGHTSHIP_NODE_STATEMENT_OFFLINE_H_
#define LIGHTSHIP_NODE_STATEMENT_OFFLINE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lightship/v1/statement.pb.h"
#include "node/statement/address.h"
#include "node/statement/identity.h"
#include "node/statement/roots.h"

namespace lightship::statement {

struct HolderProof {
  std::string economy;
  absl::Time cosigned_at;
  // The cosigner's key is proven by that economy's pinned root; without one the signature is checked
  // against the key the file claims, and the claim is not proven.
  bool proven = false;
};

struct OfflineVerdict {
  Address address;
  v1::Manifest manifest;
  std::vector<v1::Part> parts;          // those in the file
  std::vector<std::string> absent;      // names of parts that the file does not hold
  std::vector<Identity> signers;
  absl::Time admitted_at;
  uint64_t tree_size = 0;
  std::vector<HolderProof> holders;
};

// Verifies serialized v1::StatementFile and tlog-proof text: canonical encodings, part digests, officers'
// signatures by keys granted before the entry, their chains to the pinned root, role for the kind, inclusion of the entry
// and of the keys in the checkpoint, the log's signature, and every cosignature. A change of any byte
// of either file is an error that says what does not hold: so is a signature line by a key that neither file nor roots
// explain, and a cosigner in the file whose line is missing. Who asked for a grant is not checked: its chain and its
// place in the log give the key its weight. Where the log's key was changed, the file proves the newest change before the
// checkpoint. Revocations later than the file cannot be seen from it.
absl::StatusOr<OfflineVerdict> VerifyOffline(absl::string_view statement_file,
                                             absl::string_view tlog_proof,
                                             const PinnedRoots& roots);

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_OFFLINE_H_
