#include "node/maritime/word_table.h"

#include <cstddef>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "node/base/status.h"
#include "node/maritime/vocabulary.h"
#include "node/maritime/vocabulary_tables.h"
#include "node/maritime/words.h"

namespace lightship::maritime {
namespace {

WordTable Compiled(const char* csv, const google::protobuf::EnumDescriptor* list) {
  absl::StatusOr<WordTable> table = WordTable::Parse(csv, list);
  return table.ok() ? *std::move(table) : WordTable();
}

// Of a key, which starts with a blank.
absl::string_view FirstWord(absl::string_view key) {
  key.remove_prefix(1);
  return key.substr(0, key.find(' '));
}

}  // namespace

absl::StatusOr<WordTable> WordTable::Parse(absl::string_view csv,
                                           const google::protobuf::EnumDescriptor* list) {
  WordTable table;
  size_t number = 0;
  for (absl::string_view text : absl::StrSplit(csv, '\n')) {
    if (++number == 1 || text.empty()) continue;
    const std::pair<absl::string_view, absl::string_view> cells = absl::StrSplit(text, ',');
    Line line;
    absl::string_view pattern = cells.first;
    line.whole = absl::ConsumePrefix(&pattern, "=");
    line.number = number;
    line.key = absl::StrCat(" ", WordKey(pattern), " ");
    if (line.key == "  ") {
      return absl::InvalidArgumentError(absl::StrCat("line ", number, ": has no words"));
    }
    if (!cells.second.empty()) {
      absl::StatusOr<int> value = ParseValue(list, cells.second);
      if (!value.ok()) return base::Annotate(value.status(), absl::StrCat("line ", number));
      line.value = *value;
    }
    table.lines_[FirstWord(line.key)].push_back(line);
  }
  return table;
}

std::optional<int> WordTable::Find(absl::string_view text) const {
  const std::string key = absl::StrCat(" ", WordKey(text), " ");
  const Line* first = nullptr;
  for (size_t at = 0; at + 1 < key.size(); at = key.find(' ', at + 1)) {
    const absl::string_view rest = absl::string_view(key).substr(at);
    const auto found = lines_.find(FirstWord(rest));
    if (found == lines_.end()) continue;
    for (const Line& line : found->second) {
      if (first != nullptr && first->number < line.number) break;
      if (line.whole ? key == line.key : absl::StartsWith(rest, line.key)) first = &line;
    }
  }
  if (first == nullptr) return std::nullopt;
  return first->value;
}

const WordTable& TableOf(Vocabulary vocabulary) {
  // In the order of the enumeration.
  static const auto* const tables = new std::vector<WordTable>{
      Compiled(kActStageCsv, v1::ActStage_descriptor()),
      Compiled(kShipStatusCsv, v1::ShipStatus_descriptor()),
      Compiled(kShipTypeCsv, v1::ShipType_descriptor()),
      Compiled(kSeaZoneCsv, v1::SeaZone_descriptor()),
      Compiled(kAsamHostilityCsv, v1::ActStage_descriptor()),
      Compiled(kAccountActCsv, v1::ActStage_descriptor()),
      Compiled(kVictimTypeCsv, v1::ShipType_descriptor()),
      Compiled(kShipStateCsv, v1::ShipStatus_descriptor()),
      Compiled(kOriginCsv, v1::SourceKind_descriptor()),
      Compiled(kNotNamesCsv, v1::TriState_descriptor()),
  };
  return (*tables)[static_cast<size_t>(vocabulary)];
}

}  // namespace lightship::maritime
