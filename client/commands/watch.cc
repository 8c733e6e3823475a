// lightship watch: incidents and notices as they change, on and on; printed, handed to a program, or kept in a file.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/commands/exit_code.h"
#include "client/commands/filter.h"
#include "client/commands/verb.h"
#include "client/commands/verbs.h"
#include "client/commands/watch_state.h"
#include "client/formats/incident_table.h"
#include "client/formats/json.h"
#include "client/formats/notice_text.h"
#include "client/formats/safe_text.h"
#include "client/sdk/command.h"
#include "client/sdk/file.h"
#include "client/sdk/wait.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

// A program that hangs is killed and started again: it must not hold up the watch.
constexpr absl::Duration kActionWithin = absl::Minutes(5);
constexpr absl::Duration kFirstDelay = absl::Milliseconds(500);
constexpr absl::Duration kMostDelay = absl::Seconds(30);

struct WatchFlags {
  FilterFlags filter;
  std::string cursor, name, state, exec, append;
  bool notices = false, print = false;
  uint64_t count = 0;
};

bool IsEvent(const v1::WatchIncidentsResponse& response) {
  return response.has_incident() || response.has_notice();
}

class Watcher {
 public:
  // `state` may be null: then nothing outlives the process.
  Watcher(const WatchFlags& flags, std::vector<std::string> command, WatchState* state,
          Context& context, sdk::Node& node, v1::IncidentFilter filter)
      : flags_(flags), command_(std::move(command)), state_(state), context_(context), node_(node) {
    *request_.mutable_filter() = std::move(filter);
    request_.set_notices(flags.notices);
    const bool goes_on = state != nullptr && !state->cursor().empty();
    request_.set_cursor(goes_on ? state->cursor() : flags.cursor);
  }

  absl::Status Run() {
    while (true) {
      absl::Status ended =
          node_.Watch(request_, [this](const v1::WatchIncidentsResponse& response) {
            delay_ = kFirstDelay;
            kept_ = Take(response);
            return kept_.ok() && (flags_.count == 0 || events_ < flags_.count);
          });
      RETURN_IF_ERROR(kept_);
      if (ended.ok()) return ended;
      if (!sdk::IsUnreachable(ended)) return Explained(ended);
      // Without a cursor nothing was ever seen: what is wrong is more likely the address than the network.
      if (request_.cursor().empty()) return ended;
      context_.terminal.err << "connection lost; trying again after cursor " << formats::SafeLine(request_.cursor())
                            << "\n";
      Pause(delay_);
    }
  }

 private:
  void Pause(absl::Duration& delay) {
    sdk::WaitFor(delay);
    delay = std::min(delay * 2, kMostDelay);
  }

  // Everything is done with an event before the cursor moves past it: after an accident it comes again.
  absl::Status Take(const v1::WatchIncidentsResponse& response) {
    if (IsEvent(response)) {
      const std::string line = formats::JsonLine(response);
      if (!command_.empty()) Insist([&] { return sdk::RunCommand(command_, line, kActionWithin); });
      if (!flags_.append.empty()) Insist([&] { return sdk::AppendLine(flags_.append, line); });
      if (flags_.print || (command_.empty() && flags_.append.empty())) Print(response, line);
      ++events_;
    }
    request_.set_cursor(response.cursor());
    return state_ == nullptr ? absl::OkStatus() : state_->Save(response.cursor());
  }

  // Tries until it works.
  template <typename Action>
  void Insist(const Action& action) {
    absl::Duration delay = kFirstDelay;
    for (absl::Status done = action(); !done.ok(); done = action()) {
      context_.terminal.err << "action failed: " << formats::SafeLine(done.message())
                            << "; the event waits, trying again in " << absl::FormatDuration(delay)
                            << "\n";
      context_.terminal.err.flush();
      Pause(delay);
    }
  }

