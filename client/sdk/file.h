// Whole files, read and written. Errors name the file and say what the system said.
#ifndef LIGHTSHIP_CLIENT_SDK_FILE_H_
#define LIGHTSHIP_CLIENT_SDK_FILE_H_

#include <memory>
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

// Adds a line, which must end with a newline, to the end of the file, durably; creates the file. A line that an accident cut short
// before is ended first, so that this one stands alone.
absl::Status AppendLine(const std::string& path, absl::string_view line);

// Held until it is destroyed, or the process ends. The file stays.
class FileLock {
 public:
  // ALREADY_EXISTS when another process, or another lock of this one, holds it.
  static absl::StatusOr<std::unique_ptr<FileLock>> Take(const std::string& path);
  // Waits until nobody holds it.
  static absl::StatusOr<std::unique_ptr<FileLock>> Await(const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  static absl::StatusOr<std::unique_ptr<FileLock>> Lock(const std::string& path, int operation);
  const int fd_;
};

// Creates the directory and those above it, all with the same access. One that exists is left as it is.
absl::Status MakeDirectory(const std::string& path, Access access);

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_FILE_H_
