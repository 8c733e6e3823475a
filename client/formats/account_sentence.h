// The sentences of an account, taken apart so that the tables of config/vocabularies can be held against them: what the
// readers of account_facts.h work on. Pure functions.
#ifndef LIGHTSHIP_CLIENT_FORMATS_ACCOUNT_SENTENCE_H_
#define LIGHTSHIP_CLIENT_FORMATS_ACCOUNT_SENTENCE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lightship/v1/report.pb.h"
#include "node/maritime/word_table.h"

namespace lightship::formats {

class Sentence {
 public:
  // `prose` must outlive it.
  explicit Sentence(absl::string_view prose);

  // As maritime::WordKey, with a blank before and behind: what WordTable::FindAll takes.
  const std::string& key() const { return key_; }
  size_t size() const { return words_.size(); }
  // In lower case; empty behind the end.
  absl::string_view word(size_t index) const;
  // The words [first, end) as written.
  std::string Verbatim(size_t first, size_t end) const;

  std::vector<maritime::WordMatch> FindAll(maritime::Vocabulary vocabulary) const;
  // FindAll without what the table calls meaningless, and without what is denied.
  std::vector<maritime::WordMatch> FindSaid(maritime::Vocabulary vocabulary) const;
  // FindSaid without what was only attempted, feared or possible.
  std::vector<maritime::WordMatch> FindDone(maritime::Vocabulary vocabulary) const;
  // The words before the match say that it was not so ("no", "without"), at most three words away.
  bool IsDenied(const maritime::WordMatch& match) const;
  // Who is spoken of last before the word; PERSON_ROLE_UNSPECIFIED if nobody.
  v1::PersonRole ActorBefore(size_t word) const;
  // Who is spoken of within `words` words before or behind the match, the nearest.
  v1::PersonRole ActorNear(const maritime::WordMatch& match, size_t words) const;

 private:
  struct Word {
    size_t key, prose, length;
    maritime::Vocabularies begins;  // in which a line begins with it
  };
  bool StandsBehind(const maritime::WordMatch& match, v1::TriState denial) const;

  absl::string_view prose_;
  std::string key_;
  std::vector<Word> words_;
  maritime::Vocabularies begins_ = 0;  // of any word
  std::vector<maritime::WordMatch> denials_, actors_;
};

// Parted at full stops, exclamation marks, semicolons and line ends; a full stop within figures or an abbreviation of
// one letter parts nothing. At most 200 sentences; `prose` must outlive them.
std::vector<Sentence> SentencesOf(absl::string_view prose);

// A number of persons or things, as stated.
struct StatedCount {
  std::optional<uint32_t> least, most;
  v1::CountState state = v1::COUNT_STATE_NOT_STATED;
  size_t first = 0;      // the word with which it begins
  bool is_rest = false;  // "two other robbers": not all of them
};

// The number that stands before the noun with nothing but its description between ("four to six armed
// robbers", "about 10 men", "an unknown number of pirates", "a group of pirates", "a robber"); nothing if none does.
std::optional<StatedCount> CountBefore(const Sentence& sentence, const maritime::WordMatch& noun);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_ACCOUNT_SENTENCE_H_
