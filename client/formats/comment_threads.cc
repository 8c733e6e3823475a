#include "client/formats/comment_threads.h"

#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/formats/safe_text.h"
#include "client/formats/times.h"
#include "client/formats/words.h"

namespace lightship::formats {
namespace {

constexpr size_t kIndent = 2;
// Answers to answers beyond this depth stand under each other.
constexpr size_t kDeepest = 8;

using Statement = v1::IncidentStatement;

// The statements that were answered, and the comments that answer them, in the order of the page: by time.
struct Threads {
  std::map<std::string, const Statement*> statements;  // by id
  std::map<std::string, std::vector<const Statement*>> answers;  // by the id of the comment that is answered
  std::vector<const Statement*> openings;
};

bool IsComment(const Statement& statement) {
  return statement.manifest().kind() == v1::STATEMENT_KIND_COMMENT;
}

Threads Sorted(const v1::GetIncidentResponse& incident) {
  Threads threads;
  for (const Statement& statement : incident.statements()) {
    threads.statements[statement.statement_id()] = &statement;
  }
  for (const Statement& statement : incident.statements()) {
    if (!IsComment(statement)) continue;
    auto parent = threads.statements.find(statement.comment().in_reply_to());
    if (parent != threads.statements.end() && IsComment(*parent->second) &&
        parent->second != &statement) {
      threads.answers[parent->first].push_back(&statement);
    } else {
      threads.openings.push_back(&statement);
    }
  }
  return threads;
}

// "on ID/44 (response): " where it answers something else than a comment.
std::string On(const Threads& threads, const Statement& comment) {
  const std::string& to = comment.comment().in_reply_to();
  auto parent = threads.statements.find(to);
  if (to.empty()) return "";
  if (parent == threads.statements.end()) return "on a statement that is not held here: ";
  if (IsComment(*parent->second)) return "";
  return absl::StrCat("on ", parent->second->address(), " (", Words(parent->second->manifest().kind()), "): ");
}

std::string Marks(const Statement& comment) {
  std::string marks;
  if (comment.retracted()) marks += " [retracted]";
  if (comment.superseded()) marks += " [replaced]";
  if (!comment.doubted_by().empty()) marks += " [IN DOUBT]";
  return marks;
}

void AppendOne(const Threads& threads, const Statement& comment, size_t depth, size_t columns,
               std::string& text) {
  const std::string said = comment.has_comment()
                               ? comment.comment().text()
                               : comment.withheld().empty() ? "" : absl::StrCat("withheld (", comment.withheld(0).audience(), ")");
  const std::string line =
      absl::StrCat(TimeText(comment.admitted_at()), "  ", comment.address(), Marks(comment), "  ",
                   On(threads, comment), said);
  absl::StrAppend(&text, Wrap(SafeLine(line), columns, kIndent * (1 + std::min(depth, kDeepest))));
}

// Each comment answers one statement that was made before it: there are no circles. A thread may be as deep as somebody likes.
void Append(const Threads& threads, const Statement& opening, size_t columns, std::string& text) {
  std::vector<std::pair<const Statement*, size_t>> next = {{&opening, 0}};
  while (!next.empty()) {
    const auto [comment, depth] = next.back();
    next.pop_back();
    AppendOne(threads, *comment, depth, columns, text);
    auto answers = threads.answers.find(comment->statement_id());
    if (answers == threads.answers.end()) continue;
    for (auto answer = answers->second.rbegin(); answer != answers->second.rend(); ++answer) {
      next.emplace_back(*answer, depth + 1);
    }
  }
}

}  // namespace

std::string CommentThreads(const v1::GetIncidentResponse& incident, size_t columns) {
  const Threads threads = Sorted(incident);
  std::string text;
  for (const Statement* opening : threads.openings) Append(threads, *opening, columns, text);
  return text.empty() ? "" : absl::StrCat("\nComments\n", text);
}

}  // namespace lightship::formats
