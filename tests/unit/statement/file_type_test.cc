#include "node/statement/file_type.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::statement {
namespace {

using ::testing::HasSubstr;

std::string Mp4(const std::string& brand) { return std::string("\0\0\0\x18", 4) + "ftyp" + brand; }

TEST(FileType, IsToldByTheFirstBytes) {
  EXPECT_EQ(FileTypeOf("\xFF\xD8\xFF\xE0 JFIF"), "image/jpeg");
  EXPECT_EQ(FileTypeOf("\x89PNG\r\n\x1A\n rest"), "image/png");
  EXPECT_EQ(FileTypeOf(std::string("RIFF\x10\0\0\0WEBPVP8 ", 16)), "image/webp");
  EXPECT_EQ(FileTypeOf("%PDF-1.7\n"), "application/pdf");
  EXPECT_EQ(FileTypeOf(Mp4("isom")), "video/mp4");
  EXPECT_EQ(FileTypeOf("Deck log, 03:26 LT\n"), "text/plain");
  EXPECT_EQ(FileTypeOf("Nota: capitán\n"), "text/plain");
}

TEST(FileType, IsNoneForWhatCanRunOrCarryOtherFiles) {
  for (const std::string& bytes :
       {std::string("MZ\x90\0\3", 5), std::string("\x7F" "ELF\2\1\1\0", 8), std::string("PK\3\4\x14\0", 6),
        std::string("<html><script>"), std::string("  \n<!DOCTYPE html>"),
        std::string("\xEF\xBB\xBF<svg xmlns="), std::string("#!/bin/sh\n"), std::string("Rar!\x1A\7\0", 7),
        std::string("RIFF\x10\0\0\0AVI LIST", 16), Mp4("qt  "), Mp4("heic"), std::string()}) {
    EXPECT_EQ(FileTypeOf(bytes), "") << bytes;
  }
}

TEST(FileType, TextIsValidUtf8WithoutControlCharacters) {
  EXPECT_EQ(FileTypeOf(std::string("log\0book", 8)), "");
  for (const char* bytes : {"bell \a", "escape \x1B[2J", "caf\xE9 au lait", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2(\xA1"}) {
    EXPECT_EQ(FileTypeOf(bytes), "") << bytes;
  }
  EXPECT_EQ(FileTypeOf("a chunk may end within a character: \xE2\x82"), "text/plain");
}

TEST(FileType, AFileThatIsNotWhatItSaysIsRefusedWithWhatIsAccepted) {
  EXPECT_TRUE(CheckFileType("application/pdf", "%PDF-1.4").ok());
  const absl::Status lie = CheckFileType("image/jpeg", "%PDF-1.4");
  EXPECT_EQ(base::ReasonOf(lie), base::reason::kWrongFileType);
  EXPECT_THAT(std::string(lie.message()), HasSubstr("application/pdf"));
  const absl::Status program = CheckFileType("image/jpeg", "MZ\x90");
  EXPECT_THAT(std::string(program.message()), HasSubstr("accepted: image/jpeg, image/png"));
  EXPECT_FALSE(CheckFileType("", "MZ\x90").ok());
}

}  // namespace
}  // namespace lightship::statement
