#include "client/sdk/attachment.h"

#include <filesystem>

#include "gmock/gmock.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "tests/support/attached.h"
#include "tests/unit/client/desk.h"

namespace lightship::commands {
namespace {

using ::testing::HasSubstr;
using testing::AttachmentOf;
using testing::Photo;

class AttachmentTest : public Desk {
 protected:
  std::string Write(const std::string& name, const std::string& bytes) {
    EXPECT_TRUE(sdk::CreateFile(Path(name), bytes, sdk::Access::kOwnerOnly).ok());
    return Path(name);
  }
  int Report(const std::string& attach) {
    return LightshipAs({"report", "--time", "2026-03-01T19:40Z", "--position", "01:15.25N 104:02.41E",
                        "--spool", Path("spool"), "--attach", attach});
  }
  size_t Waiting() {
    size_t files = 0;
    for (const auto& file : std::filesystem::directory_iterator(Path("spool"))) {
      if (file.path().extension() != ".attachment") continue;
      ++files;
      EXPECT_EQ(file.status().permissions(),
                std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    }
    return files;
  }
  // The node has a report at SG/1 with these.
  void Hold(std::vector<v1::Attachment> attachments, const std::string& bytes) {
    v1::IncidentStatement& statement = *log_.incident.add_statements();
    statement.set_address("SG/1");
    for (const auto& attachment : attachments) *statement.add_attachments() = attachment;
    log_.files[attachments.front().sha256()] = bytes;
  }
};

TEST_F(AttachmentTest, AReportNamesTheFileThatFollowsIt) {
  const std::string photo = Photo(3000);
  ASSERT_EQ(Report(Write("bridge.jpg", photo) + ":The bridge"), 0) << err_;
  ASSERT_EQ(log_.requests.size(), 1u);
  v1::Attachment named;
  for (const v1::Part& part : log_.requests[0].statement().parts()) {
    if (part.name() == "attachment/1") named.ParseFromString(part.content());
  }
  EXPECT_EQ(named.sha256(), crypto::AsString(crypto::Sha256(photo)));
  EXPECT_EQ(named.mime_type(), "image/jpeg");
  EXPECT_EQ(named.file_name(), "bridge.jpg");
  EXPECT_EQ(named.caption(), "The bridge");
  EXPECT_EQ(log_.files[named.sha256()], photo);
  EXPECT_EQ(Waiting(), 0u);
}

TEST_F(AttachmentTest, BytesWaitInTheSpoolForTheOfficerAlone) {
  const std::string photo = Photo(3000);
  log_.reachable_calls = 0;
  EXPECT_EQ(Report(Write("bridge.jpg", photo)), 3);
  EXPECT_EQ(Waiting(), 1u);
  std::filesystem::remove(Path("bridge.jpg"));
  log_.reachable_calls = SIZE_MAX;
  log_.uploads_fail = true;
  EXPECT_EQ(LightshipAs({"spool", "send", "--spool", Path("spool")}), 3);
  EXPECT_EQ(log_.requests.size(), 1u);
  EXPECT_EQ(Waiting(), 1u);
  log_.uploads_fail = false;
  EXPECT_EQ(LightshipAs({"spool", "send", "--spool", Path("spool")}), 0) << err_;
  EXPECT_EQ(log_.requests.size(), 1u) << "the statement was sent before";
  EXPECT_EQ(log_.files.size(), 1u);
  EXPECT_EQ(Waiting(), 0u);
}

TEST_F(AttachmentTest, ARefusedReportLeavesTheFileOfAnotherThatWaits) {
  const std::string path = Write("bridge.jpg", Photo(3000));
  log_.reachable_calls = 0;
  EXPECT_EQ(Report(path), 3);
  log_.reachable_calls = SIZE_MAX;
  log_.refuse_all = true;
  EXPECT_NE(Report(path), 0);
  EXPECT_EQ(Waiting(), 1u);
  log_.refuse_all = false;
  EXPECT_EQ(LightshipAs({"spool", "send", "--spool", Path("spool")}), 0) << err_;
  EXPECT_EQ(log_.files.size(), 1u);
}

TEST_F(AttachmentTest, ARefusedReportLeavesNothing) {
  log_.refuse_all = true;
  EXPECT_NE(Report(Write("bridge.jpg", Photo(3000))), 0);
  EXPECT_EQ(Waiting(), 0u);
}

TEST_F(AttachmentTest, AFileTakenInPartWaits) {
  log_.upload_bytes = 100;
  EXPECT_EQ(Report(Write("bridge.jpg", Photo(3000))), 3);
  EXPECT_THAT(err_, HasSubstr("the node holds 100 of 3000 bytes"));
  EXPECT_EQ(Waiting(), 1u);
}

TEST_F(AttachmentTest, AFileThatMayNotBeAttachedIsRefusedBeforeSigning) {
  EXPECT_EQ(Report(Write("program.jpg", std::string("MZ\0", 3))), 1);
  EXPECT_THAT(err_, HasSubstr("accepted: image/jpeg"));
  EXPECT_EQ(Report(Write("empty.txt", "")), 1);
  EXPECT_THAT(err_, HasSubstr("empty.txt: 0 bytes"));
  EXPECT_EQ(Report(Path("missing.jpg")), 1);
  EXPECT_TRUE(log_.requests.empty());
}

TEST_F(AttachmentTest, AFetchedFileIsCheckedAndNeverReplacesAnother) {
  const std::string photo = Photo(500);
  v1::Attachment attachment = AttachmentOf(photo);
  attachment.set_file_name("bridge.jpg");
  Hold({attachment}, photo);
  const std::vector<std::string> get = {"attachment", "get", "SG/1", "--out", Path("out")};
  ASSERT_EQ(LightshipAs(get), 0) << err_;
  EXPECT_EQ(*sdk::ReadFile(Path("out/bridge.jpg")), photo);
  EXPECT_EQ(LightshipAs(get), 0) << "the same file is there";
  ASSERT_TRUE(sdk::ReplaceFile(Path("out/bridge.jpg"), "another", sdk::Access::kOwnerOnly).ok());
  EXPECT_EQ(LightshipAs(get), 1);
  EXPECT_THAT(err_, HasSubstr("exists"));
  EXPECT_EQ(*sdk::ReadFile(Path("out/bridge.jpg")), "another");
  log_.files[attachment.sha256()][100] ^= 1;
  std::filesystem::remove(Path("out/bridge.jpg"));
  EXPECT_EQ(LightshipAs(get), 5);
  EXPECT_FALSE(std::filesystem::exists(Path("out/bridge.jpg")));
}

TEST_F(AttachmentTest, OneOfSeveralIsChosenByNameOrNumber) {
  const std::string photo = Photo(500);
  v1::Attachment first = AttachmentOf(photo), second = AttachmentOf(Photo(600));
  first.set_file_name("a.jpg");
  second.set_file_name("b.jpg");
  Hold({first, second}, photo);
  EXPECT_EQ(LightshipAs({"attachment", "get", "SG/1", "--out", Path("out")}), 1);
  EXPECT_THAT(err_, HasSubstr("1 a.jpg, 2 b.jpg"));
  EXPECT_EQ(LightshipAs({"attachment", "get", "SG/1", "1", "--out", Path("out")}), 0) << err_;
  EXPECT_EQ(LightshipAs({"attachment", "get", "SG/1", "b.jpg", "--out", Path("out")}), 4);
  EXPECT_EQ(LightshipAs({"attachment", "get", "SG/2", "--out", Path("out")}), 4);
}

TEST(SafeFileName, StaysInItsDirectoryAndEndsAsItsTypeDoes) {
  v1::Attachment attachment = AttachmentOf(Photo(10));
  const auto safe = [&](const std::string& name) {
    attachment.set_file_name(name);
    return sdk::SafeFileName(attachment);
  };
  EXPECT_EQ(safe("bridge.JPEG"), "bridge.JPEG");
  EXPECT_EQ(safe("../../etc/passwd"), "_.._etc_passwd.jpg");
  EXPECT_EQ(safe(".bashrc"), "bashrc.jpg");
  EXPECT_EQ(safe("a;rm -rf\n$(x).exe"), "a_rm_-rf___x_.exe.jpg");
  EXPECT_EQ(safe(".."), safe(""));
  EXPECT_EQ(safe("").size(), 16 + 4u);
  EXPECT_LE(safe(std::string(1000, 'x')).size(), 104u);
}

}  // namespace
}  // namespace lightship::commands
