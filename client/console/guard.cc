#include "client/console/guard.h"

#include "absl/strings/str_cat.h"
#include "client/console/connect.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::console {
namespace {

// The page has one policy for trusted types: it lets script addresses of its own host through, and no markup made of text.
constexpr absl::string_view kContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "worker-src 'self'; font-src 'self'; media-src 'self' blob:; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default";

constexpr absl::string_view kPermissionsPolicy =
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), serial=(), usb=()";

absl::Status Foreign(absl::string_view message) {
  return base::Error(absl::StatusCode::kPermissionDenied, base::reason::kForeignRequest, message);
}

}  // namespace

absl::Status CheckRequest(const Claims& claims, int port) {
  const std::string by_number = absl::StrCat("127.0.0.1:", port);
  const std::string by_name = absl::StrCat("localhost:", port);
  if (claims.host != by_number && claims.host != by_name) {
    return Foreign("the request was made for another host");
  }
  if (!claims.origin.empty() && claims.origin != absl::StrCat("http://", claims.host)) {
    return Foreign("the request comes from another site");
  }
  const bool follows_link =
      claims.method == "GET" && claims.fetch_mode == "navigate" && claims.fetch_dest == "document";
  if (!claims.fetch_site.empty() && claims.fetch_site != "same-origin" && claims.fetch_site != "none" &&
      !follows_link) {
    return Foreign("the request comes from another site");
  }
  if (claims.method == "GET" || claims.method == "HEAD") return absl::OkStatus();
  if (claims.method != "POST") {
    return absl::UnimplementedError("the console answers GET and POST alone");
  }
  if (!claims.content_encoding.empty() && claims.content_encoding != "identity") {
    return absl::UnimplementedError("compressed requests are not taken");
  }
  return CodingOf(claims.content_type).status();
}

Headers ResponseHeaders(bool unchanging) {
  return {{"Content-Security-Policy", std::string(kContentSecurityPolicy)},
          {"X-Content-Type-Options", "nosniff"},
          {"Referrer-Policy", "no-referrer"},
          {"Cross-Origin-Opener-Policy", "same-origin"},
          {"Cross-Origin-Resource-Policy", "same-origin"},
          {"Permissions-Policy", std::string(kPermissionsPolicy)},
          {"Cache-Control", unchanging ? "public, max-age=31536000, immutable" : "no-store"}};
}

}  // namespace lightship::console
