#include "node/app/daemon.h"

#include <unistd.h>

#include <cerrno>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "node/app/config.h"
#include "node/app/kept_finding.h"
#include "node/app/logging.h"
#include "node/app/reload.h"
#include "node/app/watchdog.h"
#include "node/base/mutex.h"
#include "node/base/status.h"
#include "node/base/uptime.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

// Sent by this process to itself when damage is found.
constexpr int kDamageSignal = SIGUSR1;
// How often the service manager may hear something.
constexpr absl::Duration kAwaitSignal = absl::Milliseconds(250);
// A start or stop says so often that it goes on, and asks for so much time.
constexpr absl::Duration kWorkTold = absl::Seconds(5);
constexpr absl::Duration kWorkLonger = absl::Seconds(60);

// Signals are taken by the main thread alone; blocked first, so that every other thread inherits that.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, kDamageSignal}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

}  // namespace

// What a run has found to be damaged, or nothing if it is only to start anew, handed from the thread that found it to the one that waits for signals.
class Daemon::FoundDamage {
 public:
  void Put(absl::string_view what) {
    base::MutexLock lock(mutex_);
    found_ = std::string(what);
    kill(getpid(), kDamageSignal);
  }
  std::optional<std::string> Take() {
    base::MutexLock lock(mutex_);
    return std::exchange(found_, std::nullopt);
  }

 private:
  base::Mutex mutex_;
  std::optional<std::string> found_ ABSL_GUARDED_BY(mutex_);
};

Daemon::Daemon(std::string path, config::v1::NodeConfig config, uint64_t memory)
    : path_(std::move(path)), memory_(memory), written_(std::move(config)), running_(written_), signals_(BlockSignals()) {}

// 0 when none has come for a while.
int Daemon::AwaitSignal() const {
  const timespec patience = absl::ToTimespec(kAwaitSignal);
  const int signal = sigtimedwait(&signals_, nullptr, &patience);
  return signal > 0 ? signal : 0;
}

absl::Status Daemon::TakeChanges(Node& node) {
  ASSIGN_OR_RETURN(const config::v1::NodeConfig wanted, LoadConfig(path_));
  config::v1::NodeConfig bounded = wanted;
  RETURN_IF_ERROR(BoundMemory(memory_, bounded));
  const std::vector<ConfigChange> changes = ChangesOf(written_, wanted);
  config::v1::NodeConfig next = WithTaken(running_, wanted);
  RETURN_IF_ERROR(node.Reload(next));
  SetLogLevel(next.log_level());
  running_ = std::move(next);
  written_ = WithTaken(written_, wanted);
  for (const ConfigChange& change : changes) {
    spdlog::log(change.taken ? spdlog::level::info : spdlog::level::warn, "SIGHUP: {}", change.Text());
  }
  return absl::OkStatus();
}

void Daemon::Reload(Node& node) {
  manager_.Reloading();
  const absl::Status taken = TakeChanges(node);
  if (taken.ok()) {
    spdlog::info("SIGHUP: configuration, pinned roots and keys are read again");
  } else {
    for (absl::string_view line : absl::StrSplit(taken.message(), '\n')) {
      spdlog::error("SIGHUP: nothing is changed: {}", std::string(line));
    }
  }
  manager_.Ready();
}

// Waits for the signal to stop or for damage. True when a signal came.
bool Daemon::AwaitEnd(Node& node, FoundDamage& found, std::string& damage) {
  pulses_.clear();
  for (const base::Beat* beat : node.beats()) pulses_.emplace_back(beat);
  Watchdog watchdog(ServiceManager::WatchdogLimit(), node.beats(), [this] { manager_.Alive(); });
  while (true) {
    manager_.Status(node.Summary());
    ShowHealth(&node);
    watchdog.Look(absl::UnixEpoch() + base::Uptime());
    const int signal = AwaitSignal();
    if (signal == SIGHUP) Reload(node);
    if (signal == SIGTERM || signal == SIGINT) {
      spdlog::info("stopping on {}", signal == SIGTERM ? "SIGTERM" : "SIGINT");
      return true;
    }
    if (signal != kDamageSignal) continue;
    if (auto what = found.Take()) {
      damage = *std::move(what);
      return false;
    }
  }
}

absl::Status Daemon::OpenAdmin() {
  if (running_.admin().listen().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(admin_, rpc::AdminServer::Start(running_.admin().listen()));
  spdlog::info("health, reflection and channelz are served on {}", admin_->address());
  ShowHealth(nullptr);
  return absl::OkStatus();
}

void Daemon::ShowHealth(Node* node) {
  if (admin_ == nullptr) return;
  if (node == nullptr) return admin_->SetHealth(HealthOf({}));
  const absl::Time now = absl::UnixEpoch() + base::Uptime();
  admin_->SetHealth(HealthOf({true, node->admits(), pulses_[0].Beats(now) && node->writes(), pulses_[1].Beats(now)}));
}

LongStart Daemon::TellOfWork() {
  return LongStart(kWorkTold, UsageOfProcess, [this] { manager_.StillAtWork(kWorkLonger); });
}

absl::StatusOr<std::unique_ptr<Node>> Daemon::Start(absl::string_view damage, bool new_log, FoundDamage& found) {
  manager_.Status(damage.empty() ? "opening the database" : absl::StrCat("rebuilding the database: ", damage));
  const LongStart start = TellOfWork();
  return Node::Start(running_, &clock_, &entropy_, damage, new_log, [&found](absl::string_view what) { found.Put(what); });
}

void Daemon::Stop(std::unique_ptr<Node> node) {
  ShowHealth(nullptr);
  const LongStart stop = TellOfWork();
  node.reset();
  spdlog::info("stopped");
}

absl::Status Daemon::Run(bool new_log) {
  RETURN_IF_ERROR(BoundMemory(memory_, running_));
  if (const int offered = ServiceManager::OfferedSockets(); offered > 0) {
    spdlog::warn("LISTEN_FDS: {} sockets that the service manager offers are not taken: the node listens by itself on {}; disable "
                 "the socket unit", offered, running_.listen());
  }
  RETURN_IF_ERROR(OpenAdmin());
  if (const std::string caution = CautionOf(running_); !caution.empty()) spdlog::warn("{}", caution);
  FoundDamage found;
  std::string damage = KeptFinding(running_.data_dir());
  while (true) {
    ASSIGN_OR_RETURN(std::unique_ptr<Node> node, Start(damage, std::exchange(new_log, false), found));
    spdlog::info("{} serves on {}", running_.economy(), node->address());
    // Where it listened before, it listens again.
    running_.set_listen(node->address());
    manager_.Ready();
    const bool stop = AwaitEnd(*node, found, damage);
    if (stop) {
      manager_.Stopping();
    } else if (!damage.empty()) {
      spdlog::error("damage: {}; the node stops serving", damage);
      const absl::Status kept = KeepFinding(running_.data_dir(), damage);
      if (!kept.ok()) spdlog::error("damage: {}", std::string(kept.message()));
    }
    Stop(std::move(node));
    if (stop) return absl::OkStatus();
  }
}

}  // namespace lightship::app
