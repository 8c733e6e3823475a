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

enum class Wish { kEnd, kLink, kTypedLine };

// Nothing tells a program that it was brought to the foreground.
constexpr int kForegroundMs = 1000;

// Signals that this program waits for, instead of being ended by them. Made before the first thread, which inherit it.
class Signals {
 public:
  Signals() {
    sigemptyset(&awaited_);
    for (int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&awaited_, signal);
    // Those that would stop it for using the terminal from the background.
    sigset_t blocked = awaited_;
    for (int signal : {SIGTTIN, SIGTTOU}) sigaddset(&blocked, signal);
    pthread_sigmask(SIG_BLOCK, &blocked, &before_);
    fd_ = signalfd(-1, &awaited_, SFD_CLOEXEC);
  }
  ~Signals() {
    close(fd_);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // Until SIGHUP asks for another link, Enter where `typed`, or the end. What is typed for other programs is left to them.
  Wish Await(bool typed) {
    while (true) {
      const bool waits = typed && typed_;
      const bool listens = waits && InForeground();
      pollfd fds[] = {{fd_, POLLIN, 0}, {listens ? STDIN_FILENO : -1, POLLIN, 0}};
      if (poll(fds, 2, waits && !listens ? kForegroundMs : -1) <= 0) continue;
      if (fds[0].revents != 0) {
        signalfd_siginfo info{};
        const bool read_it = read(fd_, &info, sizeof info) == sizeof info;
        return read_it && info.ssi_signo == SIGHUP ? Wish::kLink : Wish::kEnd;
      }
      if (!InForeground()) continue;
      char line[256];
      typed_ = read(STDIN_FILENO, line, sizeof line) > 0;
      if (typed_) return Wish::kTypedLine;
    }
  }

 private:
  static bool InForeground() { return tcgetpgrp(STDIN_FILENO) == getpgrp(); }

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

// On every way out: a report that is being handed in may wait for minutes. It is on disk, and goes on at the next start.
class HardEnd {
 public:
  ~HardEnd() {
    std::thread([exit_code = exit_code_] {
      sdk::WaitFor(kStopWithin);
      std::_Exit(static_cast<int>(exit_code));
    }).detach();
  }
  void set_exit_code(ExitCode exit_code) { exit_code_ = exit_code; }

 private:
  ExitCode exit_code_ = ExitCode::kUsage;
};

// The unlock code goes where the link goes: what the program prints may be kept in a log.
absl::Status TellLink(const std::string& link, console::Gateway& gateway, const ConsoleFlags& flags, Context& context) {
  const std::string code = absl::StrCat("Unlock code: ", gateway.UnlockCode(), "\n");
  if (!flags.token_file.empty()) {
    return sdk::ReplaceFile(flags.token_file, absl::StrCat(link, "\n", code), sdk::Access::kOwnerOnly);
  }
  context.terminal.out << code << "Console: " << link << std::endl;
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

// Until another link is wished for (true), or the end.
bool AwaitLink(console::Gateway& gateway, Signals& signals, Context& context) {
  while (true) {
    const Wish wish = signals.Await(context.terminal.in_is_tty);
    if (wish != Wish::kTypedLine || !gateway.Locked()) return wish != Wish::kEnd;
    context.terminal.out << "The console is locked: its page asks for the unlock code. Without that page: kill -HUP "
                         << getpid() << std::endl;
  }
}

absl::Status Serve(const ConsoleFlags& flags, console::Gateway& gateway, Signals& signals,
                   Context& context) {
  ASSIGN_OR_RETURN(std::unique_ptr<console::Server> server, console::Server::Start(gateway, flags.port));
  HardEnd end;
  // Once it runs, what fails here is said, and the page that is open goes on.
  auto say = [&](const absl::Status& failed) {
    if (!failed.ok()) context.terminal.err << "lightship: " << failed.message() << std::endl;
  };
  auto new_link = [&] { return absl::StrCat("http://127.0.0.1:", server->port(), "/#token=", gateway.NewToken()); };
  const std::string first = new_link();
  RETURN_IF_ERROR(TellLink(first, gateway, flags, context));
  if (flags.open) say(OpenInBrowser(first, context));
  while (AwaitLink(gateway, signals, context)) say(TellLink(new_link(), gateway, flags, context));
  end.set_exit_code(ExitCode::kOk);
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
                 "Write the link and the unlock code to this file, for its owner alone, instead of to the terminal");
  console.Switch("--open", flags->open, "Show it in the desktop's browser (xdg-open)");
  console.Footer(
      "Examples:\n"
      "  lightship console --open\n"
      "  lightship console --port 8400 --idle-minutes 5\n"
      "The link that it prints opens the console once, within five minutes. Enter, or SIGHUP, prints another; when that is used,\n"
      "the session before it ends. The unlock code opens a console that has locked itself. The lock guards the page, not the\n"
      "terminal: whoever can type there, or reads the file of --token-file, can open the console.");
  console.Runs(context, [=, &context] { return Console(*flags, context); });
}

}  // namespace lightship::commands
