#include "node/store/checkpoint_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"

namespace lightship::store {
namespace {

// One page: SHA-256 of the rest, length of the note, the note, zeroes.
constexpr size_t kPageBytes = 4096;
constexpr size_t kLengthAt = crypto::kDigestBytes;
constexpr size_t kNoteAt = kLengthAt + 8;

absl::Status Failed(absl::string_view doing, const std::string& path) {
  return base::Error(absl::StatusCode::kUnavailable, base::reason::kStorage,
                     absl::StrCat(doing, " ", path, ": ", std::strerror(errno)));
}

absl::Status Damaged(const std::string& path) {
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                     absl::StrCat("checkpoint file ", path,
                                  " is damaged: peers have to say what they hold of the log; it is written "
                                  "anew from the database"));
}

}  // namespace

CheckpointFile::~CheckpointFile() {
  if (fd_ < 0) return;
  fdatasync(fd_);
  close(fd_);
}

absl::StatusOr<std::string> CheckpointFile::Load() const {
  int fd = open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    if (errno == ENOENT) return std::string();
    return Failed("opening", path_);
  }
  std::string page(kPageBytes, '\0');
  ssize_t got = pread(fd, page.data(), page.size(), 0);
  close(fd);
  if (got < 0) return Failed("reading", path_);
  if (got != static_cast<ssize_t>(kPageBytes)) return Damaged(path_);
  absl::string_view view = page;
  if (crypto::AsView(crypto::Sha256(view.substr(kLengthAt))) != view.substr(0, kLengthAt)) {
    return Damaged(path_);
  }
  uint64_t length = base::ReadBigEndian64(view.substr(kLengthAt));
  if (length > kPageBytes - kNoteAt) return Damaged(path_);
  return std::string(view.substr(kNoteAt, length));
}

absl::Status CheckpointFile::Save(absl::string_view note) {
  if (note.size() > kPageBytes - kNoteAt) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                       absl::StrCat("checkpoint of ", note.size(), " bytes does not fit a page"));
  }
  if (fd_ < 0) {
    fd_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd_ < 0) return Failed("opening", path_);
  }
  std::string rest;
  base::AppendBigEndian64(note.size(), rest);
  rest.append(note.data(), note.size());
  rest.resize(kPageBytes - kLengthAt, '\0');
  std::string page = crypto::AsString(crypto::Sha256(rest)) + rest;
  if (pwrite(fd_, page.data(), page.size(), 0) != static_cast<ssize_t>(page.size())) {
    return Failed("writing", path_);
  }
  return absl::OkStatus();
}

}  // namespace lightship::store
