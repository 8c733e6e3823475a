#include "node/ledger/writer.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <variant>
#include <vector>

#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::ledger {
namespace {

// In the order of Operation.
constexpr std::array<const char*, std::variant_size_v<Operation>> kKinds = {
    "admission", "batch", "cosignatures", "chunk", "evidence", "attest", "expire", "key_change", "audit", "own_log_heard", "signatures_checked"};

constexpr absl::Duration kLeastRetryDelay = absl::Milliseconds(100);

absl::Status Full(absl::Duration wait) {
  return base::RetryLater(absl::StatusCode::kResourceExhausted, base::reason::kOverloaded,
                          "the node's inbox is full; try again shortly", std::max(wait, kLeastRetryDelay));
}

}  // namespace

Writer::Writer(std::unique_ptr<Ledger> ledger, const Options& options,
               std::function<void()> on_commit)
    : ledger_(std::move(ledger)),
      options_(options),
      on_commit_(std::move(on_commit)),
      inbox_(options.inbox),
      thread_([this] { Run(); }) {}

Writer::~Writer() { Stop(); }

void Writer::Stop() {
  inbox_.Close();
  if (thread_.joinable()) thread_.join();
}

void Writer::Submit(Operation operation, Done done) {
  if (std::holds_alternative<Admission>(operation)) {
    if (absl::Status room = CheckRoom(); !room.ok()) return done(room);
  }
  Item item{std::move(operation), std::move(done)};
  if (inbox_.TryPush(std::move(item))) return;
  item.done(Full(Wait()));  // NOLINT(bugprone-use-after-move): what is not taken is left alone
}

bool Writer::TrySubmit(Operation operation, Done done) {
  return inbox_.TryPush({std::move(operation), std::move(done)});
}

size_t Writer::SubmitSome(std::vector<Item>& admissions) {
  return CheckRoom().ok() ? inbox_.TryPushSome(admissions) : 0;
}

absl::Duration Writer::Wait() const {
  return absl::Nanoseconds(nanos_of_one_.load()) * static_cast<int64_t>(inbox_.size());
}

// What fits into one commit always has room: how long one takes when they come singly says little of many at once.
absl::Status Writer::CheckRoom() const {
  const absl::Duration wait = Wait();
  const size_t waiting = inbox_.size();
  if (waiting < options_.inbox && (wait <= kMostWait || waiting <= options_.batch)) return absl::OkStatus();
  return Full(wait);
}

bool Writer::recovering() const { return ledger_->recovering(); }
absl::Status Writer::failure() const { return ledger_->failure(); }

void Writer::Count(const std::vector<size_t>& kinds, const std::vector<absl::StatusOr<Outcome>>& outcomes,
                   absl::Duration took) {
  if (options_.counts == nullptr) return;
  options_.counts->commit_operations.Observe(static_cast<double>(kinds.size()));
  options_.counts->commit_seconds.Observe(std::max(0.0, absl::ToDoubleSeconds(took)));
  for (size_t i = 0; i < kinds.size(); ++i) {
    const char* result = !outcomes[i].ok() ? "failed" : outcomes[i]->already_admitted ? "repeated" : "done";
    options_.counts->operations.Of(kKinds[kinds[i]], result).Add();
  }
}

// A commit's worth. Cosignatures are told to nobody before they are durable, and nobody waits for them: those that come alone wait for
// what has to be written at once, while that comes often.
std::vector<Writer::Item> Writer::Take() {
  std::vector<Item> items = inbox_.PopBatch(options_.batch, base::Beat::kIdleEvery);
  const absl::Time begin = options_.clock->Now();
  const auto can_wait = [](const Item& item) { return std::holds_alternative<Cosignatures>(item.operation); };
  while (!items.empty() && items.size() < options_.batch && std::all_of(items.begin(), items.end(), can_wait)) {
    const absl::Duration waited = options_.clock->Now() - begin;
    if (waited < absl::ZeroDuration() || waited >= rhythm_.Patience()) return items;
    std::vector<Item> more = inbox_.PopBatch(options_.batch - items.size(), rhythm_.Patience() - waited);
    if (more.empty()) return items;
    std::move(more.begin(), more.end(), std::back_inserter(items));
  }
  if (!items.empty()) rhythm_.Beat(options_.clock->Now());
  return items;
}

void Writer::Commit(std::vector<Item> items) {
  const absl::Time begin = options_.clock->Now();
  std::vector<Operation> operations;
  std::vector<Done> dones;
  std::vector<size_t> kinds;
  operations.reserve(items.size());
  for (Item& item : items) {
    kinds.push_back(item.operation.index());
    operations.push_back(std::move(item.operation));
    dones.push_back(std::move(item.done));
  }
  ledger_->Commit(std::move(operations), [this, begin, kinds = std::move(kinds),
                                          dones = std::move(dones)](std::vector<absl::StatusOr<Outcome>> outcomes) {
    Count(kinds, outcomes, options_.clock->Now() - begin);
    for (size_t i = 0; i < dones.size(); ++i) dones[i](std::move(outcomes[i]));
    on_commit_();
  });
  const absl::Duration took = std::max(options_.clock->Now() - begin, absl::ZeroDuration());
  // A small one may have waited for the writing of a large one.
  const size_t operations_done = std::max(items.size(), std::exchange(before_, items.size()));
  nanos_of_one_.store((nanos_of_one_.load() + absl::ToInt64Nanoseconds(took) / static_cast<int64_t>(operations_done)) / 2);
}

void Writer::Run() {
  while (true) {
    beat_.Pass();
    std::vector<Item> items = Take();
    if (!items.empty()) {
      Commit(std::move(items));
      continue;
    }
    // A disk that does not answer stops the beat.
    ledger_->Await();
    if (inbox_.ended()) return;
  }
}

}  // namespace lightship::ledger
