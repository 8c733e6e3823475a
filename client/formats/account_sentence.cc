#include "client/formats/account_sentence.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace lightship::formats {
namespace {

using maritime::Vocabulary;
using maritime::WordMatch;

constexpr size_t kMostSentences = 200;
constexpr size_t kReachOfDenial = 3;

bool EndsSentence(absl::string_view prose, size_t at) {
  const char c = prose[at];
  if (c == '!' || c == '?' || c == ';' || c == '\n') return true;
  if (c != '.') return false;
  const bool last = at + 1 >= prose.size();
  if (!last && absl::ascii_isdigit(prose[at + 1])) return false;
  // "U. S. Navy", "M. V."
  const bool letter = at >= 1 && absl::ascii_isalpha(prose[at - 1]) &&
                      (at == 1 || !absl::ascii_isalnum(prose[at - 2]));
  return last || !letter;
}

v1::PersonRole RoleOf(const WordMatch& match) { return static_cast<v1::PersonRole>(match.value); }

}  // namespace

Sentence::Sentence(absl::string_view prose) : prose_(prose), key_(" ") {
  for (size_t at = 0; at < prose.size();) {
    if (!absl::ascii_isalnum(prose[at])) {
      ++at;
      continue;
    }
    size_t end = at;
    words_.push_back({key_.size(), at, 0, 0});
    while (end < prose.size() && absl::ascii_isalnum(prose[end])) key_ += absl::ascii_tolower(prose[end++]);
    Word& word = words_.back();
    word.length = end - at;
    word.begins = maritime::TablesThatKnow(absl::string_view(key_).substr(word.key));
    begins_ |= word.begins;
    key_ += ' ';
    at = end;
  }
  if (words_.empty()) return;
  denials_ = FindAll(Vocabulary::kNotAsserted);
  actors_ = FindAll(Vocabulary::kActor);
}

absl::string_view Sentence::word(size_t index) const {
  if (index >= words_.size()) return "";
  return absl::string_view(key_).substr(words_[index].key, words_[index].length);
}

std::string Sentence::Verbatim(size_t first, size_t end) const {
  if (first >= end || end > words_.size()) return "";
  const Word& last = words_[end - 1];
  return std::string(prose_.substr(words_[first].prose, last.prose + last.length - words_[first].prose));
}

std::vector<WordMatch> Sentence::FindAll(Vocabulary vocabulary) const {
  std::vector<WordMatch> matches;
  const maritime::Vocabularies set = maritime::SetOf(vocabulary);
  if ((begins_ & set) == 0) return matches;
  const maritime::WordTable& table = maritime::TableOf(vocabulary);
  for (size_t word = 0; word < words_.size();) {
    std::optional<WordMatch> match;
    if ((words_[word].begins & set) != 0) match = table.FindAt(key_, words_[word].key - 1, word);
    if (match.has_value()) matches.push_back(*match);
    word = match.has_value() ? match->end : word + 1;
  }
  return matches;
}

std::vector<WordMatch> Sentence::FindSaid(Vocabulary vocabulary) const {
  std::vector<WordMatch> matches = FindAll(vocabulary);
  matches.erase(std::remove_if(matches.begin(), matches.end(),
                               [&](const WordMatch& match) { return match.value == 0 || IsDenied(match); }),
                matches.end());
  return matches;
}

std::vector<WordMatch> Sentence::FindDone(Vocabulary vocabulary) const {
  std::vector<WordMatch> matches = FindSaid(vocabulary);
  matches.erase(std::remove_if(matches.begin(), matches.end(),
                               [&](const WordMatch& match) { return StandsBehind(match, v1::TRI_STATE_UNKNOWN); }),
                matches.end());
  return matches;
}

bool Sentence::IsDenied(const WordMatch& match) const { return StandsBehind(match, v1::TRI_STATE_NO); }

bool Sentence::StandsBehind(const WordMatch& match, v1::TriState denial) const {
  return std::any_of(denials_.begin(), denials_.end(), [&](const WordMatch& found) {
    return found.value == denial && found.end <= match.first && match.first - found.end <= kReachOfDenial;
  });
}

v1::PersonRole Sentence::ActorBefore(size_t word) const {
  v1::PersonRole role = v1::PERSON_ROLE_UNSPECIFIED;
  for (const WordMatch& actor : actors_) {
    if (actor.end <= word) role = RoleOf(actor);
  }
  return role;
}

v1::PersonRole Sentence::ActorNear(const WordMatch& match, size_t words) const {
  v1::PersonRole role = v1::PERSON_ROLE_UNSPECIFIED;
  size_t nearest = words + 1;
  for (const WordMatch& actor : actors_) {
    const bool within = actor.first < match.end && match.first < actor.end;
    const size_t away = within ? 0 : actor.end <= match.first ? match.first - actor.end : actor.first - match.end;
    if (away >= nearest) continue;
    nearest = away;
    role = RoleOf(actor);
  }
  return role;
}

std::vector<Sentence> SentencesOf(absl::string_view prose) {
  std::vector<Sentence> sentences;
  size_t start = 0;
  for (size_t at = 0; at <= prose.size() && sentences.size() < kMostSentences; ++at) {
    if (at < prose.size() && !EndsSentence(prose, at)) continue;
    Sentence sentence(prose.substr(start, at - start));
    if (sentence.size() > 0) sentences.push_back(std::move(sentence));
    start = at + 1;
  }
  return sentences;
}

}  // namespace lightship::formats
