#include "node/maritime/nearest_names.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "node/maritime/words.h"

namespace lightship::maritime {
namespace {

constexpr size_t kComparedChars = 40;
constexpr size_t kMostCandidates = 4;
constexpr size_t kMostListed = 40;

// Levenshtein distance, one row at a time.
size_t EditDistance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::vector<std::string> NearestNames(absl::string_view text, std::vector<std::string> names) {
  const std::string key = WordKey(text.substr(0, kComparedChars));
  std::vector<std::pair<size_t, std::string>> near;
  for (std::string& name : names) {
    const std::string name_key = WordKey(name);
    const bool contains = key.size() >= 3 && absl::StrContains(name_key, key);
    const size_t distance = contains ? 1 : EditDistance(key, name_key);
    if (distance <= std::max<size_t>(2, name_key.size() / 4))
      near.emplace_back(distance, std::move(name));
  }
  std::stable_sort(near.begin(), near.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  near.resize(std::min(near.size(), kMostCandidates));
  std::vector<std::string> nearest;
  for (auto& [distance, name] : near) nearest.push_back(std::move(name));
  return nearest;
}

std::string NameHint(absl::string_view text, std::vector<std::string> names) {
  const std::vector<std::string> candidates = NearestNames(text, names);
  if (!candidates.empty()) return absl::StrCat("; did you mean: ", absl::StrJoin(candidates, ", "));
  names.resize(std::min(names.size(), kMostListed));
  return absl::StrCat("; it is one of: ", absl::StrJoin(names, ", "));
}

}  // namespace lightship::maritime
