// The last signed checkpoint, kept in a file outside the database.
#ifndef LIGHTSHIP_NODE_APP_KEPT_ON_DISK_H_
#define LIGHTSHIP_NODE_APP_KEPT_ON_DISK_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/ledger/ledger.h"
#include "node/store/checkpoint_file.h"

namespace lightship::app {

// A damaged file is as good as none: peers are asked what they hold of the log.
class KeptOnDisk final : public ledger::CheckpointKeeper {
 public:
  explicit KeptOnDisk(const std::string& path) : file_(path) {}
  absl::StatusOr<std::string> Load() override {
    absl::StatusOr<std::string> note = file_.Load();
    if (!absl::IsDataLoss(note.status())) return note;
    damage_ = note.status();
    return std::string();
  }
  absl::Status Save(absl::string_view note) override { return file_.Save(note); }
  // Found by Load; OK when there is none.
  const absl::Status& damage() const { return damage_; }

 private:
  store::CheckpointFile file_;
  absl::Status damage_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_KEPT_ON_DISK_H_
