// Signed notes (C2SP signed-note): a text with signature lines under it.
#ifndef LIGHTSHIP_NODE_CRYPTO_NOTE_H_
#define LIGHTSHIP_NODE_CRYPTO_NOTE_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "node/crypto/key.h"
#include "node/crypto/verified_lines.h"

namespace lightship::crypto {

// Signature types of C2SP signed-note and tlog-cosignature.
enum class NoteKeyType : uint8_t { kEd25519 = 0x01, kCosignatureV1 = 0x04 };

using NoteKeyId = std::array<uint8_t, 4>;

// A key that signs notes under a name.
struct NoteKey {
  std::string name;
  NoteKeyType type;
  PublicKey key;  // Ed25519
  // What of it has verified before is not verified again; copies share that. Null: everything is.
  std::shared_ptr<VerifiedLines> verified = nullptr;

  // First 4 bytes of SHA-256(name || 0x0A || type || public key).
  NoteKeyId id() const;
  // "name+hex(id)+base64(type || key)".
  std::string vkey() const;
  static absl::StatusOr<NoteKey> FromVkey(absl::string_view vkey);
};

// One signature line, decoded.
struct NoteSignature {
  std::string name;
  NoteKeyId id;
  std::string signature;  // what follows the key id
};

struct Note {
  std::string text;  // ends in a newline
  std::vector<NoteSignature> signatures;

  std::string ToString() const;
};

// INVALID_ARGUMENT for anything that is not a well-formed note, is over limits::kNoteBytes, or could be
// encoded differently (so that ToString() gives back the very bytes).
absl::StatusOr<Note> ParseNote(absl::string_view bytes);

// A signature of type kEd25519 over `text`.
absl::StatusOr<NoteSignature> SignNote(absl::string_view text, absl::string_view name,
                                       const PrivateKey& key);

// A signature of type kCosignatureV1 over `text` at `time` (whole seconds).
absl::StatusOr<NoteSignature> CosignNote(absl::string_view text, absl::string_view name,
                                         absl::Time time, const PrivateKey& key);

// The time in a signature made by CosignNote. INVALID_ARGUMENT when it is too short to hold one.
absl::StatusOr<absl::Time> CosignatureTime(const NoteSignature& signature);

// Whether a line that is in the key's name, and has its id, holds for this text.
bool VerifyLine(const NoteSignature& line, const NoteKey& key, absl::string_view text);

// Indexes into `keys` of those that signed. Signatures of unknown keys are passed over; a bad signature by a known
// key is INVALID_ARGUMENT with reason BAD_SIGNATURE, whatever else the note has.
absl::StatusOr<std::vector<size_t>> VerifyNote(const Note& note, absl::Span<const NoteKey> keys);

}  // namespace lightship::crypto

#endif  // LIGHTSHIP_NODE_CRYPTO_NOTE_H_
