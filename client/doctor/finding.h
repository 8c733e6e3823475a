// One thing that was looked at, in words for whoever keeps the machine.
#ifndef LIGHTSHIP_CLIENT_DOCTOR_FINDING_H_
#define LIGHTSHIP_CLIENT_DOCTOR_FINDING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lightship::doctor {

enum class Level {
  kOk,
  kLook,  // it works, or may; somebody should look
  kMend   // it does not work, or is not safe, until it is mended
};

struct Finding {
  Level level = Level::kOk;
  std::string area;  // "configuration", "files", "certificates", "machine", "program", "peers", "state", "backups"
  std::string what;  // what was found
  std::string means = {};  // why it matters; empty where that is plain
  std::string todo = {};   // a command, or what to do
  bool looked = true;      // false of what could not be looked at here, though nothing is known to be wrong
};

using Findings = std::vector<Finding>;

Finding Ok(absl::string_view area, absl::string_view what, absl::string_view means = "",
           absl::string_view todo = "");
Finding NotLooked(absl::string_view area, absl::string_view what, absl::string_view todo = "");
Finding Look(absl::string_view area, absl::string_view what, absl::string_view means,
             absl::string_view todo);
Finding Mend(absl::string_view area, absl::string_view what, absl::string_view means,
             absl::string_view todo);

// "ok", "look" or "mend".
absl::string_view LevelName(Level level);
// Of all of them; kOk of none.
Level Worst(const Findings& findings);
void Append(Findings more, Findings& to);

// "/etc/a file" as a shell reads it back: quoted where it must be.
std::string Shell(absl::string_view word);
// The command that says which disk a path lies on, or would: of the nearest directory above that is there.
std::string WhichDisk(const std::string& path);

}  // namespace lightship::doctor

#endif  // LIGHTSHIP_CLIENT_DOCTOR_FINDING_H_
