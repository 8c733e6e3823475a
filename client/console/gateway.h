// The console's gateway: what each request of the page is answered. Guards, opens and locks the session, serves the page's
// files, has the desk do what is the desk's, and passes questions on to the node.
#ifndef LIGHTSHIP_CLIENT_CONSOLE_GATEWAY_H_
#define LIGHTSHIP_CLIENT_CONSOLE_GATEWAY_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "client/console/assets.h"
#include "client/console/connect.h"
#include "client/console/desk.h"
#include "client/console/guard.h"
#include "client/console/methods.h"
#include "client/console/session.h"
#include "client/sdk/forward.h"
#include "node/base/clock.h"
#include "node/base/entropy.h"
#include "node/base/mutex.h"

namespace lightship::console {

// Without its body.
struct Request {
  Claims claims;
  std::string path;
  std::string authorization;    // "Bearer KEY"
  std::string accept_encoding;
  std::string timeout_ms;       // Connect-Timeout-Ms
  std::string content_length;   // empty when it is said twice
  std::string transfer_encoding;
};

// Where a stream's answer goes.
struct Outlet {
  std::function<bool(const std::string&)> write;  // false: nobody reads any more
  std::function<bool()> open;
};

struct Answer {
  int http_status = 200;
  std::string content_type;
  Headers headers;
  std::string body;
  // Instead of a body: writes it piece by piece until it ends.
  std::function<void(const Outlet&)> stream = {};
};

// Thread-safe.
class Gateway {
 public:
  // All outlive it.
  struct Parts {
    const Assets& assets;
    Desk& desk;
    sdk::Forward& node;
    const base::Clock& clock;
    base::Entropy& entropy;
    absl::Duration idle;
  };
  explicit Gateway(const Parts& parts);

  // The token of a new link.
  std::string NewToken();
  std::string UnlockCode();
  // Whether a page waits for the unlock code.
  bool Locked();
  // Ends all streams and calls to the node soon, and lets none begin.
  void Stop() { stopping_ = true; }

  // What a body may have at most; before it is read.
  static size_t MostBytes(const Request& request);
  static Answer TooLarge(const Request& request);
  // To a request whose body came too slowly, and to one whose body could not be read.
  static Answer TooSlow(absl::Duration within);
  static Answer Unread();
  // `port` is that on which the request came. What is refused before its body is read: what this console does not answer, and a
  // body that is too long, or longer than strangers may send without the key of an open session.
  std::optional<Answer> Refuse(const Request& request, int port);
  // To a request that was not refused.
  Answer Respond(const Request& request, const std::string& body, int port);

 private:
  Answer Get(const Request& request);
  Answer SessionPost(const Request& request, const std::string& body);
  absl::StatusOr<std::string> SessionAnswer(absl::string_view action, absl::string_view key,
                                            const std::string& body);
  Answer Rpc(const Request& request, const std::string& body);
  absl::StatusOr<std::string> Unary(const Request& request, const Method& method,
                                    const std::string& message);
  // The number of the session that the request has the key of, and that is not locked; what its watch needs may be asked of
  // a locked one too.
  absl::StatusOr<uint64_t> Admit(const Request& request);
  Answer Streaming(const Method& method, const Coding& coding, std::string message, uint64_t session);
  // Of one open stream, from its begin to its end.
  absl::Status RunStream(const Method& method, const Coding& coding, const std::string& message,
                         uint64_t session, const Outlet& outlet);
  // OK while the stream of that session may go on; what ends it otherwise.
  absl::Status StreamState(uint64_t session, bool* locked);

  const Parts parts_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> streams_ = 0;
  base::Mutex mutex_;
  Session session_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lightship::console

#endif  // LIGHTSHIP_CLIENT_CONSOLE_GATEWAY_H_
