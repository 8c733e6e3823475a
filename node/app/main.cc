// lightshipd: one economy's node.
#include <sys/resource.h>

#include <cstdint>
#include <iostream>
#include <string>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/synchronization/mutex.h"
#include "node/app/config.h"
#include "node/app/daemon.h"
#include "node/app/logging.h"
#include "node/app/memory.h"
#include "node/app/node.h"
#include "node/base/status.h"

namespace lightship::app {
namespace {

// Exit codes.
constexpr int kOk = 0;
constexpr int kUsage = 1;
constexpr int kConfiguration = 2;
constexpr int kCannotStart = 3;
constexpr int kGaveUp = 4;

int Fail(int code, const absl::Status& status) {
  std::cerr << "lightshipd: " << status.message() << "\n";
  return code;
}

// As many as the system grants: whoever uses them up with connections keeps the database from its files.
void AllowDescriptors() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
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
  app.add_flag("--check", check,
               "read the configuration, say whether it is right or FILE:LINE: KEY: REASON of all that is wrong, and end");
  app.footer("Exit codes: 0 stopped as asked, 1 wrong usage, 2 wrong configuration, 3 cannot start, 4 cannot start, nor at the next try: the disk damages the database again and again.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kOk : kUsage;
  }
  absl::StatusOr<config::v1::NodeConfig> config = LoadConfig(path);
  if (!config.ok()) {
    // As compilers write it, so that editors find the place.
    std::cerr << config.status().message() << "\n";
    return kConfiguration;
  }
  const uint64_t memory = MemoryThereIs();
  config::v1::NodeConfig bounded = *config;
  absl::Status bound = BoundMemory(memory, bounded);
  if (!bound.ok()) return Fail(kConfiguration, base::Annotate(bound, path));
  if (check) {
    if (const std::string caution = CautionOf(*config); !caution.empty()) std::cerr << path << ": warning: " << caution << "\n";
    std::cout << path << ": ok\n";
    return kOk;
  }
  SetUpLog(config->log_level());
  // Debian's build of Abseil looks for cycles among gRPC's locks at each that is taken.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  AllowDescriptors();
  absl::Status served = Daemon(path, *std::move(config), memory).Run(new_log);
  if (absl::IsAborted(served)) return Fail(kGaveUp, served);
  return served.ok() ? kOk : Fail(kCannotStart, served);
}

}  // namespace
}  // namespace lightship::app

int main(int argc, char** argv) { return lightship::app::Main(argc, argv); }
