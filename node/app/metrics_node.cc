// Metrics of the node itself: its state, what it has done, what it stores, its certificates, its process.
#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <system_error>

#include "node/app/metrics.h"
#include "node/app/metrics_sheet.h"
#include "node/app/read_keys.h"

namespace lightship::app {
namespace {

// Of those that are there; a node always shows those it knows of, so that an alert on one is never without data.
constexpr const char* kWarnings[] = {"FORK", "NOT_HELD_IN_TIME", "DAMAGE", "DUPLICATE_NODE", "CERTIFICATE",
                                     "ERASURE", "AUDIT", "CLOCK", "CORRELATION", "DISK", "BACKUP", "STORAGE"};

void CollectWarnings(const v1::GetStatusResponse& status, MetricsSheet& sheet) {
  sheet.Gauge("lightship_warnings", "Warnings that `lightship status` shows, by code.");
  std::map<std::string, double> warnings;
  for (const char* code : kWarnings) warnings[code] = 0;
  for (const v1::Warning& warning : status.warnings()) ++warnings[warning.code()];
  for (const auto& [code, count] : warnings) sheet.Add(count, {{"code", code}});
}

void CollectStandby(const MetricsWorld& world, const v1::GetStatusResponse& status, MetricsSheet& sheet) {
  sheet.Gauge("lightship_accepting", "1 while submissions are taken.");
  sheet.Add(status.not_accepting().empty() ? 1 : 0);
  sheet.Gauge("lightship_standby",
              "1 while the node adds nothing to its log: it still listens to what peers hold of it, copies it back, or has met "
              "a duplicate of itself.");
  using Why = ledger::Standby::Why;
  const std::pair<const char*, Why> whys[] = {
      {"listening", Why::kListening}, {"copying", Why::kCopying}, {"duplicate", Why::kDuplicate}};
  for (const auto& [name, why] : whys) sheet.Add(world.standby->Has(why) ? 1 : 0, {{"why", name}});
}

absl::Time EarliestEnd(const std::vector<crypto::Certificate>& chain) {
  absl::Time ends = absl::InfiniteFuture();
  for (const crypto::Certificate& one : chain) ends = std::min(ends, one.not_after());
  return ends;
}

std::vector<crypto::Certificate> CertificatesIn(const std::string& path) {
  std::ifstream file(path);
  const std::string pem((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  auto chain = crypto::CertificatesFromPem(pem);
  return chain.ok() ? *std::move(chain) : std::vector<crypto::Certificate>();
}

void CollectCertificates(const MetricsWorld& world, MetricsSheet& sheet) {
  sheet.Gauge("lightship_certificate_expiry_timestamp_seconds",
              "When the first certificate of the chain ends: of the one the node signs with, and of the file that TLS shows.");
  const auto add = [&](const std::vector<crypto::Certificate>& chain, const std::string& use) {
    if (!chain.empty()) sheet.Add(SecondsOf(EarliestEnd(chain)), {{"use", use}});
  };
  add(world.node_chain(), "node");
  add(CertificatesIn(TlsFilesOf(world.config->keys()).chain_file), "tls");
  sheet.Gauge("lightship_root_expiry_timestamp_seconds", "When the economy's pinned root that lasts longest ends.");
  for (const std::string& economy : world.roots->Economies()) {
    absl::Time ends = absl::InfinitePast();
    for (const crypto::Certificate& root : world.roots->Of(economy)) ends = std::max(ends, root.not_after());
    sheet.Add(SecondsOf(ends), {{"economy", economy}});
  }
}

size_t OpenFiles() {
  DIR* descriptors = opendir("/proc/self/fd");
  if (descriptors == nullptr) return 0;
  size_t open = 0;
  while (readdir(descriptors) != nullptr) ++open;
  closedir(descriptors);
  return open;
}

}  // namespace

void CollectNode(const MetricsWorld& world, const v1::GetStatusResponse& status, MetricsSheet& sheet) {
  sheet.Gauge("lightship_node_info", "1; the labels say which node this is.");
  sheet.Add(1, {{"economy", status.economy()}, {"log", status.origin()}, {"version", status.software_version()}});
  sheet.Gauge("lightship_clock_seconds", "The time by which the node goes, since 1970.");
  sheet.Add(SecondsOf(world.clock->Now()));
  CollectStandby(world, status, sheet);
  CollectWarnings(status, sheet);
  sheet.Gauge("lightship_table_incidents", "Incidents in the table that queries run over.");
  sheet.Add(static_cast<double>(status.incidents()));
  CollectCertificates(world, sheet);
}

void CollectCounts(const MetricsWorld& world, MetricsSheet& sheet) {
  const base::Counts& counts = *world.counts;
  sheet.Counter("lightship_operations_total",
                "Operations that the writer has answered, by kind (an admission is an officer's statement, a batch a peer's "
                "entries) and result: done, repeated (was there before) or failed.");
  sheet.AddAll(counts.operations, "kind", "result");
  sheet.Histogram("lightship_commit_duration_seconds", "From taking operations out of the inbox until they are durable.");
  sheet.Add(counts.commit_seconds.Get());
  sheet.Histogram("lightship_commit_operations", "Operations of one commit.");
  sheet.Add(counts.commit_operations.Get());
  sheet.Gauge("lightship_inbox_operations", "Operations that wait for the writer.");
  sheet.Add(static_cast<double>(world.writer->waiting()));
  sheet.Gauge("lightship_inbox_limit_operations", "Most that may wait (limits.inbox_statements).");
  sheet.Add(world.config->limits().inbox_statements());
  sheet.Counter("lightship_calls_total", "Calls that have ended, by method and gRPC code.");
  sheet.AddAll(counts.calls, "method", "code");
  sheet.Counter("lightship_calls_refused_total", "Calls, and statements of a stream, that ended with an error, by method and reason (proto/README.md).");
  sheet.AddAll(counts.refused, "method", "reason");
  sheet.Histogram("lightship_call_duration_seconds", "How long calls with one answer took, by method.");
  counts.call_seconds.ForEach(
      [&](const auto& labels, const base::Histogram& histogram) { sheet.Add(histogram.Get(), {{"method", labels.first}}); });
  sheet.Counter("lightship_quota_refusals_total",
                "Submissions and attachments that were refused because their officer had sent as much as one may, by quota (quotas).");
  for (const rpc::Quota* quota : world.quotas) {
    for (const auto& [key, times] : quota->refused()) sheet.Add(static_cast<double>(times), {{"quota", key}});
  }
  sheet.Counter("lightship_queries_given_up_total", "Questions that were given up because they took too long (limits.query_ms).");
  sheet.Add(static_cast<double>(world.queries->refused()));
  sheet.Counter("lightship_connections_cut_total", "Connections that were cut, by reason: memory ran out (limits.memory_bytes), or crowd, too many (limits.connections).");
  sheet.Add(static_cast<double>(world.guard->cut_for_memory()), {{"reason", "memory"}});
  sheet.Add(static_cast<double>(world.guard->cut_as_too_many()), {{"reason", "crowd"}});
}

void CollectStorage(const MetricsWorld& world, const v1::GetStatusResponse& status, MetricsSheet& sheet) {
  std::error_code error;
  const std::filesystem::space_info disk = std::filesystem::space(world.config->data_dir(), error);
  sheet.Gauge("lightship_storage_disk_bytes", "Size of the file system that the database is on.");
  if (!error) sheet.Add(static_cast<double>(disk.capacity));
  sheet.Gauge("lightship_storage_free_bytes", "What the node may still use of it.");
  if (!error) sheet.Add(static_cast<double>(disk.available));
  const store::Figures figures = world.store->Measure();
  sheet.Gauge("lightship_storage_files", "Table files of the database.");
  sheet.Add(static_cast<double>(figures.files));
  sheet.Gauge("lightship_storage_file_bytes", "Bytes of these.");
  sheet.Add(static_cast<double>(figures.file_bytes));
  sheet.Gauge("lightship_storage_unwritten_bytes", "Bytes in memory and in the write-ahead log that are in no table file yet.");
  sheet.Add(static_cast<double>(figures.unwritten_bytes));
  sheet.Gauge("lightship_storage_cache_bytes", "Bytes in the database's cache (limits.cache_bytes).");
  sheet.Add(static_cast<double>(figures.cache_bytes));
  sheet.Gauge("lightship_storage_compaction_bytes", "Bytes that wait to be compacted, by RocksDB's estimate.");
  sheet.Add(static_cast<double>(figures.compaction_bytes));
  sheet.Gauge("lightship_backup_last_success_timestamp_seconds",
              "When the newest backup was made; 0 when there is none. Only of a node that makes backups (backup.dir).");
  if (!world.config->backup().dir().empty()) sheet.Add(SecondsOf(world.last_backup()));
  const v1::ScrubStatus& scrub = status.scrub();
  sheet.Gauge("lightship_scrub_running", "1 while a pass reads what is stored against its hashes.");
  sheet.Add(scrub.running() ? 1 : 0);
  sheet.Counter("lightship_scrub_passes_total", "Passes that have ended.");
  sheet.Add(static_cast<double>(scrub.passes()));
  sheet.Gauge("lightship_scrub_finished_timestamp_seconds", "When the last pass ended; 0 before the first.");
  sheet.Add(scrub.has_finished_at() ? SecondsOf(scrub.finished_at()) : 0);
  sheet.Gauge("lightship_scrub_entries", "Entries that the pass under way, or the last one, has read.");
  sheet.Add(static_cast<double>(scrub.entries()));
  sheet.Gauge("lightship_scrub_damages", "Damages that it has found.");
  sheet.Add(static_cast<double>(scrub.damages()));
}

void CollectProcess(const MetricsWorld& world, const v1::GetStatusResponse& status, MetricsSheet& sheet) {
  std::ifstream file("/proc/self/statm");
  double all = 0, resident = 0;
  file >> all >> resident;
  const auto page = static_cast<double>(sysconf(_SC_PAGESIZE));
  sheet.Gauge("process_resident_memory_bytes", "Memory that the process holds.");
  sheet.Add(resident * page);
  sheet.Gauge("process_virtual_memory_bytes", "Memory that the process has addresses for.");
  sheet.Add(all * page);
  sheet.Gauge("lightship_memory_limit_bytes", "What it may hold before connections are cut (limits.memory_bytes).");
  sheet.Add(static_cast<double>(world.config->limits().memory_bytes()));
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  sheet.Counter("process_cpu_seconds_total", "Processor time that the process has used.");
  sheet.Add(seconds(usage.ru_utime) + seconds(usage.ru_stime));
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  sheet.Gauge("process_open_fds", "File descriptors in use.");
  sheet.Add(static_cast<double>(OpenFiles()));
  sheet.Gauge("process_max_fds", "Most that may be in use.");
  sheet.Add(static_cast<double>(files.rlim_cur));
  sheet.Gauge("process_start_time_seconds", "When the node began to serve, since 1970.");
  sheet.Add(SecondsOf(status.started_at()));
}

}  // namespace lightship::app
