#include "node/app/own_log_watch.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

constexpr char kDuplicate[] = "DUPLICATE_NODE";
using Why = ledger::Standby::Why;

}  // namespace

std::string OwnLogWatch::Restored() const {
  std::vector<std::string> waits;
  std::set<std::string> gone;
  for (const std::string& peer : peers_) {
    if (!configured_.contains(peer)) gone.insert(peer);
  }
  if (!peers_.empty()) waits.push_back(absl::StrCat("it waits for ", absl::StrJoin(peers_, ", ")));
  if (!gone.empty()) waits.push_back(absl::StrCat(absl::StrJoin(gone, ", "), " of these without being configured any more"));
  if (!claimants_.empty()) {
    waits.push_back(absl::StrCat("more of it than is held here, by a key that is not known here as the log's, is shown by ",
                                 absl::StrJoin(claimants_, ", ")));
  } else if (peers_.empty()) {
    waits.push_back(alone_ ? "but no peer is configured" : "it waits for what they hold more of it");
  }
  return absl::StrCat("the database was restored from a backup, or rebuilt without its log's end, and only peers know what came then: the node adds nothing to its "
                      "log until each has said what it holds of it; ",
                      absl::StrJoin(waits, ", "),
                      ". If nothing came after what is here, or all that did is known to be lost, stop it and run lightshipd-tool "
                      "accept-restored; where a peer does hold more, the node then signs a second history");
}

std::string OwnLogWatch::Listening() const {
  if (restored()) return Restored();
  return absl::StrCat("the node has just started and asks its peers what they hold of its own log before it adds to it: it waits ",
                      peers_.empty() ? "for what they hold more of it"
                                     : absl::StrCat("until ", absl::FormatTime("%H:%M:%S", shown_until_, absl::UTCTimeZone()),
                                                    " UTC for ", absl::StrJoin(peers_, ", ")));
}

void OwnLogWatch::Listen(std::set<std::string> peers, absl::Time now, absl::Duration wait) {
  if (wait <= absl::ZeroDuration()) return;
  listening_ = true;
  configured_ = asked_ = peers_ = std::move(peers);
  alone_ = peers_.empty();
  until_ = now + wait;
  shown_until_ = clock_->Now() + wait;
  standby_->Set(Why::kListening, Listening());
}

void OwnLogWatch::Adjust(std::set<std::string> peers) {
  configured_ = std::move(peers);
  if (!listening_ || !restored()) return;
  for (const std::string& peer : configured_) {
    if (asked_.insert(peer).second) peers_.insert(peer);
  }
  alone_ = asked_.empty();
  standby_->Set(Why::kListening, Listening());
}

void OwnLogWatch::OnAllHeard(const absl::Status& taken) {
  telling_ = false;
  if (to_tell_ && taken.ok()) spdlog::info("every peer has been heard on the restored log: the wait is over");
  if (!taken.ok() && !std::exchange(refused_, true)) {
    spdlog::warn("that every peer has been heard on the restored log cannot be noted yet: {}", std::string(taken.message()));
  }
  to_tell_ = to_tell_ && !taken.ok();
}

void OwnLogWatch::Look(const exchange::IdentityView& view, absl::Time now) {
  // A peer may show more of the log than is held here at any time.
  if (listening_ || view.behind) LookForPeers(view, now);
  LookForDouble(view);
  WarnOfDoubles(view.doubles);
  if (!to_tell_ || telling_ || listening_) return;
  telling_ = true;
  all_heard_();
}

void OwnLogWatch::LookForPeers(const exchange::IdentityView& view, absl::Time now) {
  std::erase_if(peers_, [&](const std::string& peer) { return view.heard.contains(peer); });
  claimants_ = restored() ? view.claimants : std::set<std::string>();
  listening_ = view.behind || !claimants_.empty() || (!peers_.empty() && now < until_) || (restored() && alone_);
  if (listening_) return standby_->Set(Why::kListening, Listening());
  standby_->Clear(Why::kListening);
  if (restored()) {
    to_tell_ = true;
    until_ = now;
  }
  if (!peers_.empty()) {
    spdlog::warn("{} did not say in time what they hold of this node's log; it takes submissions",
                 absl::StrJoin(peers_, ", "));
  }
}

// A clone of this machine, or the machine that this one was cloned from; or a peer that is wrong.
void OwnLogWatch::LookForDouble(const exchange::IdentityView& view) {
  if (view.refused_by.empty()) {
    standby_->Clear(Why::kDuplicate);
    return warnings_->Clear(kDuplicate, own_);
  }
  const std::string said = absl::StrCat(absl::StrJoin(view.refused_by, ", "),
                                        view.refused_by.size() > 1 ? " say" : " says",
                                        " that another node with this node's identity is connected there");
  const std::string text =
      view.IsDouble()
          ? absl::StrCat(said, ": this one adds nothing to its log. Stop one of the two; if the other is gone, it goes on when "
                               "that has not been said for some minutes. ignore_duplicate sets a peer's word aside")
          : absl::StrCat(said, ", ", absl::StrJoin(view.heard, ", "),
                         " that there is none: this one goes on. If the machine was cloned, stop one of the two now");
  if (view.IsDouble()) {
    standby_->Set(Why::kDuplicate, text);
  } else {
    standby_->Clear(Why::kDuplicate);
  }
  if (warnings_->Raise(kDuplicate, own_, text, clock_->Now())) spdlog::error("{}", text);
}

void OwnLogWatch::WarnOfDoubles(const std::set<std::string>& doubles) {
  for (const std::string& economy : shown_doubles_) {
    if (!doubles.contains(economy)) warnings_->Clear(kDuplicate, economy);
  }
  for (const std::string& economy : doubles) {
    const std::string text = absl::StrCat(
        "a second node with the identity of ", economy, "'s was refused: the machine may have been "
        "cloned. Tell the operators of ", economy);
    if (warnings_->Raise(kDuplicate, economy, text, clock_->Now())) spdlog::error("{}", text);
  }
  shown_doubles_ = doubles;
}

}  // namespace lightship::app
