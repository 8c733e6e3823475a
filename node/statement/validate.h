// What a node asks of a statement before it admits it to its own log. Peers' entries are not judged by this: their
// node admitted them.
#ifndef LIGHTSHIP_NODE_STATEMENT_VALIDATE_H_
#define LIGHTSHIP_NODE_STATEMENT_VALIDATE_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lightship/v1/statement.pb.h"
#include "node/base/status.h"
#include "node/statement/operation.h"

namespace lightship::statement {

// Everything wrong with the manifest and its parts' contents, field by field ("facts.position.lat_e7: 91.2 degrees;
// latitudes are -90 to 90"); empty when it may be admitted. All parts that the manifest names must be present, with the
// parts that its kind requires, each of its own type, with text that is valid UTF-8 without control characters.
std::vector<base::Violation> Validate(const v1::Manifest& manifest, const Parts& parts, absl::Time now);

// Name of the part that holds a kind's content ("facts", "assertion", ...); empty for unknown kinds.
absl::string_view RequiredPart(v1::StatementKind kind);

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_VALIDATE_H_
