#include "node/app/disk_watch.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

constexpr char kDisk[] = "DISK";

}  // namespace

void DiskWatch::Look() {
  const absl::StatusOr<uint64_t> free_bytes = free_bytes_(directory_);
  if (free_bytes.ok()) room_->See(*free_bytes);
  const std::string text = free_bytes.ok() ? room_->Text() : std::string(free_bytes.status().message());
  if (text.empty()) {
    warnings_->Clear(kDisk, directory_);
  } else if (warnings_->Raise(kDisk, directory_, text, clock_->Now())) {
    spdlog::warn("disk: {}", text);
  }
}

absl::StatusOr<uint64_t> FreeBytesOf(const std::string& directory) {
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(directory, error);
  if (!error) return space.available;
  return base::Error(absl::StatusCode::kUnavailable, base::reason::kStorage,
                     absl::StrCat("how much is free for ", directory, " cannot be seen: ", error.message()));
}

}  // namespace lightship::app
