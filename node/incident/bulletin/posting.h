// What notices and contact cards have in common: statements that stand by themselves. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_BULLETIN_POSTING_H_
#define LIGHTSHIP_NODE_INCIDENT_BULLETIN_POSTING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "google/protobuf/timestamp.pb.h"
#include "node/base/limits.h"
#include "node/incident/standing.h"
#include "node/ledger/indexer.h"

namespace lightship::incident::bulletin {

// A notice, a contact card or a withdrawal, with the parts held of it.
struct Posting {
  ledger::NewStatement statement;
  uint64_t changed = 0;  // number of its newest change at this node
};

// A notice or card that keeps the rules of its kind is smaller. Peers judge their own: what is larger is not shown, so that a page
// can always be sent.
inline constexpr size_t kContentBytes = 3 * base::limits::kFieldTextBytes;

// In order of id, judged (standing.h). They point to the postings.
std::vector<Member> JudgedMembers(absl::Span<const Posting* const> postings);
// REQUIRES: in order of id. nullptr when it is not held.
const Member* FindMember(absl::Span<const Member> members, absl::string_view id);
// "SG/14"; empty for nullptr.
std::string AddressOf(const Member* member);

// When a statement speaks for the first time: by its author's clock, but never later than it was admitted.
absl::Time SpeaksFrom(const ledger::NewStatement& statement);
// `timestamp` when it is given and in range.
absl::Time TimeOr(bool given, const google::protobuf::Timestamp& timestamp, absl::Time otherwise);

}  // namespace lightship::incident::bulletin

#endif  // LIGHTSHIP_NODE_INCIDENT_BULLETIN_POSTING_H_
