#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/note.h"
#include "node/crypto/note_text.h"

namespace lightship::crypto {
namespace {

absl::Status Malformed(absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed, what);
}

std::string TypedKey(const NoteKey& key) {
  return absl::StrCat(std::string(1, static_cast<char>(key.type)), key.key.raw_ed25519());
}

}  // namespace

NoteKeyId NoteKey::id() const {
  Digest digest = Sha256({name, "\n", TypedKey(*this)});
  NoteKeyId id;
  std::copy_n(digest.begin(), id.size(), id.begin());
  return id;
}

std::string NoteKey::vkey() const {
  NoteKeyId key_id = id();
  return absl::StrCat(name, "+", base::Hex(std::string(key_id.begin(), key_id.end())), "+",
                      base::Base64(TypedKey(*this)));
}

absl::StatusOr<NoteKey> NoteKey::FromVkey(absl::string_view vkey) {
  // Base64 may have further plus signs.
  std::vector<absl::string_view> fields = absl::StrSplit(vkey, absl::MaxSplits('+', 2));
  if (fields.size() != 3) return Malformed("verifier key: not of the form name+id+key");
  RETURN_IF_ERROR(CheckNoteName(fields[0]));
  absl::StatusOr<std::string> typed_key = base::FromBase64(fields[2]);
  if (!typed_key.ok()) return base::Annotate(typed_key.status(), "verifier key");
  if (typed_key->empty()) return Malformed("verifier key: has no key");
  NoteKeyType type = static_cast<NoteKeyType>((*typed_key)[0]);
  if (type != NoteKeyType::kEd25519 && type != NoteKeyType::kCosignatureV1) {
    return Malformed("verifier key: its type is neither 1 (Ed25519) nor 4 (cosignature/v1)");
  }
  ASSIGN_OR_RETURN(PublicKey key,
                   PublicKey::FromRawEd25519(absl::string_view(*typed_key).substr(1)));
  NoteKey note_key{std::string(fields[0]), type, std::move(key)};
  if (note_key.vkey() != vkey)
    return Malformed("verifier key: the id in it is not that of its key");
  return note_key;
}

}  // namespace lightship::crypto
