// lightship console: the web console, served to this machine's browser until it is stopped.
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/verbs.h"
#include "client/console/assets.h"
#include "client/console/desk.h"
#include "client/console/gateway.h"
#include "client/console/server.h"
#include "client/sdk/command.h"
#include "client/sdk/connection.h"
#include "client/sdk/file.h"
#include "client/sdk/forward.h"
#include "client/sdk/wait.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

struct ConsoleFlags {
  uint32_t port = 0;
  uint32_t idle_minutes = 15;
  std::string web, token_file;
  bool open = false;
};

constexpr absl::Duration kStopWithin = absl::Seconds(2);

// Signals that this program waits for, instead of being ended by them. Made before the first thread, which inherit it.
class Signals {
 public:
  Signals() {
    sigemptyset(&awaited_);
    for (int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&awaited_, signal);
    pthread_sigmask(SIG_BLOCK, &awaited_, &before_);
    fd_ = signalfd(-1, &awaited_, SFD_CLOEXEC);
  }
  ~Signals() {
    close(fd_);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // Until another link is asked for (true: SIGHUP, or Enter where `typed`), or the end.
  bool AwaitWish(bool typed) {
    pollfd fds[] = {{fd_, POLLIN, 0}, {typed_ && typed ? STDIN_FILENO : -1, POLLIN, 0}};
    while (poll(fds, 2, -1) < 0) {
    }
    if (fds[1].revents != 0) {
      char line[256];
      typed_ = read(STDIN_FILENO, line, sizeof line) > 0;
      if (typed_) return true;
      return AwaitWish(typed);
    }
    signalfd_siginfo info{};
    return read(fd_, &info, sizeof info) == sizeof info && info.ssi_signo == SIGHUP;
  }

 private:
  sigset_t awaited_{}, before_{};
  int fd_ = -1;
  bool typed_ = true;  // until the terminal's end
};

// The browser is given a file that leads to the link: other users of the machine can read a program's arguments.
absl::Status OpenInBrowser(const std::string& link, const Context& context) {
  RETURN_IF_ERROR(sdk::MakeDirectory(context.spool_directory, sdk::Access::kOwnerOnly));
  const std::string file = absl::StrCat(context.spool_directory, "/open-console.html");
  RETURN_IF_ERROR(sdk::ReplaceFile(
      file, absl::StrCat("<!doctype html><meta http-equiv=\"refresh\" content=\"0; url=", link, "\">\n"),
      sdk::Access::kOwnerOnly));
  return sdk::StartCommand({"xdg-open", file});
}

// A report that is being handed in may wait for minutes; it is on disk, and goes on at the next start.
void EndWithin(absl::Duration time) {
  std::thread([time] {
    sdk::WaitFor(time);
    std::_Exit(0);
  }).detach();
}

absl::Status TellLink(const std::string& link, const ConsoleFlags& flags, Context& context) {
  if (!flags.token_file.empty()) {
    return sdk::ReplaceFile(flags.token_file, absl::StrCat(link, "\n"), sdk::Access::kOwnerOnly);
  }
  context.terminal.out << "Console: " << link << "\n";
  context.terminal.out.flush();
  return absl::OkStatus();
}

absl::StatusOr<console::Assets> LoadPage(const ConsoleFlags& flags) {
  std::string directory = flags.web;
  if (directory.empty()) {
    std::error_code error;
    ASSIGN_OR_RETURN(directory, console::Assets::FindDirectory(
                                    std::filesystem::read_symlink("/proc/self/exe", error).string()));
  }
  return console::Assets::Load(directory);
}

absl::Status Serve(const ConsoleFlags& flags, console::Gateway& gateway, Signals& signals,
                   Context& context) {
  ASSIGN_OR_RETURN(std::unique_ptr<console::Server> server, console::Server::Start(gateway, flags.port));
  context.terminal.out << "Unlock code: " << gateway.UnlockCode() << std::endl;
  bool open = flags.open;
  do {
    const std::string link =
        absl::StrCat("http://127.0.0.1:", server->port(), "/#token=", gateway.NewToken());
    RETURN_IF_ERROR(TellLink(link, flags, context));
    if (std::exchange(open, false)) RETURN_IF_ERROR(OpenInBrowser(link, context));
  } while (signals.AwaitWish(context.terminal.in_is_tty));
  EndWithin(kStopWithin);
  return absl::OkStatus();
}

absl::Status Console(const ConsoleFlags& flags, Context& context) {
  Signals signals;
  auto assets = LoadPage(flags);
  if (!assets.ok()) return WithExit(ExitCode::kUsage, assets.status());
  ASSIGN_OR_RETURN(sdk::OfficerIdentity officer, context.Officer());
  ASSIGN_OR_RETURN(statement::PinnedRoots roots, context.Roots());
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  auto forward = sdk::ConnectForward({context.node_address, ""}, officer, roots, context.clock);
  if (!forward.ok()) return WithExit(ExitCode::kUsage, forward.status());
  console::Desk desk({officer, roots, *node, context.clock, context.entropy, context.node_address,
                      context.spool_directory, flags.idle_minutes});
  console::Gateway gateway({*assets, desk, **forward, context.clock, context.entropy,
                            absl::Minutes(flags.idle_minutes)});
  return WithExit(ExitCode::kUsage, Serve(flags, gateway, signals, context));
}

}  // namespace

void AddConsole(Verb app, Context& context) {
  auto flags = std::make_shared<ConsoleFlags>();
  Verb console = app.Add("console", "The web console, for this machine's browser alone, until it is stopped");
  console.Option("--port", flags->port, "Port on 127.0.0.1; 0: one that is free").Range(0, 65535).ShowDefault();
  console.Option("--idle-minutes", flags->idle_minutes, "Lock after so long without input; 0: never")
      .Range(0, 24 * 60)
      .ShowDefault();
  console.Option("--web", flags->web, "Directory with the page's files; default: that of this installation");
  console.Option("--token-file", flags->token_file,
                 "Write the link to this file, for its owner alone, instead of to the terminal");
  console.Switch("--open", flags->open, "Show it in the desktop's browser (xdg-open)");
  console.Footer(
      "Examples:\n"
      "  lightship console --open\n"
      "  lightship console --port 8400 --idle-minutes 5\n"
      "The link that it prints opens the console once, within five minutes. Enter, or SIGHUP, prints another; when that is used,\n"
      "the session before it ends. The unlock code opens a console that has locked itself.");
  console.Runs(context, [=, &context] { return Console(*flags, context); });
}

}  // namespace lightship::commands
