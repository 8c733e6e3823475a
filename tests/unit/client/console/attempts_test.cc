#include "client/console/attempts.h"

#include <chrono>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/unit/client/console/folder.h"

namespace lightship::console {
namespace {

class AttemptsTest : public ::testing::Test {
 protected:
  // Another one with each signing.
  absl::StatusOr<lightship::v1::SubmitRequest> Sign() {
    lightship::v1::SubmitRequest request;
    request.mutable_statement()->set_manifest(absl::StrCat("manifest ", ++signed_));
    return request;
  }
  std::string ManifestOf(const std::string& attempt, const std::string& draft) {
    const auto request = attempts_.SignOnce(attempt, draft, [this] { return Sign(); });
    return request.ok() ? request->statement().manifest() : absl::StrCat(absl::StatusCodeToString(request.status().code()));
  }

  Folder folder_;
  Attempts attempts_{folder_.Path("attempts")};
  int signed_ = 0;
};

TEST_F(AttemptsTest, TheSameAttemptIsTheSameStatementAlsoAfterARestart) {
  EXPECT_EQ(ManifestOf("one", "draft"), "manifest 1");
  EXPECT_EQ(ManifestOf("one", "draft"), "manifest 1");
  Attempts restarted(folder_.Path("attempts"));
  EXPECT_EQ(restarted.SignOnce("one", "draft", [this] { return Sign(); })->statement().manifest(), "manifest 1");
  EXPECT_EQ(ManifestOf("two", "draft"), "manifest 2");
  attempts_.Forget("one");
  EXPECT_EQ(ManifestOf("one", "draft"), "manifest 3");
}

TEST_F(AttemptsTest, AnAttemptIsOfOneDraft) {
  EXPECT_EQ(ManifestOf("one", "draft"), "manifest 1");
  EXPECT_EQ(ManifestOf("one", "another"), "FAILED_PRECONDITION");
}

TEST_F(AttemptsTest, ANameCannotLeadElsewhere) {
  for (const std::string& name : {std::string("../x"), std::string("A"), std::string("a.b"), std::string(65, 'a')}) {
    EXPECT_EQ(ManifestOf(name, "draft"), "INVALID_ARGUMENT") << name;
  }
}

TEST_F(AttemptsTest, OldOnesAreForgotten) {
  EXPECT_EQ(ManifestOf("one", "draft"), "manifest 1");
  std::filesystem::last_write_time(folder_.Path("attempts/one"),
                                   std::filesystem::file_time_type::clock::now() - std::chrono::hours(24 * 31));
  EXPECT_EQ(ManifestOf("two", "draft"), "manifest 2");
  EXPECT_FALSE(std::filesystem::exists(folder_.Path("attempts/one")));
  for (size_t i = 0; i < Attempts::kNewest + 2; ++i) folder_.Write(absl::StrCat("attempts/old-", i), "");
  EXPECT_EQ(ManifestOf("three", "draft"), "manifest 3");
  const std::filesystem::directory_iterator files(folder_.Path("attempts"));
  EXPECT_EQ(static_cast<size_t>(std::distance(begin(files), end(files))), Attempts::kNewest);
}

}  // namespace
}  // namespace lightship::console
