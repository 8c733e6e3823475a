#include "node/maritime/port.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "node/base/quote.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/maritime/areas_file.h"
#include "node/maritime/nearest_names.h"
#include "node/maritime/words.h"

namespace lightship::maritime {
namespace {

constexpr absl::string_view kFile = "ports.csv";
constexpr size_t kQuotedBytes = 40;

// "0117N", "10351E": degrees and two digits of minutes (UN/LOCODE Manual, 2.1.8).
int32_t CoordinateOf(absl::string_view text) {
  int degrees = 0;
  int minutes = 0;
  if (text.size() < 5 || !absl::SimpleAtoi(text.substr(0, text.size() - 3), &degrees) ||
      !absl::SimpleAtoi(text.substr(text.size() - 3, 2), &minutes)) {
    DieOfAreas(kFile, absl::StrCat(text, " is no coordinate"));
  }
  const bool negative = text.back() == 'S' || text.back() == 'W';
  return ToE7((degrees + minutes / 60.0) * (negative ? -1 : 1));
}

const std::vector<Port>& Ports() {
  static const auto* const ports = [] {
    auto* list = new std::vector<Port>;
    const std::vector<absl::string_view> lines =
        absl::StrSplit(absl::string_view(kPortsCsv), '\n', absl::SkipEmpty());
    for (size_t i = 1; i < lines.size(); ++i) {
      const std::vector<absl::string_view> cells = absl::StrSplit(lines[i], ',');
      if (cells.size() != 4 || !IsUnlocode(cells[1])) DieOfAreas(kFile, lines[i]);
      list->push_back({std::string(cells[0]), std::string(cells[1]),
                       {CoordinateOf(cells[2]), CoordinateOf(cells[3])}});
    }
    return list;
  }();
  return *ports;
}

}  // namespace

bool IsUnlocode(absl::string_view text) {
  if (text.size() != 5 || !absl::ascii_isupper(text[0]) || !absl::ascii_isupper(text[1])) {
    return false;
  }
  for (char c : text.substr(2)) {
    if (!absl::ascii_isupper(c) && (c < '2' || c > '9')) return false;
  }
  return true;
}

absl::StatusOr<const Port*> FindPort(absl::string_view name) {
  const std::string key = WordKey(name);
  std::vector<std::string> names;
  for (const Port& port : Ports()) {
    if (key == WordKey(port.name) || key == WordKey(port.unlocode)) return &port;
    names.push_back(port.name);
  }
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                     absl::StrCat(base::Quoted(name, kQuotedBytes), " is no port of config/areas/ports.csv",
                                  NameHint(name, std::move(names))));
}

}  // namespace lightship::maritime
