#include <algorithm>

#include "absl/strings/str_cat.h"
#include "node/incident/correlation/findings.h"

namespace lightship::incident::correlation {
namespace {

// A ship whose name comes later than this in a text, or this long after another ship's, may not be
// its subject.
constexpr size_t kSubjectWords = 60;
constexpr size_t kWordsAfterOther = 8;
constexpr size_t kLongName = 5;

bool IsTowage(v1::ShipType type) {
  return type == v1::SHIP_TYPE_TUG || type == v1::SHIP_TYPE_BARGE;
}

bool HasTowage(const Account& account) {
  return std::any_of(account.ships.begin(), account.ships.end(),
                     [](const Ship& ship) { return IsTowage(ship.type); });
}

// The names under which a report tells of its ships: stated ones, else those that its text surely
// names.
std::vector<Name> OwnNames(const Account& account) {
  std::vector<Name> names;
  for (const Ship& ship : account.ships)
    names.insert(names.end(), ship.names.begin(), ship.names.end());
  if (!names.empty()) return names;
  for (const NamedShip& ship : account.prose.ships) names.push_back(ship.name);
  return names;
}

// How two seven-digit numbers differ: in one figure, or in two neighbours exchanged.
bool OneSlipApart(uint32_t a, uint32_t b) {
  const std::string left = absl::StrCat(a), right = absl::StrCat(b);
  if (left.size() != right.size()) return false;
  std::vector<size_t> places;
  for (size_t i = 0; i < left.size(); ++i) {
    if (left[i] != right[i]) places.push_back(i);
  }
  if (places.size() == 1) return true;
  return places.size() == 2 && places[1] == places[0] + 1 && left[places[0]] == right[places[1]] &&
         left[places[1]] == right[places[0]];
}

// A call sign is one ship's at a time; others may get it later.
Identity CompareCallSigns(const Account& a, const Account& b, Findings& findings) {
  for (const Ship& left : a.ships) {
    for (const Ship& right : b.ships) {
      if (left.call_sign.empty() || left.call_sign != right.call_sign) continue;
      findings.Add(7, absl::StrCat("same call sign ", left.call_sign));
      return Identity::kSame;
    }
  }
  return Identity::kUnknown;
}

// What the numbers tell; kUnknown when they do not decide.
Identity CompareNumbers(const Account& a, const Account& b, Findings& findings) {
  size_t compared = 0, excluded = 0;
  bool slip = false;
  for (const Ship& left : a.ships) {
    for (const Ship& right : b.ships) {
      if (left.mmsi != 0 && left.mmsi == right.mmsi) {
        findings.Add(8, absl::StrCat("same MMSI ", left.mmsi));
        return Identity::kSame;
      }
      if (left.imo_number == 0 || right.imo_number == 0) continue;
      if (left.imo_number == right.imo_number) {
        const bool valid = left.imo_valid && right.imo_valid;
        findings.Add(valid ? 9 : 7, absl::StrCat("same IMO number ", left.imo_number,
                                                 valid ? "" : " (check digit wrong)"));
        return Identity::kSame;
      }
      ++compared;
      if (left.imo_valid && right.imo_valid) {
        // A tug and its barge are two ships of one incident.
        if (!(IsTowage(left.type) && IsTowage(right.type) && left.type != right.type)) ++excluded;
      } else {
        slip = slip || OneSlipApart(left.imo_number, right.imo_number);
      }
    }
  }
  if (slip) findings.Add(3, "IMO numbers one slip apart, a check digit wrong");
  if (compared == 0 || excluded != compared) return CompareCallSigns(a, b, findings);
  findings.Add(-12, "different valid IMO numbers: veto");
  return Identity::kVeto;
}

// True when `name`, found at `word` of the text of `account`, is that of a ship that the text is
// about.
bool IsSubject(const Account& account, const Name& name, size_t word) {
  size_t nearest = word;
  bool after_other = false;
  const auto look_at = [&](const Name& other, size_t at) {
    if (at >= word || other.letters.size() < kLongName) return;
    if (CompareNames(other, name) >= Likeness::kSimilar) return;
    nearest = after_other ? std::min(nearest, word - at) : word - at;
    after_other = true;
  };
  for (const NamedShip& ship : account.prose.ships) look_at(ship.name, ship.word);
  for (const Ship& ship : account.ships) {
    for (const Name& other : ship.names) {
      if (auto at = FindName(account.prose, other); at.has_value()) look_at(other, *at);
    }
  }
  return after_other ? nearest <= kWordsAfterOther : word < kSubjectWords;
}

// The same of a name under which the report itself tells of a ship: an importer may have taken it
// from the text, where others follow the first.
bool IsSubject(const Account& account, const Name& name) {
  if (!account.ships.empty()) {
    for (const Name& first : account.ships[0].names) {
      if (first.letters == name.letters) return true;
    }
  }
  const auto word = FindName(account.prose, name);
  return !word.has_value() || IsSubject(account, name, *word);
}

struct Match {
  Identity identity = Identity::kUnknown;
  double weight = 0;
  std::string words;
};

void Improve(Match& best, Match found) {
  if (found.weight > best.weight) best = std::move(found);
}

Match MatchOwn(const Account& a, const Name& left, const Account& b, const Name& right) {
  const Likeness likeness = CompareNames(left, right);
  if (likeness == Likeness::kNone) return {};
  const std::string both = left.letters == right.letters
                               ? left.Display()
                               : absl::StrCat(left.Display(), " ~ ", right.Display());
  if (!IsSubject(a, left) || !IsSubject(b, right)) {
    return {Identity::kMentioned, 3,
            absl::StrCat(both, " is named in the text, after another ship")};
  }
  const bool sure = std::min(left.letters.size(), right.letters.size()) >= kLongName;
  if (likeness == Likeness::kPart) {
    return {Identity::kPart, sure ? 4.5 : 3, absl::StrCat("name in part the same: ", both)};
  }
  if (likeness == Likeness::kReordered) {
    return {Identity::kPart, 5, absl::StrCat("name in the same words, in another order: ", both)};
  }
  if (likeness == Likeness::kSimilar)
    return {Identity::kSame, 5.5, absl::StrCat("similar name ", both)};
  return {Identity::kSame, sure ? 8.0 : 6.0, absl::StrCat("same name ", both)};
}

// The names of `a` in the text of `b`.
Match MatchText(const std::vector<Name>& names, const Account& b) {
  Match best;
  for (const Name& name : names) {
    const auto word = FindName(b.prose, name);
    if (!word.has_value()) continue;
    const std::string of = b.source.empty() ? "" : absl::StrCat(" of ", b.source);
    if (IsSubject(b, name, *word)) {
      Improve(best, {Identity::kSame, name.letters.size() >= kLongName ? 8.0 : 6.0,
                     absl::StrCat(name.Display(), " in the text", of)});
    } else {
      Improve(best, {Identity::kMentioned, 3,
                     absl::StrCat(name.Display(), " is named late in the text", of,
                                  ", or after another ship")});
    }
  }
  return best;
}

}  // namespace

Identity CompareIdentities(const Account& a, const Account& b, Findings& findings) {
  const Identity numbers = CompareNumbers(a, b, findings);
  if (numbers == Identity::kVeto) return numbers;
  const std::vector<Name> left = OwnNames(a), right = OwnNames(b);
  Match best;
  for (const Name& name : left) {
    for (const Name& other : right) Improve(best, MatchOwn(a, name, b, other));
  }
  if (best.identity != Identity::kSame) {
    Improve(best, MatchText(left, b));
    Improve(best, MatchText(right, a));
  }
  if (best.identity != Identity::kUnknown) {
    // A name adds little to a number.
    findings.Add(numbers == Identity::kSame ? 1 : best.weight, best.words);
    return numbers == Identity::kSame ? numbers : best.identity;
  }
  if (numbers == Identity::kSame || left.empty() || right.empty()) return numbers;
  const std::string words =
      absl::StrCat("different names ", left[0].Display(), " and ", right[0].Display());
  if (HasTowage(a) && HasTowage(b) && (a.ships.size() == 1) && (b.ships.size() == 1) &&
      a.ships[0].type != b.ships[0].type) {
    findings.Add(-2, absl::StrCat(words, ", perhaps tug and barge"));
    return Identity::kUnknown;
  }
  findings.Add(-8, words);
  return Identity::kDifferent;
}

}  // namespace lightship::incident::correlation
