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
constexpr size_t kMostLabelWords = 12;
constexpr size_t kLeastFacts = 3;

// Short words that are a label only when they are all of it.
constexpr struct {
  absl::string_view label;
  const char* column;
} kWholeLabels[] = {{"date", "date"},   {"time", "time"},       {"time zone", "time_zone"},
                    {"ship", "ship_name"}, {"vessel", "ship_name"}, {"area", "place"},
                    {"status", "ship_status"}, {"exercise", "exercise_status"}};

// Words that begin a label, and the column of the template; the first that matches.
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
    {"while sailing", "ship_status"},
    {"at anchor or at berth", "ship_status"},
    {"ship s status", "ship_status"},
    {"method of attack", "act"},
    {"nature of event", "act"},
    {"last observed movements", "last_movements"},
    {"suspect craft", "suspect_craft"},
    {"description number of suspect craft", "suspect_craft"},
    {"pirates robbers", "perpetrators"},
    {"number and brief description of pirates", "perpetrators"},
    {"number of pirates", "perpetrators"},
    {"number of robbers", "perpetrators"},
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
    {"reported to", "reported_to"},
    {"reporting state", "source"},
    {"assistance required", "assistance"},
    {"reference", "reference"},
    {"references", "reference"},
    {"not shown here", ""},
    {"details of incident", "narrative"},
};

// The column of a label, nullptr for none. In an account too there are colons: what precedes them is a label if it is short
// and begins with known words (after one other at most), or if it is an item of a form, with a number before it.
const char* ColumnOf(absl::string_view label, bool numbered) {
  const std::string key = maritime::WordKey(label);
  for (const auto& known : kWholeLabels) {
    if (key == known.label) return known.column;
  }
  if (std::count(key.begin(), key.end(), ' ') >= static_cast<ptrdiff_t>(kMostLabelWords)) return nullptr;
  const std::string padded = absl::StrCat(" ", key, " ");
  for (const auto& known : kLabels) {
    const size_t at = padded.find(absl::StrCat(" ", known.words, " "));
    if (at == std::string::npos) continue;
    if (numbered || std::count(padded.begin(), padded.begin() + static_cast<ptrdiff_t>(at), ' ') <= 1) {
      return known.column;
    }
  }
  return nullptr;
}

// Signs of quoting and numbers of items: "> 4.1 (a) ".
absl::string_view WithoutNumber(absl::string_view line, bool& numbered) {
  size_t start = line.find_first_not_of("> \t\r*-");
  line.remove_prefix(std::min(start, line.size()));
  size_t end = line.find_first_not_of("0123456789.()");
  numbered = end != absl::string_view::npos && end > 0 && line[end] == ' ';
  if (numbered) line.remove_prefix(end);
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

bool BeginsHead(absl::string_view line) {
  static constexpr absl::string_view kHeads[] = {"From:", "Sent:", "To:", "Subject:", "Received:"};
  return std::any_of(std::begin(kHeads), std::end(kHeads),
                     [&](absl::string_view name) { return absl::StartsWith(line, name); });
}

// Where the head of a letter ends: behind the first empty line, if there is a head.
absl::string_view Body(absl::string_view message) {
  absl::string_view trimmed = absl::StripLeadingAsciiWhitespace(message);
  const bool head = BeginsHead(trimmed) || absl::StartsWith(trimmed, "From ") ||
                    absl::StartsWith(trimmed, "Date:") || absl::StartsWith(trimmed, "Return-Path:");
  size_t end = std::min(trimmed.find("\n\n"), trimmed.find("\n\r\n"));
  return head && end != absl::string_view::npos ? trimmed.substr(end) : message;
}

TemplateValues ValuesOf(absl::string_view message) {
  TemplateValues values;
  std::string column = "narrative";
  bool skipping = true;  // what stands before the first label is a greeting
  bool in_head = false;  // of a letter that is quoted
  for (absl::string_view raw : absl::StrSplit(Body(message), '\n')) {
    bool numbered = false;
    absl::string_view line = WithoutNumber(raw, numbered);
    in_head = !line.empty() && (in_head || BeginsHead(line));
    if (in_head) continue;
    size_t colon = line.substr(0, kLongestLabel).find(':');
    const char* known =
        colon == absl::string_view::npos ? nullptr : ColumnOf(line.substr(0, colon), numbered);
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

absl::StatusOr<std::vector<CircForm>> ReadCircText(absl::string_view text) {
  std::vector<CircForm> rows;
  size_t line = 1;
  bool any = false;
  for (absl::string_view message : absl::StrSplit(text, '\f')) {
    CircForm row;
    row.line = line;
    row.record = rows.size() + 1;
    row.values = ValuesOf(message);
    row.content = std::string(message);
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
