// What was signed for which attempt of the page to send a draft: the same attempt again is the same signed bytes.
#ifndef LIGHTSHIP_CLIENT_CONSOLE_ATTEMPTS_H_
#define LIGHTSHIP_CLIENT_CONSOLE_ATTEMPTS_H_

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/submission.pb.h"
#include "node/base/mutex.h"

namespace lightship::console {

// Thread-safe. A directory of one file an attempt, readable by its owner alone; the newest kNewest of the last kDays days.
class Attempts {
 public:
  static constexpr size_t kNewest = 1000;
  static constexpr int kDays = 30;

  explicit Attempts(std::string directory) : directory_(std::move(directory)) {}

  using Sign = std::function<absl::StatusOr<lightship::v1::SubmitRequest>()>;
  // What `sign` made for this attempt, now or the first time; durable when it returns. INVALID_ARGUMENT for an attempt that is not
  // 1 to 64 characters of a-z, 0-9 and '-', FAILED_PRECONDITION when it was of another draft.
  absl::StatusOr<lightship::v1::SubmitRequest> SignOnce(const std::string& attempt, absl::string_view draft,
                                                        const Sign& sign);
  // The node refused it: the next time it is signed anew.
  void Forget(const std::string& attempt);

 private:
  const std::string directory_;
  base::Mutex mutex_;  // an attempt is signed by one at a time
};

}  // namespace lightship::console

#endif  // LIGHTSHIP_CLIENT_CONSOLE_ATTEMPTS_H_
