#include "client/console/items.h"

#include <sys/stat.h>

#include "absl/strings/str_cat.h"
#include "client/console/limits.h"
#include "gtest/gtest.h"
#include "tests/unit/client/console/folder.h"

namespace lightship::console {
namespace {

absl::Status Put(Items& items, const std::string& collection, const std::string& name, const std::string& content) {
  v1::PutItemRequest request;
  request.set_collection(collection);
  request.set_name(name);
  request.set_content(content);
  return items.Put(request);
}

TEST(Items, AreKeptReplacedAndDeleted) {
  Folder folder;
  Items items(folder.Path("desk"));
  EXPECT_EQ(items.List("drafts")->items_size(), 0);
  ASSERT_TRUE(Put(items, "drafts", "b", "two").ok());
  ASSERT_TRUE(Put(items, "drafts", "a", "one").ok());
  ASSERT_TRUE(Put(items, "drafts", "a", std::string("one\0more", 8)).ok());
  ASSERT_TRUE(Put(items, "views", "a", "other").ok());
  const auto drafts = *Items(folder.Path("desk")).List("drafts");
  ASSERT_EQ(drafts.items_size(), 2);
  EXPECT_EQ(drafts.items(0).name(), "a");
  EXPECT_EQ(drafts.items(0).content(), std::string("one\0more", 8));
  EXPECT_GT(drafts.items(0).changed_at().seconds(), 1'700'000'000);
  struct stat file {};
  ASSERT_EQ(stat(folder.Path("desk/drafts/a").c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600u);

  v1::DeleteItemRequest gone;
  gone.set_collection("drafts");
  gone.set_name("a");
  EXPECT_TRUE(items.Delete(gone).ok());
  EXPECT_TRUE(items.Delete(gone).ok()) << "once more";
  EXPECT_EQ(items.List("drafts")->items_size(), 1);
}

TEST(Items, NamesStayInTheirDirectory) {
  Folder folder;
  Items items(folder.Path("desk"));
  for (const char* name : {"", ".", "..", "a/b", "../a", "A", "a.new", "a b"}) {
    EXPECT_EQ(Put(items, "drafts", name, "x").code(), absl::StatusCode::kInvalidArgument) << name;
    EXPECT_EQ(Put(items, name, "a", "x").code(), absl::StatusCode::kInvalidArgument) << name;
    EXPECT_FALSE(items.List(name).ok()) << name;
  }
  EXPECT_FALSE(Put(items, "drafts", std::string(65, 'a'), "x").ok());
  EXPECT_TRUE(Put(items, "drafts", std::string(64, 'a'), "x").ok());
}

TEST(Items, HaveLimits) {
  Folder folder;
  Items items(folder.Path("desk"));
  EXPECT_TRUE(Put(items, "drafts", "large", std::string(limits::kItemBytes, 'x')).ok());
  EXPECT_EQ(Put(items, "drafts", "larger", std::string(limits::kItemBytes + 1, 'x')).code(), absl::StatusCode::kInvalidArgument);
  for (size_t i = 1; i < limits::kItemsOfCollection; ++i) folder.Write(absl::StrCat("desk/drafts/", i), "x");
  EXPECT_EQ(Put(items, "drafts", "more", "x").code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(Put(items, "drafts", "large", "x").ok()) << "one that is there may change";
  for (size_t i = 1; i < limits::kCollections; ++i) EXPECT_TRUE(Put(items, absl::StrCat("c", i), "a", "x").ok());
  EXPECT_EQ(Put(items, "another", "a", "x").code(), absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace lightship::console
