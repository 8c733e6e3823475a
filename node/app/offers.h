// Cosignatures on their way to the writer: so many of each peer, so that none fills the inbox that officers submit to.
#ifndef LIGHTSHIP_NODE_APP_OFFERS_H_
#define LIGHTSHIP_NODE_APP_OFFERS_H_

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "node/base/limits.h"
#include "node/ledger/writer.h"

namespace lightship::app {

// Belongs to one thread.
class Offers {
 public:
  explicit Offers(ledger::Writer* writer) : writer_(writer) {}

  // False, and nothing is kept of it, while limits::kCosignaturesOfPeer of this giver's wait, or the inbox is full.
  bool Add(absl::string_view giver, ledger::Cosignatures cosignatures) {
    std::erase_if(waiting_, [](const auto& row) { return row.second->load() == 0; });
    auto& waiting = waiting_[std::string(giver)];
    if (waiting == nullptr) waiting = std::make_shared<std::atomic<size_t>>(0);
    if (waiting->load() >= base::limits::kCosignaturesOfPeer) return false;
    ++*waiting;
    const bool taken = writer_->TrySubmit(std::move(cosignatures), [waiting](const absl::StatusOr<ledger::Outcome>&) { --*waiting; });
    if (!taken) --*waiting;
    return taken;
  }

 private:
  ledger::Writer* const writer_;
  std::map<std::string, std::shared_ptr<std::atomic<size_t>>> waiting_;  // by giver
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_OFFERS_H_
