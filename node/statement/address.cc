#include "node/statement/address.h"

#include <limits>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::statement {
namespace {

absl::Status Malformed(absl::string_view text, absl::string_view right) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                     absl::StrCat("'", absl::CHexEscape(text.substr(0, 80)), "' is not ", right));
}

// A number from 1 up to what uint32_t holds, in canonical decimal.
absl::StatusOr<uint32_t> OrdinalFrom(absl::string_view text) {
  ASSIGN_OR_RETURN(uint64_t number, base::FromDecimal(text));
  if (number == 0 || number > std::numeric_limits<uint32_t>::max()) {
    return absl::InvalidArgumentError("out of range");
  }
  return static_cast<uint32_t>(number);
}

}  // namespace

bool IsEconomyCode(absl::string_view text) {
  return text.size() == 2 && absl::ascii_isupper(text[0]) && absl::ascii_isupper(text[1]);
}

bool IsLabel(absl::string_view text) {
  if (text.empty() || text.size() > base::limits::kLabelChars) return false;
  if (text.front() == '-' || text.back() == '-') return false;
  for (char c : text) {
    if (!absl::ascii_islower(c) && !absl::ascii_isdigit(c) && c != '-') return false;
  }
  return true;
}

std::string Origin::ToString() const { return absl::StrCat("lightship/", economy, "/", epoch); }

absl::StatusOr<Origin> Origin::Parse(absl::string_view text) {
  const std::vector<absl::string_view> pieces = absl::StrSplit(text, '/');
  if (pieces.size() == 3 && pieces[0] == "lightship" && IsEconomyCode(pieces[1])) {
    if (absl::StatusOr<uint32_t> epoch = OrdinalFrom(pieces[2]); epoch.ok()) {
      return Origin{std::string(pieces[1]), *epoch};
    }
  }
  return Malformed(text, "a log's origin (\"lightship/SG/1\")");
}

Address Origin::At(uint64_t index) const { return {economy, index, epoch}; }

std::string Address::ToString() const {
  return epoch == 1 ? absl::StrCat(economy, "/", index)
                    : absl::StrCat(economy, ".", epoch, "/", index);
}

absl::StatusOr<Address> Address::Parse(absl::string_view text) {
  const std::vector<absl::string_view> pieces = absl::StrSplit(text, '/');
  const std::vector<absl::string_view> log = absl::StrSplit(pieces[0], absl::MaxSplits('.', 1));
  if (pieces.size() == 2 && IsEconomyCode(log[0])) {
    absl::StatusOr<uint64_t> index = base::FromDecimal(pieces[1]);
    absl::StatusOr<uint32_t> epoch = log.size() == 1 ? 1 : OrdinalFrom(log[1]);
    const bool canonical = log.size() == 1 || (epoch.ok() && *epoch > 1);
    if (index.ok() && canonical) return Address{std::string(log[0]), *index, *epoch};
  }
  return Malformed(text, "an address (\"SG/1234\")");
}

std::string AudienceName::ToString() const {
  switch (kind) {
    case Kind::kOwn:
      return "own";
    case Kind::kAll:
      return "all";
    case Kind::kNamed:
      break;
  }
  return absl::StrCat(economy, "/", name, "@", version);
}

absl::StatusOr<AudienceName> AudienceName::Parse(absl::string_view text) {
  AudienceName audience;
  if (text == "own") return audience;
  if (text == "all") {
    audience.kind = Kind::kAll;
    return audience;
  }
  const std::vector<absl::string_view> pieces = absl::StrSplit(text, absl::ByAnyChar("/@"));
  if (pieces.size() == 3 && IsEconomyCode(pieces[0]) && IsLabel(pieces[1]) && pieces[1] != "own" &&
      pieces[1] != "all") {
    if (absl::StatusOr<uint32_t> version = OrdinalFrom(pieces[2]); version.ok()) {
      audience = {Kind::kNamed, std::string(pieces[0]), std::string(pieces[1]), *version};
      // The separators may have stood in the wrong order.
      if (audience.ToString() == text) return audience;
    }
  }
  return Malformed(text, "an audience (\"own\", \"all\", or \"SG/straits-patrol@3\")");
}

}  // namespace lightship::statement
