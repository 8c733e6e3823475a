// What every log held looks like now: an immutable picture that the writer replaces after each commit.
#ifndef LIGHTSHIP_NODE_LEDGER_HEADS_H_
#define LIGHTSHIP_NODE_LEDGER_HEADS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lightship/v1/exchange.pb.h"
#include "node/base/mutex.h"
#include "node/crypto/digest.h"
#include "node/merkle/checkpoint.h"
#include "node/merkle/tree.h"
#include "node/statement/identity.h"
#include "node/trust/audiences.h"
#include "node/trust/key_state.h"

namespace lightship::ledger {

struct CosignedSize {
  uint64_t size = 0;
  absl::Time at;
};

struct LogHead {
  std::string origin;
  uint64_t size = 0;                    // entries durable here
  merkle::Digest root{};                // at that size
  merkle::Frontier frontier;            // at that size: what the next entry is appended to
  // Newest checkpoint held, of size <= `size`, as a note with all cosignatures known. Empty for an empty log, and until a
  // first one is reached.
  std::string checkpoint;
  uint64_t checkpoint_size = 0;
  // Known to be larger, from what its entries were checked by while they are being copied: that note, without cosignatures.
  std::string reaching;
  uint64_t reaching_size = 0;
  // The officers' signatures of the entries below have been verified here, and of no checkpoint above: what stands there is the log's,
  // by its own signature, and nothing that this node vouches for or passes on (node/README.md).
  uint64_t verified_until = 0;
  std::optional<uint64_t> bad_signature_at;  // an entry whose officer's signature does not verify: it is about to be taken out
  absl::Time last_admitted_at = absl::InfinitePast();
  uint64_t stubs = 0;                   // entries of which only the leaf is held
  uint64_t unresolved = 0;              // of these, from relays that did not hold them
  uint64_t author_lacks = 0;            // entries held without parts that their author lacks as well
  uint64_t hearsay = 0;                 // entries that are not for this node by a relay's word alone
  std::map<std::string, CosignedSize> cosigned;  // economy -> newest size it has cosigned
  // Sizes of the checkpoints that receipts are made from, newest first.
  std::vector<uint64_t> receipt_sizes;
  std::shared_ptr<const trust::KeyState> keys;   // null only for an empty log
  // Why the log is frozen: nothing is added to it or cosigned any more. Null: it is not.
  std::shared_ptr<const v1::EvidenceFile> fork;
};

// An attachment that a held part names and whose bytes are not all here.
struct WantedBlob {
  uint64_t size = 0;               // as the part says; the largest when parts differ
  std::set<std::string> origins;   // logs whose statements name it
};
using WantedBlobs = std::map<crypto::Digest, WantedBlob>;

struct Heads {
  // By origin; never null. A picture shares what has not changed with the one before it: heads grow with the number of peers.
  std::map<std::string, std::shared_ptr<const LogHead>, std::less<>> logs;
  std::shared_ptr<const trust::AudienceBook> audiences;
  // Economies in whose logs a bad signature was once found behind: theirs are verified before the commit, whatever is configured.
  std::set<std::string> verify_first;
  std::shared_ptr<const WantedBlobs> wanted;  // never null once the ledger is open
  uint64_t generation = 0;  // grows with every change

  const LogHead* Find(absl::string_view origin) const;
  // Whether the signatures of all that is held are verified.
  bool AllVerified() const;
  // The newest epoch's log of an economy; nullptr when none is held.
  const LogHead* OfEconomy(absl::string_view economy) const;
  // Whether `who`, who proves to have this key, may be talked to: REVOKED_KEY when any epoch of the economy's log held here has
  // revoked it, unless the newest one grants it and has not.
  absl::Status CheckNotRevoked(const statement::Identity& who, const crypto::Digest& key_id) const;
};

// Where the writer puts the newest picture and everyone takes it from. Thread-safe.
class HeadsBoard {
 public:
  std::shared_ptr<const Heads> Get() const;
  void Set(std::shared_ptr<const Heads> heads);

 private:
  mutable base::Mutex mutex_;
  std::shared_ptr<const Heads> heads_ ABSL_GUARDED_BY(mutex_) = std::make_shared<Heads>();
};

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_HEADS_H_
