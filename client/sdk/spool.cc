#include "client/sdk/spool.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/sdk/file.h"
#include "node/base/encoding.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"
#include "node/statement/open.h"

namespace lightship::sdk {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kSuffix = ".submit";
constexpr absl::string_view kAttachmentSuffix = ".attachment";
constexpr size_t kIdChars = 16;

std::string ShortId(const v1::SubmitRequest& request) {
  crypto::Digest id = statement::StatementId(request.statement().manifest());
  return base::Hex(crypto::AsView(id)).substr(0, kIdChars);
}

uint64_t NumberOf(absl::string_view name) {
  uint64_t number = 0;
  return absl::SimpleAtoi(name.substr(0, name.find('-')), &number) ? number : 0;
}

absl::Status FileError(const std::string& path, const std::error_code& error) {
  return absl::FailedPreconditionError(absl::StrCat(path, ": ", error.message()));
}

}  // namespace

absl::StatusOr<Spool> Spool::Open(std::string directory) {
  RETURN_IF_ERROR(MakeDirectory(directory, Access::kOwnerOnly));
  return Spool(std::move(directory));
}

absl::StatusOr<std::vector<std::string>> Spool::Names(absl::string_view suffix) const {
  std::error_code error;
  std::vector<std::string> names;
  fs::directory_iterator it(directory_, error);
  if (error) return FileError(directory_, error);
  for (; it != fs::directory_iterator(); it.increment(error)) {
    if (error) return FileError(directory_, error);
    std::string name = it->path().filename().string();
    if (absl::EndsWith(name, suffix)) names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    uint64_t x = NumberOf(a), y = NumberOf(b);
    return x != y ? x < y : a < b;
  });
  return names;
}

absl::StatusOr<std::string> Spool::Keep(const v1::SubmitRequest& request) {
  ASSIGN_OR_RETURN(std::vector<std::string> names, Names(kSuffix));
  std::string ending = absl::StrCat("-", ShortId(request), kSuffix);
  for (const std::string& name : names) {
    if (absl::EndsWith(name, ending)) return name;
  }
  uint64_t number = names.empty() ? 1 : NumberOf(names.back()) + 1;
  std::string name = absl::StrFormat("%08d%s", number, ending);
  RETURN_IF_ERROR(ReplaceFile(absl::StrCat(directory_, "/", name), request.SerializeAsString(),
                              Access::kOwnerOnly));
  return name;
}

absl::Status Spool::Drop(const std::string& file) {
  const std::string path = absl::StrCat(directory_, "/", file);
  std::error_code error;
  fs::remove(path, error);
  return error ? FileError(path, error) : absl::OkStatus();
}

absl::StatusOr<std::vector<SpooledStatement>> Spool::List() const {
  ASSIGN_OR_RETURN(std::vector<std::string> names, Names(kSuffix));
  std::vector<SpooledStatement> waiting;
  for (std::string& name : names) {
    std::string path = absl::StrCat(directory_, "/", name);
    ASSIGN_OR_RETURN(std::string bytes, ReadFile(path));
    SpooledStatement spooled;
    if (!spooled.request.ParseFromString(bytes)) {
      return absl::FailedPreconditionError(
          absl::StrCat(path, ": is not a spooled statement; move it away"));
    }
    spooled.file = std::move(name);
    waiting.push_back(std::move(spooled));
  }
  return waiting;
}

absl::StatusOr<SpoolOutcome> Spool::SendAll(Node& node, const OnEach& on_each) {
  ASSIGN_OR_RETURN(std::vector<SpooledStatement> waiting, List());
  SpoolOutcome outcome;
  for (const SpooledStatement& spooled : waiting) {
    absl::StatusOr<v1::SubmitResponse> response = node.Submit(spooled.request);
    on_each(spooled, response);
    if (!response.ok() && IsUnreachable(response.status())) break;
    std::string path = absl::StrCat(directory_, "/", spooled.file);
    std::error_code error;
    if (response.ok()) {
      fs::remove(path, error);
      ++outcome.sent;
    } else {
      std::string refused = absl::StrCat(directory_, "/refused");
      RETURN_IF_ERROR(MakeDirectory(refused, Access::kOwnerOnly));
      fs::rename(path, absl::StrCat(refused, "/", spooled.file), error);
      ++outcome.refused;
    }
    if (error) return FileError(path, error);
  }
  outcome.left = waiting.size() - outcome.sent - outcome.refused;
  return outcome;
}

std::string Spool::PathOf(const AttachedFile& file) const {
  return absl::StrCat(directory_, "/", base::Hex(file.attachment.sha256()), kAttachmentSuffix);
}

absl::StatusOr<std::string> Spool::Attachment(const v1::Attachment& attachment) const {
  return ReadFile(PathOf({attachment, ""}));
}

absl::Status Spool::KeepAttachment(const AttachedFile& file) {
  return ReplaceFile(PathOf(file), file.bytes, Access::kOwnerOnly);
}

void Spool::DropAttachment(const AttachedFile& file) {
  std::error_code error;
  fs::remove(PathOf(file), error);
}

absl::StatusOr<SpoolOutcome> Spool::SendAttachments(Node& node, const OnAttachment& on_each) {
  ASSIGN_OR_RETURN(std::vector<std::string> names, Names(kAttachmentSuffix));
  SpoolOutcome outcome;
  for (const std::string& name : names) {
    const std::string path = absl::StrCat(directory_, "/", name);
    ASSIGN_OR_RETURN(std::string bytes, ReadFile(path));
    absl::StatusOr<v1::UploadResponse> response =
        node.Upload(crypto::AsString(crypto::Sha256(bytes)), bytes);
    if (absl::IsNotFound(response.status())) continue;  // its statement still waits
    on_each(name.substr(0, name.size() - kAttachmentSuffix.size()), response);
    if (!response.ok() && IsUnreachable(response.status())) break;
    std::error_code error;
    if (response.ok() && response->whole()) {
      fs::remove(path, error);
      ++outcome.sent;
    } else if (!response.ok()) {
      const std::string refused = absl::StrCat(directory_, "/refused");
      RETURN_IF_ERROR(MakeDirectory(refused, Access::kOwnerOnly));
      fs::rename(path, absl::StrCat(refused, "/", name), error);
      ++outcome.refused;
    }
    if (error) return FileError(path, error);
  }
  outcome.left = names.size() - outcome.sent - outcome.refused;
  return outcome;
}

}  // namespace lightship::sdk
