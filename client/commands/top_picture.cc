#include "client/commands/top_picture.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "client/formats/safe_text.h"
#include "client/formats/table.h"
#include "client/formats/times.h"
#include "node/statement/address.h"

namespace lightship::commands {
namespace {

using formats::SafeLine;
using formats::Table;
using Look = TopLine::Look;

constexpr size_t kWarningsShown = 3;
// Incidents and their heading, whatever else there is to show.
constexpr size_t kLeastForIncidents = 5;

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

// "3d4h", "5m12s", "8s".
std::string Span(absl::Duration span) {
  const int64_t seconds = std::max<int64_t>(0, absl::ToInt64Seconds(span));
  if (seconds >= 86400) return absl::StrCat(seconds / 86400, "d", seconds % 86400 / 3600, "h");
  if (seconds >= 3600) return absl::StrCat(seconds / 3600, "h", seconds % 3600 / 60, "m");
  if (seconds >= 60) return absl::StrCat(seconds / 60, "m", seconds % 60, "s");
  return absl::StrCat(seconds, "s");
}

// "512", "1.5k", "20M".
std::string Amount(double amount) {
  const char* units[] = {"", "k", "M", "G", "T"};
  size_t unit = 0;
  for (; amount >= 1000 && unit + 1 < std::size(units); ++unit) amount /= 1000;
  return absl::StrFormat("%.*f%s", unit > 0 && amount < 10 ? 1 : 0, amount, units[unit]);
}

// What was added in each second; "-" when that cannot be known.
class Rates {
 public:
  explicit Rates(const TopView& view) {
    if (!view.now || !view.before || view.before->status.started_at().seconds() != view.now->status.started_at().seconds()) return;
    seconds_ = absl::ToDoubleSeconds(view.now->at - view.before->at);
    for (const v1::PeerStatus& peer : view.before->status.peers()) peers_[peer.economy()] = &peer;
    for (const v1::LogStatus& log : view.before->status.logs()) logs_[log.origin()] = &log;
  }

  std::string In(const v1::PeerStatus& peer) const { return Of(peers_, peer.economy(), peer, &v1::PeerStatus::bytes_in); }
  std::string Out(const v1::PeerStatus& peer) const { return Of(peers_, peer.economy(), peer, &v1::PeerStatus::bytes_out); }
  std::string Entries(const v1::LogStatus& log) const { return Of(logs_, log.origin(), log, &v1::LogStatus::size); }

 private:
  template <typename Row>
  std::string Of(const std::map<std::string, const Row*>& before, const std::string& name, const Row& now,
                 uint64_t (Row::*figure)() const) const {
    const auto row = before.find(name);
    if (seconds_ <= 0 || row == before.end() || (row->second->*figure)() > (now.*figure)()) return "-";
    return Amount(static_cast<double>((now.*figure)() - (row->second->*figure)()) / seconds_);
  }

