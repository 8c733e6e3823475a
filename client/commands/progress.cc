#include "client/commands/progress.h"

namespace lightship::commands {
namespace {

constexpr size_t kBarColumns = 30;

}  // namespace

void Progress::Update(double share, size_t done) {
  int percent = static_cast<int>(share * 100);
  if (!terminal_.err_is_tty || percent == drawn_percent_) return;
  drawn_percent_ = percent;
  size_t filled = static_cast<size_t>(share * kBarColumns);
  terminal_.err << "\r" << label_ << " [" << std::string(filled, '#')
                << std::string(kBarColumns - filled, ' ') << "] " << percent << " %  " << done
                << std::flush;
}

void Progress::Clear() {
  if (drawn_percent_ < 0) return;
  terminal_.err << "\r" << std::string(label_.size() + kBarColumns + 24, ' ') << "\r" << std::flush;
  drawn_percent_ = -1;
}

}  // namespace lightship::commands
