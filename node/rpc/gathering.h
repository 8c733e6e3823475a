// What waits to be taken in turns, of each caller by himself: what comes while a turn goes on is taken together by the next.
#ifndef LIGHTSHIP_NODE_RPC_GATHERING_H_
#define LIGHTSHIP_NODE_RPC_GATHERING_H_

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "node/base/mutex.h"

namespace lightship::rpc {

// Thread-safe.
//
//   Add --true--> turn: Take --> Ended --false--> over     (or GiveUp)
//                        ^         | true
//                        +---------+
template <typename T>
class Gathering {
 public:
  // While so many wait for each turn that goes on, there is one turn more: fewer gain more by being taken together than by being taken
  // at once.
  static constexpr size_t kWorthATurn = 4;

  // True: another turn of the caller's is to begin.
  [[nodiscard]] bool Add(const std::string& caller, T item) {
    base::MutexLock lock(mutex_);
    Line& line = lines_[caller];
    line.waiting.push_back(std::move(item));
    if (line.turns > line.waiting.size() / kWorthATurn) return false;
    ++line.turns;
    return true;
  }

  // By a turn of the caller's: the oldest, at most so many; none when other turns have taken all.
  std::vector<T> Take(const std::string& caller, size_t most) {
    base::MutexLock lock(mutex_);
    std::deque<T>& waiting = lines_[caller].waiting;
    const auto end = waiting.begin() + static_cast<std::ptrdiff_t>(std::min(most, waiting.size()));
    std::vector<T> taken(std::make_move_iterator(waiting.begin()), std::make_move_iterator(end));
    waiting.erase(waiting.begin(), end);
    return taken;
  }

  // By a turn of the caller's that has done what it took. True: more has come, and it goes on, or another one in its place.
  [[nodiscard]] bool Ended(const std::string& caller) {
    base::MutexLock lock(mutex_);
    auto line = lines_.find(caller);
    if (!line->second.waiting.empty()) return true;
    if (--line->second.turns == 0) lines_.erase(line);
    return false;
  }

  // The next turn cannot begin: what no other turn of the caller's will take.
  std::vector<T> GiveUp(const std::string& caller) {
    base::MutexLock lock(mutex_);
    auto line = lines_.find(caller);
    if (--line->second.turns > 0) return {};
    std::deque<T>& waiting = line->second.waiting;
    std::vector<T> left(std::make_move_iterator(waiting.begin()), std::make_move_iterator(waiting.end()));
    lines_.erase(line);
    return left;
  }

 private:
  // Of one caller. Kept while a turn of his goes on, and nothing waits without one.
  struct Line {
    std::deque<T> waiting;
    size_t turns = 0;
  };

  base::Mutex mutex_;
  std::map<std::string, Line> lines_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_GATHERING_H_
