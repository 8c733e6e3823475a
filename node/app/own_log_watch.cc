#include "node/app/own_log_watch.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

constexpr char kDuplicate[] = "DUPLICATE_NODE";
using Why = ledger::Standby::Why;

}  // namespace

std::string OwnLogWatch::Listening() const {
  const std::string peers = absl::StrJoin(peers_, ", ");
  if (until_ == absl::InfiniteFuture() && (alone_ || !peers_.empty())) {
    return absl::StrCat("the database was restored from a backup, and only peers know what came after it: the node adds nothing to its "
                        "log until each has said what it holds of it; ",
                        alone_ ? "but no peer is configured; with one, start it again" : "it waits for ", peers,
                        ". If nothing came after the backup, or all that did is known to be lost, stop it and run lightshipd-tool "
                        "accept-restored; where a peer does hold more, the node then signs a second history");
  }
  return absl::StrCat("the node has just started and asks its peers what they hold of its own log before it adds to it: it waits ",
                      peers_.empty() ? "for what they hold more of it"
                                     : absl::StrCat("until ", absl::FormatTime("%H:%M:%S", shown_until_, absl::UTCTimeZone()),
                                                    " UTC for ", peers));
}

void OwnLogWatch::Listen(std::set<std::string> peers, absl::Time now, absl::Duration wait) {
  listening_ = true;
  peers_ = std::move(peers);
  alone_ = peers_.empty();
  until_ = now + wait;
  shown_until_ = clock_->Now() + wait;
  standby_->Set(Why::kListening, Listening());
}

void OwnLogWatch::Look(const exchange::IdentityView& view, absl::Time now) {
  // A peer may show more of the log than is held here at any time.
  if (listening_ || view.behind) LookForPeers(view, now);
  LookForDouble(view);
  WarnOfDoubles(view.doubles);
}

void OwnLogWatch::LookForPeers(const exchange::IdentityView& view, absl::Time now) {
  std::erase_if(peers_, [&](const std::string& peer) { return view.heard.contains(peer); });
  const bool restored = until_ == absl::InfiniteFuture();
  listening_ = view.behind || (!peers_.empty() && now < until_) || (restored && alone_);
  if (listening_) return standby_->Set(Why::kListening, Listening());
  standby_->Clear(Why::kListening);
  if (restored) all_heard_();
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
