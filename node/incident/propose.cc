#include "node/incident/propose.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "node/base/limits.h"
#include "node/base/status.h"
#include "node/incident/circles.h"
#include "node/incident/locate.h"
#include "node/incident/members.h"
#include "node/incident/membership.h"
#include "node/incident/standing.h"
#include "node/statement/address.h"

namespace lightship::incident {
namespace {

constexpr auto kSame = v1::CORRELATION_VERDICT_SAME_INCIDENT;
// Of every release: kMethod without its number.
constexpr absl::string_view kAnyMethod = "lightship-correlation/";

// What an incident's assertions say of another.
struct Said {
  crypto::Digest other{};
  crypto::Digest statement{};
  uint64_t index = 0;
  bool by_this_node = false;
  bool in_force = false;
  bool taken_back_by_program = false;
  v1::CorrelationVerdict verdict = v1::CORRELATION_VERDICT_UNSPECIFIED;
};

struct Read {
  std::string founded_by;  // economy; empty: its founder is not held
  std::vector<Said> said;
};

std::optional<Said> SaidBy(const Member& member, absl::string_view own) {
  const ledger::NewStatement& statement = *member.statement;
  if (statement.manifest.kind() != v1::STATEMENT_KIND_ASSERTION) return std::nullopt;
  const auto assertion = ParsePart<v1::Assertion>(statement, "assertion");
  if (!assertion.has_value() || !assertion->has_correlation()) return std::nullopt;
  const v1::Correlation& correlation = assertion->correlation();
  const auto other = crypto::DigestFromBytes(correlation.other());
  if (!other.ok()) return std::nullopt;
  const bool by_program =
      correlation.has_score() && absl::StartsWith(correlation.method(), kAnyMethod);
  return Said{*other,
              statement.id,
              statement.index,
              by_program && member.log.economy == own,
              member.InForce(),
              false,
              correlation.verdict()};
}

// The statement that the program took back; nothing for what people take back.
std::optional<crypto::Digest> TakenBackBy(const Member& member, absl::string_view own) {
  if (member.log.economy != own || !member.InForce()) return std::nullopt;
  const auto withdrawal = ParsePart<v1::Withdrawal>(*member.statement, "withdrawal");
  if (!withdrawal.has_value() || withdrawal->retract().text() != kNoLongerLikely) {
    return std::nullopt;
  }
  const auto target = crypto::DigestFromBytes(withdrawal->target());
  return target.ok() ? std::optional(*target) : std::nullopt;
}

v1::Correlation CorrelationOf(const correlation::Judgement& judgement,
                              const crypto::Digest& other) {
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

class Round {
 public:
  Round(const store::Store& store, const TableSnapshot& snapshot, const Matcher& matcher,
        absl::string_view own, double least)
      : store_(store), snapshot_(snapshot), matcher_(matcher), own_(own), least_(least) {}

  absl::StatusOr<Proposals> Run(const std::set<crypto::Digest>& changed) {
    std::set<crypto::Digest> told = changed;
    for (const crypto::Digest& id : changed) {
      told.insert(circles_.Of(id).begin(), circles_.Of(id).end());
    }
    for (const crypto::Digest& id : told) RETURN_IF_ERROR(TakeBack(id));
    for (const crypto::Digest& id : changed) RETURN_IF_ERROR(Link(id));
    return std::move(proposals_);
  }

 private:
  absl::StatusOr<const Read*> ReadOf(const crypto::Digest& id) {
    if (const auto known = read_.find(id); known != read_.end()) return &known->second;
    Read& read = read_[id];
    const RowDetail* row = snapshot_.Find(id);
    if (row == nullptr) return &read;
    std::vector<ledger::NewStatement> statements;
    ASSIGN_OR_RETURN(const std::vector<StatementRef> refs, snapshot_.StatementsOf(*row));
    for (const StatementRef& member : refs) {
      ASSIGN_OR_RETURN(statements.emplace_back(), LoadMember(store_, member));
    }
    std::vector<const ledger::NewStatement*> pointers;
    for (const ledger::NewStatement& statement : statements) pointers.push_back(&statement);
    std::vector<Member> members = MembersOf(pointers);
    Judge(members);
    Fill(id, members, read);
    return &read;
  }

  void Fill(const crypto::Digest& id, const std::vector<Member>& members, Read& read) const {
    std::set<crypto::Digest> taken_back;
    for (const Member& member : members) {
      if (Founds(id, member.statement->id, member.statement->manifest)) {
        read.founded_by = member.log.economy;
      }
      if (auto said = SaidBy(member, own_); said.has_value()) read.said.push_back(*said);
      if (auto target = TakenBackBy(member, own_); target.has_value()) taken_back.insert(*target);
    }
    for (Said& said : read.said) said.taken_back_by_program = taken_back.contains(said.statement);
  }

  absl::StatusOr<const std::vector<Match>*> MatchesOf(const crypto::Digest& id) {
    if (const auto known = matches_.find(id); known != matches_.end()) return &known->second;
    ASSIGN_OR_RETURN(std::vector<Match> matches, matcher_.Of(snapshot_, id, Matcher::Changed::kRefused));
    return &matches_.emplace(id, std::move(matches)).first->second;
  }

  // Whoever reads that two incidents are one learns of each what the other's account tells: nothing
  // of what the accounts draw on may be withheld from anybody.
  absl::StatusOr<bool> MayBeSaid(const crypto::Digest& a, const crypto::Digest& b) const {
    ASSIGN_OR_RETURN(const v1::AuditedRead here, matcher_.RestrictedOf(snapshot_, a));
    ASSIGN_OR_RETURN(const v1::AuditedRead there, matcher_.RestrictedOf(snapshot_, b));
    return here.part_names().empty() && there.part_names().empty();
  }

  absl::Status TakeBack(const crypto::Digest& id) {
    const RowDetail* row = snapshot_.Find(id);
    if (row == nullptr || !row->several_statements()) return absl::OkStatus();  // nothing is said
    ASSIGN_OR_RETURN(const Read* read, ReadOf(id));
    for (const Said& said : read->said) {
      if (!said.by_this_node || !said.in_force || said.verdict != kSame) continue;
      ASSIGN_OR_RETURN(const std::vector<Match>* matches, MatchesOf(id));
      const bool likely = std::any_of(matches->begin(), matches->end(), [&](const Match& match) {
        return match.incident == said.other && match.judgement.verdict == kSame;
      });
      ASSIGN_OR_RETURN(const bool may_be_said, MayBeSaid(id, said.other));
      if (likely && may_be_said) continue;
      proposals_.stale.push_back({id, said.statement, said.index});
    }
    return absl::OkStatus();
  }

  // Whether telling `a` and `b` as one would bring together incidents of different ships: a report
  // of three boardings is the same as each of them, and they are not the same.
  absl::StatusOr<bool> JoinsDifferent(const crypto::Digest& a, const crypto::Digest& b) {
    for (const auto& [one, other] : {std::pair(a, b), std::pair(b, a)}) {
      ASSIGN_OR_RETURN(const std::vector<Match>* matches, MatchesOf(one));
      for (const Match& match : *matches) {
        if (match.judgement.verdict != kSame || match.incident == other) continue;
        ASSIGN_OR_RETURN(const bool different, matcher_.AreDifferent(snapshot_, match.incident, other));
        if (different) return true;
      }
    }
    for (const crypto::Digest& here : circles_.Of(a)) {
      for (const crypto::Digest& there : circles_.Of(b)) {
        ASSIGN_OR_RETURN(const bool different, matcher_.AreDifferent(snapshot_, here, there));
        if (different) return true;
      }
    }
    return false;
  }

  absl::StatusOr<bool> MayJoin(const crypto::Digest& a, const crypto::Digest& b) {
    if (circles_.AreOne(a, b) || circles_.AreLinked(a, b)) return false;
    if (circles_.Of(a).size() + circles_.Of(b).size() > base::limits::kIncidentsOfGroup) return false;
    ASSIGN_OR_RETURN(const bool may_be_said, MayBeSaid(a, b));
    if (!may_be_said) return false;
    ASSIGN_OR_RETURN(const bool joins_different, JoinsDifferent(a, b));
    return !joins_different;
  }

  static bool SaysSomethingOf(const Read& read, const crypto::Digest& other) {
    return std::any_of(read.said.begin(), read.said.end(), [&](const Said& said) {
      return said.other == other && (said.in_force || !said.taken_back_by_program);
    });
  }

  absl::Status Link(const crypto::Digest& id) {
    // A copy: others' matches are looked up meanwhile.
    ASSIGN_OR_RETURN(const std::vector<Match>* known, MatchesOf(id));
    const std::vector<Match> matches = *known;
    for (const Match& match : matches) {
      if (match.judgement.verdict != kSame) break;  // likely first
      const crypto::Digest& other = match.incident;
      if (match.judgement.Probability() < least_) continue;
      ASSIGN_OR_RETURN(const bool may_join, MayJoin(id, other));
      if (!may_join) continue;
      ASSIGN_OR_RETURN(const Read* here, ReadOf(id));
      ASSIGN_OR_RETURN(const Read* there, ReadOf(other));
      if (here->founded_by.empty() || there->founded_by.empty()) continue;
      if (here->founded_by != own_ && there->founded_by != own_) continue;
      if (SaysSomethingOf(*here, other) || SaysSomethingOf(*there, id)) continue;
      const bool mine = here->founded_by == own_;
      proposals_.same.push_back(
          {mine ? id : other, CorrelationOf(match.judgement, mine ? other : id)});
      circles_.Join(id, other);
    }
    return absl::OkStatus();
  }

  const store::Store& store_;
  const TableSnapshot& snapshot_;
  const Matcher& matcher_;
  const absl::string_view own_;
  const double least_;
  Circles circles_{snapshot_};
  std::map<crypto::Digest, Read> read_;
  std::map<crypto::Digest, std::vector<Match>> matches_;
  Proposals proposals_;
};

}  // namespace

absl::StatusOr<Proposals> Propose(const store::Store& store, const TableSnapshot& snapshot,
                                  const Matcher& matcher, const std::set<crypto::Digest>& changed,
                                  absl::string_view own, double least) {
  return Round(store, snapshot, matcher, own, least).Run(changed);
}

}  // namespace lightship::incident
