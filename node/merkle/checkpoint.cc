#include "node/merkle/checkpoint.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::merkle {
namespace {

absl::Status Malformed(absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed, what);
}

absl::StatusOr<Digest> DigestFromBase64(absl::string_view text) {
  ASSIGN_OR_RETURN(std::string bytes, base::FromBase64(text));
  return crypto::DigestFromBytes(bytes);
}

}  // namespace

std::string Checkpoint::ToText() const {
  return absl::StrCat(origin, "\n", size, "\n", base::Base64(crypto::AsView(root)), "\n");
}

absl::StatusOr<Checkpoint> Checkpoint::FromText(absl::string_view text) {
  std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  if (lines.size() != 4 || !lines[3].empty()) {
    return Malformed("checkpoint: not three lines (origin, size, root)");
  }
  if (lines[0].empty()) return Malformed("checkpoint: its origin is empty");
  absl::StatusOr<uint64_t> size = base::FromDecimal(lines[1]);
  if (!size.ok()) return base::Annotate(size.status(), "checkpoint: size");
  absl::StatusOr<Digest> root = DigestFromBase64(lines[2]);
  if (!root.ok()) return base::Annotate(root.status(), "checkpoint: root");
  return Checkpoint{std::string(lines[0]), *size, *root};
}

absl::StatusOr<SignedCheckpoint> SignedCheckpoint::FromNote(absl::string_view bytes) {
  ASSIGN_OR_RETURN(crypto::Note note, crypto::ParseNote(bytes));
  ASSIGN_OR_RETURN(Checkpoint checkpoint, Checkpoint::FromText(note.text));
  return SignedCheckpoint{std::move(checkpoint), std::move(note)};
}

}  // namespace lightship::merkle
