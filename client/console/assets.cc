#include "client/console/assets.h"

#include <cstddef>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/console/limits.h"
#include "client/sdk/file.h"
#include "node/base/status.h"

namespace lightship::console {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kCompressed = ".gz";
constexpr absl::string_view kIndex = "/index.html";

std::string MimeType(absl::string_view path) {
  static const std::map<absl::string_view, absl::string_view> kTypes = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".txt", "text/plain; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".ogg", "audio/ogg"},
      {".wav", "audio/wav"},
      {".mp3", "audio/mpeg"},
      {".pbf", "application/x-protobuf"},
      {".wasm", "application/wasm"}};
  const size_t dot = path.rfind('.');
  auto found = kTypes.find(dot == absl::string_view::npos ? "" : path.substr(dot));
  return std::string(found == kTypes.end() ? "application/octet-stream" : found->second);
}

absl::Status NoPage(const std::string& directory, absl::string_view what) {
  return absl::FailedPreconditionError(
      absl::StrCat(directory, ": ", what, "; --web names the directory with the console's page"));
}

}  // namespace

absl::StatusOr<Assets> Assets::Load(const std::string& directory) {
  std::error_code error;
  std::map<std::string, std::string> files;
  size_t bytes = 0;
  for (fs::recursive_directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
    if (!it->is_regular_file(error)) continue;
    ASSIGN_OR_RETURN(std::string content, sdk::ReadFile(it->path().string()));
    bytes += content.size();
    files[absl::StrCat("/", fs::relative(it->path(), directory, error).generic_string())] = std::move(content);
    if (files.size() > limits::kPageFiles || bytes > limits::kPageBytes) return NoPage(directory, "holds too much");
  }
  if (error) return NoPage(directory, error.message());
  if (!files.contains(std::string(kIndex))) return NoPage(directory, "has no index.html");
  Assets assets;
  for (auto& [path, content] : files) {
    const bool compressed = absl::EndsWith(path, kCompressed);
    const std::string name = compressed ? path.substr(0, path.size() - kCompressed.size()) : path;
    if (compressed && !files.contains(name)) continue;
    Asset& asset = assets.files_[name];
    asset.mime_type = MimeType(name);
    asset.unchanging = absl::StartsWith(name, "/assets/");
    (compressed ? asset.gzipped : asset.bytes) = content;
  }
  return assets;
}

absl::StatusOr<std::string> Assets::FindDirectory(const std::string& executable) {
  // No further up: there, others of this machine may have put theirs.
  const fs::path candidate = fs::path(executable).parent_path().parent_path() / "share/lightship/console";
  std::error_code error;
  if (fs::is_regular_file(candidate / "index.html", error)) return candidate.string();
  return NoPage(candidate.string(), "has no index.html");
}

const Asset* Assets::Find(absl::string_view path) const {
  auto found = files_.find(path);
  if (found != files_.end()) return &found->second;
  const absl::string_view last = path.substr(path.rfind('/') + 1);
  if (last.find('.') != absl::string_view::npos) return nullptr;
  return &files_.find(kIndex)->second;
}

}  // namespace lightship::console
