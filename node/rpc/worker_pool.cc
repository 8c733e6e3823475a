#include "node/rpc/worker_pool.h"

#include <algorithm>

namespace lightship::rpc {
namespace {

constexpr absl::string_view kOwed = "";

}  // namespace

WorkerPool::WorkerPool(size_t threads, size_t waiting)
    : waiting_(waiting), running_of_caller_(std::max<size_t>(threads, 2) - 1) {
  for (size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

WorkerPool::~WorkerPool() {
  {
    base::MutexLock lock(mutex_);
    closed_ = true;
    news_.NotifyAll();
  }
  for (std::thread& thread : threads_) thread.join();
}

void WorkerPool::Run() {
  while (std::optional<Turn> turn = Next()) {
    turn->second();
    Done(turn->first);
  }
}

std::optional<WorkerPool::Turn> WorkerPool::Next() {
  base::MutexLock lock(mutex_);
  while (true) {
    auto may_run = [this](const std::string& caller) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return closed_ || lines_[caller].running < running_of_caller_;
    };
    auto next = std::find_if(turns_.begin(), turns_.end(), may_run);
    const bool owed = Waiting(kOwed) > 0 && (!owed_last_ || next == turns_.end());
    if (owed || next != turns_.end()) {
      owed_last_ = owed;
      Turn turn{owed ? std::string(kOwed) : std::move(*next), {}};
      if (!owed) turns_.erase(next);
      Line& line = lines_[turn.first];
      turn.second = std::move(line.tasks.front());
      line.tasks.pop_front();
      ++line.running;
      if (owed) return turn;
      --waiting_of_callers_;
      if (!line.tasks.empty()) turns_.push_back(turn.first);
      return turn;
    }
    if (closed_) return std::nullopt;
    ++resting_;
    news_.Wait(mutex_);
    --resting_;
  }
}

void WorkerPool::Done(const std::string& caller) {
  base::MutexLock lock(mutex_);
  auto line = lines_.find(caller);
  if (--line->second.running == 0 && line->second.tasks.empty()) lines_.erase(line);
}

bool WorkerPool::TryRun(absl::string_view caller, const Task& task) {
  const std::string who(caller);
  {
    base::MutexLock lock(mutex_);
    if (closed_ || !lines_.empty()) return false;
    ++lines_[who].running;
  }
  task();
  Done(who);
  // This thread takes no next turn: one that the task kept waiting is for another.
  base::MutexLock lock(mutex_);
  if (!turns_.empty()) news_.NotifyOne();
  return true;
}

void WorkerPool::Push(absl::string_view caller, Task task) {
  auto line = lines_.try_emplace(std::string(caller)).first;
  if (caller != kOwed && line->second.tasks.empty()) turns_.push_back(line->first);
  line->second.tasks.push_back(std::move(task));
}

size_t WorkerPool::Waiting(absl::string_view caller) const {
  auto line = lines_.find(caller);
  return line == lines_.end() ? 0 : line->second.tasks.size();
}

bool WorkerPool::TryPost(absl::string_view caller, Task task) {
  {
    base::MutexLock lock(mutex_);
    const size_t of_caller = std::max<size_t>(waiting_ / 4, 1);
    if (closed_ || waiting_of_callers_ >= waiting_ || Waiting(caller) >= of_caller) return false;
    ++waiting_of_callers_;
    Push(caller, std::move(task));
  }
  news_.NotifyOne();
  return true;
}

bool WorkerPool::TryLend(absl::string_view caller, Task task) {
  {
    base::MutexLock lock(mutex_);
    if (closed_ || resting_ <= waiting_of_callers_ + Waiting(kOwed)) return false;
    const auto line = lines_.find(caller);
    if (line != lines_.end() && line->second.running + line->second.tasks.size() >= running_of_caller_) return false;
    ++waiting_of_callers_;
    Push(caller, std::move(task));
  }
  news_.NotifyOne();
  return true;
}

bool WorkerPool::PushOwed(Task& task) {
  base::MutexLock lock(mutex_);
  if (closed_ || Waiting(kOwed) >= waiting_) return false;
  Push(kOwed, std::move(task));
  return true;
}

void WorkerPool::Post(Task task) {
  if (PushOwed(task)) return news_.NotifyOne();
  task();
}

}  // namespace lightship::rpc
