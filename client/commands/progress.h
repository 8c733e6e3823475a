// A progress bar on standard error, where somebody looks at it.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_PROGRESS_H_
#define LIGHTSHIP_CLIENT_COMMANDS_PROGRESS_H_

#include <cstddef>
#include <string>

#include "client/commands/context.h"

namespace lightship::commands {

// Draws nothing unless standard error is a terminal. For one thread.
class Progress {
 public:
  Progress(std::string label, Terminal& terminal) : label_(std::move(label)), terminal_(terminal) {}
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `share` from 0 to 1; redraws when the whole percent changes.
  void Update(double share, size_t done);
  void Clear();

 private:
  const std::string label_;
  Terminal& terminal_;
  int drawn_percent_ = -1;
};

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_PROGRESS_H_
