// Reading all that a node stores against its hashes: what the disk gives must be what was written.
//
//   file     its blocks match their checksums (store/store.h)
//   entry    hashes to its leaf; its statement's location leads back to it; an absent one has its reason in kStubs
//   part     is the one that the entry's manifest commits to
//   tile     leads to its hash in the level above; the edge leads to the root
//   chunk    of an attachment, is what its own digest says
//   note     each checkpoint kept states the root of the tree at its size
//
// Incident records and what only this node says (acts, audit) have no hash: their files' checksums guard them.
#ifndef LIGHTSHIP_NODE_LEDGER_SCRUB_H_
#define LIGHTSHIP_NODE_LEDGER_SCRUB_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/crypto/digest.h"
#include "node/ledger/heads.h"
#include "node/statement/open.h"
#include "node/store/store.h"

namespace lightship::ledger {

struct Damage {
  std::string where;  // "lightship/SG/1 entry 12 part facts", "lightship/SG/1 tile/0/001", "file 000012.sst"
  std::string why;
};

struct ScrubReport {
  uint64_t files = 0, entries = 0, parts = 0, tiles = 0, checkpoints = 0, chunks = 0;  // looked at
  uint64_t entries_to_come = 0;
  bool finished = false;
  uint64_t damages = 0;
  std::vector<Damage> found;  // the first limits::kDamagesListed
};

// Reads everything that `heads` covers, once. `go_on` is called after each file, entry, tile and note; false ends the pass
// unfinished. Entries that come, are answered for or are erased meanwhile are no damage. Thread-safe.
ScrubReport Scrub(const store::Store& store, const Heads& heads,
                  absl::FunctionRef<bool(const ScrubReport&)> go_on);

// DATA_LOSS with reason STORAGE, saying why, unless `held` is what was written at its place: the entry hashes to `leaf`, and
// each part is the one that its manifest commits to.
absl::Status CheckHeld(absl::string_view origin, uint64_t index, const v1::HeldEntry& held,
                       const crypto::Digest& leaf);
// The same, and the entry opened.
absl::StatusOr<statement::OpenedEntry> OpenSound(absl::string_view origin, uint64_t index, const v1::HeldEntry& held,
                                                 const crypto::Digest& leaf);

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_SCRUB_H_
