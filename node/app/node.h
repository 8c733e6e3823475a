// A running node: everything wired together from a configuration.
#ifndef LIGHTSHIP_NODE_APP_NODE_H_
#define LIGHTSHIP_NODE_APP_NODE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lightship/config/v1/config.pb.h"
#include "node/base/beat.h"
#include "node/base/clock.h"
#include "node/base/entropy.h"

namespace lightship::app {

inline constexpr char kVersion[] = "0.1.0";

// Thread-compatible.
class Node {
 public:
  // Opens the log, serves, and dials peers. Errors say which file or key is at fault. `clock` and `entropy` outlive the node.
  // A database that is damaged is rebuilt first: when opening finds it so, or when `damage` is what an earlier run found.
  // Once the node serves, `on_damage` hears of the first damage found, on any thread, and must not block: stop the node and
  // start it with that text, or as before where it is empty: then a start alone mends what was found. `new_log`: there never was a log of this economy and epoch; it is opened.
  static absl::StatusOr<std::unique_ptr<Node>> Start(
      const config::v1::NodeConfig& config, const base::Clock* clock, base::Entropy* entropy,
      absl::string_view damage, bool new_log,
      std::function<void(absl::string_view what)> on_damage);
  // Stops within 5 seconds: takes no more calls, says Bye to peers, ends watches, commits what is in the inbox. Takes longer only
  // while the disk does not answer; nobody is served then.
  ~Node();

  // Reads the pinned roots and the keys again, and takes of `config` what reload.h says; an error says what is wrong, and
  // everything stays as it was. Sessions that stand go on. (Files of TLS are read again by themselves.)
  absl::Status Reload(const config::v1::NodeConfig& config);

  // Of the threads without which nothing goes on: writer and exchange loop.
  std::vector<const base::Beat*> beats() const;
  // Takes statements into its own log (ledger/standby.h).
  bool admits() const;
  // No write has failed.
  bool writes() const;
  // In one line: where it serves, and what it waits for if it takes no submissions.
  std::string Summary() const;

  // "address:port" that officers and peers connect to.
  const std::string& address() const;

 private:
  class Impl;
  explicit Node(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_NODE_H_
