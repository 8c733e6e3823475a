// Checkpoints and proof files as text (C2SP tlog-checkpoint, tlog-cosignature, tlog-proof).
#ifndef LIGHTSHIP_NODE_MERKLE_CHECKPOINT_H_
#define LIGHTSHIP_NODE_MERKLE_CHECKPOINT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/crypto/note.h"
#include "node/merkle/proof.h"
#include "node/merkle/tree.h"

namespace lightship::merkle {

struct Checkpoint {
  std::string origin;
  uint64_t size = 0;
  Digest root;

  // "origin\nsize\nbase64(root)\n": the text that is signed.
  std::string ToText() const;
  // INVALID_ARGUMENT for anything but exactly three lines in canonical form.
  static absl::StatusOr<Checkpoint> FromText(absl::string_view text);

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// A checkpoint with the note it came in.
struct SignedCheckpoint {
  Checkpoint checkpoint;
  crypto::Note note;

  // Parses only; signatures are the caller's to verify (crypto::VerifyNote).
  static absl::StatusOr<SignedCheckpoint> FromNote(absl::string_view bytes);
};

// A receipt's text form.
struct TlogProof {
  std::string extra;  // empty: no such line
  uint64_t index = 0;
  Proof inclusion;
  std::string checkpoint;  // signed note, verbatim

  std::string ToText() const;
  // INVALID_ARGUMENT for anything that ToText() would not give back byte for byte.
  static absl::StatusOr<TlogProof> FromText(absl::string_view text);
};

}  // namespace lightship::merkle

#endif  // LIGHTSHIP_NODE_MERKLE_CHECKPOINT_H_
