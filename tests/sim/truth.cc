#include "tests/sim/truth.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace lightship::sim {
namespace {

// Length of the run of such characters at `at`.
template <typename Is>
size_t Run(absl::string_view text, size_t at, Is is) {
  size_t length = 0;
  while (at + length < text.size() && is(text[at + length])) ++length;
  return length;
}

bool IsDigit(char c) { return absl::ascii_isdigit(c); }
bool IsPartLetter(char c) { return absl::ascii_isupper(c) && c != 'Q'; }

// Length of the marker at `at`, 0 when there is none.
size_t MarkerAt(absl::string_view text, size_t at) {
  size_t end = at + 2;
  for (const char* next : {"A", "N", ""}) {
    const size_t digits = Run(text, end, IsDigit);
    end += digits;
    if (digits == 0 || text.substr(end, *next == 0 ? 0 : 1) != next) return 0;
    end += *next == 0 ? 0 : 1;
  }
  end += Run(text, end, IsPartLetter);
  return end < text.size() && text[end] == 'Q' ? end + 1 - at : 0;
}

std::set<int> Fold(std::set<int> holders, const std::vector<Act>& acts, uint64_t size,
                   absl::string_view part) {
  for (const Act& act : acts) {
    if (act.index >= size) break;
    // The statement itself goes with any part, and is narrowed only with all.
    const bool any = part.empty() && act.kind == Act::Kind::kRelease;
    if (!act.part.empty() && act.part != part && !any) continue;
    std::set<int> now;
    if (act.kind == Act::Kind::kRelease) {
      std::set_union(holders.begin(), holders.end(), act.nodes.begin(), act.nodes.end(),
                     std::inserter(now, now.end()));
    } else if (act.kind == Act::Kind::kNarrow) {
      std::set_intersection(holders.begin(), holders.end(), act.nodes.begin(), act.nodes.end(),
                            std::inserter(now, now.end()));
    } else {
      continue;
    }
    holders = std::move(now);
  }
  return holders;
}

}  // namespace

std::set<int> Acknowledged::Holders(uint64_t size) const { return Fold(audience, acts, size, ""); }

std::set<int> Acknowledged::Holders(const MadePart& part, uint64_t size) const {
  return Fold(part.audience, acts, size, part.name);
}

std::set<int> Acknowledged::EverHolders(const MadePart& part) const {
  std::set<int> ever = part.audience;
  for (const Act& act : acts) {
    ever.merge(Fold(part.audience, acts, act.index + 1, part.name));
  }
  return ever;
}

bool Acknowledged::Erased(const MadePart& part, uint64_t size) const {
  return std::any_of(acts.begin(), acts.end(), [&](const Act& act) {
    return act.kind == Act::Kind::kErase && act.index < size &&
           (act.part.empty() || act.part == part.name);
  });
}

const MadePart* Acknowledged::Find(absl::string_view part_name) const {
  for (const MadePart& part : parts) {
    if (part.name == part_name) return &part;
  }
  return nullptr;
}

std::string MarkerOf(uint64_t seed, int author, int number, absl::string_view part_name) {
  return absl::StrCat("MK", seed, "A", author, "N", number, absl::AsciiStrToUpper(part_name), "Q");
}

std::set<std::string> MarkersIn(absl::string_view bytes) {
  std::set<std::string> markers;
  const std::string text = absl::AsciiStrToUpper(bytes);
  for (size_t at = text.find("MK"); at != std::string::npos; at = text.find("MK", at + 1)) {
    const size_t length = MarkerAt(text, at);
    if (length > 0) markers.insert(text.substr(at, length));
  }
  return markers;
}

int AuthorOfMarker(absl::string_view marker) {
  const size_t from = marker.find('A') + 1;
  int author = -1;
  if (!absl::SimpleAtoi(marker.substr(from, marker.find('N') - from), &author)) return -1;
  return author;
}

}  // namespace lightship::sim
