// lightship: the program. Wires the real terminal, clock, entropy and connection to commands/run.
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "client/commands/context.h"
#include "client/commands/run.h"
#include "client/sdk/connection.h"

namespace {

constexpr size_t kColumnsWithoutTerminal = 200;

size_t Columns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return kColumnsWithoutTerminal;
}

// As the C library decides it (POSIX, "Internationalization Variables").
bool SpeaksUtf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string locale = absl::AsciiStrToLower(value);
    return absl::StrContains(locale, "utf-8") || absl::StrContains(locale, "utf8");
  }
  return false;
}

std::string Home() {
  const char* home = std::getenv("HOME");
  return home != nullptr && *home != '\0' ? home : ".";
}

}  // namespace

int main(int argc, char** argv) {
  using namespace lightship;
  // What gRPC logs about connections is in the status that every call returns; one set by the user stays.
  setenv("GRPC_VERBOSITY", "NONE", 0);
  // While no call waits, gRPC looks at its connections this often, else every 5 s, and to reconnect takes several looks.
  setenv("GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS", "200", 0);
  base::SystemClock clock;
  base::SystemEntropy entropy;
  commands::Terminal terminal{std::cin,
                              std::cout,
                              std::cerr,
                              isatty(STDIN_FILENO) != 0,
                              isatty(STDOUT_FILENO) != 0,
                              isatty(STDERR_FILENO) != 0,
                              Columns(),
                              SpeaksUtf8()};
  commands::Context context{terminal, clock, entropy, {}, Home()};
  context.connect = [&](const std::string& address, const sdk::OfficerIdentity& officer,
                        const statement::PinnedRoots& roots) {
    return sdk::Connect({address, ""}, officer, roots, clock);
  };
  return commands::Run(std::vector<std::string>(argv + 1, argv + argc), context);
}
