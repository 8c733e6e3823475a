// What a log's own node could sign although it may not stand in the log.
#ifndef LIGHTSHIP_TESTS_UNIT_LEDGER_MISPLACED_H_
#define LIGHTSHIP_TESTS_UNIT_LEDGER_MISPLACED_H_

#include "node/merkle/tree.h"
#include "node/statement/canonical.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {

// The entry at `index` of the desk's log once more, at its end, with a checkpoint.
inline v1::Batch Again(Desk& desk, uint64_t index) {
  const LogHead& own = desk.Own();
  v1::HeldEntry held = *desk.reader->Read(desk.origin(), index);
  v1::Entry last, entry;
  last.ParseFromString(desk.reader->Read(desk.origin(), own.size - 1)->entry());
  entry.ParseFromString(held.entry());
  entry.set_index(own.size);
  *entry.mutable_admitted_at() = last.admitted_at();
  held.set_entry(statement::SerializeDeterministic(entry));
  merkle::Frontier tree = own.frontier;
  tree.Append(merkle::LeafHash(held.entry()));
  v1::Batch batch;
  batch.set_origin(desk.origin());
  batch.set_from(own.size);
  *batch.add_items()->mutable_held() = held;
  crypto::Note note;
  note.text = merkle::Checkpoint{desk.origin(), tree.size(), tree.Root()}.ToText();
  note.signatures = {*crypto::SignNote(note.text, desk.origin(), desk.keys.log_key)};
  batch.set_checkpoint(note.ToString());
  return batch;
}

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_TESTS_UNIT_LEDGER_MISPLACED_H_
