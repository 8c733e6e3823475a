#include "node/incident/propose.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "node/base/status.h"
#include "node/incident/members.h"
#include "node/incident/membership.h"
#include "node/incident/standing.h"
#include "node/statement/address.h"

namespace lightship::incident {
namespace {

// An incident's statements, read back.
struct Read {
  std::vector<ledger::NewStatement> statements;
  const ledger::NewStatement* founder = nullptr;
};

absl::StatusOr<Read> ReadIncident(const store::Store& store, const TableSnapshot& snapshot,
                                  const crypto::Digest& id) {
  Read read;
  const RowDetail* row = snapshot.Find(id);
  if (row == nullptr) return read;
  for (const StatementRef& member : row->members) {
    ASSIGN_OR_RETURN(read.statements.emplace_back(), LoadMember(store, member));
  }
  for (const ledger::NewStatement& statement : read.statements) {
    if (Founds(id, statement.id, statement.manifest)) read.founder = &statement;
  }
  return read;
}

bool FoundedBy(absl::string_view economy, const Read& read) {
  absl::StatusOr<statement::Origin> log = statement::Origin::Parse(read.founder->origin);
  return log.ok() && log->economy == economy;
}

bool SaysSomethingOf(const Read& read, const crypto::Digest& other) {
  return std::any_of(
      read.statements.begin(), read.statements.end(), [&](const ledger::NewStatement& statement) {
        if (statement.manifest.kind() != v1::STATEMENT_KIND_ASSERTION) return false;
        auto assertion = ParsePart<v1::Assertion>(statement, "assertion");
        return assertion.has_value() &&
               assertion->correlation().other() == crypto::AsView(other);
      });
}

// Whoever reads that two incidents are one learns of each what the other's account tells: nothing
// of what the accounts draw on may be withheld from anybody.
bool DrawsOnWhatIsForAll(const Matcher& matcher, const crypto::Digest& incident) {
  return matcher.RestrictedOf(incident).part_names().empty();
}

// Whether telling `a` and `b` as one would bring together incidents of different ships: a report of three boardings is the
// same as each of them, and they are not the same.
bool JoinsDifferent(const Matcher& matcher, const crypto::Digest& a, const crypto::Digest& b) {
  auto excludes = [&matcher](const crypto::Digest& one, const crypto::Digest& other) {
    const std::vector<Match> matches = matcher.Of(one);
    return std::any_of(matches.begin(), matches.end(), [&](const Match& match) {
      return match.judgement.verdict == v1::CORRELATION_VERDICT_SAME_INCIDENT &&
             match.incident != other && matcher.AreDifferent(match.incident, other);
    });
  };
  return excludes(a, b) || excludes(b, a);
}

v1::Correlation CorrelationOf(const correlation::Judgement& judgement, const crypto::Digest& other) {
  v1::Correlation correlation;
  correlation.set_verdict(judgement.verdict);
  correlation.set_other(crypto::AsString(other));
  correlation.set_score(judgement.Probability());
  correlation.set_method(std::string(correlation::kMethod));
  for (const correlation::Reason& reason : judgement.reasons) {
    correlation.add_evidence(reason.words);
  }
  return correlation;
}

}  // namespace

absl::StatusOr<std::vector<Proposal>> Propose(const store::Store& store,
                                              const TableSnapshot& snapshot, const Matcher& matcher,
                                              const std::set<crypto::Digest>& changed,
                                              absl::string_view own, double least) {
  std::vector<Proposal> proposals;
  std::set<std::pair<crypto::Digest, crypto::Digest>> seen;
  for (const crypto::Digest& id : changed) {
    std::optional<Read> here;
    for (const Match& match : matcher.Of(id)) {
      if (match.judgement.verdict != v1::CORRELATION_VERDICT_SAME_INCIDENT) break;  // likely first
      if (match.judgement.Probability() < least) continue;
      if (!DrawsOnWhatIsForAll(matcher, id) || !DrawsOnWhatIsForAll(matcher, match.incident)) continue;
      if (!seen.insert(std::minmax(id, match.incident)).second) continue;
      if (!here.has_value()) {
        ASSIGN_OR_RETURN(here, ReadIncident(store, snapshot, id));
      }
      ASSIGN_OR_RETURN(Read there, ReadIncident(store, snapshot, match.incident));
      if (here->founder == nullptr || there.founder == nullptr) continue;
      if (SaysSomethingOf(*here, match.incident) || SaysSomethingOf(there, id)) continue;
      if (JoinsDifferent(matcher, id, match.incident)) continue;
      if (FoundedBy(own, *here)) {
        proposals.push_back({id, CorrelationOf(match.judgement, match.incident)});
      } else if (FoundedBy(own, there)) {
        proposals.push_back({match.incident, CorrelationOf(match.judgement, id)});
      }
    }
  }
  return proposals;
}

}  // namespace lightship::incident
