// Threads that begin together, for tests of what several share.
#ifndef LIGHTSHIP_TESTS_UNIT_THREADS_AT_ONCE_H_
#define LIGHTSHIP_TESTS_UNIT_THREADS_AT_ONCE_H_

#include <functional>
#include <latch>
#include <thread>
#include <utility>
#include <vector>

namespace lightship::testing {

// Runs all of `work`, each on a thread of its own, and returns when they have ended.
inline void AtOnce(std::vector<std::function<void()>> work) {
  std::latch begun(static_cast<ptrdiff_t>(work.size()));
  std::vector<std::thread> threads;
  threads.reserve(work.size());
  for (std::function<void()>& one : work) {
    threads.emplace_back([&begun, one = std::move(one)] {
      begun.arrive_and_wait();
      one();
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace lightship::testing

#endif  // LIGHTSHIP_TESTS_UNIT_THREADS_AT_ONCE_H_
