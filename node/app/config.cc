#include "node/app/config.h"

#include <arpa/inet.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "node/app/config_text.h"
#include "node/app/credentials.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/key.h"
#include "node/statement/address.h"
#include "node/statement/operation.h"

namespace lightship::app {
namespace {

constexpr uint64_t kStopCopyingBytes = 256 << 20;

using config::v1::Limits;
using config::v1::NodeConfig;

// Bytes that nobody sends in a day.
constexpr uint64_t kQuotaMost = uint64_t{1} << 50;

absl::Status Misconfigured(absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kConfiguration, what);
}

bool IsAddress(absl::string_view text) {
  size_t colon = text.rfind(':');
  uint32_t port = 0;
  return colon != absl::string_view::npos && colon > 0 &&
         absl::SimpleAtoi(text.substr(colon + 1), &port) && port <= 65535;
}

// Nobody from outside the machine can reach it.
bool IsLoopback(absl::string_view listen) {
  if (absl::ConsumePrefix(&listen, "unix:")) return !listen.empty();
  if (!IsAddress(listen)) return false;
  const std::string host(listen.substr(0, listen.rfind(':')));
  in_addr four{};
  if (inet_pton(AF_INET, host.c_str(), &four) == 1) return (ntohl(four.s_addr) >> 24) == 127;
  return host == "[::1]" || host == "localhost";
}

bool LiesInside(const std::string& file, const std::string& directory) {
  std::error_code error;
  const auto plain = [&](const std::string& path) {
    return std::filesystem::absolute(path, error).lexically_normal();
  };
  const std::string from = (plain(file).lexically_relative(plain(directory) / "")).string();
  return !file.empty() && !directory.empty() && from.rfind("..", 0) != 0;
}

void CheckPaths(const NodeConfig& config, std::vector<base::Violation>& wrong) {
  const std::pair<const char*, const std::string&> paths[] = {
      {"data_dir", config.data_dir()},
      {"checkpoint_file", config.checkpoint_file()},
      {"trust_dir", config.trust_dir()},
      {"keys.node_certificate", config.keys().node_certificate()},
      {"keys.node_key", config.keys().node_key()},
      {"keys.log_key", config.keys().log_key()},
      {"keys.cosigner_key", config.keys().cosigner_key()}};
  for (const auto& [key, path] : paths) {
    if (path.empty()) wrong.push_back({key, "missing; a path is needed"});
  }
  const bool needs_tls = crypto::IsTokenUri(config.keys().node_key());
  if (config.keys().tls_certificate().empty() != config.keys().tls_key().empty() ||
      (needs_tls && config.keys().tls_key().empty())) {
    wrong.push_back({"keys.tls_certificate",
                     "tls_certificate and tls_key go together, and must be there when node_key is on a token"});
  }
  if (crypto::IsTokenUri(config.keys().tls_key())) {
    wrong.push_back({"keys.tls_key", "must be a file: TLS takes no key from a token"});
  }
  if (LiesInside(config.checkpoint_file(), config.data_dir())) {
    wrong.push_back({"checkpoint_file", "lies inside data_dir; it must outlive the database"});
  }
}

void CheckPeers(const NodeConfig& config, std::vector<base::Violation>& wrong) {
  std::set<std::string> seen;
  for (int i = 0; i < config.peers_size(); ++i) {
    const config::v1::Peer& peer = config.peers(i);
    std::string key = absl::StrCat("peers[", i, "].");
    if (!statement::IsEconomyCode(peer.economy()) || peer.economy() == config.economy()) {
      wrong.push_back({key + "economy", absl::StrCat("'", peer.economy(),
                                                     "'; another economy's code, such as \"ID\"")});
    } else if (!seen.insert(peer.economy()).second) {
      wrong.push_back({key + "economy", absl::StrCat(peer.economy(), " stands twice")});
    }
    if (!peer.address().empty() && !IsAddress(peer.address())) {
      wrong.push_back({key + "address", absl::StrCat("'", peer.address(),
                                                     "'; address:port, or empty if the peer dials")});
    }
  }
}

// What the database keeps in memory, and one bundle: with less the guard of memory would cut whoever comes.
uint64_t LeastMemory(const Limits& limits) {
  const uint64_t unwritten = std::max(limits.cache_bytes() / 4, uint64_t{32} << 20);
  return limits.cache_bytes() + unwritten + base::limits::kBundleBytes;
}

void CheckLimits(const Limits& limits, std::vector<base::Violation>& wrong) {
  struct Range {
    const char* key;
    uint64_t value, least, most;
  };
  const Range ranges[] = {
      {"inbox_statements", limits.inbox_statements(), 16, 1'000'000},
      {"batch_entries", limits.batch_entries(), 1, 10'000},
      {"window_entries", limits.window_entries(), 1, 100'000},
      {"window_bytes", limits.window_bytes(), 1 << 20, 1 << 30},
      {"verify_threads", limits.verify_threads(), 0, 256},
      {"streams", limits.streams(), 1, 10'000},
      {"streams_of_caller", limits.streams_of_caller(), 1, 10'000},
      {"redial_first_ms", limits.redial_first_ms(), 10, 60'000},
      {"redial_most_ms", limits.redial_most_ms(), limits.redial_first_ms(), 3'600'000},
      {"connections", limits.connections(), 16, 100'000},
      {"connections_of_address", limits.connections_of_address(), 4, 100'000},
      {"query_ms", limits.query_ms(), 100, 600'000},
      {"cache_bytes", limits.cache_bytes(), 1 << 20, uint64_t{1} << 40},
      {"memory_bytes", limits.memory_bytes() == 0 ? LeastMemory(limits) : limits.memory_bytes(),
       LeastMemory(limits), uint64_t{1} << 44}};
  for (const Range& range : ranges) {
    if (range.value >= range.least && range.value <= range.most) continue;
    wrong.push_back({absl::StrCat("limits.", range.key),
                     absl::StrCat(range.value, "; ", range.least, " to ", range.most)});
  }
}

void CheckQuotas(const config::v1::Quotas& quotas, std::vector<base::Violation>& wrong) {
  struct Least {
    const char* key;
    uint64_t value, least;
  };
  const Least leasts[] = {{"submissions_per_minute", quotas.submissions_per_minute(), 1},
                          {"submissions_per_day", quotas.submissions_per_day(), 1},
                          {"attachment_bytes_per_day", quotas.attachment_bytes_per_day(), 1 << 20},
                          {"peer_entries_per_s", quotas.peer_entries_per_s(), 10},
                          {"peer_bytes_per_s", quotas.peer_bytes_per_s(), 64 << 10},
                          {"peer_bytes_per_day", quotas.peer_bytes_per_day(), 16 << 20}};
  for (const Least& bound : leasts) {
    if (bound.value == 0 || (bound.value >= bound.least && bound.value <= kQuotaMost)) continue;
    wrong.push_back({absl::StrCat("quotas.", bound.key),
                     absl::StrCat(bound.value, "; ", bound.least, " to ", kQuotaMost, ", or 0 for no quota")});
  }
}

void CheckAttachments(const config::v1::Attachments& attachments,
                      std::vector<base::Violation>& wrong) {
  if (attachments.eager_bytes() <= base::limits::kAttachmentBytes) return;
  wrong.push_back({"attachments.eager_bytes",
                   absl::StrCat(attachments.eager_bytes(), "; 0 to ",
                                base::limits::kAttachmentBytes)});
}

void CheckCorrelation(const config::v1::Correlation& correlation,
                      std::vector<base::Violation>& wrong) {
  const double from = correlation.assert_same_from();
  if (from == 0 || (from >= 0.5 && from <= 1)) return;
  wrong.push_back({"correlation.assert_same_from", absl::StrCat(from, "; 0.5 to 1, or 0 for never")});
}

void CheckCare(const config::v1::Care& care, std::vector<base::Violation>& wrong) {
  if (care.scrub_entries_per_s() < 10 || care.scrub_entries_per_s() > 1'000'000) {
    wrong.push_back({"care.scrub_entries_per_s",
                     absl::StrCat(care.scrub_entries_per_s(), "; 10 to 1000000")});
  }
  if (care.scrub_every_s() < 60 || care.scrub_every_s() > 31'536'000) {
    wrong.push_back({"care.scrub_every_s", absl::StrCat(care.scrub_every_s(), "; 60 to 31536000")});
  }
  if (care.attest_audit_every_s() < 1 || care.attest_audit_every_s() > 31'536'000) {
    wrong.push_back({"care.attest_audit_every_s",
                     absl::StrCat(care.attest_audit_every_s(), "; 1 to 31536000")});
  }
}

void CheckHolders(const config::v1::Holders& holders, std::vector<base::Violation>& wrong) {
  if (holders.at_least() > base::limits::kEconomies) {
    wrong.push_back({"holders.at_least", absl::StrCat(holders.at_least(), "; 0 to ",
                                                      base::limits::kEconomies)});
  }
  if (holders.within_s() < 1 || holders.within_s() > 604'800) {
    wrong.push_back({"holders.within_s", absl::StrCat(holders.within_s(), "; 1 to 604800")});
  }
}

void CheckDisk(const config::v1::Disk& disk, std::vector<base::Violation>& wrong) {
  constexpr uint64_t kMost = uint64_t{1} << 40;
  if (disk.stop_admitting_bytes() > kMost) {
    wrong.push_back({"disk.stop_admitting_bytes", absl::StrCat(disk.stop_admitting_bytes(), "; 0 to ", kMost)});
  }
  if (disk.stop_copying_bytes() > disk.stop_admitting_bytes()) {
    wrong.push_back({"disk.stop_copying_bytes", absl::StrCat(disk.stop_copying_bytes(), "; 0 to stop_admitting_bytes, ",
                                                             disk.stop_admitting_bytes())});
  }
}

void CheckBackup(const NodeConfig& config, std::vector<base::Violation>& wrong) {
  const config::v1::Backup& backup = config.backup();
  if (LiesInside(backup.dir(), config.data_dir()) || LiesInside(config.data_dir(), backup.dir())) {
    wrong.push_back({"backup.dir", "must not lie inside data_dir, nor data_dir inside it"});
  }
  if (backup.every_s() < 60 || backup.every_s() > 31'536'000) {
    wrong.push_back({"backup.every_s", absl::StrCat(backup.every_s(), "; 60 to 31536000")});
  }
  if (backup.keep() < 1 || backup.keep() > 1000) {
    wrong.push_back({"backup.keep", absl::StrCat(backup.keep(), "; 1 to 1000")});
  }
}

void CheckMetrics(const config::v1::Metrics& metrics, std::vector<base::Violation>& wrong) {
  if (metrics.listen().empty() || IsAddress(metrics.listen())) return;
  wrong.push_back({"metrics.listen", absl::StrCat("'", metrics.listen(), "'; address:port, or empty")});
}

std::vector<base::Violation> Check(const NodeConfig& config) {
  std::vector<base::Violation> wrong;
  if (!statement::IsEconomyCode(config.economy())) {
    wrong.push_back({"economy", absl::StrCat("'", config.economy(),
                                             "'; an ISO 3166-1 alpha-2 code such as \"SG\"")});
  }
  if (!IsAddress(config.listen())) {
    wrong.push_back({"listen", absl::StrCat("'", config.listen(), "'; address:port")});
  }
  if (!config.admin().listen().empty() && !IsLoopback(config.admin().listen())) {
    wrong.push_back({"admin.listen", absl::StrCat("'", config.admin().listen(), "'; in the clear, so a loopback address and port "
                                                  "such as 127.0.0.1:7444, or unix: and a path")});
  }
  static const std::set<std::string> kLevels = {"trace", "debug", "info", "warn", "error"};
  if (!kLevels.contains(config.log_level())) {
    wrong.push_back({"log_level", absl::StrCat("'", config.log_level(),
                                               "'; trace, debug, info, warn or error")});
  }
  for (int i = 0; i < config.two_person_size(); ++i) {
    absl::StatusOr<statement::Operation> operation =
        statement::ParseOperation(config.two_person(i));
    if (operation.ok() && *operation <= statement::Operation::kOtherStatement) continue;
    wrong.push_back({absl::StrCat("two_person[", i, "]"),
                     operation.ok() ? "not an operation that officers sign"
                                    : std::string(operation.status().message())});
  }
  CheckPaths(config, wrong);
  CheckPeers(config, wrong);
  CheckLimits(config.limits(), wrong);
  CheckQuotas(config.quotas(), wrong);
  CheckAttachments(config.attachments(), wrong);
  CheckHolders(config.holders(), wrong);
  CheckCare(config.care(), wrong);
  CheckCorrelation(config.correlation(), wrong);
  CheckDisk(config.disk(), wrong);
  CheckBackup(config, wrong);
  CheckMetrics(config.metrics(), wrong);
  if (config.start_wait_ms() > 3'600'000) {
    wrong.push_back({"start_wait_ms", absl::StrCat(config.start_wait_ms(), "; 0 to 3600000")});
  }
  return wrong;
}

// Puts the directory of credentials into the paths of keys.
void NameCredentials(config::v1::Keys& keys, std::vector<base::Violation>& wrong) {
  const google::protobuf::Descriptor& type = *keys.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const std::string path = keys.GetReflection()->GetString(keys, type.field(i));
    absl::StatusOr<std::string> whole = WithCredentials(path);
    if (whole.ok()) {
      keys.GetReflection()->SetString(&keys, type.field(i), *whole);
    } else {
      wrong.push_back({absl::StrCat("keys.", type.field(i)->name()), std::string(whole.status().message())});
    }
  }
}

// One fault a line, in the order of the text: "FILE:12: limits.cache_bytes: 5; 1048576 to 1099511627776".
absl::Status ErrorOf(std::vector<ConfigText::Fault> faults, absl::string_view file) {
  std::stable_sort(faults.begin(), faults.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
  std::vector<base::Violation> violations;
  std::string message;
  for (const ConfigText::Fault& fault : faults) {
    absl::StrAppend(&message, message.empty() ? "" : "\n", file, file.empty() && fault.line > 0 ? "line " : "");
    if (!file.empty()) absl::StrAppend(&message, ":");
    if (fault.line > 0) absl::StrAppend(&message, fault.line, ":");
    if (message.back() == ':') absl::StrAppend(&message, " ");
    absl::StrAppend(&message, fault.key, fault.key.empty() ? "" : ": ", fault.reason);
    violations.push_back({fault.key, fault.reason});
  }
  const absl::Status fields = base::InvalidFields(base::reason::kConfiguration, violations);
  absl::Status status(fields.code(), message);
  fields.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) { status.SetPayload(url, payload); });
  return status;
}

absl::StatusOr<NodeConfig> ParseFile(absl::string_view text, absl::string_view file) {
  const ConfigText parsed(text);
  NodeConfig config = DefaultConfig();
  config.MergeFrom(parsed.written());
  if (!parsed.written().disk().has_stop_copying_bytes()) {
    config.mutable_disk()->set_stop_copying_bytes(std::min(kStopCopyingBytes, config.disk().stop_admitting_bytes()));
  }
  std::vector<ConfigText::Fault> faults = parsed.faults();
  if (parsed.whole()) {
    std::vector<base::Violation> wrong;
    NameCredentials(*config.mutable_keys(), wrong);
    for (base::Violation& violation : Check(config)) wrong.push_back(std::move(violation));
    for (base::Violation& violation : wrong) {
      if (parsed.IsUnreadable(violation.field)) continue;
      const int line = parsed.LineOf(violation.field);
      faults.push_back({line, std::move(violation.field), std::move(violation.description)});
    }
  }
  if (!faults.empty()) return ErrorOf(std::move(faults), file);
  return config;
}

}  // namespace

NodeConfig DefaultConfig() {
  NodeConfig config;
  config.set_epoch(1);
  config.set_listen("127.0.0.1:7443");
  config.set_log_level("info");
  config.set_start_wait_ms(15'000);
  config.mutable_attachments()->set_eager_bytes(8 << 20);
  Limits& limits = *config.mutable_limits();
  limits.set_inbox_statements(4096);
  limits.set_batch_entries(512);
  limits.set_window_entries(4000);
  limits.set_window_bytes(8 << 20);
  limits.set_verify_threads(0);
  limits.set_streams(256);
  limits.set_streams_of_caller(32);
  limits.set_redial_first_ms(500);
  limits.set_redial_most_ms(60'000);
  limits.set_cache_bytes(256 << 20);
  limits.set_memory_bytes(0);
  limits.set_query_ms(10'000);
  limits.set_connections(500);
  limits.set_connections_of_address(200);
  config::v1::Quotas& quotas = *config.mutable_quotas();
  quotas.set_submissions_per_minute(60'000);
  quotas.set_submissions_per_day(200'000);
  quotas.set_attachment_bytes_per_day(uint64_t{4} << 30);
  quotas.set_peer_entries_per_s(20'000);
  quotas.set_peer_bytes_per_s(125'000'000);
  quotas.set_peer_bytes_per_day(uint64_t{64} << 30);
  config.mutable_holders()->set_at_least(0);
  config.mutable_holders()->set_within_s(3600);
  config.mutable_care()->set_scrub_entries_per_s(2000);
  config.mutable_care()->set_scrub_every_s(86'400);
  config.mutable_care()->set_attest_audit_every_s(3600);
  config.mutable_disk()->set_stop_admitting_bytes(uint64_t{1} << 30);
  config.mutable_backup()->set_every_s(3600);
  config.mutable_backup()->set_keep(48);
  return config;
}

absl::StatusOr<NodeConfig> ParseConfig(absl::string_view text) { return ParseFile(text, ""); }

absl::StatusOr<NodeConfig> LoadConfig(const std::string& path) {
  std::ifstream file(path);
  if (!file) return Misconfigured(absl::StrCat(path, ": cannot be read"));
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return ParseFile(text, path);
}

std::string CautionOf(const NodeConfig& config) {
  const std::string& listen = config.metrics().listen();
  if (listen.empty() || IsLoopback(listen)) return "";
  return absl::StrCat("metrics.listen: '", listen, "' is no loopback address: whoever reaches it reads the node's figures in the clear");
}

absl::Status BoundMemory(uint64_t memory, NodeConfig& config) {
  Limits& limits = *config.mutable_limits();
  if (limits.memory_bytes() > 0) return absl::OkStatus();
  const uint64_t bound = memory / 4 * 3, least = LeastMemory(limits);
  if (bound < least) {
    return Misconfigured(absl::StrCat(
        "limits.memory_bytes: 0 stands for three quarters of the ", memory, " bytes that the machine or the control group has: ", bound,
        "; at least ", least, " are needed. Give the node more memory, or lower limits.cache_bytes"));
  }
  limits.set_memory_bytes(bound);
  return absl::OkStatus();
}

}  // namespace lightship::app
