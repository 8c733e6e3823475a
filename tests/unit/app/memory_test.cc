#include "node/app/memory.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "gtest/gtest.h"

namespace lightship::app {
namespace {

class MemoryTest : public ::testing::Test {
 protected:
  MemoryTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "memory.XXXXXX").string();
    root_ = mkdtemp(pattern.data());
  }
  ~MemoryTest() override { std::filesystem::remove_all(root_); }

  void Write(const std::string& path, const std::string& text) {
    const std::filesystem::path file = root_ + path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  uint64_t Of(uint64_t machine) { return WithinControlGroups(machine, root_ + "/membership", root_ + "/groups"); }

  std::string root_;
};

TEST_F(MemoryTest, IsWhatTheServicesControlGroupMayHave) {
  Write("/membership", "0::/system.slice/node.service\n");
  Write("/groups/system.slice/node.service/memory.max", "700\n");
  Write("/groups/system.slice/memory.max", "max\n");
  EXPECT_EQ(Of(1000), 700u);
  EXPECT_EQ(Of(600), 600u) << "the machine has less";
}

TEST_F(MemoryTest, IsWhatAGroupAroundItMayHaveWhenThatIsLess) {
  Write("/membership", "12:cpu:/elsewhere\n0::/system.slice/node.service\n");
  Write("/groups/system.slice/node.service/memory.max", "max\n");
  Write("/groups/system.slice/memory.max", "500\n");
  EXPECT_EQ(Of(1000), 500u);
}

TEST_F(MemoryTest, InAContainerIsWhatItsOwnRootMayHave) {
  Write("/membership", "0::/\n");
  Write("/groups/memory.max", "300\n");
  EXPECT_EQ(Of(1000), 300u);
}

TEST_F(MemoryTest, IsTheMachinesWhereThereAreNoGroups) { EXPECT_EQ(Of(1000), 1000u); }

}  // namespace
}  // namespace lightship::app
