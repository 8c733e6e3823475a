#include "node/incident/correlation/prose.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "node/maritime/fold.h"

namespace lightship::incident::correlation {
namespace {

constexpr size_t kTrigramsLeast = 12;
// Shorter than twelve trigrams, but too long to be said twice by chance.
constexpr size_t kCopiedLettersLeast = 40;

bool IsLetter(char c) {
  return absl::ascii_isalnum(c) ||
         (static_cast<unsigned char>(c) >= 0x80 && c != maritime::kDegreeSign);
}

// One text at a time is in work: FNV-1a, the same on every machine.
constexpr uint64_t kHashFactor = 0x9E3779B97F4A7C15;
uint64_t HashOf(absl::string_view text) {
  uint64_t hash = 0xCBF29CE484222325;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001B3;
  }
  return hash;
}

std::vector<Token> TokensOf(absl::string_view text) {
  std::vector<Token> tokens;
  size_t sign = 0;
  for (size_t i = 0; i < text.size() && tokens.size() < kProseWordsMost;) {
    if (!IsLetter(text[i])) {
      ++i;
      continue;
    }
    const size_t start = i;
    while (i < text.size() && (IsLetter(text[i]) || text[i] == '\'')) ++i;
    tokens.push_back({text.substr(start, i - start), text.substr(sign, start - sign)});
    sign = i;
  }
  return tokens;
}

// The word from which whole words make up `letters`, as a name is written.
std::optional<size_t> FindLetters(const Prose& prose, const std::string& letters) {
  constexpr absl::string_view kPort = "PORT";
  const auto starts_at = [&prose](size_t at) {
    return std::lower_bound(prose.starts.begin(), prose.starts.end(), at);
  };
  for (size_t at = prose.letters.find(letters); at != std::string::npos;
       at = prose.letters.find(letters, at + 1)) {
    const auto word = starts_at(at);
    if (word == prose.starts.end() || *word != at) continue;
    const size_t end = at + letters.size();
    const auto next = starts_at(end);
    if (end != prose.letters.size() && (next == prose.starts.end() || *next != end)) continue;
    const size_t index = static_cast<size_t>(word - prose.starts.begin());
    const bool port = absl::EndsWith(absl::string_view(prose.letters).substr(0, at), kPort);
    if (prose.capital[index] && !port) return index;
  }
  return std::nullopt;
}

}  // namespace

Prose ReadProse(absl::string_view text) {
  Prose prose;
  const std::string folded = maritime::FoldSigns(text);
  std::vector<Token> tokens = TokensOf(folded);
  std::vector<std::string> words;
  for (Token& token : tokens) {
    AddWords(token.text, words);
    token.word = words.empty() ? 0 : words.size() - 1;
    const auto first = static_cast<unsigned char>(token.text[0]);
    prose.capital.resize(words.size(), !absl::ascii_islower(first));
  }
  for (const std::string& word : words) {
    prose.starts.push_back(static_cast<uint32_t>(prose.letters.size()));
    prose.letters += word;
  }
  prose.ships = FindShips(tokens);
  FillTrigrams(prose);
  return prose;
}

void FillTrigrams(Prose& prose) {
  prose.trigrams.clear();
  prose.trigrams.reserve(prose.starts.size());
  uint64_t before = 0, last = 0;
  for (size_t i = 0; i < prose.starts.size(); ++i) {
    const size_t end = i + 1 < prose.starts.size() ? prose.starts[i + 1] : prose.letters.size();
    const uint64_t word = HashOf(absl::string_view(prose.letters).substr(prose.starts[i], end - prose.starts[i]));
    if (i >= 2) prose.trigrams.push_back((before * kHashFactor + last) * kHashFactor + word);
    before = std::exchange(last, word);
  }
  std::sort(prose.trigrams.begin(), prose.trigrams.end());
  prose.trigrams.erase(std::unique(prose.trigrams.begin(), prose.trigrams.end()), prose.trigrams.end());
}

std::optional<size_t> FindName(const Prose& prose, const Name& name) {
  if (name.empty()) return std::nullopt;
  if (auto word = FindLetters(prose, name.letters); word.has_value()) return word;
  // Names have their number in figures, texts as it was written.
  const std::string roman = LettersInRoman(name);
  return roman.empty() ? std::nullopt : FindLetters(prose, roman);
}

std::optional<double> SharedWording(const Prose& a, const Prose& b) {
  if (a.letters.size() >= kCopiedLettersLeast && a.letters == b.letters) return 1.0;
  const size_t shorter = std::min(a.trigrams.size(), b.trigrams.size());
  if (shorter < kTrigramsLeast) return std::nullopt;
  size_t shared = 0;
  for (size_t i = 0, j = 0; i < a.trigrams.size() && j < b.trigrams.size();) {
    if (a.trigrams[i] == b.trigrams[j]) ++shared;
    const bool first = a.trigrams[i] <= b.trigrams[j], second = b.trigrams[j] <= a.trigrams[i];
    i += first ? 1 : 0;
    j += second ? 1 : 0;
  }
  return static_cast<double>(shared) / static_cast<double>(shorter);
}

}  // namespace lightship::incident::correlation
