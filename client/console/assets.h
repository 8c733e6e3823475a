// The page's own files, read once at the start: what is not among them cannot be asked for.
#ifndef LIGHTSHIP_CLIENT_CONSOLE_ASSETS_H_
#define LIGHTSHIP_CLIENT_CONSOLE_ASSETS_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lightship::console {

struct Asset {
  std::string bytes;
  std::string gzipped;  // empty: there is no compressed form
  std::string mime_type;
  bool unchanging = false;  // its name has a hash of its content
};

// Immutable once loaded; thread-safe.
class Assets {
 public:
  // All files under `directory`; "x.gz" is the compressed form of "x". FAILED_PRECONDITION when it has no index.html, or is too
  // large to be a page.
  static absl::StatusOr<Assets> Load(const std::string& directory);
  // share/lightship/console beside the directory of `executable`; FAILED_PRECONDITION that says so when there is none.
  static absl::StatusOr<std::string> FindDirectory(const std::string& executable);

  // Of a path such as "/assets/index-B2x.js". A path whose last part has no dot is one of the page's own views: index.html.
  // Null when there is no such file.
  const Asset* Find(absl::string_view path) const;

 private:
  std::map<std::string, Asset, std::less<>> files_;
};

}  // namespace lightship::console

#endif  // LIGHTSHIP_CLIENT_CONSOLE_ASSETS_H_
