// What IMB and GISIS write for acts, ships and waters (config/vocabularies).
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "node/maritime/vessel.h"
#include "node/maritime/vocabulary.h"
#include "node/maritime/word_table.h"
#include "node/maritime/words.h"

namespace lightship::maritime {
namespace {

// A spelling first, because imports meet little else; then the names that people type.
template <typename List>
absl::StatusOr<List> ParseWith(Vocabulary vocabulary, List not_stated, absl::string_view text) {
  const std::optional<List> known = FindValue<List>(vocabulary, text);
  if (known.has_value()) return *known;
  if (NameStateOf(text) != v1::NAME_STATE_GIVEN) return not_stated;
  return ParseValue<List>(text);
}

}  // namespace

std::string WordKey(absl::string_view text) {
  std::string key;
  key.reserve(text.size());
  for (const char c : text) {
    if (absl::ascii_isalnum(c)) {
      key += absl::ascii_tolower(c);
    } else if (!key.empty() && key.back() != ' ') {
      key += ' ';
    }
  }
  if (!key.empty() && key.back() == ' ') key.pop_back();
  return key;
}

absl::StatusOr<v1::ActStage> ParseActStage(absl::string_view text) {
  return ParseWith(Vocabulary::kActStage, v1::ACT_STAGE_NOT_STATED, text);
}

absl::StatusOr<v1::ShipStatus> ParseShipStatus(absl::string_view text) {
  return ParseWith(Vocabulary::kShipStatus, v1::SHIP_STATUS_NOT_STATED, text);
}

absl::StatusOr<v1::ShipType> ParseShipType(absl::string_view text) {
  return ParseWith(Vocabulary::kShipType, v1::SHIP_TYPE_NOT_STATED, text);
}

absl::StatusOr<v1::SeaZone> ParseSeaZone(absl::string_view text) {
  return ParseWith(Vocabulary::kSeaZone, v1::SEA_ZONE_NOT_STATED, text);
}

}  // namespace lightship::maritime
