#include "node/app/late_signatures.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

#include "node/ledger/unverified.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

// Much is worth a commit of its own, and little is lost when the node stops.
constexpr size_t kEntriesOfRange = 4096;
constexpr size_t kChecksOfTask = 128;
// After an entry could not be read, or the writer had no room.
constexpr absl::Duration kRetryAfter = absl::Seconds(1);

}  // namespace

struct LateSignatures::Job {
  std::shared_ptr<const ledger::Heads> heads;
  const ledger::LogHead* head;
  size_t runners;
  absl::Status read;
  ledger::UnverifiedRange range;
  std::atomic<size_t> next{0};
  std::atomic<size_t> running{0};
  std::atomic<uint64_t> bad{UINT64_MAX};  // the first entry that has a bad one

  size_t tasks() const { return (range.checks.size() + kChecksOfTask - 1) / kChecksOfTask; }
  void CheckTask(size_t task) {
    const auto part = absl::MakeConstSpan(range.checks).subspan(task * kChecksOfTask, kChecksOfTask);
    if (const auto found = ledger::FirstBad(part)) {
      uint64_t known = bad.load();
      while (*found < known && !bad.compare_exchange_weak(known, *found)) {
      }
    }
  }
};

// The one behind the last, so that a log in which ever more comes does not keep the others waiting.
const ledger::LogHead* LateSignatures::Next(const ledger::Heads& heads) {
  const ledger::LogHead* first = nullptr;
  for (const auto& [origin, head] : heads.logs) {
    if (head->verified_until >= head->size || head->bad_signature_at.has_value()) continue;
    if (origin > last_) return head.get();
    if (first == nullptr) first = head.get();
  }
  return first;
}

void LateSignatures::Look(bool busy, absl::Time now) {
  if (busy) busy_at_ = now;
  now_ = now;
  if (job_ != nullptr || now < not_before_) return;
  Begin();
}

void LateSignatures::Begin() {
  auto job = std::make_shared<Job>();
  job->heads = world_.heads->Get();
  job->head = Next(*job->heads);
  waits_since_ = job->head == nullptr ? absl::InfiniteFuture() : std::min(waits_since_, now_);
  if (job->head == nullptr) return;
  const bool quiet = now_ - busy_at_ >= kQuiet;
  if (!quiet && now_ - waits_since_ < kMostWait) return;
  job->runners = quiet ? world_.verifiers->threads() : 1;
  last_ = job->head->origin;
  job_ = job;
  world_.verifiers->Post([this, job] { Read(job); });
}

void LateSignatures::Read(const std::shared_ptr<Job>& job) {
  absl::StatusOr<ledger::UnverifiedRange> range =
      ledger::ReadUnverified(*world_.store, *job->head, job->head->verified_until, kEntriesOfRange);
  if (range.ok()) {
    job->range = *std::move(range);
  } else {
    job->read = range.status();
  }
  const size_t runners = std::max<size_t>(1, std::min(job->runners, job->tasks()));
  job->running.store(runners);
  for (size_t i = 0; i < runners; ++i) world_.verifiers->Post([this, job] { Check(job); });
}

// One task, then the thread's next turn: batches of peers wait for it too.
void LateSignatures::Check(const std::shared_ptr<Job>& job) {
  const size_t task = job->next.fetch_add(1);
  if (task < job->tasks()) {
    job->CheckTask(task);
    return world_.verifiers->Post([this, job] { Check(job); });
  }
  if (job->running.fetch_sub(1) > 1) return;
  world_.mailbox->Post([this, job] { Checked(job); });
}

void LateSignatures::Checked(const std::shared_ptr<Job>& job) {
  if (!job->read.ok()) return Done(job->read, absl::OkStatus());
  const uint64_t first_bad = job->bad.load();
  ledger::SignaturesChecked checked{job->range.origin, job->range.from, job->range.until, false};
  absl::Status bad;
  if (first_bad != UINT64_MAX) {
    checked.until = first_bad;
    checked.bad = true;
    bad = ledger::BadSignature(job->range.origin, first_bad);
  }
  world_.writer->Submit(std::move(checked), [this, bad](const absl::StatusOr<ledger::Outcome>& outcome) {
    world_.mailbox->Post([this, bad, status = outcome.status()] { Done(status, bad); });
  });
}

void LateSignatures::Done(const absl::Status& status, const absl::Status& bad) {
  job_ = nullptr;
  if (!status.ok()) {
    spdlog::warn("signatures of {} wait: {}", last_, std::string(status.message()));
    not_before_ = now_ + kRetryAfter;
  } else if (!bad.ok()) {
    spdlog::error("{}", std::string(bad.message()));
    world_.on_bad();
  }
  if (now_ >= not_before_) Begin();
}

}  // namespace lightship::app
