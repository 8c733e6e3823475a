#include "client/formats/port_risk.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/formats/csv.h"

namespace lightship::formats {
namespace {

constexpr uint64_t kFew = 5;
constexpr uint64_t kYearsBefore = 5;
constexpr double kLittleStated = 50;

struct Port {
  std::string name;
  uint64_t incidents = 0, actual = 0, attempted = 0, seized = 0, guns = 0, other_arms = 0, harmed = 0;
  uint64_t arms_stated = 0, crew_stated = 0, recent = 0, before = 0;
  int first_year = 0, last_year = 0;
};

using Ports = std::map<std::string, Port>;

// Calls `add` with the port, the second key and the count of each row that names a port.
void ForEach(const v1::CountIncidentsResponse& counts, Ports& ports,
             const std::function<void(Port&, const std::string&, uint64_t)>& add) {
  static const std::string kNone;
  for (const v1::CountRow& row : counts.rows()) {
    if (row.keys(0).empty()) continue;
    Port& port = ports[row.keys(0)];
    port.name = row.keys(0);
    add(port, row.keys_size() > 1 ? row.keys(1) : kNone, row.count());
  }
}

Ports Gather(const PortCounts& counts) {
  Ports ports;
  ForEach(counts.years, ports, [](Port& port, const std::string& key, uint64_t count) {
    port.incidents += count;
    int year = 0;
    if (!absl::SimpleAtoi(key, &year)) return;
    port.first_year = port.first_year == 0 ? year : std::min(port.first_year, year);
    port.last_year = std::max(port.last_year, year);
  });
  ForEach(counts.outcomes, ports, [](Port& port, const std::string& key, uint64_t count) {
    if (key == "actual") port.actual += count;
    if (key == "attempted") port.attempted += count;
  });
  ForEach(counts.acts, ports, [](Port& port, const std::string& key, uint64_t count) {
    static const std::set<std::string> kSeized = {"hijacked", "kidnapping", "hijack and kidnapping"};
    if (kSeized.contains(key)) port.seized += count;
  });
  ForEach(counts.arms, ports, [](Port& port, const std::string& key, uint64_t count) {
    if (!key.empty()) port.arms_stated += count;
    if (key == "guns and knives") port.guns += count;
    if (key == "knives or other") port.other_arms += count;
  });
  ForEach(counts.treatments, ports, [](Port& port, const std::string& key, uint64_t count) {
    if (key.empty()) return;
    port.crew_stated += count;
    if (key != "no injury" && key != "threatened") port.harmed += count;
  });
  ForEach(counts.recent, ports, [](Port& port, const std::string&, uint64_t count) { port.recent += count; });
  ForEach(counts.before, ports, [](Port& port, const std::string&, uint64_t count) { port.before += count; });
  return ports;
}

// Two letters of the State and three signs of the place (UNECE Recommendation 16).
bool IsUnlocode(const std::string& name) {
  return name.size() == 5 && std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_isupper(c) || absl::ascii_isdigit(c);
         }) && absl::ascii_isupper(name[0]) && absl::ascii_isupper(name[1]);
}

double PercentOf(uint64_t part, uint64_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

std::string NoteOn(const Port& port) {
  std::vector<std::string> notes;
  if (!IsUnlocode(port.name)) notes.push_back("place as written, other spellings stand apart");
  if (port.incidents < kFew) notes.push_back(absl::StrCat("fewer than ", kFew, " incidents: no trend"));
  if (PercentOf(port.arms_stated, port.incidents) < kLittleStated ||
      PercentOf(port.crew_stated, port.incidents) < kLittleStated) {
    notes.push_back("severity seldom stated");
  }
  return absl::StrJoin(notes, "; ");
}

std::string ChangeOf(const Port& port) {
  if (port.before == 0 || port.incidents < kFew) return "";
  const double mean = static_cast<double>(port.before) / kYearsBefore;
  return absl::StrCat(std::lround((static_cast<double>(port.recent) / mean - 1) * 100));
}

std::string LineOf(const Port& port, double years) {
  const auto year = [](int number) { return number == 0 ? "" : absl::StrCat(number); };
  return CsvLine({port.name, absl::StrCat(port.incidents), year(port.first_year), year(port.last_year),
                  absl::StrFormat("%.2f", static_cast<double>(port.incidents) / years), absl::StrCat(port.actual),
                  absl::StrCat(port.attempted), absl::StrCat(port.seized), absl::StrCat(port.guns),
                  absl::StrCat(port.other_arms), absl::StrCat(port.harmed), absl::StrCat(port.recent),
                  absl::StrFormat("%.1f", static_cast<double>(port.before) / kYearsBefore), ChangeOf(port),
                  absl::StrFormat("%.0f", PercentOf(port.arms_stated, port.incidents)),
                  absl::StrFormat("%.0f", PercentOf(port.crew_stated, port.incidents)), NoteOn(port)});
}

}  // namespace

std::string PortRiskCsv(const PortCounts& counts) {
  std::vector<Port> ports;
  int first = 0, last = 0;
  for (auto& [name, port] : Gather(counts)) {
    if (port.first_year != 0) first = first == 0 ? port.first_year : std::min(first, port.first_year);
    last = std::max(last, port.last_year);
    if (port.incidents > 0) ports.push_back(port);
  }
  std::stable_sort(ports.begin(), ports.end(),
                   [](const Port& a, const Port& b) { return a.incidents > b.incidents; });
  std::string text = CsvLine({"place", "incidents", "first_year", "last_year", "per_year", "actual", "attempted",
                              "hijacked_kidnapped", "guns", "knives_or_other", "crew_harmed", "last_12_months",
                              "mean_12_months", "change_percent", "weapons_stated", "crew_stated", "note"});
  for (const Port& port : ports) absl::StrAppend(&text, LineOf(port, last - first + 1));
  return text;
}

}  // namespace lightship::formats
