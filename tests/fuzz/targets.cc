#include "tests/fuzz/targets.h"

namespace lightship::fuzz {

absl::Span<const Target* const> Targets() {
  static constexpr const Target* kAll[] = {
      &kArmor, &kBundle, &kCertificate, &kConfig, &kCsv, &kCursor, &kEncoding, &kEntry, &kEvidence,
      &kFilter, &kImport, &kJson, &kName, &kNote, &kOffline, &kPageToken, &kPart, &kPem, &kPieces, &kPosition,
      &kProof, &kPublicKey, &kScenario, &kSession, &kShip, &kShown, &kStatement, &kStatus, &kTextQuery,
      &kTiles, &kTime, &kTlogProof, &kTold, &kVkey, &kWords};
  return kAll;
}

}  // namespace lightship::fuzz
