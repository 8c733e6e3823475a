#include "client/doctor/finding.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace lightship::doctor {
namespace {

Finding Make(Level level, absl::string_view area, absl::string_view what, absl::string_view means,
             absl::string_view todo) {
  return {level, std::string(area), std::string(what), std::string(means), std::string(todo)};
}

bool IsPlain(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::string_view("/._-:=+,@").find(c) != absl::string_view::npos;
}

}  // namespace

Finding Ok(absl::string_view area, absl::string_view what, absl::string_view means,
           absl::string_view todo) {
  return Make(Level::kOk, area, what, means, todo);
}

Finding NotLooked(absl::string_view area, absl::string_view what, absl::string_view todo) {
  Finding finding = Ok(area, what, "", todo);
  finding.looked = false;
  return finding;
}

Finding Look(absl::string_view area, absl::string_view what, absl::string_view means,
             absl::string_view todo) {
  return Make(Level::kLook, area, what, means, todo);
}

Finding Mend(absl::string_view area, absl::string_view what, absl::string_view means,
             absl::string_view todo) {
  return Make(Level::kMend, area, what, means, todo);
}

absl::string_view LevelName(Level level) {
  switch (level) {
    case Level::kOk:
      return "ok";
    case Level::kLook:
      return "look";
    case Level::kMend:
      return "mend";
  }
  return "";
}

Level Worst(const Findings& findings) {
  Level worst = Level::kOk;
  for (const Finding& finding : findings) worst = std::max(worst, finding.level);
  return worst;
}

void Append(Findings more, Findings& to) { std::move(more.begin(), more.end(), std::back_inserter(to)); }

std::string Shell(absl::string_view word) {
  if (!word.empty() && std::all_of(word.begin(), word.end(), IsPlain)) return std::string(word);
  return absl::StrCat("'", absl::StrReplaceAll(word, {{"'", "'\\''"}}), "'");
}

std::string WhichDisk(const std::string& path) {
  std::error_code error;
  std::filesystem::path above = std::filesystem::absolute(path, error);
  while (!std::filesystem::exists(above, error) && above.has_relative_path()) above = above.parent_path();
  return absl::StrCat("findmnt -T ", Shell(above.string()));
}

}  // namespace lightship::doctor
