// The grammar of text queries. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_TEXT_PARSER_H_
#define LIGHTSHIP_NODE_INCIDENT_TEXT_PARSER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/incident/text_index.h"
#include "node/incident/text_query.h"

namespace lightship::incident {

struct TextQuery::Node {
  enum class Kind { kPhrase, kAnd, kOr, kNot };

  Kind kind = Kind::kPhrase;
  // One or more; of kNot one.
  std::vector<std::shared_ptr<const Node>> children;
  // What a line of text must hold: " KNIFE ", " NO INJURIES ", " PARANG" for a beginning.
  std::string needle;
  // Of the needle's last word, if that is one.
  Beginning beginning;
};

absl::StatusOr<std::shared_ptr<const TextQuery::Node>> ParseTextQuery(absl::string_view text);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_TEXT_PARSER_H_
