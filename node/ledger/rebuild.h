// Making a sound database out of what can still be read of a damaged one. Entries and parts that hash right are taken; what
// is lost is left to the peers:
//
//   entry lost, leaf known      a stub that Backfill asks peers for
//   part lost                   the entry stands, marked like a stub, so that Backfill asks for it
//   leaf lost, or a KEY         the log ends there and is followed again
//   attachment chunk lost       the attachment goes on from there
//
// Where the own log's end was lost, or a row of the node's own settings, the outcome counts as restored from a backup
// (store/restored.h): only peers can tell how far the log went.
//
// The same makes a sound database out of a whole one in which an officer's signature was found, after its commit, not to verify: that
// log ends at the last checkpoint kept, all of which was verified, and what hung on the rest goes with it.
//
// A log is believed as far as a checkpoint kept signs the root of its leaves.
#ifndef LIGHTSHIP_NODE_LEDGER_REBUILD_H_
#define LIGHTSHIP_NODE_LEDGER_REBUILD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "node/ledger/ledger.h"

namespace lightship::ledger {

// What became of one log.
struct RebuiltLog {
  std::string origin;
  uint64_t size = 0;           // after
  uint64_t entries_lost = 0;   // of these: leaf known, to be fetched
  uint64_t parts_lost = 0;
  uint64_t cut = 0;            // entries at the end, to be followed again
};

struct RebuildReport {
  std::vector<RebuiltLog> logs;
  uint64_t chunks_lost = 0;
  // Places in local tables (acts, purges, evidence, audit, settings) where rows may be lost for good.
  uint64_t gaps = 0;

  // "lightship/SG/1: 120 entries, 2 lost, ..."; one line.
  std::string ToString() const;
};

// Replays what `damaged` holds into world.store, which is empty, through world.indexer. Nothing is signed, and the kept
// checkpoint is not touched. Errors are those of world.store: what is wrong with `damaged` is in the report.
absl::StatusOr<RebuildReport> Rebuild(const store::Store& damaged, const statement::Origin& own,
                                      const NodeKeys& keys, const Ledger::World& world);

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_REBUILD_H_
