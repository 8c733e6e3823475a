// One log as the ledger's writer knows it: everything that the next entry depends on.
#ifndef LIGHTSHIP_NODE_LEDGER_LOG_H_
#define LIGHTSHIP_NODE_LEDGER_LOG_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lightship/storage/v1/storage.pb.h"
#include "node/ledger/heads.h"
#include "node/merkle/tile.h"
#include "node/statement/address.h"
#include "node/statement/roots.h"
#include "node/store/store.h"
#include "node/trust/audiences.h"
#include "node/trust/key_state.h"

namespace lightship::ledger {

// A row of kStubs where the entry is held, but for parts that its author, who was asked, does not have either. Others are asked
// for them now and then, and nothing waits for them.
inline constexpr char kAuthorLacks = 'a';
// Set in a row of kStubs, beside the reason, where it is not the log's own node that has said for whom the entry is: that node
// has the last word, others may hold it, and nothing waits for it.
inline constexpr char kHearsay = 0x10;

// A value, which a commit changes before it is durable (state.h).
struct Log {
  statement::Origin origin;
  std::string name;  // origin.ToString()
  merkle::TileBuilder tiles;
  std::shared_ptr<const trust::KeyState> keys;  // null before entry 0
  absl::Time last_admitted_at = absl::InfinitePast();
  uint64_t checkpoint_size = 0;
  std::string checkpoint;  // note of that size, with the cosignatures known
  std::string reaching;    // as in LogHead
  uint64_t reaching_size = 0;
  // The officers' signatures below have been verified; unset: all have.
  std::optional<uint64_t> unverified_from;
  // Sizes above that which have been reached, with the notes that say so.
  std::map<uint64_t, std::string> awaiting;
  std::optional<uint64_t> bad_signature_at;  // as in storage.v1.LogHead
  uint64_t stubs = 0;
  uint64_t unresolved = 0;
  uint64_t author_lacks = 0;
  uint64_t hearsay = 0;
  std::vector<uint64_t> key_indexes;
  std::vector<uint64_t> audience_indexes;  // those that count, sorted
  std::shared_ptr<const v1::EvidenceFile> fork;  // null unless frozen
  // Checkpoints that receipts are made from, newest first: size -> cosigners with their times.
  std::map<uint64_t, std::map<std::string, absl::Time>, std::greater<>> receipts;

  uint64_t size() const { return tiles.frontier().size(); }
  uint64_t verified_until() const { return unverified_from.value_or(size()); }
  // What readers see.
  LogHead Head() const;
  // What the store keeps under the origin.
  storage::v1::LogHead Record() const;
};

// Which statements define audiences, of whatever log, whether or not they are still here: for the audiences that LoadLog adds.
absl::StatusOr<trust::AudienceBook> ReadAudienceClaims(const store::Store& store);

// Reads a log's state back, and adds the audiences that it defines to `audiences`. DATA_LOSS when the pieces do not fit
// together.
absl::StatusOr<Log> LoadLog(const store::Store& store, absl::string_view name,
                            const storage::v1::LogHead& record,
                            const statement::PinnedRoots& roots, trust::AudienceBook& audiences);

// The entry with its parts, from the store. NOT_FOUND when only the leaf is held.
absl::StatusOr<v1::HeldEntry> ReadHeld(const store::Store& store, absl::string_view origin,
                                       uint64_t index);

// What later statements did to the one at this place; empty when nothing.
absl::StatusOr<storage::v1::Acts> ReadActs(const store::Store& store, absl::string_view origin,
                                           uint64_t index);

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_LOG_H_
