// Rules that hold for every field of every message, by reflection: so that a field added later is not forgotten.
#ifndef LIGHTSHIP_NODE_STATEMENT_FIELD_RULES_H_
#define LIGHTSHIP_NODE_STATEMENT_FIELD_RULES_H_

#include <cstddef>

#include "absl/strings/string_view.h"
#include "node/statement/findings.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace lightship::statement {

// Strings have no control characters but newline and tab, and at most `text_bytes` bytes; lists have at most
// limits::kListItems; enum values are known; fractions are finite; times are in range. `path` stands before each
// field's name ("facts").
void CheckEveryField(const google::protobuf::Message& message, absl::string_view path,
                     size_t text_bytes, Findings& findings);

// True when every character may stand in a text: no C0 or C1 control but newline and tab, no DEL. `text` is UTF-8.
bool IsCleanText(absl::string_view text);

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_FIELD_RULES_H_
