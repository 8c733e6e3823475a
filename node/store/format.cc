#include "node/store/format.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/store/schema.h"

namespace lightship::store {
namespace {

const FormatStep* StepFrom(uint64_t format, absl::Span<const FormatStep> steps) {
  const auto* step = std::find_if(steps.begin(), steps.end(), [&](const FormatStep& s) { return s.from == format; });
  return step == steps.end() ? nullptr : step;
}

}  // namespace

absl::Span<const FormatStep> FormatSteps() { return {}; }

absl::StatusOr<uint64_t> ParseFormat(absl::string_view value, absl::string_view directory) {
  if (value.size() == 8) return base::ReadBigEndian64(value);
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                     absl::StrCat(directory, ": the format version is damaged"));
}

absl::Status WriteFormat(Store& store, uint64_t format) {
  std::string value;
  base::AppendBigEndian64(format, value);
  WriteBatch batch;
  batch.Put(Table::kMeta, std::string(kFormatKey), value);
  return store.Write(batch);
}

absl::Status CheckFormat(uint64_t found, absl::string_view directory, absl::Span<const FormatStep> steps, uint64_t newest) {
  uint64_t reached = found;
  while (reached < newest && StepFrom(reached, steps) != nullptr) ++reached;
  if (reached == newest) return absl::OkStatus();
  return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kUnsupportedVersion,
                     absl::StrCat(directory, " has format ", found, "; this release reads ", newest,
                                  ": run the release that wrote it"));
}

absl::Status TakeFormatSteps(Store& store, uint64_t found, absl::Span<const FormatStep> steps, uint64_t newest) {
  for (uint64_t format = found; format < newest; ++format) {
    RETURN_IF_ERROR(StepFrom(format, steps)->take(store));
    RETURN_IF_ERROR(WriteFormat(store, format + 1));
  }
  return absl::OkStatus();
}

}  // namespace lightship::store