  void Print(const v1::WatchIncidentsResponse& response, const std::string& line) {
    std::ostream& out = context_.terminal.out;
    if (context_.form() == OutputForm::kJson) {
      out << line;
    } else if (context_.form() == OutputForm::kCsv) {
      if (events_ == 0) out << formats::IncidentCsvHeader();
      out << formats::IncidentCsv(response.incident());
    } else if (response.has_notice()) {
      out << formats::NoticeLine(response.notice()) << "\n";
    } else {
      out << formats::IncidentLine(response.incident()) << "\n";
    }
    out.flush();
  }

  // A cursor that the node refuses: what to do about it.
  absl::Status Explained(const absl::Status& ended) const {
    if (state_ == nullptr || base::ReasonOf(ended) != base::reason::kInvalidCursor) return ended;
    return base::Annotate(ended, absl::StrCat("the watch ", flags_.name, " cannot go on after the cursor in ",
                                              state_->path(), "; delete that file to begin again, with --cursor 0 to be "
                                              "sent everything once more"));
  }

  const WatchFlags& flags_;
  const std::vector<std::string> command_;
  WatchState* const state_;
  Context& context_;
  sdk::Node& node_;
  uint64_t events_ = 0;
  absl::Duration delay_ = kFirstDelay;
  absl::Status kept_;
  v1::WatchIncidentsRequest request_;
};

absl::Status Watch(const WatchFlags& flags, Context& context) {
  ASSIGN_OR_RETURN(v1::IncidentFilter filter, MakeFilter(flags.filter));
  if (flags.notices && context.form() == OutputForm::kCsv) {
    return UsageError("--notices and --csv: incidents and notices have no columns in common; use --json");
  }
  std::vector<std::string> command;
  if (!flags.exec.empty()) {
    auto split = sdk::SplitCommand(flags.exec);
    if (!split.ok()) return UsageError(absl::StrCat("--exec: ", split.status().message()));
    command = *std::move(split);
  }
  std::unique_ptr<WatchState> state;
  if (!flags.name.empty()) {
    ASSIGN_OR_RETURN(state, WatchState::Open(flags.state, flags.name));
  }
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  return Watcher(flags, std::move(command), state.get(), context, *node, std::move(filter)).Run();
}

}  // namespace

void AddWatch(Verb app, Context& context) {
  auto flags = std::make_shared<WatchFlags>();
  flags->state = absl::StrCat(context.home, "/.local/state/lightship");
  Verb watch = app.Add("watch", "Incidents and notices as they arrive or change");
  AddFilterFlags(watch, flags->filter);
  watch.Switch("--notices", flags->notices,
               "Notices to seafarers too: --box or --near, --economy and --exercise select them");
  watch.Option("--cursor", flags->cursor,
               "Begin after it; 0: everything the node holds first; default: from now on");
  watch.Option("--name", flags->name, "A standing watch: goes on where the last of this name ended, if there was one");
  watch.Option("--state", flags->state, "Directory in which standing watches keep how far they have come")
      .ShowDefault();
  watch.Option("--exec", flags->exec, "Run this for each, with the event as JSON on its input; no shell; killed after 5 minutes");
  watch.Option("--append", flags->append, "Add each to this file, one JSON object a line");
  watch.Switch("--print", flags->print, "Print them although there is --exec or --append");
  watch.Option("--count", flags->count, "Stop after so many");
  watch.Footer(
      "Examples:\n"
      "  lightship watch --near \"01:15N 104:00E\" --radius 60\n"
      "  lightship watch --name straits --notices --exec \"/usr/local/bin/page-duty-officer --stdin\"\n"
      "  lightship watch --name archive --cursor 0 --append incidents.jsonl\n"
      "A broken connection is taken up again after the last cursor. The cursor of a standing watch moves when all actions on\n"
      "an event have succeeded, so that after an accident it may come twice and is never lost.");
  watch.Runs(context, [=, &context] { return Watch(*flags, context); });
}

}  // namespace lightship::commands
