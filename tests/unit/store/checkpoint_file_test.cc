#include "node/store/checkpoint_file.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "gtest/gtest.h"

namespace lightship::store {
namespace {

class CheckpointFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "/checkpoint.XXXXXX";
    directory_ = mkdtemp(pattern.data());
    path_ = directory_ + "/file";
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::string directory_;
  std::string path_;
};

TEST_F(CheckpointFileTest, IsEmptyBeforeTheFirstSave) {
  EXPECT_EQ(*CheckpointFile(path_).Load(), "");
}

TEST_F(CheckpointFileTest, GivesBackTheNewestNoteAlsoWhenItIsShorter) {
  {
    CheckpointFile file(path_);
    ASSERT_TRUE(file.Save("a long first note").ok());
    ASSERT_TRUE(file.Save("second").ok());
    EXPECT_EQ(*file.Load(), "second");
  }
  EXPECT_EQ(*CheckpointFile(path_).Load(), "second");
}

TEST_F(CheckpointFileTest, NoticesAnyChangedByte) {
  ASSERT_TRUE(CheckpointFile(path_).Save("note").ok());
  for (int at : {0, 31, 32, 39, 40, 43, 44, 4095}) {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(at);
    char byte = static_cast<char>(file.get());
    file.seekp(at);
    file.put(static_cast<char>(byte ^ 1));
    file.close();
    EXPECT_EQ(CheckpointFile(path_).Load().status().code(), absl::StatusCode::kDataLoss) << at;
    std::fstream back(path_, std::ios::in | std::ios::out | std::ios::binary);
    back.seekp(at);
    back.put(byte);
  }
  EXPECT_EQ(*CheckpointFile(path_).Load(), "note");
}

TEST_F(CheckpointFileTest, RefusesANoteThatDoesNotFit) {
  EXPECT_EQ(CheckpointFile(path_).Save(std::string(5000, 'x')).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(CheckpointFileTest, SaysWhichFileCannotBeWritten) {
  absl::Status saved = CheckpointFile("/proc/no-such/file").Save("note");
  EXPECT_NE(saved.message().find("/proc/no-such/file"), absl::string_view::npos);
}

}  // namespace
}  // namespace lightship::store
