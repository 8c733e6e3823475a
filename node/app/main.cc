// lightshipd: one economy's node.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "node/app/config.h"
#include "node/app/node.h"
#include "node/base/clock.h"
#include "node/base/entropy.h"
#include "node/base/mutex.h"
#include "node/base/status.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

// Exit codes.
constexpr int kOk = 0;
constexpr int kUsage = 1;
constexpr int kConfiguration = 2;
constexpr int kCannotStart = 3;

// Sent by this process to itself when damage is found.
constexpr int kDamageSignal = SIGUSR1;
// A disk that damages the database more often is not worth rebuilding on.
constexpr size_t kRebuilds = 3;
constexpr absl::Duration kRebuildsWithin = absl::Hours(1);

int Fail(int code, const absl::Status& status) {
  std::cerr << "lightshipd: " << status.message() << "\n";
  return code;
}

// Signals are taken by sigwait on the main thread; blocked first, so that every other thread inherits that.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  sigaddset(&signals, kDamageSignal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// What a run has found to be damaged, handed from the thread that found it to the one that waits for signals.
class FoundDamage {
 public:
  void Put(absl::string_view what) {
    base::MutexLock lock(mutex_);
    what_ = std::string(what);
    kill(getpid(), kDamageSignal);
  }
  std::string Take() {
    base::MutexLock lock(mutex_);
    return std::exchange(what_, "");
  }

 private:
  base::Mutex mutex_;
  std::string what_ ABSL_GUARDED_BY(mutex_);
};

void Reload(Node& node) {
  absl::Status reloaded = node.Reload();
  if (reloaded.ok()) {
    spdlog::info("SIGHUP: pinned roots and keys are read again");
  } else {
    spdlog::error("SIGHUP: nothing is changed: {}", std::string(reloaded.message()));
  }
}

// Waits for the signal to stop or for damage. True when a signal came.
bool AwaitEnd(const sigset_t& signals, Node& node, FoundDamage& found, std::string& damage) {
  while (true) {
    int signal = 0;
    sigwait(&signals, &signal);
    if (signal == SIGHUP) {
      Reload(node);
      continue;
    }
    if (signal != kDamageSignal) {
      spdlog::info("stopping on {}", signal == SIGTERM ? "SIGTERM" : "SIGINT");
      return true;
    }
    damage = found.Take();
    if (!damage.empty()) return false;
  }
}

int Serve(config::v1::NodeConfig config, bool new_log) {
  sigset_t signals = BlockSignals();
  base::SystemClock clock;
  base::SystemEntropy entropy;
  FoundDamage found;
  std::string damage;
  std::deque<absl::Time> rebuilt;
  while (true) {
    absl::StatusOr<std::unique_ptr<Node>> node =
        Node::Start(config, &clock, &entropy, damage, std::exchange(new_log, false),
                    [&found](absl::string_view what) { found.Put(what); });
    if (!node.ok()) return Fail(kCannotStart, node.status());
    spdlog::info("{} serves on {}", config.economy(), (*node)->address());
    // Where it listened before, it listens again.
    config.set_listen((*node)->address());
    const bool stop = AwaitEnd(signals, **node, found, damage);
    if (!stop) spdlog::error("damage: {}; the node stops serving", damage);
    node->reset();
    spdlog::info("stopped");
    if (stop) return kOk;
    const absl::Time now = clock.Now();
    while (!rebuilt.empty() && now - rebuilt.front() > kRebuildsWithin) rebuilt.pop_front();
    if (rebuilt.size() == kRebuilds) {
      return Fail(kCannotStart,
                  absl::DataLossError(absl::StrCat(
                      "the database was rebuilt ", kRebuilds, " times within an hour and is damaged again (",
                      damage, "): the disk is not sound; replace it, then start the node")));
    }
    rebuilt.push_back(now);
  }
}

// As many as the system grants: whoever uses them up with connections keeps the database from its files.
void AllowDescriptors() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

// Of the machine, or what the control group that the process is in may have, bytes.
uint64_t Memory() {
  uint64_t memory = static_cast<uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  std::ifstream file("/sys/fs/cgroup/memory.max");
  uint64_t of_group = 0;
  if (file >> of_group) memory = std::min(memory, of_group);
  return memory;
}

int Main(int argc, char** argv) {
  CLI::App app("lightshipd: one economy's node of the Lightship incident-sharing network");
  std::string path;
  bool check = false;
  app.set_version_flag("--version", std::string("lightshipd ") + kVersion);
  app.add_option("--config", path, "configuration file; config/node.textproto explains every key")
      ->required();
  bool new_log = false;
  app.add_flag("--new-log", new_log,
               "open this economy's log, which never was before; without this word a node that finds no "
               "database waits for its peers to give it its log back");
  app.add_flag("--check-config", check, "read the configuration, say whether it is right, and end");
  app.footer("Exit codes: 0 stopped as asked, 1 wrong usage, 2 wrong configuration, 3 cannot start.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kOk : kUsage;
  }
  absl::StatusOr<config::v1::NodeConfig> config = LoadConfig(path);
  if (!config.ok()) return Fail(kConfiguration, config.status());
  if (check) {
    std::cout << path << ": ok\n";
    return kOk;
  }
  absl::Status bound = BoundMemory(Memory(), *config);
  if (!bound.ok()) return Fail(kConfiguration, base::Annotate(bound, path));
  spdlog::set_default_logger(spdlog::stderr_logger_mt("lightshipd"));
  spdlog::set_level(spdlog::level::from_str(config->log_level()));
  spdlog::flush_on(spdlog::level::info);
  AllowDescriptors();
  return Serve(*config, new_log);
}

}  // namespace
}  // namespace lightship::app

int main(int argc, char** argv) { return lightship::app::Main(argc, argv); }
