#include "client/sdk/spool.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/sdk/file.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"
#include "node/statement/open.h"

namespace lightship::sdk {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kSuffix = ".submit";
constexpr absl::string_view kAttachmentSuffix = ".attachment";
constexpr absl::string_view kAttachmentPart = "attachment/";
constexpr size_t kIdChars = 16;
constexpr size_t kInFlight = 64;

std::string ShortId(const v1::SubmitRequest& request) {
  crypto::Digest id = statement::StatementId(request.statement().manifest());
  return base::Hex(crypto::AsView(id)).substr(0, kIdChars);
}

uint64_t NumberOf(absl::string_view name) {
  uint64_t number = 0;
  return absl::SimpleAtoi(name.substr(0, name.find('-')), &number) ? number : 0;
}

// By their parts: what a statement says of a part that is not one is for the node to refuse.
std::vector<std::string> AttachmentsNamedBy(const v1::SubmitRequest& request) {
  std::vector<std::string> digests;
  for (const v1::Part& part : request.statement().parts()) {
    v1::Attachment attachment;
    if (!absl::StartsWith(part.name(), kAttachmentPart) || !attachment.ParseFromString(part.content())) continue;
    digests.push_back(attachment.sha256());
  }
  return digests;
}

// A report of something that no other statement has told of: what is admitted before it does not matter to it.
bool FoundsIncident(const SpooledStatement& spooled) {
  v1::Manifest manifest;
  return manifest.ParseFromString(spooled.request.statement().manifest()) && manifest.kind() == v1::STATEMENT_KIND_REPORT &&
         manifest.subject().empty() && manifest.supersedes().empty();
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

std::string Spool::PathOf(absl::string_view name) const { return absl::StrCat(directory_, "/", name); }

std::string Spool::PathOfAttachment(const std::string& sha256) const {
  return PathOf(absl::StrCat(base::Hex(sha256), kAttachmentSuffix));
}

absl::StatusOr<std::unique_ptr<FileLock>> Spool::Lock() const { return FileLock::Await(PathOf(".lock")); }

absl::StatusOr<std::string> Spool::Keep(const v1::SubmitRequest& request,
                                        const std::vector<AttachedFile>& attachments) {
  ASSIGN_OR_RETURN(std::unique_ptr<FileLock> lock, Lock());
  for (const AttachedFile& file : attachments) RETURN_IF_ERROR(KeepAttachment(file));
  ASSIGN_OR_RETURN(std::vector<std::string> names, Names(kSuffix));
  std::string ending = absl::StrCat("-", ShortId(request), kSuffix);
  for (const std::string& name : names) {
    if (absl::EndsWith(name, ending)) return name;
  }
  uint64_t number = names.empty() ? 1 : NumberOf(names.back()) + 1;
  std::string name = absl::StrFormat("%08d%s", number, ending);
  RETURN_IF_ERROR(ReplaceFile(PathOf(name), request.SerializeAsString(), Access::kOwnerOnly));
  return name;
}

absl::Status Spool::Drop(const std::string& file) {
  std::error_code error;
  fs::remove(PathOf(file), error);
  return error ? FileError(PathOf(file), error) : absl::OkStatus();
}

absl::Status Spool::DropRefused(const std::string& file, const v1::SubmitRequest& request, Node& node) {
  ASSIGN_OR_RETURN(std::unique_ptr<FileLock> lock, Lock());
  for (const std::string& sha256 : OnlyNamedBy(request, file, node)) DropAttachment(sha256);
  return Drop(file);
}

// When in doubt an attachment stays: it may be another report's evidence.
std::vector<std::string> Spool::OnlyNamedBy(const v1::SubmitRequest& refused, const std::string& file,
                                            Node& node) const {
  std::vector<std::string> only = AttachmentsNamedBy(refused);
  if (only.empty()) return only;
  absl::StatusOr<std::vector<SpooledStatement>> waiting = List();
  if (!waiting.ok()) return {};
  for (const SpooledStatement& other : *waiting) {
    if (other.file == file) continue;
    for (const std::string& sha256 : AttachmentsNamedBy(other.request)) std::erase(only, sha256);
  }
  std::erase_if(only, [&](const std::string& sha256) {
    v1::GetAttachmentRequest request;
    request.set_sha256(sha256);
    return !absl::IsNotFound(node.GetAttachment(request).status());
  });
  return only;
}

absl::Status Spool::PutAside(const std::string& name) const {
  const std::string refused = PathOf("refused");
  RETURN_IF_ERROR(MakeDirectory(refused, Access::kOwnerOnly));
  std::error_code error;
  fs::rename(PathOf(name), absl::StrCat(refused, "/", name), error);
  const bool gone = error == std::errc::no_such_file_or_directory;  // another has done it
  return error && !gone ? FileError(PathOf(name), error) : absl::OkStatus();
}

absl::StatusOr<std::vector<SpooledStatement>> Spool::List() const {
  ASSIGN_OR_RETURN(std::vector<std::string> names, Names(kSuffix));
  std::vector<SpooledStatement> waiting;
  for (std::string& name : names) {
    const std::string path = PathOf(name);
    absl::StatusOr<std::string> bytes = ReadFile(path);
    if (absl::IsNotFound(bytes.status())) continue;  // sent meanwhile
    RETURN_IF_ERROR(bytes.status());
    SpooledStatement spooled;
    if (!spooled.request.ParseFromString(*bytes)) {
      return absl::FailedPreconditionError(
          absl::StrCat(path, ": is not a spooled statement; move it away"));
    }
    spooled.file = std::move(name);
    waiting.push_back(std::move(spooled));
  }
  return waiting;
}

absl::Status Spool::PutAsideWithFiles(const SpooledStatement& refused, Node& node) const {
  ASSIGN_OR_RETURN(std::unique_ptr<FileLock> lock, Lock());
  for (const std::string& sha256 : OnlyNamedBy(refused.request, refused.file, node)) {
    RETURN_IF_ERROR(PutAside(absl::StrCat(base::Hex(sha256), kAttachmentSuffix)));
  }
  return PutAside(refused.file);
}

absl::StatusOr<SpoolOutcome> Spool::SendAll(Node& node, const OnEach& on_each) {
  ASSIGN_OR_RETURN(std::vector<SpooledStatement> waiting, List());
  SpoolOutcome outcome;
  bool reached = true;
  for (size_t at = 0; at < waiting.size() && reached;) {
    size_t end = at;
    while (end < waiting.size() && FoundsIncident(waiting[end])) ++end;
    end = std::max(end, at + 1);
    reached = SendSome({waiting.data() + at, end - at}, node, on_each, outcome);
    at = end;
  }
  outcome.left = waiting.size() - outcome.sent - outcome.refused;
  return outcome;
}

bool Spool::SendSome(absl::Span<const SpooledStatement> some, Node& node, const OnEach& on_each, SpoolOutcome& outcome) {
  bool reached = true;
  std::vector<const SpooledStatement*> refused;
  auto done = [&](uint64_t number, const absl::StatusOr<v1::SubmitResponse>& response) {
    const SpooledStatement& spooled = some[number];
    if (!response.ok() && IsUnreachable(response.status())) {
      if (std::exchange(reached, false)) on_each(spooled, response);
      return;
    }
    on_each(spooled, response);
    if (!response.ok()) return refused.push_back(&spooled);
    const absl::Status dropped = Drop(spooled.file);
    outcome.disk.Update(dropped);
    if (dropped.ok()) ++outcome.sent;
  };
  if (some.size() == 1) {
    done(0, node.Submit(some.front().request));
  } else {
    size_t given = 0;
    auto next = [&](v1::SubmitRequest& request) {
      if (given == some.size()) return false;
      request = some[given++].request;
      return true;
    };
    const absl::Status stopped = node.SubmitMany(next, done, kInFlight);
    while (!stopped.ok() && given < some.size()) done(given++, stopped);  // each would be told the same
  }
  for (const SpooledStatement* spooled : refused) {
    const absl::Status moved = PutAsideWithFiles(*spooled, node);
    outcome.disk.Update(moved);
    if (moved.ok()) ++outcome.refused;
  }
  return reached;
}

absl::StatusOr<std::string> Spool::Attachment(const std::string& sha256) const {
  const std::string path = PathOfAttachment(sha256);
  ASSIGN_OR_RETURN(std::string bytes, ReadFile(path));
  if (crypto::AsString(crypto::Sha256(bytes)) == sha256) return bytes;
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kDigestMismatch,
                     absl::StrCat(path, ": is damaged; it is not the file that was attached"));
}

absl::Status Spool::KeepAttachment(const AttachedFile& file) {
  return ReplaceFile(PathOfAttachment(file.attachment.sha256()), file.bytes, Access::kOwnerOnly);
}

void Spool::DropAttachment(const std::string& sha256) {
  std::error_code error;
  fs::remove(PathOfAttachment(sha256), error);
}

absl::StatusOr<std::vector<SpooledAttachment>> Spool::Attachments() const {
  ASSIGN_OR_RETURN(std::vector<std::string> names, Names(kAttachmentSuffix));
  std::vector<SpooledAttachment> waiting;
  for (const std::string& name : names) {
    const absl::StatusOr<std::string> sha256 = base::FromHex(name.substr(0, name.size() - kAttachmentSuffix.size()));
    std::error_code error;
    const uintmax_t size = fs::file_size(PathOf(name), error);
    if (sha256.ok() && !error) waiting.push_back({*sha256, size});
  }
  return waiting;
}

Spool::HandedIn Spool::HandInAttachment(const std::string& sha256, Node& node) const {
  HandedIn outcome;
  outcome.sha256 = sha256;
  absl::StatusOr<std::string> bytes = Attachment(sha256);
  if (!bytes.ok()) {
    outcome.why = bytes.status();
    outcome.waits = !absl::IsDataLoss(bytes.status());
    return outcome;
  }
  absl::StatusOr<v1::UploadResponse> response = node.Upload(sha256, *bytes);
  outcome.why = response.status();
  if (response.ok()) {
    outcome.held = response->held();
    outcome.waits = !response->whole();
    if (outcome.waits) {
      outcome.why = absl::AbortedError(
          absl::StrCat("the node holds ", response->held(), " of ", bytes->size(), " bytes"));
    }
  } else if (absl::IsNotFound(response.status())) {
    outcome.waits = true;
    outcome.why = absl::NotFoundError("its statement is not in the log yet");
  } else {
    outcome.waits = IsUnreachable(response.status());
  }
  return outcome;
}

absl::StatusOr<SpoolOutcome> Spool::SendAttachments(Node& node, const OnAttachment& on_each) {
  ASSIGN_OR_RETURN(std::vector<SpooledAttachment> waiting, Attachments());
  SpoolOutcome outcome;
  for (const SpooledAttachment& attachment : waiting) {
    const HandedIn handed_in = HandInAttachment(attachment.sha256, node);
    std::error_code error;
    if (handed_in.waits && !fs::exists(PathOfAttachment(attachment.sha256), error)) {
      ++outcome.sent;  // by another, meanwhile
      continue;
    }
    on_each(handed_in);
    if (handed_in.waits && IsUnreachable(handed_in.why)) break;
    if (handed_in.waits) continue;
    const std::string name = absl::StrCat(base::Hex(attachment.sha256), kAttachmentSuffix);
    const absl::Status moved = handed_in.why.ok() ? Drop(name) : PutAside(name);
    outcome.disk.Update(moved);
    if (moved.ok()) ++(handed_in.why.ok() ? outcome.sent : outcome.refused);
  }
  outcome.left = waiting.size() - outcome.sent - outcome.refused;
  return outcome;
}

}  // namespace lightship::sdk
