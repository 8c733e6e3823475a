#include "client/sdk/attachment.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/sdk/file.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"
#include "node/statement/file_type.h"

namespace lightship::sdk {
namespace {

constexpr size_t kFileNameChars = 100;

// The endings of each accepted type; the first is given to a file that has none of them.
const std::vector<std::string>& EndingsOf(const std::string& mime_type) {
  static const std::map<std::string, std::vector<std::string>> kEndings = {
      {"image/jpeg", {".jpg", ".jpeg"}}, {"image/png", {".png"}},  {"image/webp", {".webp"}},
      {"application/pdf", {".pdf"}},     {"video/mp4", {".mp4"}},  {"text/plain", {".txt", ".log"}},
      {"", {".bin"}}};
  auto found = kEndings.find(mime_type);
  return found == kEndings.end() ? kEndings.at("") : found->second;
}

absl::Status CheckSize(const std::string& name, uintmax_t bytes) {
  if (bytes > 0 && bytes <= base::limits::kAttachmentBytes) return absl::OkStatus();
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                     absl::StrCat(name, ": ", bytes, " bytes; an attachment has 1 to ",
                                  base::limits::kAttachmentBytes));
}

}  // namespace

absl::StatusOr<AttachedFile> ReadAttachedFile(const std::string& path) {
  std::error_code error;
  const uintmax_t size = std::filesystem::file_size(path, error);
  if (!error) RETURN_IF_ERROR(CheckSize(path, size));
  ASSIGN_OR_RETURN(std::string bytes, ReadFile(path));
  ASSIGN_OR_RETURN(AttachedFile file, AttachedFileOf(path, std::move(bytes)));
  file.attachment.set_file_name(std::filesystem::path(path).filename().string());
  return file;
}

absl::StatusOr<AttachedFile> AttachedFileOf(const std::string& name, std::string bytes) {
  RETURN_IF_ERROR(CheckSize(name, bytes.size()));
  const absl::string_view beginning =
      absl::string_view(bytes).substr(0, base::limits::kAttachmentChunkBytes);
  const absl::string_view type = statement::FileTypeOf(beginning);
  if (type.empty()) return base::Annotate(statement::CheckFileType("", beginning), name);
  AttachedFile file;
  file.attachment.set_sha256(crypto::AsString(crypto::Sha256(bytes)));
  file.attachment.set_mime_type(std::string(type));
  file.attachment.set_size(bytes.size());
  file.attachment.set_file_name(name);
  file.bytes = std::move(bytes);
  return file;
}

absl::StatusOr<std::string> DownloadAttachment(const v1::Attachment& attachment, Node& node) {
  v1::DownloadRequest request;
  request.set_sha256(attachment.sha256());
  std::string bytes;
  RETURN_IF_ERROR(node.Download(request, [&](const v1::DownloadResponse& response) {
    bytes += response.data();
    return bytes.size() <= base::limits::kAttachmentBytes;
  }));
  if (crypto::AsString(crypto::Sha256(bytes)) == attachment.sha256()) return bytes;
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kDigestMismatch,
                     absl::StrCat("what the node sent (", bytes.size(),
                                  " bytes) is not the attachment with SHA-256 ",
                                  base::Hex(attachment.sha256())));
}

std::string SafeFileName(const v1::Attachment& attachment) {
  std::string name;
  for (char c : attachment.file_name()) {
    const bool fine = absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
    if (name.empty() && (c == '.' || c == '-')) continue;
    name.push_back(fine ? c : '_');
    if (name.size() == kFileNameChars) break;
  }
  if (name.empty()) name = base::Hex(attachment.sha256()).substr(0, 16);
  const std::vector<std::string>& endings = EndingsOf(attachment.mime_type());
  for (const std::string& ending : endings) {
    if (absl::EndsWithIgnoreCase(name, ending)) return name;
  }
  return name + endings.front();
}

}  // namespace lightship::sdk
