#include "client/console/guard.h"

#include <map>
#include <string>

#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::console {
namespace {

constexpr int kGuardedPort = 8400;

Claims Post() { return {"POST", "127.0.0.1:8400", "http://127.0.0.1:8400", "same-origin", "cors", "empty", "application/proto", ""}; }

TEST(Guard, LetsItsOwnPageIn) {
  EXPECT_TRUE(CheckRequest(Post(), kGuardedPort).ok());
  EXPECT_TRUE(CheckRequest({"GET", "localhost:8400", "", "none", "navigate", "document", "", ""}, kGuardedPort).ok()) << "typed into the address bar";
  EXPECT_TRUE(CheckRequest({"POST", "localhost:8400", "http://localhost:8400", "", "", "", "application/connect+proto", ""}, kGuardedPort).ok());
  EXPECT_TRUE(CheckRequest({"POST", "localhost:8400", "", "", "", "", "application/json; charset=utf-8", "identity"}, kGuardedPort).ok());
}

TEST(Guard, RefusesOtherHosts) {
  for (const char* host : {"", "127.0.0.1", "127.0.0.1:8401", "localhost", "evil.example:8400", "127.0.0.1:8400.evil.example",
                           "127.0.0.1:84000", "[::1]:8400", "LOCALHOST:8400"}) {
    Claims claims = Post();
    claims.host = host;
    claims.origin.clear();
    EXPECT_EQ(base::ReasonOf(CheckRequest(claims, kGuardedPort)), base::reason::kForeignRequest) << host;
  }
}

TEST(Guard, RefusesOtherSites) {
  for (const char* origin : {"null", "http://evil.example", "https://127.0.0.1:8400", "http://127.0.0.1:8401",
                             "http://localhost:8400", "http://127.0.0.1:8400/"}) {
    Claims claims = Post();
    claims.origin = origin;
    EXPECT_EQ(base::ReasonOf(CheckRequest(claims, kGuardedPort)), base::reason::kForeignRequest) << origin;
  }
  for (const char* site : {"cross-site", "same-site", "anything"}) {
    EXPECT_FALSE(CheckRequest({"GET", "127.0.0.1:8400", "", site, "cors", "empty", "", ""}, kGuardedPort).ok()) << site;
  }
}

TEST(Guard, LinksElsewhereMayLeadHereAndNothingElseMay) {
  const Claims link = {"GET", "127.0.0.1:8400", "", "cross-site", "navigate", "document", "", ""};
  EXPECT_TRUE(CheckRequest(link, kGuardedPort).ok());
  for (const char* destination : {"iframe", "object", "script", "image", "empty", ""}) {
    Claims claims = link;
    claims.fetch_dest = destination;
    EXPECT_FALSE(CheckRequest(claims, kGuardedPort).ok()) << destination;
  }
  Claims form = link;
  form.method = "POST";
  form.content_type = "application/json";
  EXPECT_FALSE(CheckRequest(form, kGuardedPort).ok());
}

TEST(Guard, RefusesWhatAFormCanSend) {
  for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"}) {
    Claims claims = Post();
    claims.content_type = type;
    EXPECT_EQ(CheckRequest(claims, kGuardedPort).code(), absl::StatusCode::kInvalidArgument) << type;
  }
  for (const char* method : {"PUT", "DELETE", "OPTIONS", "PATCH"}) {
    Claims claims = Post();
    claims.method = method;
    EXPECT_EQ(CheckRequest(claims, kGuardedPort).code(), absl::StatusCode::kUnimplemented) << method;
  }
  Claims claims = Post();
  claims.content_encoding = "gzip";
  EXPECT_EQ(CheckRequest(claims, kGuardedPort).code(), absl::StatusCode::kUnimplemented);
}

TEST(Guard, LetsNothingInToThePageAndNobodyElseReadIt) {
  for (bool unchanging : {false, true}) {
    std::map<std::string, std::string> headers;
    for (const auto& [name, value] : ResponseHeaders(unchanging)) {
      EXPECT_TRUE(headers.emplace(name, value).second) << name << " twice";
      EXPECT_NE(name.substr(0, 14), "Access-Control") << name;
      if (name == "Content-Security-Policy") EXPECT_EQ(value.find("unsafe"), std::string::npos);
      if (name == "Cache-Control") EXPECT_EQ(value.find("immutable") != std::string::npos, unchanging);
    }
    const std::string policy = headers["Content-Security-Policy"];
    for (const char* part : {"default-src 'none'", "script-src 'self'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'",
                             "frame-ancestors 'none'", "require-trusted-types-for 'script'"}) {
      EXPECT_NE(policy.find(part), std::string::npos) << part;
    }
    EXPECT_EQ(headers["X-Content-Type-Options"], "nosniff");
    EXPECT_EQ(headers["Referrer-Policy"], "no-referrer");
    EXPECT_EQ(headers["Cross-Origin-Opener-Policy"], "same-origin");
    EXPECT_EQ(headers["Cross-Origin-Resource-Policy"], "same-origin");
    EXPECT_NE(headers["Permissions-Policy"].find("camera=()"), std::string::npos);
    EXPECT_EQ(headers["Cache-Control"].find("no-store") != std::string::npos, !unchanging);
  }
}

}  // namespace
}  // namespace lightship::console
