// lightship top: a live view of the network as the node sees it: its state and warnings, peers, logs, incidents as they come.
#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/top_picture.h"
#include "client/commands/top_screen.h"
#include "client/commands/verbs.h"
#include "client/formats/incident_table.h"
#include "client/sdk/wait.h"
#include "node/base/mutex.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

// How soon a key, or what came, is seen on the screen.
constexpr absl::Duration kRedrawEvery = absl::Milliseconds(200);
constexpr absl::Duration kWatchAgainAfter = absl::Seconds(2);
constexpr uint32_t kFirstIncidents = 50;
constexpr size_t kRowsOfOne = 60;

struct TopFlags {
  bool once = false;
  uint32_t interval_s = 1;
};

// What the screen, the thread that asks and the thread that watches share. Thread-safe.
class Shared {
 public:
  TopView View() const {
    base::MutexLock lock(mutex_);
    return view_;
  }
  void Heard(absl::StatusOr<v1::GetStatusResponse> status, absl::Time at) {
    base::MutexLock lock(mutex_);
    view_.trouble = std::string(status.status().message());
    if (!status.ok()) return;
    view_.before = std::exchange(view_.now, TopStatus{*std::move(status), at});
  }
  void Came(const v1::IncidentSummary& incident) {
    base::MutexLock lock(mutex_);
    view_.incidents.push_front(formats::IncidentLine(incident));
    if (view_.incidents.size() > kTopIncidents) view_.incidents.pop_back();
  }

 private:
  mutable base::Mutex mutex_;
  TopView view_ ABSL_GUARDED_BY(mutex_);
};

// The incidents that changed last, the oldest first, as they would have come.
absl::Status ListLast(sdk::Node& node, Shared& shared) {
  v1::ListIncidentsRequest request;
  request.set_page_size(kFirstIncidents);
  request.set_order(v1::INCIDENT_ORDER_UPDATED);
  ASSIGN_OR_RETURN(v1::ListIncidentsResponse last, node.ListIncidents(request));
  for (int i = last.incidents_size(); i-- > 0;) shared.Came(last.incidents(i));
  return absl::OkStatus();
}

void AskOnAndOn(sdk::Node& node, const base::Clock& clock, absl::Duration interval, Shared& shared) {
  while (true) {
    absl::StatusOr<v1::GetStatusResponse> status = node.GetStatus();
    shared.Heard(std::move(status), clock.Now());
    sdk::WaitFor(interval);
  }
}

// From the moment that the view was opened: the cursor of the first response, so that nothing is missed over a broken connection.
void WatchOnAndOn(sdk::Node& node, Shared& shared) {
  v1::WatchIncidentsRequest request;
  bool listed = false;
  while (true) {
    absl::Status ended = node.Watch(request, [&](const v1::WatchIncidentsResponse& response) {
      request.set_cursor(response.cursor());
      if (!listed) listed = ListLast(node, shared).ok();
      if (response.has_incident()) shared.Came(response.incident());
      return true;
    });
    // A cursor that the node no longer knows, as after it was set up anew.
    if (!sdk::IsUnreachable(ended)) request.clear_cursor();
    sdk::WaitFor(kWatchAgainAfter);
  }
}

absl::Status ShowLive(const TopFlags& flags, Context& context) {
  if (!context.terminal.in_is_tty || !context.terminal.out_is_tty) {
    return UsageError("top shows a live view on a terminal; --once prints one picture");
  }
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  const absl::Duration interval = absl::Seconds(flags.interval_s);
  Shared shared;
  // Both wait for the node, for as long as it likes: the program ends without them.
  std::thread([&node = *node, &clock = context.clock, interval, &shared] { AskOnAndOn(node, clock, interval, shared); }).detach();
  std::thread([&node = *node, &shared] { WatchOnAndOn(node, shared); }).detach();
  absl::Status shown = ShowUntilQuit([&](size_t rows, size_t columns) { return DrawTop(shared.View(), rows, columns); }, kRedrawEvery);
  if (!shown.ok()) context.terminal.err << "lightship: " << shown.message() << std::endl;
  std::_Exit(static_cast<int>(shown.ok() ? ExitCode::kOk : ExitCode::kUsage));
}

absl::Status ShowOnce(Context& context) {
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  Shared shared;
  ASSIGN_OR_RETURN(v1::GetStatusResponse status, node->GetStatus());
  shared.Heard(std::move(status), context.clock.Now());
  RETURN_IF_ERROR(ListLast(*node, shared));
  for (const TopLine& line : DrawTop(shared.View(), kRowsOfOne, context.terminal.columns)) {
    context.terminal.out << line.text << "\n";
  }
  return absl::OkStatus();
}

absl::Status Top(const TopFlags& flags, Context& context) {
  if (context.form() != OutputForm::kTable) return UsageError("top is for people; programs read `lightship status --json`");
  return flags.once ? ShowOnce(context) : ShowLive(flags, context);
}

}  // namespace

void AddTop(Verb app, Context& context) {
  auto flags = std::make_shared<TopFlags>();
  Verb top = app.Add("top", "A live view of the network: warnings, peers, logs, incidents as they come");
  top.Switch("--once", flags->once, "Print one picture and end");
  top.Option("--interval", flags->interval_s, "Seconds between two looks at the node").Range(1, 3600).ShowDefault();
  top.Footer(
      "Examples:\n"
      "  lightship top\n"
      "  lightship top --once\n"
      "q ends it, Ctrl-L paints it anew. LAG of a peer: entries of this node's log that it has not countersigned; of a log: entries that peers announced\n"
      "and that are not here yet, and BEHIND for how long. Bytes are counted as they travel.");
  top.Runs(context, [=, &context] { return Top(*flags, context); });
}

}  // namespace lightship::commands
