#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/merkle/checkpoint.h"

namespace lightship::merkle {
namespace {

constexpr absl::string_view kFirstLine = "c2sp.org/tlog-proof@v1";

absl::Status Malformed(absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                     absl::StrCat("proof file: ", what));
}

// Takes a line off the front of `text`, without its newline. What has no newline is the last line.
absl::string_view TakeLine(absl::string_view& text) {
  absl::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

absl::StatusOr<Proof> TakeHashes(absl::string_view& text) {
  Proof hashes;
  for (absl::string_view line = TakeLine(text); !line.empty(); line = TakeLine(text)) {
    if (hashes.size() == base::limits::kProofHashes) {
      return Malformed(absl::StrCat("more than ", base::limits::kProofHashes, " hashes"));
    }
    absl::StatusOr<std::string> bytes = base::FromBase64(line);
    if (!bytes.ok()) return base::Annotate(bytes.status(), "proof file: inclusion hash");
    ASSIGN_OR_RETURN(Digest hash, crypto::DigestFromBytes(*bytes));
    hashes.push_back(hash);
  }
  return hashes;
}

}  // namespace

std::string TlogProof::ToText() const {
  std::string text = absl::StrCat(kFirstLine, "\n");
  if (!extra.empty()) absl::StrAppend(&text, "extra ", base::Base64(extra), "\n");
  absl::StrAppend(&text, "index ", index, "\n");
  for (const Digest& hash : inclusion) {
    absl::StrAppend(&text, base::Base64(crypto::AsView(hash)), "\n");
  }
  absl::StrAppend(&text, "\n", checkpoint);
  return text;
}

absl::StatusOr<TlogProof> TlogProof::FromText(absl::string_view text) {
  absl::string_view rest = text;
  if (TakeLine(rest) != kFirstLine) {
    return Malformed(absl::StrCat("its first line is not \"", kFirstLine, "\""));
  }
  TlogProof proof;
  absl::string_view line = TakeLine(rest);
  if (absl::ConsumePrefix(&line, "extra ")) {
    absl::StatusOr<std::string> extra = base::FromBase64(line);
    if (!extra.ok()) return base::Annotate(extra.status(), "proof file: extra");
    proof.extra = *std::move(extra);
    line = TakeLine(rest);
  }
  if (!absl::ConsumePrefix(&line, "index ")) return Malformed("no line \"index <decimal>\"");
  absl::StatusOr<uint64_t> index = base::FromDecimal(line);
  if (!index.ok()) return base::Annotate(index.status(), "proof file: index");
  proof.index = *index;
  ASSIGN_OR_RETURN(proof.inclusion, TakeHashes(rest));
  if (rest.empty()) return Malformed("no checkpoint after the empty line");
  proof.checkpoint = std::string(rest);
  // Whatever was read leniently above shows here, such as an empty "extra" line.
  if (proof.ToText() != text) return Malformed("not in canonical form");
  return proof;
}

}  // namespace lightship::merkle
