#include "node/ledger/writer.h"

#include <utility>
#include <vector>

#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::ledger {
namespace {

// About as long as a full inbox takes to drain.
constexpr absl::Duration kRetryDelay = absl::Milliseconds(100);

}  // namespace

Writer::Writer(std::unique_ptr<Ledger> ledger, const Options& options,
               std::function<void()> on_commit)
    : ledger_(std::move(ledger)),
      options_(options),
      on_commit_(std::move(on_commit)),
      inbox_(options.inbox),
      recovering_(ledger_->recovering()),
      thread_([this] { Run(); }) {}

Writer::~Writer() {
  inbox_.Close();
  thread_.join();
}

void Writer::Submit(Operation operation, Done done) {
  Item item{std::move(operation), std::move(done)};
  if (inbox_.TryPush(std::move(item))) return;
  item.done(base::RetryLater(absl::StatusCode::kResourceExhausted, base::reason::kOverloaded,
                             "the node's inbox is full; try again shortly", kRetryDelay));
}

bool Writer::recovering() const { return recovering_.load(); }

void Writer::Run() {
  while (true) {
    std::vector<Item> items = inbox_.PopBatch(options_.batch);
    if (items.empty()) return;
    std::vector<Operation> operations;
    operations.reserve(items.size());
    for (Item& item : items) operations.push_back(std::move(item.operation));
    std::vector<absl::StatusOr<Outcome>> outcomes = ledger_->Commit(std::move(operations));
    recovering_.store(ledger_->recovering());
    for (size_t i = 0; i < items.size(); ++i) items[i].done(std::move(outcomes[i]));
    on_commit_();
  }
}

}  // namespace lightship::ledger
