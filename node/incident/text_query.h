// The words of IncidentFilter.text: parsed, and run over incidents' texts.
//
//   robbers AND (knife OR parang*) NOT "no injuries"
//
// Words side by side are AND, which binds closer than OR; NOT (or a hyphen before it) excludes the next word, phrase or
// group; word* is a beginning. The three words count only in capitals. Everything is compared as FoldedWords leaves it: a word
// with punctuation inside ("M/V") and one in a script without blanks is a phrase. Below NOT only texts open to everybody count:
// what a list leaves out shall not tell of a restricted one.
#ifndef LIGHTSHIP_NODE_INCIDENT_TEXT_QUERY_H_
#define LIGHTSHIP_NODE_INCIDENT_TEXT_QUERY_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/incident/area.h"
#include "node/incident/chunk.h"

namespace lightship::incident {

// Immutable, thread-safe, cheap to copy.
class TextQuery {
 public:
  // INVALID_ARGUMENT (INVALID_FILTER) whose message points at the place; limits are base::limits::kTextQuery*.
  static absl::StatusOr<TextQuery> Parse(absl::string_view text);

  // Clears the rows whose texts, open and restricted, do not match. Fails when a text that the index does not tell cannot be read.
  absl::Status Narrow(const Chunk& chunk, Selection& selection) const;
  // Texts as SearchedTexts has them, one field a line.
  bool Matches(absl::string_view open, absl::string_view restricted) const;
  // Of a match: one that the text open to everybody does not give.
  bool DrewOnRestricted(const RowTexts& texts) const;

  struct Node;

 private:
  explicit TextQuery(std::shared_ptr<const Node> root) : root_(std::move(root)) {}

  std::shared_ptr<const Node> root_;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_TEXT_QUERY_H_
