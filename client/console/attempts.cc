#include "client/console/attempts.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/console/items.h"
#include "client/sdk/file.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"

namespace lightship::console {
namespace {

namespace fs = std::filesystem;

void DropOld(const std::string& directory) {
  std::error_code error;
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
    std::error_code gone;
    const fs::file_time_type written = it->last_write_time(gone);
    if (!gone) files.emplace_back(written, it->path());
  }
  std::sort(files.rbegin(), files.rend());
  const fs::file_time_type oldest = fs::file_time_type::clock::now() - std::chrono::hours(24 * Attempts::kDays);
  for (size_t i = 0; i < files.size(); ++i) {
    if (i >= Attempts::kNewest || files[i].first < oldest) fs::remove(files[i].second, error);
  }
}

// A file is the draft's digest, and then what was signed.
absl::StatusOr<lightship::v1::SubmitRequest> Recall(const std::string& path, absl::string_view bytes,
                                                    const std::string& digest) {
  lightship::v1::SubmitRequest request;
  if (bytes.size() < digest.size() || !request.ParseFromString(std::string(bytes.substr(digest.size())))) {
    return absl::FailedPreconditionError(absl::StrCat(path, ": is not a kept attempt; move it away"));
  }
  if (absl::StartsWith(bytes, digest)) return request;
  return absl::FailedPreconditionError("another draft was signed for this attempt");
}

}  // namespace

absl::StatusOr<lightship::v1::SubmitRequest> Attempts::SignOnce(const std::string& attempt, absl::string_view draft,
                                                                const Sign& sign) {
  RETURN_IF_ERROR(CheckName("attempt", attempt));
  const std::string path = absl::StrCat(directory_, "/", attempt);
  const std::string digest = crypto::AsString(crypto::Sha256(draft));
  base::MutexLock lock(mutex_);
  absl::StatusOr<std::string> kept = sdk::ReadFile(path);
  if (kept.ok()) return Recall(path, *kept, digest);
  if (!absl::IsNotFound(kept.status())) return kept.status();
  ASSIGN_OR_RETURN(lightship::v1::SubmitRequest request, sign());
  RETURN_IF_ERROR(sdk::MakeDirectory(directory_, sdk::Access::kOwnerOnly));
  RETURN_IF_ERROR(sdk::ReplaceFile(path, absl::StrCat(digest, request.SerializeAsString()), sdk::Access::kOwnerOnly));
  DropOld(directory_);
  return request;
}

void Attempts::Forget(const std::string& attempt) {
  base::MutexLock lock(mutex_);
  std::error_code error;
  fs::remove(absl::StrCat(directory_, "/", attempt), error);
}

}  // namespace lightship::console
