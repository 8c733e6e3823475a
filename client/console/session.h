// Who may use the console: one person at one page. A link with a one-time token opens the session and gives the page a key,
// which it sends with every request. Without human input for a while the session locks itself until the unlock code is typed.
//
//   link printed --token--> open --idle, lock--> locked --code--> open
//                                                locked --five wrong codes--> ended
#ifndef LIGHTSHIP_CLIENT_CONSOLE_SESSION_H_
#define LIGHTSHIP_CLIENT_CONSOLE_SESSION_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "node/base/entropy.h"

namespace lightship::console {

// Pure: time is an argument, and what is random comes from `entropy`, which must outlive it. For one thread.
class Session {
 public:
  static constexpr absl::Duration kTokenLives = absl::Minutes(5);
  static constexpr int kWrongCodes = 5;

  // Locks after `idle` without input; zero: never by itself.
  Session(base::Entropy& entropy, absl::Duration idle);

  // A new token; one made before and not used is void. The session that is open stays until this one is used.
  std::string NewToken(absl::Time now);
  // The key of a new session, which ends the one before. UNAUTHENTICATED (BAD_TOKEN) unless it is the newest token, unused, in time.
  absl::StatusOr<std::string> Open(absl::string_view token, absl::Time now);

  // Six digits, the same for the life of the program.
  const std::string& unlock_code() const { return unlock_code_; }

  // UNAUTHENTICATED unless it is the session's key (NO_SESSION), and the session is not locked (LOCKED).
  absl::Status Check(absl::string_view key, absl::Time now);
  // Of a locked session too.
  absl::Status CheckKey(absl::string_view key) const;

  // Whether somebody has a key to it.
  bool is_open() const { return !key_.empty(); }

  // REQUIRES of these: CheckKey was OK.
  // There was human input. Does not unlock.
  void Active(absl::Time now);
  void Lock() { locked_ = true; }
  // PERMISSION_DENIED (WRONG_CODE); the fifth in a row ends the session.
  absl::Status Unlock(absl::string_view code, absl::Time now);
  bool Locked(absl::Time now);
  absl::Duration IdleFor(absl::Time now) const { return now - last_input_; }

  // Another number means another session.
  uint64_t number() const { return number_; }

 private:
  base::Entropy& entropy_;
  const absl::Duration idle_;
  const std::string unlock_code_;
  std::string token_;  // empty: none is valid
  absl::Time token_made_;
  std::string key_;  // empty: no session
  uint64_t number_ = 0;
  absl::Time last_input_;
  bool locked_ = false;
  int wrong_codes_ = 0;
};

}  // namespace lightship::console

#endif  // LIGHTSHIP_CLIENT_CONSOLE_SESSION_H_
