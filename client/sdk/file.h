// Whole files, read and written. Errors name the file and say what the system said.
#ifndef LIGHTSHIP_CLIENT_SDK_FILE_H_
#define LIGHTSHIP_CLIENT_SDK_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lightship::sdk {

// Who may read a new file.
enum class Access { kEverybody, kOwnerOnly };

// NOT_FOUND when there is no such file, FAILED_PRECONDITION for anything else that fails.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Creates the file; ALREADY_EXISTS when there is one.
absl::Status CreateFile(const std::string& path, absl::string_view bytes, Access access);

// Puts the file in place whole and durably (temporary file, fsync, rename), or not at all.
absl::Status ReplaceFile(const std::string& path, absl::string_view bytes, Access access);

// Creates the directory and those above it. One that exists is left as it is.
absl::Status MakeDirectory(const std::string& path, Access access);

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_FILE_H_
