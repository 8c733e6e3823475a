// A directory that is gone at the end.
#ifndef LIGHTSHIP_TESTS_UNIT_CLIENT_CONSOLE_FOLDER_H_
#define LIGHTSHIP_TESTS_UNIT_CLIENT_CONSOLE_FOLDER_H_

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/string_view.h"

namespace lightship::console {

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "lightship-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string Path(const std::string& name) const { return path_ + "/" + name; }
  void Write(const std::string& name, absl::string_view text) const {
    std::filesystem::create_directories(std::filesystem::path(Path(name)).parent_path());
    std::ofstream(Path(name)) << text;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace lightship::console

#endif  // LIGHTSHIP_TESTS_UNIT_CLIENT_CONSOLE_FOLDER_H_
