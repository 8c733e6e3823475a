#include "node/base/parallel.h"

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

namespace lightship::base {
namespace {

constexpr size_t kAhead = 50;

}  // namespace

size_t Processors(size_t most) { return std::clamp<size_t>(std::thread::hardware_concurrency(), 1, most); }

void OnThreads(size_t threads, const std::function<void()>& work) {
  std::vector<std::thread> others;
  for (size_t i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
}

size_t Turns::Next() {
  MutexLock lock(mutex_);
  while (next_ < end_ && next_ > done_ + kAhead) changed_.Wait(mutex_);
  return next_ == end_ ? end_ : next_++;
}

void Turns::Bring(size_t number, std::function<void()> work) {
  mutex_.Lock();
  brought_.emplace(number, std::move(work));
  while (!doing_ && !brought_.empty() && brought_.begin()->first == done_) {
    const std::function<void()> first = std::move(brought_.begin()->second);
    brought_.erase(brought_.begin());
    doing_ = true;
    mutex_.Unlock();
    first();
    mutex_.Lock();
    doing_ = false;
    ++done_;
    changed_.NotifyAll();
  }
  mutex_.Unlock();
}

}  // namespace lightship::base
