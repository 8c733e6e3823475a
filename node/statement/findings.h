// What is wrong with a statement, collected field by field.
#ifndef LIGHTSHIP_NODE_STATEMENT_FINDINGS_H_
#define LIGHTSHIP_NODE_STATEMENT_FINDINGS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "node/base/limits.h"
#include "node/base/status.h"

namespace lightship::statement {

// Keeps the first limits::kViolations and drops the rest: an answer is bounded however bad the input.
class Findings {
 public:
  template <typename... Pieces>
  void Add(absl::string_view field, const Pieces&... description) {
    if (violations_.size() >= base::limits::kViolations) return;
    violations_.push_back({std::string(field), absl::StrCat(description...)});
  }
  // Adds unless `holds`.
  template <typename... Pieces>
  void Require(bool holds, absl::string_view field, const Pieces&... description) {
    if (!holds) Add(field, description...);
  }

  std::vector<base::Violation> Take() { return std::move(violations_); }

 private:
  std::vector<base::Violation> violations_;
};

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_FINDINGS_H_
