#include "node/rpc/single_answers.h"

#include <algorithm>
#include <iterator>

namespace lightship::rpc {

void SingleAnswers::Give(bool idle) {
  std::vector<Answer> due;
  {
    base::MutexLock lock(mutex_);
    due.swap(due_);
  }
  if (due.size() == 1 && idle) return due.front()();
  const size_t of_task = (due.size() + pool_->threads() - 1) / pool_->threads();
  for (auto begin = due.begin(); begin != due.end();) {
    const auto end = begin + std::min<ptrdiff_t>(due.end() - begin, static_cast<ptrdiff_t>(of_task));
    pool_->Post([some = std::vector<Answer>(std::make_move_iterator(begin), std::make_move_iterator(end))] {
      for (const Answer& answer : some) answer();
    });
    begin = end;
  }
}

}  // namespace lightship::rpc
