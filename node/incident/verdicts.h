// What economies hold of two incidents: the same event, possibly, or different ones. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_VERDICTS_H_
#define LIGHTSHIP_NODE_INCIDENT_VERDICTS_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "lightship/v1/claims.pb.h"
#include "node/crypto/digest.h"
#include "node/incident/standing.h"

namespace lightship::incident {

// One economy's newest verdict in force, from an ASSERTION about an incident and `other`.
struct Verdict {
  crypto::Digest other{};
  std::string economy;
  v1::CorrelationVerdict verdict = v1::CORRELATION_VERDICT_UNSPECIFIED;
  std::optional<double> score;  // none: judged by a person
  absl::Time made_at;
  crypto::Digest statement{};
  std::string restricted_at;  // the statement's address, if its words are not for all
};

// Of the assertions among `members` whose subject is `incident`: per other incident and economy the one that counts, in
// order of both. A person's verdict counts before a program's, then the newer by its author's clock, then the smaller id.
// Statements not in force or in doubt say nothing.
std::vector<Verdict> VerdictsOf(const crypto::Digest& incident, absl::Span<const Member> members);

// Everything said of two incidents, under either of them.
struct Pair {
  crypto::Digest a{};  // the smaller id
  crypto::Digest b{};
  std::set<std::string> same, different, possible;  // economies, each in one
  double score = 0;                                 // the best of those that say `same`; a person's counts 1
  std::vector<std::string> restricted_at;           // addresses of the statements whose words are not for all

  bool Agreed() const { return !same.empty() && different.empty(); }
};

// An incident and the verdicts asserted under it.
struct Judged {
  crypto::Digest incident{};
  absl::Span<const Verdict> verdicts;
};

// In order of ids.
std::vector<Pair> PairsOf(absl::Span<const Judged> incidents);

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_VERDICTS_H_
