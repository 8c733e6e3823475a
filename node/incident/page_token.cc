#include "node/incident/page_token.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::incident {
namespace {

constexpr absl::string_view kContext = "lightship page token 2";
constexpr size_t kRankBytes = 8;
constexpr size_t kKeyBytes = kRankBytes + crypto::kDigestBytes;
constexpr size_t kCheckBytes = 8;

// Finds mistakes, not forgers: a forged token only says where its maker's own list goes on.
std::string CheckOf(absl::string_view key, const v1::IncidentFilter& filter,
                    v1::IncidentOrder order) {
  std::string digest =
      crypto::AsString(crypto::Sha256({kContext, key, std::string(1, static_cast<char>(order)),
                                       filter.SerializeAsString()}));
  return digest.substr(0, kCheckBytes);
}

absl::Status RefusedToken(absl::string_view what) {
  return base::InvalidFields(base::reason::kInvalidPageToken,
                             {{"page_token", std::string(what)}});
}

}  // namespace

std::string FormatPageToken(const PageKey& last, const v1::IncidentFilter& filter,
                            v1::IncidentOrder order) {
  std::string bytes;
  base::AppendBigEndian64(static_cast<uint64_t>(last.rank), bytes);
  bytes += crypto::AsString(last.id);
  bytes += CheckOf(bytes, filter, order);
  // 48 bytes are 64 characters: no padding, and only one text for given bytes.
  static_assert((kKeyBytes + kCheckBytes) % 3 == 0);
  std::string token;
  absl::WebSafeBase64Escape(bytes, &token);
  return token;
}

absl::StatusOr<PageKey> ParsePageToken(absl::string_view token, const v1::IncidentFilter& filter,
                                       v1::IncidentOrder order) {
  std::string bytes;
  std::string again;
  if (!absl::WebSafeBase64Unescape(token, &bytes) || bytes.size() != kKeyBytes + kCheckBytes) {
    return RefusedToken("not a page token; give next_page_token of the previous response unchanged");
  }
  absl::WebSafeBase64Escape(bytes, &again);
  absl::string_view key = absl::string_view(bytes).substr(0, kKeyBytes);
  if (again != token || bytes.substr(kKeyBytes) != CheckOf(key, filter, order)) {
    return RefusedToken("made with another filter or order, or changed; a list goes on with the same");
  }
  PageKey last;
  last.rank = static_cast<int64_t>(base::ReadBigEndian64(key));
  ASSIGN_OR_RETURN(last.id, crypto::DigestFromBytes(key.substr(kRankBytes)));
  return last;
}

}  // namespace lightship::incident
