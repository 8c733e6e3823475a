// Looking at what answers at an address, without trusting it: the certificates that it shows, and whether it takes ours.
#ifndef LIGHTSHIP_CLIENT_SDK_PROBE_H_
#define LIGHTSHIP_CLIENT_SDK_PROBE_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "node/crypto/certificate.h"

namespace lightship::sdk {

// Our side of the handshake: PEM.
struct ShownByUs {
  std::string chain_pem, key_pem;
};

struct Probed {
  // As shown, own certificate first; empty when no handshake came so far.
  std::vector<crypto::Certificate> chain;
  // What `judge` said of it.
  absl::Status verdict;
  // Of a call that asks for the node's status, made only when the verdict is OK: an answer, also a refusal such as
  // PERMISSION_DENIED, says that it took our certificate.
  absl::Status call;
};

using Judge = std::function<absl::Status(const std::vector<crypto::Certificate>&)>;

// "host:port". `judge` runs on a thread of gRPC. Returns within the time given.
Probed Probe(const std::string& address, const ShownByUs& ours, absl::Duration within, Judge judge);

// OK when something takes connections there. NOT_FOUND: no such host; UNAVAILABLE, in the system's words, otherwise; INVALID_ARGUMENT
// for an address without a port.
absl::Status Reach(const std::string& address, absl::Duration within);

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_PROBE_H_
