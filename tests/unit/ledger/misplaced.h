// What a log's own node could sign although it may not stand in the log.
#ifndef LIGHTSHIP_TESTS_UNIT_LEDGER_MISPLACED_H_
#define LIGHTSHIP_TESTS_UNIT_LEDGER_MISPLACED_H_

#include "node/merkle/tree.h"
#include "node/statement/canonical.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::ledger {

// `entry` at the end of the desk's log, with a checkpoint. The desk itself does not hold it.
inline v1::Batch AtTheEnd(Desk& desk, v1::Entry entry, v1::HeldEntry held) {
  const LogHead& own = desk.Own();
  v1::Entry last;
  last.ParseFromString(desk.reader->Read(desk.origin(), own.size - 1)->entry());
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

// The entry at `index` of the desk's log once more.
inline v1::Batch Again(Desk& desk, uint64_t index) {
  const v1::HeldEntry held = *desk.reader->Read(desk.origin(), index);
  v1::Entry entry;
  entry.ParseFromString(held.entry());
  return AtTheEnd(desk, std::move(entry), held);
}

// What admission would refuse.
inline v1::Batch Unexamined(Desk& desk, const v1::SignedStatement& statement) {
  v1::Entry entry;
  entry.set_manifest(statement.manifest());
  *entry.mutable_signatures() = statement.signatures();
  v1::HeldEntry held;
  *held.mutable_parts() = statement.parts();
  return AtTheEnd(desk, std::move(entry), std::move(held));
}

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_TESTS_UNIT_LEDGER_MISPLACED_H_
