// Checkpoints with the cosignatures of peers: which lines count, and which checkpoints are worth keeping.
#ifndef LIGHTSHIP_NODE_LEDGER_COSIGNING_H_
#define LIGHTSHIP_NODE_LEDGER_COSIGNING_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "node/crypto/note.h"
#include "node/ledger/log.h"
#include "node/merkle/checkpoint.h"

namespace lightship::ledger {

using LogsByName = std::map<std::string, Log, std::less<>>;

// `note` reduced to the log's own signature and the cosignatures by other logs' cosigner keys that verify, in a
// fixed order (the log's, then by name). INVALID_ARGUMENT when it is no checkpoint of `log` or the log's signature does
// not verify. Lines by keys not known are dropped, and so are cosignatures from the first on that does not verify: whoever forges
// one of them has one looked at.
absl::StatusOr<merkle::SignedCheckpoint> KeepVerified(absl::string_view note, const Log& log,
                                                      const LogsByName& logs);

// Adds to `into` the signatures of `from` that it lacks; both are of the same text. True when there were any.
bool MergeSignatures(const crypto::Note& from, crypto::Note& into);

// Economies that cosigned a note kept by this node, and when; the log's own signature is not among them.
absl::StatusOr<std::map<std::string, absl::Time>> CosignersOf(absl::string_view note);

// Sizes that receipts need no more: neither the newest of some cosigner nor with more cosigners than all newer ones.
// The newest of all always stays.
std::vector<uint64_t> Superseded(
    const std::map<uint64_t, std::map<std::string, absl::Time>, std::greater<>>& receipts);

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_COSIGNING_H_
