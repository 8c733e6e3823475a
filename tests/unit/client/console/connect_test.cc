#include "client/console/connect.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "nlohmann/json.hpp"

namespace lightship::console {
namespace {

using ::testing::HasSubstr;

TEST(Connect, PathsNameOneMethod) {
  EXPECT_EQ(MethodOf("/rpc/lightship.v1.NodeService/GetStatus"), "lightship.v1.NodeService/GetStatus");
  for (const char* path : {"/rpc/", "/rpc/x", "/rpc//x", "/rpc/x/", "/rpc/x/y/z", "/x/y", "rpc/x/y"}) {
    EXPECT_EQ(MethodOf(path), "") << path;
  }
}

TEST(Connect, ContentTypesTellTheCoding) {
  EXPECT_FALSE(CodingOf("application/proto")->stream);
  EXPECT_TRUE(CodingOf("application/connect+proto")->stream);
  EXPECT_TRUE(CodingOf("Application/JSON; charset=utf-8")->json);
  EXPECT_TRUE(CodingOf("application/connect+json")->json);
  for (const char* type : {"application/grpc", "text/plain", "", "application/protobuf"}) {
    EXPECT_FALSE(CodingOf(type).ok()) << type;
  }
  for (bool stream : {false, true}) {
    for (bool json : {false, true}) {
      const Coding coding = *CodingOf(ContentType({stream, json}));
      EXPECT_EQ(coding.stream, stream);
      EXPECT_EQ(coding.json, json);
    }
  }
}

TEST(Connect, ErrorsCarryReasonViolationsAndDelayWithoutPadding) {
  const auto plain = nlohmann::json::parse(ErrorJson(absl::NotFoundError("no \"x\" \xff here")));
  EXPECT_EQ(plain["code"], "not_found");
  EXPECT_FALSE(plain.contains("details"));
  const auto told = nlohmann::json::parse(
      ErrorJson(base::RetryLater(absl::StatusCode::kResourceExhausted, base::reason::kOverloaded, "busy", absl::Seconds(2))));
  EXPECT_EQ(told["details"][0]["type"], "google.rpc.ErrorInfo");
  // Fields 1 and 2: OVERLOADED, lightship.
  EXPECT_EQ(told["details"][0]["value"], "CgpPVkVSTE9BREVEEglsaWdodHNoaXA");
  EXPECT_EQ(told["details"][1]["type"], "google.rpc.RetryInfo");
  EXPECT_EQ(told["details"][1]["value"], "CgIIAg");
  const auto fields = nlohmann::json::parse(ErrorJson(base::InvalidFields({{"facts.occurred", "missing"}})));
  EXPECT_EQ(fields["details"][1]["type"], "google.rpc.BadRequest");
}

TEST(Connect, EachCodeHasItsNameAndHttpStatus) {
  EXPECT_EQ(CodeName(absl::StatusCode::kCancelled), "canceled") << "with one l";
  EXPECT_EQ(CodeName(absl::StatusCode::kUnauthenticated), "unauthenticated");
  EXPECT_EQ(HttpStatus(absl::StatusCode::kUnauthenticated), 401);
  EXPECT_EQ(HttpStatus(absl::StatusCode::kResourceExhausted), 429);
  EXPECT_EQ(HttpStatus(absl::StatusCode::kUnavailable), 503);
  EXPECT_EQ(HttpStatus(absl::StatusCode::kFailedPrecondition), 400);
  EXPECT_EQ(HttpStatus(absl::StatusCode::kDataLoss), 500);
}

TEST(Connect, StreamsAreEnvelopes) {
  EXPECT_EQ(Envelope("abc"), std::string("\0\0\0\0\3abc", 8));
  EXPECT_EQ(*OnlyMessage(Envelope("abc")), "abc");
  EXPECT_EQ(*OnlyMessage(Envelope("")), "");
  EXPECT_EQ(EndOfStream(absl::OkStatus()), std::string("\2\0\0\0\2{}", 7));
  EXPECT_THAT(EndOfStream(absl::UnavailableError("gone")), HasSubstr(R"({"error":{"code":"unavailable")"));
  const std::string large(300, 'x');
  EXPECT_EQ(*OnlyMessage(Envelope(large)), large);
}

TEST(Connect, RefusesBrokenAndCompressedRequests) {
  EXPECT_FALSE(OnlyMessage("").ok());
  EXPECT_FALSE(OnlyMessage(std::string("\0\0\0\0", 4)).ok());
  EXPECT_FALSE(OnlyMessage(Envelope("abc") + "d").ok());
  EXPECT_FALSE(OnlyMessage(Envelope("abc") + Envelope("d")).ok());
  EXPECT_FALSE(OnlyMessage(Envelope("abc").substr(0, 7)).ok());
  std::string compressed = Envelope("abc");
  compressed[0] = 1;
  EXPECT_EQ(OnlyMessage(compressed).status().code(), absl::StatusCode::kUnimplemented);
}

}  // namespace
}  // namespace lightship::console
