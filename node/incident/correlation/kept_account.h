// An account in few bytes, for the many that are held and seldom compared. Pure functions.
#ifndef LIGHTSHIP_NODE_INCIDENT_CORRELATION_KEPT_ACCOUNT_H_
#define LIGHTSHIP_NODE_INCIDENT_CORRELATION_KEPT_ACCOUNT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "node/incident/correlation/account.h"
#include "node/incident/correlation/lexicon.h"

namespace lightship::incident::correlation {

// The words of the account's prose, for those that are kept.
void LearnWords(const Account& account, Lexicon& lexicon);

// Equal accounts, and only these, have equal bytes, if the words of one of them were added. For this process alone: nothing of it
// is stored.
std::string KeepAccount(const Account& account, const Lexicon& lexicon);

// REQUIRES: `bytes` of KeepAccount, by the same lexicon.
Account RestoreAccount(absl::string_view bytes, const Lexicon& lexicon);

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_NODE_INCIDENT_CORRELATION_KEPT_ACCOUNT_H_
