#include "client/doctor/state.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/formats/times.h"

namespace lightship::doctor {
namespace {

constexpr char kArea[] = "state";
// After a start the node asks its peers before it takes submissions.
constexpr absl::Duration kStarting = absl::Minutes(2);
// A log this far behind is not just on its way.
constexpr uint64_t kLagEntries = 100;
// Clocks of two machines that both are kept right.
constexpr absl::Duration kSkew = absl::Seconds(30);

struct Advice {
  Level level;
  const char* means;
  const char* todo;
};

// By code, as the node raises them.
const std::map<std::string, Advice>& Advices() {
  static const std::map<std::string, Advice> kAdvices = {
      {"FORK", {Level::kMend, "somebody signed two histories of one log with its key; nothing more of that log is taken",
                "lightship evidence; if it is your own log: stop the node, find out who else had its key, and begin a new epoch"}},
      {"NOT_HELD_IN_TIME", {Level::kLook, "were this machine lost now, those reports would be too",
                            "see to it that peers are connected: lightship status"}},
      {"DAMAGE", {Level::kMend, "the disk gave back something else than was written; what peers hold is repaired by itself",
                  "lightship scrub; smartctl -a of the disk, and replace it if it is not sound"}},
      {"DUPLICATE_NODE", {Level::kMend, "another machine has this node's keys and database: together they would fork the log",
                          "find the other machine (an old one, a clone, a restored image) and stop it"}},
      {"CERTIFICATE", {Level::kLook, "when it has ended, officers and peers refuse this node",
                       "have it renewed, then lightship setup node --certificate FILE and systemctl reload lightshipd"}},
      {"CLOCK", {Level::kMend, "times of reports would be wrong", "timedatectl; set the clock right, then systemctl restart lightshipd"}},
      {"ERASURE", {Level::kLook, "something that should be erased is still on the disk", "delete what the text names, or make room"}},
      {"DISK", {Level::kMend, "only keys and withdrawals are admitted until there is room again; soon neither is, and nothing copied from peers",
                "make room on the disk of data_dir; the node goes on by itself"}},
      {"STORAGE", {Level::kMend, "a write failed: no report is taken, and nothing copied from peers, until the node is started again",
                   "journalctl -k -u lightshipd says why; once the disk takes writes again: systemctl restart lightshipd"}},
      {"BACKUP", {Level::kMend, "were this disk lost now, what no peer holds would be too",
                  "see the text; let the node write in backup.dir"}},
      {"AUDIT", {Level::kMend, "who read restricted parts can no longer be proved", "keep the disk as it is, and find out what happened to it"}}};
  return kAdvices;
}

Finding JudgeWarning(const v1::Warning& warning) {
  const std::string what = absl::StrCat("the node warns of ", warning.code(), " ", warning.subject(), ", since ",
                                        formats::TimeText(warning.since()), ": ", warning.text());
  auto known = Advices().find(warning.code());
  if (known == Advices().end()) return Look(kArea, what, "the text says it", "journalctl -u lightshipd");
  return {known->second.level, kArea, what, known->second.means, known->second.todo};
}

absl::Time TimeOf(const google::protobuf::Timestamp& stamp) {
  return absl::FromUnixSeconds(stamp.seconds()) + absl::Nanoseconds(stamp.nanos());
}

// The end of the word is all that gRPC says of a handshake that failed.
bool IsOfTrust(const std::string& error) {
  return absl::StrContains(error, "ertificate") || absl::StrContains(error, "andshake") || absl::StrContains(error, "UNTRUSTED");
}

Finding JudgePeer(const v1::PeerStatus& peer) {
  const std::string since = formats::TimeText(peer.since());
  if (peer.connected()) {
    return Ok("peers", absl::StrCat(peer.economy(), " is connected since ", since,
                                    peer.faults() > 0 ? absl::StrCat("; cut off ", peer.faults(), " times for misbehaving") : ""));
  }
  const std::string what = absl::StrCat(peer.economy(), " is not connected, since ", since,
                                        peer.last_error().empty() ? "" : absl::StrCat("; last error: ", peer.last_error()));
  if (IsOfTrust(peer.last_error())) {
    return Mend("peers", what, "one side does not believe the other's certificate",
                absl::StrCat("compare by voice the fingerprints of both roots with ", peer.economy(),
                             "; see also what is said of certificates here"));
  }
  return Look("peers", what, "what it admits comes late, and it does not hold what is new here",
              peer.address().empty() ? absl::StrCat(peer.economy(), " dials us: ask there, and whether their side can reach our port")
                                     : absl::StrCat("ask ", peer.economy(), " whether its node runs, and check the way to ", peer.address()));
}

Finding JudgeLog(const v1::LogStatus& log, bool own) {
  const uint64_t lag = log.announced_size() > log.size() ? log.announced_size() - log.size() : 0;
  const std::string named = absl::StrCat("log ", log.origin(), ", ", log.size(), " entries");
  if (log.frozen()) {
    return Mend(kArea, absl::StrCat(named, ", is forked and frozen"), "its key has signed two histories", "lightship evidence");
  }
  if (lag > kLagEntries) {
    return Look(kArea, absl::StrCat(named, ", is ", lag, " behind", log.source().empty() ? "; no peer that is connected sends it" : ""),
                "reports of others are missing here yet", "wait if it shrinks (lightship status); else look at the peers");
  }
  if (!own) return Ok(kArea, absl::StrCat(named, lag > 0 ? absl::StrCat(", ", lag, " on their way") : ", is up to date"));
  std::vector<std::string> holders;
  for (const v1::CosignerStatus& cosigner : log.cosigners()) {
    if (cosigner.size() > 0 && !absl::StartsWith(log.origin(), absl::StrCat("lightship/", cosigner.economy(), "/"))) {
      holders.push_back(cosigner.size() >= log.size()
                            ? cosigner.economy()
                            : absl::StrCat(cosigner.economy(), " (", log.size() - cosigner.size(), " behind)"));
    }
  }
  if (holders.empty()) {
    return Look(kArea, absl::StrCat(named, ", is held by nobody else"), "were this machine lost now, this log would be too",
                "connect a peer: lightship setup node --peer ID=HOST:PORT --root ID=FILE");
  }
  return Ok(kArea, absl::StrCat(named, ", is held by ", absl::StrJoin(holders, ", ")));
}

// A cosignature bears its maker's time, and was made before now.
Findings JudgeClocks(const v1::GetStatusResponse& status, absl::Time now) {
  std::map<std::string, absl::Time> newest;
  for (const v1::LogStatus& log : status.logs()) {
    for (const v1::CosignerStatus& cosigner : log.cosigners()) {
      absl::Time& time = newest.try_emplace(cosigner.economy(), absl::InfinitePast()).first->second;
      time = std::max(time, TimeOf(cosigner.cosigned_at()));
    }
  }
  Findings findings;
  for (const auto& [economy, time] : newest) {
    if (time <= now + kSkew) continue;
    findings.push_back(Look("machine", absl::StrCat("the clock of ", economy, " is ", absl::ToInt64Seconds(time - now),
                                                    " s ahead of this machine's, by what it countersigned"),
                            "one of the two is wrong", absl::StrCat("timedatectl here; and ask ", economy)));
  }
  return findings;
}

}  // namespace

Findings JudgeState(const v1::GetStatusResponse& status, absl::Time now) {
  Findings findings;
  if (status.not_accepting().empty()) {
    findings.push_back(Ok(kArea, absl::StrCat("the node takes submissions; up since ", formats::TimeText(status.started_at()))));
  } else {
    const bool starting = now - TimeOf(status.started_at()) < kStarting;
    findings.push_back({starting ? Level::kLook : Level::kMend, kArea,
                        absl::StrCat("the node takes no submissions: ", status.not_accepting()),
                        starting ? "it has just started, and asks its peers first" : "officers cannot file",
                        "wait for its peers to connect; they must reach it, or it them"});
  }
  for (const v1::Warning& warning : status.warnings()) findings.push_back(JudgeWarning(warning));
  for (const v1::LogStatus& log : status.logs()) findings.push_back(JudgeLog(log, log.origin() == status.origin()));
  for (const v1::PeerStatus& peer : status.peers()) findings.push_back(JudgePeer(peer));
  Append(JudgeClocks(status, now), findings);
  return findings;
}

}  // namespace lightship::doctor
