#include "node/crypto/note.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/note_text.h"

namespace lightship::crypto {
namespace {

constexpr absl::string_view kSignaturePrefix = "\u2014 ";
constexpr size_t kTimestampBytes = 8;
constexpr size_t kEd25519Bytes = 64;

absl::Status Malformed(absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed, what);
}

std::string CosignedMessage(uint64_t time, absl::string_view text) {
  return absl::StrCat("cosignature/v1\ntime ", time, "\n", text);
}

absl::Status CheckSignable(absl::string_view text, absl::string_view name, const PrivateKey& key) {
  RETURN_IF_ERROR(CheckNoteText(text));
  RETURN_IF_ERROR(CheckNoteName(name));
  if (key.public_key().algorithm() != Algorithm::kEd25519) {
    return Malformed("note: signed with Ed25519 keys only");
  }
  return absl::OkStatus();
}

// `line` is without its newline.
absl::StatusOr<NoteSignature> ParseSignatureLine(absl::string_view line) {
  if (!absl::ConsumePrefix(&line, kSignaturePrefix)) {
    return Malformed("does not begin with an em dash and a space");
  }
  std::pair<absl::string_view, absl::string_view> halves =
      absl::StrSplit(line, absl::MaxSplits(' ', 1));
  RETURN_IF_ERROR(CheckNoteName(halves.first));
  ASSIGN_OR_RETURN(std::string blob, base::FromBase64(halves.second));
  NoteSignature signature;
  if (blob.size() <= signature.id.size()) return Malformed("has no bytes after the key id");
  signature.name = std::string(halves.first);
  std::copy_n(blob.begin(), signature.id.size(), signature.id.begin());
  signature.signature = blob.substr(signature.id.size());
  return signature;
}

bool VerifyAnew(const NoteSignature& signature, const NoteKey& key, absl::string_view text) {
  if (key.type == NoteKeyType::kEd25519) return key.key.Verify(text, signature.signature);
  absl::string_view blob = signature.signature;
  if (blob.size() != kTimestampBytes + kEd25519Bytes) return false;
  return key.key.Verify(CosignedMessage(base::ReadBigEndian64(blob), text),
                        blob.substr(kTimestampBytes));
}

}  // namespace

std::string Note::ToString() const {
  std::string bytes = absl::StrCat(text, "\n");
  for (const NoteSignature& signature : signatures) {
    std::string blob(signature.id.begin(), signature.id.end());
    blob += signature.signature;
    absl::StrAppend(&bytes, kSignaturePrefix, signature.name, " ", base::Base64(blob), "\n");
  }
  return bytes;
}

absl::StatusOr<Note> ParseNote(absl::string_view bytes) {
  if (bytes.size() > base::limits::kNoteBytes) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                       absl::StrCat("note: ", bytes.size(), " bytes; at most ",
                                    base::limits::kNoteBytes, " are taken"));
  }
  RETURN_IF_ERROR(CheckNoteText(bytes));
  size_t split = bytes.rfind("\n\n");
  if (split == absl::string_view::npos) return Malformed("note: no empty line after its text");
  Note note;
  note.text = std::string(bytes.substr(0, split + 1));
  absl::string_view rest = bytes.substr(split + 2);
  while (!rest.empty()) {
    if (note.signatures.size() == base::limits::kNoteSignatures) {
      return base::Error(
          absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
          absl::StrCat("note: more than ", base::limits::kNoteSignatures, " signature lines"));
    }
    size_t end = rest.find('\n');  // there is one: the note ends in a newline
    absl::StatusOr<NoteSignature> signature = ParseSignatureLine(rest.substr(0, end));
    if (!signature.ok()) {
      return base::Annotate(signature.status(),
                            absl::StrCat("note: signature line ", note.signatures.size() + 1));
    }
    note.signatures.push_back(*std::move(signature));
    rest.remove_prefix(end + 1);
  }
  if (note.signatures.empty()) return Malformed("note: no signature line");
  return note;
}

absl::StatusOr<NoteSignature> SignNote(absl::string_view text, absl::string_view name,
                                       const PrivateKey& key) {
  RETURN_IF_ERROR(CheckSignable(text, name, key));
  NoteKey note_key{std::string(name), NoteKeyType::kEd25519, key.public_key()};
  ASSIGN_OR_RETURN(std::string signature, key.Sign(text));
  return NoteSignature{note_key.name, note_key.id(), std::move(signature)};
}

absl::StatusOr<NoteSignature> CosignNote(absl::string_view text, absl::string_view name,
                                         absl::Time time, const PrivateKey& key) {
  RETURN_IF_ERROR(CheckSignable(text, name, key));
  if (time < absl::UnixEpoch() || time == absl::InfiniteFuture()) {
    return Malformed("cosignature: its time is not one that POSIX seconds can tell");
  }
  NoteKey note_key{std::string(name), NoteKeyType::kCosignatureV1, key.public_key()};
  uint64_t seconds = static_cast<uint64_t>(absl::ToUnixSeconds(time));
  ASSIGN_OR_RETURN(std::string signature, key.Sign(CosignedMessage(seconds, text)));
  std::string blob;
  base::AppendBigEndian64(seconds, blob);
  return NoteSignature{note_key.name, note_key.id(), blob + signature};
}

absl::StatusOr<absl::Time> CosignatureTime(const NoteSignature& signature) {
  if (signature.signature.size() < kTimestampBytes) {
    return Malformed(absl::StrCat("cosignature: ", signature.signature.size(),
                                  " bytes are too short to hold a time"));
  }
  uint64_t seconds = base::ReadBigEndian64(signature.signature);
  if (seconds > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
    return Malformed("cosignature: its time is beyond 63 bits of POSIX seconds");
  }
  return absl::FromUnixSeconds(static_cast<int64_t>(seconds));
}

bool VerifyLine(const NoteSignature& line, const NoteKey& key, absl::string_view text) {
  if (key.verified == nullptr) return VerifyAnew(line, key, text);
  std::string sizes(1, static_cast<char>(key.type));
  base::AppendBigEndian64(text.size(), sizes);
  const Digest digest = Sha256({key.key.raw_ed25519(), sizes, text, line.signature});
  if (key.verified->Has(digest)) return true;
  const bool holds = VerifyAnew(line, key, text);
  if (holds) key.verified->Add(digest);
  return holds;
}

absl::StatusOr<std::vector<size_t>> VerifyNote(const Note& note, absl::Span<const NoteKey> keys) {
  std::vector<NoteKeyId> ids;
  ids.reserve(keys.size());
  for (const NoteKey& key : keys) ids.push_back(key.id());
  std::vector<bool> signed_by(keys.size(), false);
  for (const NoteSignature& signature : note.signatures) {
    bool known = false;
    bool valid = false;
    // A key id has four bytes only: several keys may share it, of which one signed.
    for (size_t i = 0; i < keys.size(); ++i) {
      if (ids[i] != signature.id || keys[i].name != signature.name) continue;
      known = true;
      if (!VerifyLine(signature, keys[i], note.text)) continue;
      valid = true;
      signed_by[i] = true;
    }
    if (known && !valid) {
      return base::Error(
          absl::StatusCode::kInvalidArgument, base::reason::kBadSignature,
          absl::StrCat("note: the signature of \"", signature.name, "\" is not valid"));
    }
  }
  std::vector<size_t> signers;
  for (size_t i = 0; i < keys.size(); ++i) {
    if (signed_by[i]) signers.push_back(i);
  }
  return signers;
}

}  // namespace lightship::crypto
