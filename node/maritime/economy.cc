#include "node/maritime/economy.h"

#include <algorithm>
#include <iterator>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "node/maritime/fold.h"
#include "node/maritime/states.h"
#include "node/maritime/words.h"

namespace lightship::maritime {
namespace {

struct Directory {
  absl::flat_hash_map<absl::string_view, absl::string_view> name_of_alpha2;
  absl::flat_hash_map<absl::string_view, absl::string_view> alpha2_of_alpha3;
  absl::flat_hash_map<std::string, absl::string_view> alpha2_of_name;
};

std::string NameKey(absl::string_view name) { return WordKey(FoldLetters(name)); }

const Directory* BuildDirectory() {
  auto* directory = new Directory;
  for (const absl::string_view line : absl::StrSplit(kStates, '|')) {
    const absl::string_view alpha2 = line.substr(0, 2);
    const absl::string_view name = line.substr(7);
    directory->alpha2_of_alpha3.emplace(line.substr(3, 3), alpha2);
    directory->name_of_alpha2.emplace(alpha2, name);
    directory->alpha2_of_name.emplace(NameKey(name), alpha2);
  }
  for (const absl::string_view line : absl::StrSplit(kOtherNames, '|')) {
    directory->alpha2_of_name.emplace(NameKey(line.substr(3)), line.substr(0, 2));
  }
  for (const ApecEconomy& economy : ApecEconomies()) {
    directory->name_of_alpha2[economy.alpha2] = economy.name;
    directory->alpha2_of_name.emplace(NameKey(economy.name), economy.alpha2);
  }
  return directory;
}

const Directory& States() {
  static const Directory* const directory = BuildDirectory();
  return *directory;
}

template <typename Map>
std::optional<absl::string_view> Find(const Map& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? std::nullopt : std::optional<absl::string_view>(found->second);
}

}  // namespace

absl::Span<const ApecEconomy> ApecEconomies() {
  static const auto* const economies = new std::vector<ApecEconomy>{
      {"AU", "AUS", "Australia", {503}},
      {"BN", "BD", "Brunei Darussalam", {508}},
      {"CA", "CDA", "Canada", {316}},
      {"CL", "CHL", "Chile", {725}},
      {"TW", "CT", "Chinese Taipei", {416}},
      {"HK", "HKC", "Hong Kong, China", {477}},
      {"ID", "INA", "Indonesia", {525}},
      {"JP", "JPN", "Japan", {431, 432}},
      {"MY", "MAS", "Malaysia", {533}},
      {"MX", "MEX", "Mexico", {345}},
      {"NZ", "NZ", "New Zealand", {512}},
      {"PG", "PNG", "Papua New Guinea", {553}},
      {"CN", "PRC", "People's Republic of China", {412, 413, 414}},
      {"PE", "PE", "Peru", {760}},
      {"KR", "ROK", "Republic of Korea", {440, 441}},
      {"RU", "RUS", "Russia", {273}},
      {"SG", "SGP", "Singapore", {563, 564, 565, 566}},
      {"TH", "THA", "Thailand", {567}},
      {"PH", "PHL", "The Philippines", {548}},
      {"US", "USA", "United States", {303, 338, 366, 367, 368, 369}},
      {"VN", "VN", "Viet Nam", {574}},
  };
  return *economies;
}

const ApecEconomy* FindApecEconomy(absl::string_view code) {
  const auto economies = ApecEconomies();
  // Alpha-2 first: APEC's "PE" and "NZ" agree with it, "BD" is Bangladesh's.
  for (const auto member : {&ApecEconomy::alpha2, &ApecEconomy::apec_code}) {
    for (const ApecEconomy& economy : economies) {
      if (absl::EqualsIgnoreCase(economy.*member, code)) return &economy;
    }
  }
  return nullptr;
}

std::string EconomyName(absl::string_view alpha2) {
  const auto name = Find(States().name_of_alpha2, absl::AsciiStrToUpper(alpha2));
  return std::string(name.value_or(alpha2));
}

std::optional<absl::string_view> Alpha2OfAlpha3(absl::string_view alpha3) {
  return Find(States().alpha2_of_alpha3, absl::AsciiStrToUpper(alpha3));
}

std::optional<absl::string_view> Alpha2OfName(absl::string_view name) {
  return Find(States().alpha2_of_name, NameKey(name));
}

std::optional<absl::string_view> EconomyOfMid(uint32_t mid) {
  for (const ApecEconomy& economy : ApecEconomies()) {
    if (std::find(economy.mids.begin(), economy.mids.end(), mid) != economy.mids.end()) {
      return economy.alpha2;
    }
  }
  return std::nullopt;
}

}  // namespace lightship::maritime
