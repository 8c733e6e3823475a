#include "client/sdk/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "node/base/status.h"

namespace lightship::sdk {
namespace {

absl::Status SystemError(const std::string& path, int error) {
  std::string message = absl::StrCat(path, ": ", std::strerror(error));
  if (error == ENOENT) return absl::NotFoundError(message);
  if (error == EEXIST) return absl::AlreadyExistsError(message);
  return absl::FailedPreconditionError(message);
}

// Closes on every way out.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

absl::Status WriteAll(const std::string& path, int flags, absl::string_view bytes, Access access) {
  Descriptor file(open(path.c_str(), flags, access == Access::kOwnerOnly ? 0600 : 0644));
  if (file.get() < 0) return SystemError(path, errno);
  while (!bytes.empty()) {
    ssize_t written = write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return SystemError(path, errno);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  if (fsync(file.get()) != 0) return SystemError(path, errno);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return SystemError(path, errno);
  std::string bytes;
  char buffer[64 * 1024];
  while (true) {
    ssize_t got = read(file.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError(path, errno);
    if (got == 0) return bytes;
    bytes.append(buffer, static_cast<size_t>(got));
  }
}

absl::Status CreateFile(const std::string& path, absl::string_view bytes, Access access) {
  return WriteAll(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, bytes, access);
}

absl::Status ReplaceFile(const std::string& path, absl::string_view bytes, Access access) {
  std::string temporary = absl::StrCat(path, ".new");
  int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC;
  if (access == Access::kOwnerOnly) {
    // One that lies there already may be open to others, or lead to a file of theirs.
    unlink(temporary.c_str());
    flags |= O_EXCL | O_NOFOLLOW;
  }
  RETURN_IF_ERROR(WriteAll(temporary, flags, bytes, access));
  if (rename(temporary.c_str(), path.c_str()) != 0) return SystemError(path, errno);
  std::filesystem::path parent = std::filesystem::path(path).parent_path();
  Descriptor directory(open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_CLOEXEC));
  // The rename is not durable before its directory is.
  if (directory.get() < 0 || fsync(directory.get()) != 0) return SystemError(path, errno);
  return absl::OkStatus();
}

absl::Status AppendLine(const std::string& path, absl::string_view line) {
  bool cut_short = false;
  {
    Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    char last = '\n';
    if (file.get() >= 0 && lseek(file.get(), -1, SEEK_END) >= 0 && read(file.get(), &last, 1) == 1) {
      cut_short = last != '\n';
    }
  }
  return WriteAll(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                  cut_short ? absl::StrCat("\n", line) : std::string(line), Access::kOwnerOnly);
}

absl::StatusOr<std::unique_ptr<FileLock>> FileLock::Take(const std::string& path) {
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return SystemError(path, errno);
  auto lock = std::unique_ptr<FileLock>(new FileLock(fd));
  if (flock(fd, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) return absl::AlreadyExistsError(absl::StrCat(path, ": held already"));
  return SystemError(path, errno);
}

FileLock::~FileLock() { close(fd_); }

absl::Status MakeDirectory(const std::string& path, Access access) {
  std::error_code error;
  bool created = std::filesystem::create_directories(path, error);
  if (error) return SystemError(path, error.value());
  if (created && access == Access::kOwnerOnly && chmod(path.c_str(), 0700) != 0) {
    return SystemError(path, errno);
  }
  return absl::OkStatus();
}

}  // namespace lightship::sdk
