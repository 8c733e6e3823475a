#include "node/exchange/only_node.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::exchange {

absl::StatusOr<std::vector<SessionId>> OnlyNode::Judge(const Session& newcomer,
                                                       const Sessions& sessions, absl::Time now) {
  std::vector<SessionId> replaced;
  for (const auto& [id, session] : sessions) {
    if (id == newcomer.id || !session.open() || session.carried != newcomer.carried ||
        session.economy != newcomer.economy) {
      continue;
    }
    if (!newcomer.carried && session.instance != newcomer.instance) {
      doubles_[newcomer.economy] = now;
      return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kDuplicateNode,
                         absl::StrCat("another node of ", newcomer.economy, " has been connected for ",
                                      absl::FormatDuration(absl::Trunc(now - session.since, absl::Seconds(1)))));
    }
    replaced.push_back(id);
  }
  return replaced;
}

void OnlyNode::OnBye(const Session& session, const v1::Bye& bye, absl::Time now) {
  if (bye.reason() != v1::BYE_REASON_DUPLICATE || session.carried) return;
  if (!context_->options.disbelieved.contains(session.economy)) refused_by_[session.economy] = now;
}

bool OnlyNode::Settled(const Session& session, absl::Time now) const {
  return session.open() && !session.carried &&
         now - session.open_since >= context_->options.settle_after;
}

void OnlyNode::OnTick(const Sessions& sessions, absl::Time now) {
  for (const auto& [id, session] : sessions) {
    if (Settled(session, now)) refused_by_.erase(session.economy);
  }
  // Whoever speaks the truth says it again at the next try to connect, or has gone itself.
  std::erase_if(refused_by_, [&](const auto& said) {
    return now - said.second >= context_->options.believe_duplicate_for;
  });
}

IdentityView OnlyNode::View(const Sessions& sessions, bool behind, std::set<std::string> claimants, absl::Time now) const {
  IdentityView view;
  view.behind = behind;
  view.claimants = std::move(claimants);
  for (const auto& [economy, at] : refused_by_) view.refused_by.insert(economy);
  for (const auto& [id, session] : sessions) {
    if (Settled(session, now)) view.heard.insert(session.economy);
  }
  for (const auto& [economy, at] : doubles_) {
    if (now - at < context_->options.show_double_for) view.doubles.insert(economy);
  }
  return view;
}

}  // namespace lightship::exchange
