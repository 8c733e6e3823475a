// The fewest bytes that a signed statement can be rebuilt from, exactly: what follows from the rest is left out.
#ifndef LIGHTSHIP_CLIENT_FORMATS_CONDENSE_H_
#define LIGHTSHIP_CLIENT_FORMATS_CONDENSE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/statement.pb.h"

namespace lightship::formats {

// One byte for the form, then a serialized SignedStatement: as it is (form 0), or without the parts' names, digests and
// sizes (form 1), where the manifest can be rebuilt byte for byte from its parts.
std::string Condense(const v1::SignedStatement& statement);

// INVALID_ARGUMENT (MALFORMED) for anything that Condense does not give.
absl::StatusOr<v1::SignedStatement> Expand(absl::string_view bytes);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_CONDENSE_H_
