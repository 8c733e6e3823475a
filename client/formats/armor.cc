#include "client/formats/armor.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/formats/armored_text.h"
#include "client/formats/condense.h"
#include "client/formats/safe_text.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"

namespace lightship::formats {
namespace {

namespace limits = base::limits;
using absl::string_view;

constexpr string_view kBegin = "LIGHTSHIP ALERT 1 BEGIN\n";
constexpr string_view kEnd = "LIGHTSHIP ALERT 1 END\n";
// The markers in a run of characters. No base32 has a "1", so none is ever part of a block's content.
constexpr string_view kMark = "LIGHTSHIPALERT";
constexpr string_view kVersion = "1";
constexpr size_t kCheckBytes = 5;
constexpr size_t kLengthBytes = 2;

std::string CheckOf(string_view rest) {
  return crypto::AsString(crypto::Sha256(rest)).substr(0, kCheckBytes);
}

absl::Status Damaged(size_t line, string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                     absl::StrCat("line ", line, ": ", what));
}

// A marker: "LIGHTSHIP ALERT <version> BEGIN" or "... END".
struct Marker {
  size_t at = 0;   // of its first character
  size_t end = 0;  // after its last
  bool begins = false;
  string_view version;
};

// The next marker from `from` on; `at` is npos when there is none.
Marker NextMarker(string_view run, size_t from) {
  for (size_t at = run.find(kMark, from); at != string_view::npos; at = run.find(kMark, at + 1)) {
    size_t digits = at + kMark.size();
    while (digits < run.size() && absl::ascii_isdigit(run[digits])) ++digits;
    const string_view version = run.substr(at + kMark.size(), digits - at - kMark.size());
    const string_view rest = run.substr(digits);
    if (version.empty()) continue;
    if (absl::StartsWith(rest, "BEGIN")) return {at, digits + 5, true, version};
    if (absl::StartsWith(rest, "END")) return {at, digits + 3, false, version};
  }
  return {string_view::npos, string_view::npos, false, {}};
}

std::string CharsText(size_t count) { return absl::StrCat(count, count == 1 ? " character" : " characters"); }

// The statement in the characters [from, to) of the run.
absl::StatusOr<v1::SignedStatement> Open(const PlainRun& run, size_t from, size_t to, size_t line) {
  const string_view text = string_view(run.characters).substr(from, to - from);
  for (size_t i = 0; i < text.size(); ++i) {
    if (absl::ascii_isupper(text[i]) || (text[i] >= '2' && text[i] <= '7')) continue;
    return Damaged(run.lines[from + i], absl::StrCat("\"", SafeLine(text.substr(i, 1)),
                                                     "\" is none of A-Z and 2-7"));
  }
  const size_t head = kCheckBytes + kLengthBytes;
  absl::StatusOr<std::string> bytes = base::FromBase32(text);
  const uint64_t length = bytes.ok() && bytes->size() > head
                              ? uint64_t{static_cast<uint8_t>((*bytes)[kCheckBytes])} << 8 |
                                    static_cast<uint8_t>((*bytes)[kCheckBytes + 1])
                              : 0;
  if (!bytes.ok() || bytes->size() != head + length) {
    return Damaged(line, absl::StrCat("the block has ", CharsText(text.size()),
                                      "; some were lost or added on the way"));
  }
  if (CheckOf(string_view(*bytes).substr(kCheckBytes)) != bytes->substr(0, kCheckBytes)) {
    return Damaged(line, "the check value is wrong: some character between BEGIN and END was changed on the way");
  }
  absl::StatusOr<v1::SignedStatement> statement = Expand(string_view(*bytes).substr(head));
  if (!statement.ok()) return base::Annotate(statement.status(), absl::StrCat("line ", line));
  return statement;
}

absl::Status TooLong(size_t chars, const v1::SignedStatement& statement) {
  std::string message =
      absl::StrCat("armored it has ", CharsText(chars), ", ", chars - limits::kArmorChars, " more than the ",
                   limits::kArmorChars, " that armored text may have; a byte makes 1.6 characters. Shorten");
  for (const v1::Part& part : statement.parts()) {
    absl::StrAppend(&message, &part == &statement.parts(0) ? " " : ", ", part.name(), " (",
                    part.content().size(), " bytes)");
  }
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge, message);
}

}  // namespace

size_t PrintableChars(string_view text) {
  return text.size() - std::count(text.begin(), text.end(), '\n');
}

absl::StatusOr<std::string> Armor(const v1::SignedStatement& statement) {
  const std::string condensed = Condense(statement);
  std::string rest;
  rest.push_back(static_cast<char>(condensed.size() >> 8));
  rest.push_back(static_cast<char>(condensed.size()));
  rest += condensed;
  const std::string digits = base::Base32(absl::StrCat(CheckOf(rest), rest));
  std::string text(kBegin);
  for (size_t at = 0; at < digits.size(); at += limits::kArmorLineChars) {
    absl::StrAppend(&text, digits.substr(at, limits::kArmorLineChars), "\n");
  }
  absl::StrAppend(&text, kEnd);
  // Also keeps the length within its two bytes.
  const size_t chars = PrintableChars(text);
  if (chars > limits::kArmorChars) return TooLong(chars, statement);
  return text;
}

std::vector<ArmoredBlock> FindArmored(string_view text) {
  const PlainRun run = ReadPlainRun(text);
  std::vector<ArmoredBlock> blocks;
  Marker marker = NextMarker(run.characters, 0);
  while (marker.at != string_view::npos) {
    const size_t line = run.lines[marker.at];
    const Marker next = NextMarker(run.characters, marker.end);
    if (!marker.begins) {
      blocks.push_back({line, Damaged(line, "END without a BEGIN before it")});
    } else if (marker.version != kVersion) {
      blocks.push_back({line, base::Error(absl::StatusCode::kFailedPrecondition,
                                          base::reason::kUnsupportedVersion,
                                          absl::StrCat("line ", line, ": armored as version ",
                                                       marker.version, "; this release reads 1"))});
    } else if (next.at == string_view::npos || next.begins) {
      blocks.push_back({line, Damaged(line, "no END follows this BEGIN: the end was cut off")});
    } else {
      blocks.push_back({line, Open(run, marker.end, next.at, line)});
    }
    const bool ended = marker.begins && next.at != string_view::npos && !next.begins;
    marker = ended ? NextMarker(run.characters, next.end) : next;
  }
  return blocks;
}

}  // namespace lightship::formats