  double seconds_ = 0;
  std::map<std::string, const v1::PeerStatus*> peers_;
  std::map<std::string, const v1::LogStatus*> logs_;
};

uint64_t LogLag(const v1::LogStatus& log) {
  return log.announced_size() > log.size() ? log.announced_size() - log.size() : 0;
}

const v1::LogStatus* OwnLog(const v1::GetStatusResponse& status) {
  for (const v1::LogStatus& log : status.logs()) {
    if (log.origin() == status.origin()) return &log;
  }
  return nullptr;
}

// Entries of the own log that the peer has not countersigned.
uint64_t LogLag(const v1::LogStatus* own, const v1::PeerStatus& peer) {
  if (own == nullptr) return 0;
  for (const v1::CosignerStatus& cosigner : own->cosigners()) {
    if (cosigner.economy() == peer.economy()) return own->size() - std::min(own->size(), cosigner.size());
  }
  return own->size();
}

// Whoever writes a log has it, and this node has what it shows.
size_t HoldersOf(const v1::LogStatus& log, const std::string& here) {
  std::set<std::string> holders = {here};
  if (auto origin = statement::Origin::Parse(log.origin()); origin.ok()) holders.insert(origin->economy);
  for (const v1::CosignerStatus& cosigner : log.cosigners()) {
    if (cosigner.size() >= log.size()) holders.insert(cosigner.economy());
  }
  return holders.size();
}

void Add(std::vector<TopLine>& lines, const std::string& text, Look look = Look::kPlain) { lines.push_back({text, look}); }

void DrawNode(const TopView& view, std::vector<TopLine>& lines) {
  const v1::GetStatusResponse& status = view.now->status;
  Add(lines,
      absl::StrCat("lightship top  ", SafeLine(status.origin()), "  ", SafeLine(status.software_version()), "  up ",
                   Span(view.now->at - TimeOf(status.started_at())), "  ", status.incidents(), " incidents  ",
                   formats::TimeTextSeconds(view.now->at)),
      Look::kHeading);
  if (!view.trouble.empty()) Add(lines, absl::StrCat("NO ANSWER: ", SafeLine(view.trouble)), Look::kAlarm);
  if (status.not_accepting().empty()) {
    Add(lines, "Takes submissions");
  } else {
    Add(lines, absl::StrCat("TAKES NO SUBMISSIONS: ", SafeLine(status.not_accepting())), Look::kAlarm);
  }
  size_t shown = 0;
  for (const v1::Warning& warning : status.warnings()) {
    if (++shown > kWarningsShown) break;
    Add(lines, absl::StrCat("WARNING ", SafeLine(warning.code()), " ", SafeLine(warning.subject()), ": ", SafeLine(warning.text())),
        Look::kAlarm);
  }
  if (shown > kWarningsShown) {
    Add(lines, absl::StrCat("and ", status.warnings_size() - static_cast<int>(kWarningsShown), " more: lightship status"), Look::kAlarm);
  }
}

// The rows of a table, the first of which is its heading, and how many there are for each to be an alarm.
struct Section {
  Table table;
  std::vector<bool> alarms;
  std::string what;
};

Section DrawPeers(const TopView& view, const Rates& rates) {
  Section section{Table({{"PEER"}, {"STATE"}, {"FOR", 0, true}, {"LAG", 0, true}, {"IN B/s", 0, true}, {"OUT B/s", 0, true},
                         {"FAULTS", 0, true}, {"LAST ERROR", 10}}), {}, "peers"};
  std::vector<const v1::PeerStatus*> peers;
  for (const v1::PeerStatus& peer : view.now->status.peers()) peers.push_back(&peer);
  std::stable_partition(peers.begin(), peers.end(), [](const v1::PeerStatus* peer) { return !peer->connected(); });
  const v1::LogStatus* own = OwnLog(view.now->status);
  for (const v1::PeerStatus* peer : peers) {
    section.alarms.push_back(!peer->connected());
    section.table.Add({peer->economy(), peer->connected() ? "connected" : "AWAY",
                       peer->has_since() ? Span(view.now->at - TimeOf(peer->since())) : "-", absl::StrCat(LogLag(own, *peer)),
                       rates.In(*peer), rates.Out(*peer), absl::StrCat(peer->faults()),
                       peer->connected() ? "" : peer->last_error()});
  }
  return section;
}

Section DrawLogs(const TopView& view, const Rates& rates) {
  Section section{Table({{"LOG"}, {"ENTRIES", 0, true}, {"/s", 0, true}, {"LAG", 0, true}, {"BEHIND", 0, true},
                         {"HOLDERS", 0, true}, {"FROM"}}), {}, "logs"};
  std::vector<const v1::LogStatus*> logs;
  for (const v1::LogStatus& log : view.now->status.logs()) logs.push_back(&log);
  const auto in_trouble = [](const v1::LogStatus* log) { return log->frozen() || LogLag(*log) > 0; };
  std::stable_partition(logs.begin(), logs.end(), in_trouble);
  for (const v1::LogStatus* log : logs) {
    section.alarms.push_back(log->frozen());
    section.table.Add({log->origin(), absl::StrCat(log->size()), rates.Entries(*log), absl::StrCat(LogLag(*log)),
                       log->has_behind_since() ? Span(view.now->at - TimeOf(log->behind_since())) : "",
                       absl::StrCat(HoldersOf(*log, view.now->status.economy())),
                       log->frozen() ? "FORKED, frozen" : log->origin() == view.now->status.origin() ? "(own)" : log->source()});
  }
  return section;
}

// With a free line before it; what does not fit into `rows` is counted in the last line.
void Place(const Section& section, size_t rows, size_t columns, std::vector<TopLine>& lines) {
  if (section.alarms.empty() || rows < 3) return;
  const size_t room = rows - 2;
  const size_t all = section.alarms.size(), shown = all <= room ? all : room - 1;
  const std::vector<std::string> texts = absl::StrSplit(section.table.Render(columns), '\n', absl::SkipEmpty());
  Add(lines, "");
  Add(lines, texts[0], Look::kHeading);
  for (size_t i = 0; i < shown; ++i) Add(lines, texts[i + 1], section.alarms[i] ? Look::kAlarm : Look::kPlain);
  if (shown < all) Add(lines, absl::StrCat("and ", all - shown, " more ", section.what));
}

void PlaceIncidents(const TopView& view, size_t rows, std::vector<TopLine>& lines) {
  if (rows < 3) return;
  Add(lines, "");
  Add(lines, "LAST INCIDENTS", Look::kHeading);
  if (view.incidents.empty()) Add(lines, "none yet");
  for (size_t i = 0; i < std::min(rows - 2, view.incidents.size()); ++i) Add(lines, view.incidents[i]);
}

size_t RowsOf(const Section& section) { return section.alarms.empty() ? 0 : section.alarms.size() + 2; }

}  // namespace

std::vector<TopLine> DrawTop(const TopView& view, size_t rows, size_t columns) {
  std::vector<TopLine> lines;
  if (!view.now) {
    Add(lines, "lightship top", Look::kHeading);
    Add(lines, view.trouble.empty() ? "asking the node" : absl::StrCat("NO ANSWER: ", SafeLine(view.trouble)));
  } else {
    const Rates rates(view);
    DrawNode(view, lines);
    const Section peers = DrawPeers(view, rates), logs = DrawLogs(view, rates);
    const size_t taken = lines.size() + kLeastForIncidents;
    const size_t room = rows > taken ? rows - taken : 0;
    const size_t half = std::max(room / 2, room > RowsOf(logs) ? room - RowsOf(logs) : 0);
    const size_t for_peers = std::min(RowsOf(peers), half);
    Place(peers, for_peers, columns, lines);
    Place(logs, room - for_peers, columns, lines);
    PlaceIncidents(view, rows > lines.size() ? rows - lines.size() : 0, lines);
  }
  if (lines.size() > rows) lines.resize(rows);
  for (TopLine& line : lines) line.text = formats::FitTo(line.text, columns);
  return lines;
}

}  // namespace lightship::commands
