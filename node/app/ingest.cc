#include "node/app/ingest.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

namespace lightship::app {
namespace {

// Enough to make a task worth handing over, few enough to spread a batch over all threads.
constexpr size_t kItemsOfTask = 64;

// The part of `all` that is the task's.
template <typename T>
absl::Span<T> PartOf(std::vector<T>& all, size_t task) {
  const size_t first = std::min(all.size(), task * kItemsOfTask);
  return absl::MakeSpan(all).subspan(first, kItemsOfTask);
}

}  // namespace

struct Ingest::Job {
  exchange::SessionId session;
  ledger::ExaminedBatch batch;
  std::atomic<size_t> tasks_left{0};
  std::atomic<size_t> bad{SIZE_MAX};  // index of a check that does not hold
  // By Ingest's mutex.
  bool verified = false;
  bool submitted = false;
  std::optional<absl::StatusOr<uint64_t>> result;

  void Check(size_t task) {
    if (bad.load() != SIZE_MAX) return;
    const std::optional<size_t> found = ledger::FindBad(PartOf(batch.checks, task));
    if (found.has_value()) bad.store(task * kItemsOfTask + *found);
  }
  void Derive(size_t task, const ledger::Indexer& indexer) {
    for (ledger::ExaminedItem& item : PartOf(batch.items, task)) {
      if (bad.load() != SIZE_MAX) return;
      ledger::DeriveAhead(indexer, batch.origin, item);
    }
  }
};

void Ingest::Add(exchange::SessionId session, ledger::ExaminedBatch batch) {
  auto job = std::make_shared<Job>();
  job->session = session;
  job->batch = std::move(batch);
  {
    base::MutexLock lock(mutex_);
    jobs_[job->batch.origin].push_back(job);
  }
  ++pending_;
  const size_t most = std::max(job->batch.checks.size(), job->batch.items.size());
  const size_t tasks = (most + kItemsOfTask - 1) / kItemsOfTask;
  if (tasks == 0) return Verified(job);
  if (RunHere(*job)) return Verified(job);
  job->tasks_left.store(tasks);
  for (size_t task = 0; task < tasks; ++task) {
    verifiers_->Post([this, job, task] {
      job->Check(task);
      job->Derive(task, *indexer_);
      if (--job->tasks_left == 0) Verified(job);
    });
  }
}

// A single report while nothing else is to be done is done here before another thread has woken for it.
bool Ingest::RunHere(Job& job) {
  if (job.batch.items.size() > 1 || job.batch.checks.size() > 1 || !mailbox_->calm()) return false;
  return verifiers_->TryRun("", [&] {
    job.Check(0);
    job.Derive(0, *indexer_);
  });
}

void Ingest::Verified(const std::shared_ptr<Job>& job) {
  base::MutexLock lock(mutex_);
  job->verified = true;
  // A copy: the batch, and its origin with it, is given away there.
  CommitFront(std::string(job->batch.origin));
}

// Hands over to the writer what is verified, in order: the writer keeps it. Not by way of the mailbox, whose thread may have much to
// send before it would look.
void Ingest::CommitFront(const std::string& origin) {
  for (const std::shared_ptr<Job>& job : jobs_.at(origin)) {
    if (!job->verified) return;
    if (job->submitted) continue;
    job->submitted = true;
    if (job->bad.load() != SIZE_MAX) {
      absl::Status failure = job->batch.checks[job->bad.load()]->Failure(origin);
      mailbox_->Post([this, job, failure] { Finish(job, failure); });
      continue;
    }
    ledger::ExaminedBatch batch = std::move(job->batch);
    job->batch.origin = origin;
    writer_->Submit(std::move(batch), [this, job](absl::StatusOr<ledger::Outcome> outcome) {
      absl::StatusOr<uint64_t> size =
          outcome.ok() ? absl::StatusOr<uint64_t>(outcome->index) : outcome.status();
      mailbox_->Post([this, job, size = std::move(size)] { Finish(job, size); });
    });
  }
}

// A batch that is bad, or that the writer has no room for, is known before those ahead of it are committed: whoever is answered
// out of turn is taken for the one who sent what was asked for before.
void Ingest::Finish(const std::shared_ptr<Job>& job, absl::StatusOr<uint64_t> size) {
  const std::string origin = job->batch.origin;
  {
    base::MutexLock lock(mutex_);
    job->result = std::move(size);
  }
  while (const std::shared_ptr<Job> front = TakeAnswered(origin)) {
    --pending_;
    done_(front->session, origin, *std::move(front->result));
  }
}

std::shared_ptr<Ingest::Job> Ingest::TakeAnswered(const std::string& origin) {
  base::MutexLock lock(mutex_);
  auto queue = jobs_.find(origin);
  if (queue == jobs_.end() || !queue->second.front()->result.has_value()) return nullptr;
  std::shared_ptr<Job> front = std::move(queue->second.front());
  queue->second.pop_front();
  if (queue->second.empty()) jobs_.erase(queue);
  return front;
}

}  // namespace lightship::app
