// What is let in from the machine's browsers, and what they are told to allow: defence against other sites that the same
// browser shows (cross-site requests, DNS rebinding, framing, injected script). Pure.
#ifndef LIGHTSHIP_CLIENT_CONSOLE_GUARD_H_
#define LIGHTSHIP_CLIENT_CONSOLE_GUARD_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lightship::console {

// Of a request. What it does not have is empty.
struct Claims {
  std::string method;
  std::string host;
  std::string origin;
  std::string fetch_site;    // Sec-Fetch-Site
  std::string fetch_mode;    // Sec-Fetch-Mode
  std::string fetch_dest;    // Sec-Fetch-Dest
  std::string content_type;
  std::string content_encoding;
};

// OK for GET and HEAD, and for POST of a protobuf or JSON content type, that name this very console (127.0.0.1:PORT or
// localhost:PORT) as their host, and it or nothing as their origin. A link elsewhere may lead here: a GET that opens a window of its
// own shows the page and nothing that a session guards. Otherwise PERMISSION_DENIED, INVALID_ARGUMENT, or
// UNIMPLEMENTED for a compressed body.
absl::Status CheckRequest(const Claims& claims, int port);

using Headers = std::vector<std::pair<std::string, std::string>>;

// Of every response. Nothing but files whose name has a hash of their content (`unchanging`) may be kept by the browser.
Headers ResponseHeaders(bool unchanging);

}  // namespace lightship::console

#endif  // LIGHTSHIP_CLIENT_CONSOLE_GUARD_H_
