#include "node/maritime/classes.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/status.h"
#include "node/maritime/vocabulary.h"
#include "node/maritime/words.h"

namespace lightship::maritime {
namespace {

absl::StatusOr<std::string> RecaapClass(absl::string_view text) {
  const std::string key = WordKey(text);
  for (absl::string_view known : {"1", "2", "3", "4", "attempted"}) {
    if (key == known || key == absl::StrCat("cat ", known)) return std::string(known);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text, "\" should be 1, 2, 3, 4 or attempted"));
}

// The schema's name without that of its list: "LEGAL_CLASS_PIRACY" is "PIRACY".
template <typename List>
absl::StatusOr<std::string> NameIn(absl::StatusOr<List> value, absl::string_view list) {
  RETURN_IF_ERROR(value.status());
  const auto* schema = google::protobuf::GetEnumDescriptor<List>()->FindValueByNumber(*value);
  return schema->name().substr(list.size());
}

}  // namespace

absl::StatusOr<std::string> ParseClass(v1::ClassificationScheme scheme, absl::string_view text) {
  switch (scheme) {
    case v1::CLASSIFICATION_SCHEME_RECAAP_CAT:
      return RecaapClass(text);
    case v1::CLASSIFICATION_SCHEME_UNCLOS_IMO:
      return NameIn(ParseValue<v1::LegalClass>(text), "LEGAL_CLASS_");
    case v1::CLASSIFICATION_SCHEME_IMB_TYPE:
      return NameIn(ParseActStage(text), "ACT_STAGE_");
    case v1::CLASSIFICATION_SCHEME_IMO_AREA:
      return NameIn(ParseSeaZone(text), "SEA_ZONE_");
    default:
      break;
  }
  const absl::string_view value = absl::StripAsciiWhitespace(text);
  if (!value.empty() && value.size() <= base::limits::kClassBytes) return std::string(value);
  return absl::InvalidArgumentError(
      absl::StrCat("should be 1 to ", base::limits::kClassBytes, " bytes"));
}

}  // namespace lightship::maritime
