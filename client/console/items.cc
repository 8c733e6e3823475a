#include "client/console/items.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "client/console/limits.h"
#include "client/sdk/file.h"
#include "node/base/quote.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/open.h"

namespace lightship::console {
namespace {

namespace fs = std::filesystem;

constexpr size_t kNameChars = 64;

bool IsName(absl::string_view name) {
  return !name.empty() && name.size() <= kNameChars &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

// Names in the directory that are of our own making; none when it does not exist.
absl::StatusOr<std::vector<std::string>> NamesIn(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
    std::string name = it->path().filename().string();
    if (IsName(name)) names.push_back(std::move(name));
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    return absl::FailedPreconditionError(absl::StrCat(directory, ": ", error.message()));
  }
  std::sort(names.begin(), names.end());
  return names;
}

absl::Status CheckRoom(const std::string& directory, const std::string& name, size_t most) {
  ASSIGN_OR_RETURN(std::vector<std::string> names, NamesIn(directory));
  if (names.size() < most || std::binary_search(names.begin(), names.end(), name)) return absl::OkStatus();
  return base::Error(absl::StatusCode::kResourceExhausted, base::reason::kTooLarge,
                     absl::StrCat("the desk keeps ", most, " of these at most"));
}

}  // namespace

absl::Status CheckName(absl::string_view field, absl::string_view name) {
  if (IsName(name)) return absl::OkStatus();
  return base::InvalidFields(base::reason::kMalformed,
                             {{std::string(field), absl::StrCat(base::Quoted(name), " should be 1 to ", kNameChars,
                                                                " characters of a-z, 0-9 and '-'")}});
}

absl::StatusOr<v1::ListItemsResponse> Items::List(const std::string& collection) const {
  RETURN_IF_ERROR(CheckName("collection", collection));
  const std::string directory = absl::StrCat(directory_, "/", collection);
  ASSIGN_OR_RETURN(std::vector<std::string> names, NamesIn(directory));
  v1::ListItemsResponse response;
  for (std::string& name : names) {
    const std::string path = absl::StrCat(directory, "/", name);
    absl::StatusOr<std::string> content = sdk::ReadFile(path);
    struct stat file {};
    if (absl::IsNotFound(content.status()) || stat(path.c_str(), &file) != 0) continue;  // deleted meanwhile
    RETURN_IF_ERROR(content.status());
    v1::Item* item = response.add_items();
    item->set_name(std::move(name));
    item->set_content(*std::move(content));
    *item->mutable_changed_at() = statement::ToTimestamp(absl::TimeFromTimespec(file.st_mtim));
  }
  return response;
}

absl::Status Items::Put(const v1::PutItemRequest& request) {
  RETURN_IF_ERROR(CheckName("collection", request.collection()));
  RETURN_IF_ERROR(CheckName("name", request.name()));
  if (request.content().size() > limits::kItemBytes) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                       absl::StrCat("an item has at most ", limits::kItemBytes, " bytes"));
  }
  base::MutexLock lock(mutex_);
  const std::string directory = absl::StrCat(directory_, "/", request.collection());
  RETURN_IF_ERROR(CheckRoom(directory_, request.collection(), limits::kCollections));
  RETURN_IF_ERROR(CheckRoom(directory, request.name(), limits::kItemsOfCollection));
  RETURN_IF_ERROR(sdk::MakeDirectory(directory, sdk::Access::kOwnerOnly));
  return sdk::ReplaceFile(absl::StrCat(directory, "/", request.name()), request.content(),
                          sdk::Access::kOwnerOnly);
}

absl::Status Items::Delete(const v1::DeleteItemRequest& request) {
  RETURN_IF_ERROR(CheckName("collection", request.collection()));
  RETURN_IF_ERROR(CheckName("name", request.name()));
  base::MutexLock lock(mutex_);
  const std::string path = absl::StrCat(directory_, "/", request.collection(), "/", request.name());
  std::error_code error;
  fs::remove(path, error);
  return error ? absl::FailedPreconditionError(absl::StrCat(path, ": ", error.message())) : absl::OkStatus();
}

}  // namespace lightship::console
