// What systemd is told of the service (sd_notify(3)). Where nobody listens (no NOTIFY_SOCKET) nothing is said.
#ifndef LIGHTSHIP_NODE_APP_SERVICE_MANAGER_H_
#define LIGHTSHIP_NODE_APP_SERVICE_MANAGER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace lightship::app {

// Thread-safe, but for Status.
class ServiceManager {
 public:
  // WATCHDOG_USEC: the service is taken for dead when nothing is heard of it for so long. Zero: it is not watched.
  static absl::Duration WatchdogLimit();
  // Sockets that systemd would hand over (LISTEN_FDS).
  static int OfferedSockets();

  // Serves from now on, or again after a reload.
  void Ready();
  void Reloading();
  void Stopping();
  void Alive();
  // The start, a rebuild of the database or the stop goes on: may take `longer` from now.
  void StillAtWork(absl::Duration longer);
  // A line for people, said when it is another than before.
  void Status(absl::string_view text);

 private:
  std::string status_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_SERVICE_MANAGER_H_
