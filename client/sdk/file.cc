#include "client/sdk/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
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
  // Two that replace the same file at once must not write into one another's.
  static std::atomic<uint64_t> count = 0;
  const std::string temporary = absl::StrCat(path, ".", getpid(), "-", ++count, ".new");
  // One that lies there already may be open to others, or lead to a file of theirs.
  unlink(temporary.c_str());
  absl::Status placed = WriteAll(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, bytes, access);
  if (placed.ok() && rename(temporary.c_str(), path.c_str()) != 0) placed = SystemError(path, errno);
  if (!placed.ok()) {
    unlink(temporary.c_str());
    return placed;
  }
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
  return Lock(path, LOCK_EX | LOCK_NB);
}

absl::StatusOr<std::unique_ptr<FileLock>> FileLock::Await(const std::string& path) { return Lock(path, LOCK_EX); }

absl::StatusOr<std::unique_ptr<FileLock>> FileLock::Lock(const std::string& path, int operation) {
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return SystemError(path, errno);
  auto lock = std::unique_ptr<FileLock>(new FileLock(fd));
  int failed = flock(fd, operation);
  while (failed != 0 && errno == EINTR) failed = flock(fd, operation);
  if (failed == 0) return lock;
  if (errno == EWOULDBLOCK) return absl::AlreadyExistsError(absl::StrCat(path, ": held already"));
  return SystemError(path, errno);
}

FileLock::~FileLock() { close(fd_); }

absl::Status MakeDirectory(const std::string& path, Access access) {
  const mode_t mode = access == Access::kOwnerOnly ? 0700 : 0777;
  std::filesystem::path made;
  for (const std::filesystem::path& step : std::filesystem::path(path)) {
    made /= step;
    if (mkdir(made.c_str(), mode) == 0) continue;
    const int why = errno;
    std::error_code error;
    if (!std::filesystem::is_directory(made, error)) return SystemError(made.string(), why);
  }
  return absl::OkStatus();
}

}  // namespace lightship::sdk
