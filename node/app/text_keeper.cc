#include "node/app/text_keeper.h"

#include <string>

#include "node/app/memory.h"
#include "spdlog/spdlog.h"

namespace lightship::app {

void KeepTexts(const incident::IncidentIndex& index) {
  const absl::StatusOr<bool> made = index.snapshot()->MakeTexts();
  if (!made.ok()) {
    spdlog::error("searches wait for texts that cannot be read: {}", std::string(made.status().message()));
  } else if (!*made) {
    ReturnFreeMemory();
  }
}

}  // namespace lightship::app
