#include "node/app/lookout.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "spdlog/spdlog.h"

namespace lightship::app {

void Lookout::LookForForks() {
  const std::shared_ptr<const ledger::Heads> heads = world_.heads->Get();
  for (const auto& [origin, head] : heads->logs) {
    if (head.fork == nullptr) continue;
    const std::string text = absl::StrCat(
        "the log's key has signed two histories. Nothing is added to it here after its ", head.size,
        " entries, until its economy has found out why and opens a new epoch. `lightship evidence ",
        origin, " --save FILE` writes the proof, which anyone can verify");
    if (!world_.warnings->Raise("FORK", origin, text, world_.clock->Now())) continue;
    spdlog::critical("FORK {}: {}", origin, text);
  }
}

}  // namespace lightship::app
