#include "client/console/assets.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/console/folder.h"

namespace lightship::console {
namespace {

TEST(Assets, AreWhatWasThereAtTheStart) {
  Folder web;
  web.Write("index.html", "page");
  web.Write("assets/a-1.js", "script");
  web.Write("assets/a-1.js.gz", "packed");
  web.Write("favicon.svg", "<svg/>");
  web.Write("lone.gz", "nothing's");
  const auto assets = Assets::Load(web.path());
  ASSERT_TRUE(assets.ok()) << assets.status();
  web.Write("later.js", "late");

  EXPECT_EQ(assets->Find("/index.html")->bytes, "page");
  EXPECT_EQ(assets->Find("/index.html")->mime_type, "text/html; charset=utf-8");
  EXPECT_FALSE(assets->Find("/index.html")->unchanging);
  EXPECT_EQ(assets->Find("/assets/a-1.js")->gzipped, "packed");
  EXPECT_TRUE(assets->Find("/assets/a-1.js")->unchanging);
  EXPECT_EQ(assets->Find("/favicon.svg")->mime_type, "image/svg+xml");
  for (const char* path : {"/", "/map", "/incidents/SG", ""}) {
    EXPECT_EQ(assets->Find(path), assets->Find("/index.html")) << path;
  }
  for (const char* path : {"/later.js", "/assets/a-1.js.gz", "/lone.gz", "/../x.txt", "/.", "/..", "//etc/passwd.x"}) {
    EXPECT_EQ(assets->Find(path), nullptr) << path;
  }
}

TEST(Assets, NeedAPage) {
  Folder empty;
  const auto none = Assets::Load(empty.path());
  EXPECT_EQ(none.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(none.status().message()), testing::HasSubstr("index.html"));
  EXPECT_FALSE(Assets::Load(empty.Path("nothing")).ok());
}

TEST(Assets, AreFoundBesideTheProgram) {
  Folder root;
  root.Write("usr/share/lightship/console/index.html", "page");
  EXPECT_EQ(*Assets::FindDirectory(root.Path("usr/bin/lightship")), root.Path("usr/share/lightship/console"));
  EXPECT_FALSE(Assets::FindDirectory(root.Path("opt/lightship")).ok());
  for (const char* above : {"usr/lightship", "usr/local/bin/lightship", "usr/bin/deep/lightship", "usr/share/x/bin/lightship"}) {
    EXPECT_FALSE(Assets::FindDirectory(root.Path(above)).ok()) << above;
  }
}

}  // namespace
}  // namespace lightship::console
