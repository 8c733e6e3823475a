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

// The index knows single words; whether they stand side by side, the texts.
Rows RowsOfPhrase(const Chunk& chunk, const Node& node, bool open_alone) {
  const std::string& needle = node.needle;
  const bool beginning = needle.back() != ' ';
  const std::vector<absl::string_view> words = absl::StrSplit(needle, ' ', absl::SkipEmpty());
  Rows rows = Rows().set();
  for (size_t i = 0; i < words.size(); ++i) {
    const bool begins = beginning && i + 1 == words.size();
    rows &= begins ? node.beginning.RowsWith(chunk, words[i]) : RowsWith(chunk, words[i]);
    if (rows.none()) return rows;
  }
  if (words.size() == 1 && !open_alone) return rows;
  for (size_t row = 0; row < chunk.size; ++row) {
    if (!rows.test(row)) continue;
    const RowDetail& detail = *chunk.detail[row];
    rows.set(row, Holds(detail.open_text, open_alone ? "" : detail.restricted_text, needle));
  }
  return rows;
}

Rows RowsOf(const Chunk& chunk, const Node& node, bool open_alone = false) {
  if (node.kind == Node::Kind::kPhrase) return RowsOfPhrase(chunk, node, open_alone);
  if (node.kind == Node::Kind::kNot) return ~RowsOf(chunk, *node.children.front(), true);
  const bool all = node.kind == Node::Kind::kAnd;
  Rows rows = all ? Rows().set() : Rows();
  for (const std::shared_ptr<const Node>& child : node.children) {
    if (all) {
      rows &= RowsOf(chunk, *child, open_alone);
    } else {
      rows |= RowsOf(chunk, *child, open_alone);
    }
  }
  return rows;
}

}  // namespace

absl::StatusOr<TextQuery> TextQuery::Parse(absl::string_view text) {
  ASSIGN_OR_RETURN(std::shared_ptr<const Node> root, ParseTextQuery(text));
  return TextQuery(std::move(root));
}

void TextQuery::Narrow(const Chunk& chunk, Selection& selection) const {
  const Rows rows = RowsOf(chunk, *root_);
  for (size_t i = 0; i < chunk.size; ++i) selection[i] &= rows.test(i) ? 1 : 0;
}

bool TextQuery::Matches(absl::string_view open, absl::string_view restricted) const {
  return MatchesNode(*root_, open, restricted);
}

bool TextQuery::DrewOnRestricted(const RowDetail& detail) const {
  return !detail.restricted_text.empty() && !Matches(detail.open_text, "");
}

}  // namespace lightship::incident
