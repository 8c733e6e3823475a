// The last checkpoint that this node signed, kept in a file outside the database, so that a restored or wiped
// database is noticed before it forks the log.
#ifndef LIGHTSHIP_NODE_STORE_CHECKPOINT_FILE_H_
#define LIGHTSHIP_NODE_STORE_CHECKPOINT_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lightship::store {

// Thread-compatible. The file is replaced in place within one page: after a crash of the process it is whole; after a
// power cut it may be older than the last commit, never newer.
class CheckpointFile {
 public:
  explicit CheckpointFile(std::string path) : path_(std::move(path)) {}
  ~CheckpointFile();

  // The note, or empty when the file does not exist. DATA_LOSS when it is damaged.
  absl::StatusOr<std::string> Load() const;
  absl::Status Save(absl::string_view note);

 private:
  const std::string path_;
  int fd_ = -1;
};

}  // namespace lightship::store

#endif  // LIGHTSHIP_NODE_STORE_CHECKPOINT_FILE_H_
