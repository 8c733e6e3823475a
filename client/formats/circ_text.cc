#include "client/formats/circ_text.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "node/maritime/words.h"

namespace lightship::formats {
namespace {

constexpr size_t kLongestLabel = 90;
constexpr size_t kLeastFacts = 3;

// Words that stand in a label, and the column of the template; the first that matches.
constexpr struct {
  absl::string_view words;
  const char* column;
} kLabels[] = {
    {"date time of report", ""},
    {"call sign", "call_sign"},
    {"imo number", "imo_number"},
    {"imo no", "imo_number"},
    {"mmsi", "mmsi"},
    {"type of ship", "ship_type"},
    {"ship type", "ship_type"},
    {"ship s name", "ship_name"},
    {"name of ship", "ship_name"},
    {"ship name", "ship_name"},
    {"vessel name", "ship_name"},
    {"flag", "flag"},
    {"gross tonnage", ""},
    {"date and time", "date"},
    {"date time", "date"},
    {"date of incident", "date"},
    {"latitude longitude", "latitude"},
    {"latitude", "latitude"},
    {"longitude", "longitude"},
    {"position", "latitude"},
    {"name of the area", "place"},
    {"name of area", "place"},
    {"location", "place"},
    {"waters", "sea_zone"},
    {"at anchor or at berth", "ship_status"},
    {"ship s status", "ship_status"},
    {"method of attack", "act"},
    {"nature of event", "act"},
    {"last observed movements", "last_movements"},
    {"suspect craft", "suspect_craft"},
    {"pirates robbers", "perpetrators"},
    {"weapons", "weapons"},
    {"other information", "narrative"},
    {"injuries", "crew_consequences"},
    {"damage to ship", "ship_damage"},
    {"stolen property", "losses"},
    {"action taken by the coastal", "coastal_response"},
    {"action taken by coastal", "coastal_response"},
    {"action taken by master", "crew_action"},
    {"action taken by the master", "crew_action"},
    {"coastal authority", "reported_to"},
    {"reporting state", "source"},
    {"assistance required", "assistance"},
    {"reference", "reference"},
    {"details of incident", "narrative"},
};

const char* ColumnOf(absl::string_view label) {
  const std::string key = absl::StrCat(" ", maritime::WordKey(label), " ");
  for (const auto& known : kLabels) {
    if (absl::StrContains(key, absl::StrCat(" ", known.words, " "))) return known.column;
  }
  return nullptr;
}

// Signs of quoting and numbers of items: "> 4.1 (a) ".
absl::string_view WithoutNumber(absl::string_view line) {
  size_t start = line.find_first_not_of("> \t\r*-");
  line.remove_prefix(std::min(start, line.size()));
  size_t end = line.find_first_not_of("0123456789.()");
  if (end != absl::string_view::npos && end > 0 && line[end] == ' ') line.remove_prefix(end);
  return absl::StripAsciiWhitespace(line);
}

bool IsNothing(absl::string_view value) {
  const std::string key = maritime::WordKey(value);
  return key.empty() || key == "not stated" || key == "nothing" || key == "n a" || key == "nil";
}

void Append(const std::string& text, std::string& value) {
  if (!value.empty() && !text.empty()) value += "\n";
  value += text;
}

// Where the head of a letter ends: behind the first empty line, if there is a head.
absl::string_view Body(absl::string_view message) {
  absl::string_view trimmed = absl::StripLeadingAsciiWhitespace(message);
  static constexpr absl::string_view kHeads[] = {"From:", "From ", "To:", "Subject:", "Date:", "Received:", "Return-Path:"};
  bool head = std::any_of(std::begin(kHeads), std::end(kHeads),
                          [&](absl::string_view name) { return absl::StartsWith(trimmed, name); });
  size_t end = std::min(trimmed.find("\n\n"), trimmed.find("\n\r\n"));
  return head && end != absl::string_view::npos ? trimmed.substr(end) : message;
}

TemplateValues ValuesOf(absl::string_view message) {
  TemplateValues values;
  std::string column = "narrative";
  bool skipping = true;  // what stands before the first label is a greeting
  for (absl::string_view raw : absl::StrSplit(Body(message), '\n')) {
    absl::string_view line = WithoutNumber(raw);
    size_t colon = line.substr(0, kLongestLabel).find(':');
    const char* known = colon == absl::string_view::npos ? nullptr : ColumnOf(line.substr(0, colon));
    if (known != nullptr) {
      column = known;
      skipping = column.empty();
      line = absl::StripAsciiWhitespace(line.substr(colon + 1));
    }
    if (skipping || line.empty()) continue;
    Append(std::string(line), values[column]);
  }
  for (auto at = values.begin(); at != values.end();) {
    at = IsNothing(at->second) ? values.erase(at) : std::next(at);
  }
  return values;
}

}  // namespace

absl::StatusOr<std::vector<TemplateRow>> ReadCircText(absl::string_view text) {
  std::vector<TemplateRow> rows;
  size_t line = 1;
  bool any = false;
  for (absl::string_view message : absl::StrSplit(text, '\f')) {
    TemplateRow row;
    row.line = line;
    row.record = rows.size() + 1;
    row.values = ValuesOf(message);
    row.content = std::string(message);
    row.complete = true;
    any |= row.values.contains("date") && row.values.size() >= kLeastFacts;
    line += static_cast<size_t>(std::count(message.begin(), message.end(), '\n'));
    if (!absl::StripAsciiWhitespace(message).empty()) rows.push_back(std::move(row));
  }
  if (!any) {
    return absl::InvalidArgumentError(
        "no filled form; lines should be like \"Ship's name: ...\", \"Date and time: ...\"");
  }
  return rows;
}

}  // namespace lightship::formats
