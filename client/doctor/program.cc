#include "client/doctor/program.h"

#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/doctor/installation.h"
#include "client/doctor/machine.h"
#include "client/doctor/peers.h"
#include "client/sdk/probe.h"

namespace lightship::doctor {
namespace {

constexpr char kArea[] = "program";
constexpr absl::Duration kAnswersWithin = absl::Seconds(20);

Finding NotThere(const config::v1::NodeConfig& config, const std::string& address, const absl::Status& why) {
  const absl::Status can_listen = CanListen(config.listen());
  if (!can_listen.ok()) return JudgePort(config.listen(), can_listen);
  return Mend(kArea, absl::StrCat("nothing answers at ", address, ": ", why.message()),
              "the node does not run: officers cannot file, peers cannot copy",
              absl::StrCat("systemctl start ", kUnit, "; if it ends again: journalctl -u ", kUnit, " -n 50"));
}

}  // namespace

std::string Daemon() {
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path beside = self.parent_path() / "lightshipd";
  return !error && std::filesystem::exists(beside, error) ? beside.string() : "lightshipd";
}

Finding JudgeConfig(const std::string& path, const absl::StatusOr<sdk::Ended>& checked) {
  const char kUnchecked[] = "whether the configuration is right was not checked";
  if (!checked.ok()) {
    return Look("configuration", absl::StrCat(path, ": ", checked.status().message()), kUnchecked,
                "install the package lightship-node, or put lightshipd on PATH");
  }
  std::vector<std::string> warnings;
  for (absl::string_view line : absl::StrSplit(checked->output, '\n')) {
    if (absl::StrContains(line, ": warning: ")) warnings.emplace_back(line);
  }
  if (checked->status == 0 && !warnings.empty()) {
    return Look("configuration", absl::StrJoin(warnings, "; "), "it is taken, and may not be what is meant",
                "the text says it; every key is explained in node.textproto of the documentation");
  }
  if (checked->status == 0) return Ok("configuration", absl::StrCat(path, " is right, says lightshipd --check"));
  const std::string said = absl::StrReplaceAll(absl::StripAsciiWhitespace(checked->output), {{"\n", "; "}});
  return Mend("configuration", std::string(absl::StripPrefix(said, "lightshipd: ")), "the node does not start",
              absl::StrCat("correct it there; every key with its range is explained in node.textproto of the "
                           "documentation; then lightshipd --config ", Shell(path), " --check"));
}

Finding CheckConfig(const std::string& path) {
  return JudgeConfig(path, sdk::RunAndRead({Daemon(), "--config", path, "--check"}, kAnswersWithin));
}

UnitFacts UnitFrom(absl::string_view shown) {
  UnitFacts facts;
  const auto add = [&](absl::string_view paths, absl::string_view below) {
    for (absl::string_view path : absl::StrSplit(paths, ' ', absl::SkipEmpty())) {
      while (absl::ConsumePrefix(&path, "-") || absl::ConsumePrefix(&path, "+")) {
      }
      facts.writable.push_back(absl::StrCat(below, path));
    }
  };
  for (absl::string_view line : absl::StrSplit(shown, '\n')) {
    const std::pair<absl::string_view, absl::string_view> pair = absl::StrSplit(line, absl::MaxSplits('=', 1));
    if (pair.first == "LoadState") facts.load = std::string(pair.second);
    if (pair.first == "ActiveState") facts.active = std::string(pair.second);
    if (pair.first == "Result") facts.result = std::string(pair.second);
    if (pair.first == "NRestarts") facts.restarts = std::string(pair.second);
    if (pair.first == "UnitFileState") facts.file_state = std::string(pair.second);
    if (pair.first == "User") facts.user = std::string(pair.second);
    if (pair.first == "ProtectSystem") facts.protect_system = std::string(pair.second);
    if (pair.first == "ProtectHome") facts.protect_home = std::string(pair.second);
    if (pair.first == "PrivateTmp") facts.private_tmp = std::string(pair.second);
    if (pair.first == "ReadWritePaths") add(pair.second, "");
    if (pair.first == "StateDirectory") add(pair.second, "/var/lib/");
    if (pair.first == "RuntimeDirectory") add(pair.second, "/run/");
    if (pair.first == "ConfigurationDirectory") add(pair.second, "/etc/");
  }
  if (facts.load == "loaded" && facts.user.empty()) facts.user = "root";
  return facts;
}

Findings JudgeUnit(const std::string& unit, const UnitFacts& facts) {
  if (facts.load.empty() || facts.load == "not-found") return {};
  const std::string journal = absl::StrCat("journalctl -u ", unit, " -n 50");
  if (facts.load != "loaded") {
    return {Mend(kArea, absl::StrCat(unit, " is ", facts.load), "systemd does not start the node",
                 absl::StrCat("systemctl status ", unit))};
  }
  if (facts.active == "active") {
    int restarts = 0;
    if (absl::SimpleAtoi(facts.restarts, &restarts) && restarts > 0) {
      return {Look(kArea, absl::StrCat(unit, " is active, and was started again ", restarts, " times after it had failed"),
                   "something ends the node", journal)};
    }
    if (facts.file_state == "disabled" || facts.file_state == "enabled-runtime") {
      return {Look(kArea, absl::StrCat(unit, " is active, but not enabled"), "after the machine's next start the node does not run",
                   absl::StrCat("systemctl enable ", unit))};
    }
    return {Ok(kArea, absl::StrCat(unit, " is active"))};
  }
  if (facts.active == "activating" || facts.active == "reloading") {
    return {Look(kArea, absl::StrCat(unit, " is ", facts.active), "it does not serve yet", journal)};
  }
  if (facts.active == "failed") {
    return {Mend(kArea, absl::StrCat(unit, " has failed (", facts.result, ")"), "the node does not run", journal)};
  }
  return {Mend(kArea, absl::StrCat(unit, " is ", facts.active), "the node does not run",
               absl::StrCat("systemctl enable --now ", unit))};
}

UnitFacts AskUnit(const std::string& unit) {
  absl::StatusOr<sdk::Ended> shown = sdk::RunAndRead(
      {"systemctl", "show", unit,
       "--property=LoadState,ActiveState,Result,NRestarts,UnitFileState,User,ProtectSystem,ProtectHome,PrivateTmp,ReadWritePaths,"
       "StateDirectory,RuntimeDirectory,ConfigurationDirectory"},
      kAnswersWithin);
  return shown.ok() && shown->status == 0 ? UnitFrom(shown->output) : UnitFacts{};
}

Findings CheckServes(const config::v1::NodeConfig& config, absl::Time now, absl::Duration within,
                     bool& serves) {
  const std::string address = LocalAddress(ListensOn(config));
  const absl::Status reached = sdk::Reach(address, within);
  if (!reached.ok()) return {NotThere(config, address, reached)};
  if (!KeyIsHere(config)) {
    serves = true;
    return {NotLooked(kArea, absl::StrCat("something listens at ", address, "; who it is can be asked with --identity alone"))};
  }
  const Met met = Meet(config, config.economy(), address, now, within);
  serves = met.verdict.ok() && !met.chain.empty() && met.answered;
  if (serves) return {Ok(kArea, absl::StrCat("the node answers at ", address, " as ", met.chain.front().uris().front()))};
  if (met.chain.empty()) {
    return {Mend(kArea, absl::StrCat("what answers at ", address, " is not this node: ", met.call.message()),
                 "another program has taken its port, or the node hangs",
                 absl::StrCat("`ss -ltnp 'sport = :", address.substr(address.rfind(':') + 1),
                              "'` says who listens there; end that, then systemctl restart ", kUnit))};
  }
  if (!met.verdict.ok()) {
    return {Mend(kArea, absl::StrCat("what answers at ", address, " shows a certificate that is not this node's: ", met.verdict.message()),
                 "officers and peers refuse it", absl::StrCat("systemctl reload ", kUnit, " after installing the right one"))};
  }
  return {Mend(kArea, absl::StrCat("the node at ", address, " does not answer: ", met.call.message()),
               "it hangs, has too much to do, or does not take its own certificate",
               absl::StrCat("journalctl -u ", kUnit, " -n 50"))};
}

}  // namespace lightship::doctor
