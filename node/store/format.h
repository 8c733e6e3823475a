// From one format on disk to the next. A database says which one it has (kMeta, schema.h). A release reads its own, and those from
// which a chain of steps leads to its own; any other is refused before anything is written, a newer one always.
//
// A new format: raise kFormatVersion, add the step that makes it from the one before to FormatSteps, and record what the last
// release of the old one left behind in tests/data/builds.
#ifndef LIGHTSHIP_NODE_STORE_FORMAT_H_
#define LIGHTSHIP_NODE_STORE_FORMAT_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "node/store/store.h"

namespace lightship::store {

// Makes format `from` + 1 out of format `from`. May be cut short anywhere and is then begun again: the database has the old format
// until the step is done.
struct FormatStep {
  uint64_t from;
  absl::Status (*take)(Store& store);
};

// Of this release, in order. None yet: every release so far has written format 1.
absl::Span<const FormatStep> FormatSteps();

// The value under kFormatKey. DATA_LOSS (STORAGE) when it is none.
absl::StatusOr<uint64_t> ParseFormat(absl::string_view value, absl::string_view directory);
absl::Status WriteFormat(Store& store, uint64_t format);

// UNSUPPORTED_VERSION unless `found` is `newest` or `steps` lead from the one to the other.
absl::Status CheckFormat(uint64_t found, absl::string_view directory, absl::Span<const FormatStep> steps, uint64_t newest);
// Takes them. REQUIRES: CheckFormat is OK.
absl::Status TakeFormatSteps(Store& store, uint64_t found, absl::Span<const FormatStep> steps, uint64_t newest);

}  // namespace lightship::store

#endif  // LIGHTSHIP_NODE_STORE_FORMAT_H_
