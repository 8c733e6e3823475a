// Which database this is: a name drawn when it was made, so that what counts its changes is never taken for another's.
#ifndef LIGHTSHIP_NODE_STORE_DATABASE_ID_H_
#define LIGHTSHIP_NODE_STORE_DATABASE_ID_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "node/base/entropy.h"
#include "node/store/store.h"

namespace lightship::store {

// In kMeta: 8 bytes. A rebuilt database gets a new one.
inline constexpr absl::string_view kDatabaseKey = "database";

// In hexadecimal; drawn and written at the first call.
absl::StatusOr<std::string> DatabaseId(Store& store, base::Entropy& entropy);

}  // namespace lightship::store

#endif  // LIGHTSHIP_NODE_STORE_DATABASE_ID_H_
