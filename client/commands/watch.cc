// lightship watch: incidents as they change, on and on.
#include <algorithm>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/commands/exit_code.h"
#include "client/commands/filter.h"
#include "client/commands/verbs.h"
#include "client/commands/wait.h"
#include "client/formats/incident_table.h"
#include "client/formats/json.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

constexpr absl::Duration kFirstDelay = absl::Milliseconds(500);
constexpr absl::Duration kMostDelay = absl::Seconds(30);

struct WatchFlags {
  FilterFlags filter;
  std::string cursor;
  uint64_t count = 0;
};

class Watcher {
 public:
  Watcher(const WatchFlags& flags, Context& context, sdk::Node& node, v1::IncidentFilter filter)
      : context_(context), node_(node), count_(flags.count) {
    *request_.mutable_filter() = std::move(filter);
    request_.set_cursor(flags.cursor);
  }

  absl::Status Run() {
    while (true) {
      absl::Status ended =
          node_.Watch(request_, [this](const v1::WatchIncidentsResponse& response) {
            delay_ = kFirstDelay;
            request_.set_cursor(response.cursor());
            if (response.has_incident()) Print(response);
            return count_ == 0 || printed_ < count_;
          });
      if (ended.ok() || !sdk::IsUnreachable(ended)) return ended;
      // Without a cursor nothing was ever seen: what is wrong is more likely the address than the network.
      if (request_.cursor().empty()) return ended;
      context_.terminal.err << "connection lost; trying again after cursor " << request_.cursor()
                            << "\n";
      WaitFor(delay_);
      delay_ = std::min(delay_ * 2, kMostDelay);
    }
  }

 private:
  void Print(const v1::WatchIncidentsResponse& response) {
    std::ostream& out = context_.terminal.out;
    if (context_.form() == OutputForm::kJson) {
      out << formats::JsonLine(response);
    } else if (context_.form() == OutputForm::kCsv) {
      if (printed_ == 0) out << formats::IncidentCsvHeader();
      out << formats::IncidentCsv(response.incident());
    } else {
      out << formats::IncidentLine(response.incident()) << "\n";
    }
    out.flush();
    ++printed_;
  }

  Context& context_;
  sdk::Node& node_;
  const uint64_t count_;
  uint64_t printed_ = 0;
  absl::Duration delay_ = kFirstDelay;
  v1::WatchIncidentsRequest request_;
};

absl::Status Watch(const WatchFlags& flags, Context& context) {
  ASSIGN_OR_RETURN(v1::IncidentFilter filter, MakeFilter(flags.filter));
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  return Watcher(flags, context, *node, std::move(filter)).Run();
}

}  // namespace

void AddWatch(Verb app, Context& context) {
  auto flags = std::make_shared<WatchFlags>();
  Verb watch = app.Add("watch", "Print incidents as they arrive or change");
  AddFilterFlags(watch, flags->filter);
  watch.Option("--cursor", flags->cursor,
               "Resume after it; 0: everything the node holds first; default: from now on");
  watch.Option("--count", flags->count, "Stop after so many");
  watch.Footer(
      "Examples:\n"
      "  lightship watch --near \"01:15N 104:00E\" --radius 60\n"
      "  lightship watch --cursor 0 --json | my-program   every line has the cursor to resume after\n"
      "A broken connection is taken up again after the last cursor, so that nothing is missed.");
  watch.Runs(context, [=, &context] { return Watch(*flags, context); });
}

}  // namespace lightship::commands
