#include "node/incident/text_query.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "node/base/status.h"
#include "node/incident/text_index.h"
#include "node/incident/text_parser.h"

namespace lightship::incident {
namespace {

using Node = TextQuery::Node;
using Rows = TextIndex::Rows;

bool Holds(absl::string_view open, absl::string_view restricted, const std::string& needle) {
  return absl::StrContains(open, needle) || absl::StrContains(restricted, needle);
}

bool MatchesNode(const Node& node, absl::string_view open, absl::string_view restricted) {
  // What is left out would tell of a restricted text whom no record names: NOT looks at what is open to everybody.
  if (node.kind == Node::Kind::kNot) restricted = "";
  const auto matches = [&](const std::shared_ptr<const Node>& child) {
    return MatchesNode(*child, open, restricted);
  };
  const auto& children = node.children;
  switch (node.kind) {
    case Node::Kind::kPhrase:
      return Holds(open, restricted, node.needle);
    case Node::Kind::kAnd:
      return std::all_of(children.begin(), children.end(), matches);
    case Node::Kind::kOr:
      return std::any_of(children.begin(), children.end(), matches);
    case Node::Kind::kNot:
      return !matches(children.front());
  }
  return false;
}

// Of the rows that are still of interest; of others nothing is promised.
class Finder {
 public:
  Finder(const Chunk& chunk, const Selection& selection) : chunk_(chunk), selection_(selection) {}

  absl::StatusOr<Rows> RowsOf(const Node& node, bool open_alone = false) const {
    if (node.kind == Node::Kind::kPhrase) return RowsOfPhrase(node, open_alone);
    if (node.kind == Node::Kind::kNot) {
      ASSIGN_OR_RETURN(const Rows rows, RowsOf(*node.children.front(), true));
      return ~rows;
    }
    const bool all = node.kind == Node::Kind::kAnd;
    Rows rows = all ? Rows().set() : Rows();
    for (const std::shared_ptr<const Node>& child : node.children) {
      ASSIGN_OR_RETURN(const Rows of, RowsOf(*child, open_alone));
      rows = all ? rows & of : rows | of;
    }
    return rows;
  }

 private:
  // The index knows single words, wherever they are; whether they stand side by side, or in what is open, the texts.
  absl::StatusOr<Rows> RowsOfPhrase(const Node& node, bool open_alone) const {
    const std::string& needle = node.needle;
    const bool beginning = needle.back() != ' ';
    const std::vector<absl::string_view> words = absl::StrSplit(needle, ' ', absl::SkipEmpty());
    Rows rows = Rows().set();
    for (size_t i = 0; i < words.size(); ++i) {
      const bool begins = beginning && i + 1 == words.size();
      ASSIGN_OR_RETURN(const Rows with, begins ? node.beginning.RowsWith(chunk_, words[i]) : RowsWith(chunk_, words[i]));
      rows &= with;
      if (rows.none()) return rows;
    }
    if (words.size() == 1 && !open_alone) return rows;
    for (size_t row = 0; row < chunk_.size; ++row) {
      if (!rows.test(row) || selection_[row] == 0) continue;
      if (words.size() == 1 && !chunk_.detail[row]->has_restricted_texts()) continue;
      ASSIGN_OR_RETURN(const auto texts, chunk_.TextsAt(row));
      rows.set(row, Holds(texts->open, open_alone ? "" : texts->restricted, needle));
    }
    return rows;
  }

  const Chunk& chunk_;
  const Selection& selection_;
};

}  // namespace

absl::StatusOr<TextQuery> TextQuery::Parse(absl::string_view text) {
  ASSIGN_OR_RETURN(std::shared_ptr<const Node> root, ParseTextQuery(text));
  return TextQuery(std::move(root));
}

absl::Status TextQuery::Narrow(const Chunk& chunk, Selection& selection) const {
  ASSIGN_OR_RETURN(const Rows rows, Finder(chunk, selection).RowsOf(*root_));
  for (size_t i = 0; i < chunk.size; ++i) selection[i] &= rows.test(i) ? 1 : 0;
  return absl::OkStatus();
}

bool TextQuery::Matches(absl::string_view open, absl::string_view restricted) const {
  return MatchesNode(*root_, open, restricted);
}

bool TextQuery::DrewOnRestricted(const RowTexts& texts) const {
  return !Matches(texts.open, "");
}

}  // namespace lightship::incident
