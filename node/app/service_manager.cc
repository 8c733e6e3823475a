#include "node/app/service_manager.h"

#include <systemd/sd-daemon.h>

#include <cstdint>
#include <ctime>

#include "absl/strings/str_cat.h"

namespace lightship::app {
namespace {

// Nothing depends on whether it is heard.
void Say(const std::string& lines) { static_cast<void>(sd_notify(0, lines.c_str())); }

// As systemd counts: what came before a reload is told from what comes after it.
uint64_t MonotonicMicros() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<uint64_t>(absl::ToInt64Microseconds(absl::DurationFromTimespec(now)));
}

}  // namespace

absl::Duration ServiceManager::WatchdogLimit() {
  uint64_t micros = 0;
  return sd_watchdog_enabled(0, &micros) > 0 ? absl::Microseconds(micros) : absl::ZeroDuration();
}

int ServiceManager::OfferedSockets() { return sd_listen_fds(1); }

void ServiceManager::Ready() { Say("READY=1"); }
void ServiceManager::Reloading() { Say(absl::StrCat("RELOADING=1\nMONOTONIC_USEC=", MonotonicMicros())); }
void ServiceManager::Stopping() { Say("STOPPING=1\nSTATUS=stopping"); }
void ServiceManager::Alive() { Say("WATCHDOG=1"); }

void ServiceManager::StillAtWork(absl::Duration longer) {
  Say(absl::StrCat("EXTEND_TIMEOUT_USEC=", absl::ToInt64Microseconds(longer), "\nWATCHDOG=1"));
}

void ServiceManager::Status(absl::string_view text) {
  if (status_ == text) return;
  status_ = std::string(text);
  Say(absl::StrCat("STATUS=", status_));
}

}  // namespace lightship::app
