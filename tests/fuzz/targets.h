// The targets by name; each is told about in the source of its group.
#ifndef LIGHTSHIP_TESTS_FUZZ_TARGETS_H_
#define LIGHTSHIP_TESTS_FUZZ_TARGETS_H_

#include "tests/fuzz/target.h"

namespace lightship::fuzz {

// statements.cc
extern const Target kStatement, kPart, kEntry;
// notes.cc
extern const Target kNote, kTlogProof, kVkey, kProof, kOffline, kEvidence;
// keys.cc
extern const Target kCertificate, kPem, kPublicKey, kEncoding;
// places.cc
extern const Target kPosition, kTime, kShip, kWords, kName;
// files.cc
extern const Target kArmor, kCsv, kJson, kImport;
// queries.cc
extern const Target kTextQuery, kFilter, kPageToken, kCursor;
// carried.cc
extern const Target kPieces, kStatus;
// config.cc
extern const Target kConfig, kScenario;
// shown.cc
extern const Target kShown;
// tiles.cc
extern const Target kTiles;
// told.cc
extern const Target kTold;
// session.cc
extern const Target kSession, kBundle;

}  // namespace lightship::fuzz

#endif  // LIGHTSHIP_TESTS_FUZZ_TARGETS_H_
