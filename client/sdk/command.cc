#include "client/sdk/command.h"

#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "node/base/status.h"

extern char** environ;

namespace lightship::sdk {
namespace {

// Of what a program prints.
constexpr size_t kOutputBytes = 64 * 1024;

absl::Status Failed(const std::string& program, absl::string_view what) {
  return absl::FailedPreconditionError(absl::StrCat(program, ": ", what));
}

// A file without a name that holds `bytes`, to be read from its beginning: unlike a pipe it needs nobody who writes while the program
// runs, and a program that does not read does no harm. -1 with errno.
int FileOf(absl::string_view bytes) {
  const int file = memfd_create("lightship-event", MFD_CLOEXEC);
  if (file < 0) return -1;
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      close(file);
      return -1;
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  lseek(file, 0, SEEK_SET);
  return file;
}

// Whether the process has ended by then; a descriptor of it becomes readable at its end.
bool EndsWithin(pid_t child, absl::Duration time) {
  const int ended = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  if (ended < 0) return true;  // a kernel without it: then without a bound
  pollfd waiting{ended, POLLIN, 0};
  int ready = -1;
  do {
    ready = poll(&waiting, 1, static_cast<int>(absl::ToInt64Milliseconds(time)));
  } while (ready < 0 && errno == EINTR);
  close(ended);
  return ready > 0;
}

// In a process group of its own, which is killed whole: what a script has started would outlive it otherwise.
// `output`: where it prints, or -1: where this process does.
int Spawn(const std::string& program, char* const* arguments, int input, int output, pid_t& child) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  if (output >= 0) {
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  }
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // The signals that this program awaits are not held back from another.
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setpgroup(&attributes, 0);
  const int error = posix_spawnp(&child, program.c_str(), &actions, &attributes, arguments, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

// The exit status.
absl::StatusOr<int> WaitForEnd(const std::string& program, pid_t child, absl::Duration within) {
  const bool in_time = EndsWithin(child, within);
  if (!in_time) kill(-child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return Failed(program, std::strerror(errno));
  }
  if (!in_time) {
    return Failed(program, absl::StrCat("had not ended after ", absl::FormatDuration(within),
                                        " and was killed"));
  }
  if (WIFSIGNALED(status)) return Failed(program, absl::StrCat("killed by signal ", WTERMSIG(status)));
  return WEXITSTATUS(status);
}

}  // namespace

absl::StatusOr<std::vector<std::string>> SplitCommand(absl::string_view text) {
  std::vector<std::string> words;
  bool in_word = false;
  char quote = 0;
  for (char c : text) {
    if (quote != 0 && c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
      if (!in_word) words.emplace_back();
      in_word = true;
    } else if (quote == 0 && absl::ascii_isspace(static_cast<unsigned char>(c))) {
      in_word = false;
    } else {
      if (!in_word) words.emplace_back();
      in_word = true;
      words.back() += c;
    }
  }
  if (quote != 0) return absl::InvalidArgumentError("a quote is never closed");
  if (words.empty()) return absl::InvalidArgumentError("names no program");
  return words;
}

namespace {

absl::StatusOr<pid_t> Start(const std::vector<std::string>& argv, absl::string_view input,
                            int output = -1) {
  const std::string& program = argv.front();
  const int file = FileOf(input);
  if (file < 0) return Failed(program, std::strerror(errno));
  std::vector<char*> arguments;
  for (const std::string& argument : argv) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int error = Spawn(program, arguments.data(), file, output, child);
  close(file);
  if (error != 0) return Failed(program, std::strerror(error));
  return child;
}

}  // namespace

absl::Status StartCommand(const std::vector<std::string>& argv) { return Start(argv, "").status(); }

absl::Status RunCommand(const std::vector<std::string>& argv, absl::string_view input,
                        absl::Duration within) {
  ASSIGN_OR_RETURN(const pid_t child, Start(argv, input));
  ASSIGN_OR_RETURN(const int status, WaitForEnd(argv.front(), child, within));
  if (status == 0) return absl::OkStatus();
  return Failed(argv.front(), absl::StrCat("ended with status ", status));
}

absl::StatusOr<Ended> RunAndRead(const std::vector<std::string>& argv, absl::Duration within) {
  const int output = FileOf("");
  if (output < 0) return Failed(argv.front(), std::strerror(errno));
  absl::StatusOr<pid_t> child = Start(argv, "", output);
  absl::StatusOr<int> status = child.ok() ? WaitForEnd(argv.front(), *child, within) : child.status();
  Ended ended;
  ended.output.resize(kOutputBytes);
  const ssize_t got = pread(output, ended.output.data(), ended.output.size(), 0);
  close(output);
  ended.output.resize(got > 0 ? static_cast<size_t>(got) : 0);
  if (!status.ok()) return status.status();
  ended.status = *status;
  return ended;
}

}  // namespace lightship::sdk
