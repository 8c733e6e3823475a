// An account in few bytes, for the many that are held and seldom compared. Pure functions.
#ifndef LIGHTSHIP_NODE_INCIDENT_CORRELATION_KEPT_ACCOUNT_H_
#define LIGHTSHIP_NODE_INCIDENT_CORRELATION_KEPT_ACCOUNT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "node/incident/correlation/account.h"

namespace lightship::incident::correlation {

// Equal accounts, and only these, have equal bytes. For this process alone: nothing of it is stored.
std::string KeepAccount(const Account& account);

// REQUIRES: `bytes` of KeepAccount.
Account RestoreAccount(absl::string_view bytes);

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_NODE_INCIDENT_CORRELATION_KEPT_ACCOUNT_H_
