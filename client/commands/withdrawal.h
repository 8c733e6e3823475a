// The frame of a withdrawal: whom it must reach, and what carries over from what it withdraws.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_WITHDRAWAL_H_
#define LIGHTSHIP_CLIENT_COMMANDS_WITHDRAWAL_H_

#include <cstdint>
#include <string>

#include "lightship/v1/claims.pb.h"
#include "lightship/v1/statement.pb.h"

namespace lightship::commands {

// What is withdrawn.
struct WithdrawalTarget {
  std::string statement_id;
  uint64_t index = 0;  // in its economy's log
  v1::Manifest manifest;
  bool released = false;  // parts of it went to others than its author named
};

// Points `withdrawal` at the target; the manifest to sign it with. Audience, incident and place of the target carry over:
// who was told of it is told of this.
v1::Manifest WithdrawalManifest(const WithdrawalTarget& target, v1::Withdrawal& withdrawal);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_WITHDRAWAL_H_
