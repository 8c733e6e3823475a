// lightshipd: one economy's node.
#include <csignal>
#include <cstdio>
#include <iostream>
#include <string>

#include "CLI/CLI.hpp"
#include "node/app/config.h"
#include "node/app/node.h"
#include "node/base/clock.h"
#include "node/base/entropy.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace lightship::app {
namespace {

// Exit codes.
constexpr int kOk = 0;
constexpr int kUsage = 1;
constexpr int kConfiguration = 2;
constexpr int kCannotStart = 3;

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
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

int Serve(const config::v1::NodeConfig& config) {
  sigset_t signals = BlockSignals();
  base::SystemClock clock;
  base::SystemEntropy entropy;
  absl::StatusOr<std::unique_ptr<Node>> node = Node::Start(config, &clock, &entropy);
  if (!node.ok()) return Fail(kCannotStart, node.status());
  spdlog::info("{} serves on {}", config.economy(), (*node)->address());
  int signal = 0;
  sigwait(&signals, &signal);
  spdlog::info("stopping on {}", signal == SIGTERM ? "SIGTERM" : "SIGINT");
  node->reset();
  spdlog::info("stopped");
  return kOk;
}

int Main(int argc, char** argv) {
  CLI::App app("lightshipd: one economy's node of the Lightship incident-sharing network");
  std::string path;
  bool check = false;
  app.set_version_flag("--version", std::string("lightshipd ") + kVersion);
  app.add_option("--config", path, "configuration file; config/node.textproto explains every key")
      ->required();
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
  spdlog::set_default_logger(spdlog::stderr_logger_mt("lightshipd"));
  spdlog::set_level(spdlog::level::from_str(config->log_level()));
  spdlog::flush_on(spdlog::level::info);
  return Serve(*config);
}

}  // namespace
}  // namespace lightship::app

int main(int argc, char** argv) { return lightship::app::Main(argc, argv); }
