#include "node/incident/text_parser.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/maritime/folded_words.h"

namespace lightship::incident {
namespace {

using Node = TextQuery::Node;
using NodeOr = absl::StatusOr<std::shared_ptr<const Node>>;

// One child is itself.
std::shared_ptr<const Node> Joined(Node::Kind kind,
                                   std::vector<std::shared_ptr<const Node>> children) {
  if (children.size() == 1) return children.front();
  auto node = std::make_shared<Node>();
  node->kind = kind;
  node->children = std::move(children);
  return node;
}

//   or = and { "OR" and } ; and = not { ["AND"] not } ; not = { "NOT" | "-" } ( "(" or ")" | phrase | word )
class Parser {
 public:
  explicit Parser(absl::string_view text) : text_(text) {}

  NodeOr Whole() {
    if (text_.size() > base::limits::kTextQueryBytes) {
      return Wrong(absl::StrCat("longer than ", base::limits::kTextQueryBytes, " bytes"));
    }
    ASSIGN_OR_RETURN(std::shared_ptr<const Node> root, Or(0));
    SkipBlanks();
    if (at_ < text_.size()) return Wrong("\")\" without \"(\"");
    return root;
  }

 private:
  absl::Status Wrong(absl::string_view what) const {
    return base::InvalidFields(
        base::reason::kInvalidFilter,
        {{"filter.text", absl::StrCat("at character ", at_ + 1, ": ", what)}});
  }

  void SkipBlanks() {
    while (at_ < text_.size() && absl::ascii_isspace(text_[at_])) ++at_;
  }

  // Of the three words, when it stands alone.
  bool Is(absl::string_view word) const {
    if (text_.substr(at_, word.size()) != word) return false;
    const size_t end = at_ + word.size();
    return end == text_.size() || absl::ascii_isspace(text_[end]) || text_[end] == '(' ||
           text_[end] == '"';
  }

  bool Take(absl::string_view word) {
    SkipBlanks();
    if (!Is(word)) return false;
    at_ += word.size();
    return true;
  }

  bool AtEnd() {
    SkipBlanks();
    return at_ == text_.size() || text_[at_] == ')';
  }

  NodeOr Or(size_t depth) {
    std::vector<std::shared_ptr<const Node>> children;
    do {
      ASSIGN_OR_RETURN(std::shared_ptr<const Node> child, And(depth));
      children.push_back(std::move(child));
    } while (Take("OR"));
    return Joined(Node::Kind::kOr, std::move(children));
  }

  NodeOr And(size_t depth) {
    std::vector<std::shared_ptr<const Node>> children;
    do {
      ASSIGN_OR_RETURN(std::shared_ptr<const Node> child, Not(depth));
      children.push_back(std::move(child));
    } while (Take("AND") || (!AtEnd() && !Is("OR")));
    return Joined(Node::Kind::kAnd, std::move(children));
  }

  NodeOr Not(size_t depth) {
    bool excluded = false;
    for (;;) {
      if (Take("NOT")) {
        excluded = !excluded;
      } else if (at_ + 1 < text_.size() && text_[at_] == '-' &&
                 !absl::ascii_isspace(text_[at_ + 1])) {
        ++at_;
        excluded = !excluded;
      } else {
        break;
      }
    }
    ASSIGN_OR_RETURN(std::shared_ptr<const Node> child, Primary(depth));
    if (!excluded) return child;
    auto node = std::make_shared<Node>();
    node->kind = Node::Kind::kNot;
    node->children.push_back(std::move(child));
    return std::shared_ptr<const Node>(std::move(node));
  }

  NodeOr Primary(size_t depth) {
    if (AtEnd() || Is("AND") || Is("OR")) return Wrong("a word, a phrase or \"(\" must follow");
    if (text_[at_] == '"') return Phrase();
    if (text_[at_] != '(') return Word();
    if (depth == base::limits::kTextQueryDepth) {
      return Wrong(absl::StrCat("more than ", base::limits::kTextQueryDepth, " groups in another"));
    }
    ++at_;
    ASSIGN_OR_RETURN(std::shared_ptr<const Node> group, Or(depth + 1));
    SkipBlanks();
    if (at_ == text_.size()) return Wrong("\")\" is missing");
    ++at_;
    return group;
  }

  NodeOr Phrase() {
    const size_t end = text_.find('"', at_ + 1);
    if (end == absl::string_view::npos) return Wrong("the quotation mark is never closed");
    const absl::string_view phrase = text_.substr(at_ + 1, end - at_ - 1);
    return Term(phrase, end + 1);
  }

  NodeOr Word() {
    size_t end = at_;
    while (end < text_.size() && !absl::ascii_isspace(text_[end]) && text_[end] != '(' &&
           text_[end] != ')' && text_[end] != '"') {
      ++end;
    }
    return Term(text_.substr(at_, end - at_), end);
  }

  NodeOr Term(absl::string_view words, size_t end) {
    auto node = std::make_shared<Node>();
    node->needle = maritime::FoldedWords(words);
    if (node->needle.empty()) return Wrong("no letter or figure to look for");
    if (++terms_ > base::limits::kTextQueryTerms) {
      return Wrong(absl::StrCat("more than ", base::limits::kTextQueryTerms, " words and phrases"));
    }
    if (words.back() == '*') node->needle.pop_back();
    at_ = end;
    return std::shared_ptr<const Node>(std::move(node));
  }

  const absl::string_view text_;
  size_t at_ = 0;
  size_t terms_ = 0;
};

}  // namespace

NodeOr ParseTextQuery(absl::string_view text) { return Parser(text).Whole(); }

}  // namespace lightship::incident
