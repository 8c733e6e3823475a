// Metrics of logs and peers.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "node/app/metrics.h"
#include "node/app/metrics_sheet.h"
#include "node/statement/address.h"
#include "node/statement/open.h"

namespace lightship::app {
namespace {

// The newest epoch's log of each economy: a log that was forked is of the past once a new epoch is opened.
std::map<std::string, const v1::LogStatus*> NewestLogs(const v1::GetStatusResponse& status) {
  std::map<std::string, std::pair<uint64_t, const v1::LogStatus*>> newest;
  for (const v1::LogStatus& log : status.logs()) {
    auto origin = statement::Origin::Parse(log.origin());
    if (!origin.ok()) continue;
    auto& [epoch, known] = newest[origin->economy];
    if (known == nullptr || origin->epoch > epoch) newest[origin->economy] = {origin->epoch, &log};
  }
  std::map<std::string, const v1::LogStatus*> logs;
  for (const auto& [economy, known] : newest) logs[known.second->origin()] = known.second;
  return logs;
}

// Whoever writes a log has it, and this node has what it shows.
double HoldersOf(const v1::LogStatus& log, const std::string& here) {
  std::set<std::string> holders = {here};
  if (auto origin = statement::Origin::Parse(log.origin()); origin.ok()) holders.insert(origin->economy);
  for (const v1::CosignerStatus& cosigner : log.cosigners()) {
    if (cosigner.size() >= log.size()) holders.insert(cosigner.economy());
  }
  return static_cast<double>(holders.size());
}

double LagOf(const v1::LogStatus& log) {
  return log.announced_size() > log.size() ? static_cast<double>(log.announced_size() - log.size()) : 0;
}

void CollectLogs(const MetricsWorld& world, const v1::GetStatusResponse& status, MetricsSheet& sheet) {
  const auto logs = NewestLogs(status);
  const auto each = [&](const auto& value) {
    for (const auto& [origin, log] : logs) sheet.Add(value(*log), {{"log", origin}});
  };
  sheet.Gauge("lightship_log_entries", "Entries of the log that are durable here.");
  each([](const v1::LogStatus& log) { return static_cast<double>(log.size()); });
  sheet.Gauge("lightship_log_withheld_entries", "Of these, entries of which only the leaf is held.");
  each([](const v1::LogStatus& log) { return static_cast<double>(log.stubs()); });
  sheet.Gauge("lightship_log_unresolved_entries",
              "Of the withheld ones, those of which a relay could not say whether this node may have them.");
  each([](const v1::LogStatus& log) { return static_cast<double>(log.unresolved_stubs()); });
  sheet.Gauge("lightship_log_lag_entries", "Entries of the log that connected peers announced and that are not here yet.");
  each(LagOf);
  sheet.Gauge("lightship_log_lag_seconds", "How long the log has been behind what was announced; 0 when it is level.");
  const double now = SecondsOf(world.clock->Now());
  each([&](const v1::LogStatus& log) {
    return log.has_behind_since() ? std::max(0.0, now - SecondsOf(log.behind_since())) : 0.0;
  });
  sheet.Gauge("lightship_log_unverified_entries",
              "Entries at the end of the log whose officers' signatures are still to be verified (signatures_behind).");
  each([](const v1::LogStatus& log) { return static_cast<double>(log.unverified()); });
  sheet.Gauge("lightship_log_unverified_seconds",
              "For how long, at least, the first of these has waited; 0 when there is none.");
  each([&](const v1::LogStatus& log) {
    return log.has_unverified_since() ? std::max(0.0, now - SecondsOf(log.unverified_since())) : 0.0;
  });
  sheet.Gauge("lightship_log_holders",
              "Economies known to hold all of the log as it is here, this one among them.");
  each([&](const v1::LogStatus& log) { return HoldersOf(log, status.economy()); });
  sheet.Gauge("lightship_log_frozen", "1 when the log's key has signed two histories (a fork), so that nothing is added.");
  each([](const v1::LogStatus& log) { return log.frozen() ? 1.0 : 0.0; });
}

// Entries of the own log that an economy holds for certain.
uint64_t HeldBy(const v1::LogStatus& own, const std::string& economy) {
  for (const v1::CosignerStatus& cosigner : own.cosigners()) {
    if (cosigner.economy() == economy) return std::min(cosigner.size(), own.size());
  }
  return 0;
}

double AgeOfEntry(const MetricsWorld& world, const std::string& origin, uint64_t index) {
  absl::StatusOr<v1::HeldEntry> held = world.reader->Read(origin, index);
  if (!held.ok()) return 0;
  absl::StatusOr<statement::OpenedEntry> opened = statement::OpenEntry(held->entry());
  if (!opened.ok()) return 0;
  return std::max(0.0, absl::ToDoubleSeconds(world.clock->Now() - opened->admitted_at));
}

void CollectPeers(const MetricsWorld& world, const v1::GetStatusResponse& status, MetricsSheet& sheet) {
  const v1::LogStatus* own = nullptr;
  for (const v1::LogStatus& log : status.logs()) {
    if (log.origin() == status.origin()) own = &log;
  }
  const auto each = [&](const auto& value) {
    for (const v1::PeerStatus& peer : status.peers()) sheet.Add(value(peer), {{"peer", peer.economy()}});
  };
  sheet.Gauge("lightship_peer_connected", "1 while the peer's node is connected.");
  each([](const v1::PeerStatus& peer) { return peer.connected() ? 1.0 : 0.0; });
  sheet.Gauge("lightship_peer_lag_entries", "Entries of this node's own log that the peer has not countersigned.");
  each([&](const v1::PeerStatus& peer) {
    return own == nullptr ? 0.0 : static_cast<double>(own->size() - HeldBy(*own, peer.economy()));
  });
  sheet.Gauge("lightship_peer_lag_seconds",
              "Age of the oldest entry of this node's own log that the peer has not countersigned; 0 when there is none.");
  each([&](const v1::PeerStatus& peer) {
    const uint64_t held = own == nullptr ? 0 : HeldBy(*own, peer.economy());
    return own == nullptr || held >= own->size() ? 0.0 : AgeOfEntry(world, own->origin(), held);
  });
  sheet.Counter("lightship_peer_received_bytes_total", "Bytes received from the peer, as they travelled.");
  each([](const v1::PeerStatus& peer) { return static_cast<double>(peer.bytes_in()); });
  sheet.Counter("lightship_peer_sent_bytes_total", "Bytes sent to the peer, as they travelled.");
  each([](const v1::PeerStatus& peer) { return static_cast<double>(peer.bytes_out()); });
  sheet.Counter("lightship_peer_held_back_seconds_total",
                "Time for which the peer was not read from because it had sent more than one may (quotas.peer_*).");
  each([](const v1::PeerStatus& peer) { return static_cast<double>(peer.held_back_ms()) / 1e3; });
  sheet.Counter("lightship_peer_faults_total", "Times the peer was disconnected for misbehaving, by reason.");
  sheet.AddAll(world.counts->peer_faults, "peer", "reason");
}

}  // namespace

void CollectNetwork(const MetricsWorld& world, const v1::GetStatusResponse& status, MetricsSheet& sheet) {
  CollectLogs(world, status, sheet);
  CollectPeers(world, status, sheet);
}

}  // namespace lightship::app
