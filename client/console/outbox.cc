#include "client/console/outbox.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/sdk/spool.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"
#include "node/statement/open.h"

namespace lightship::console {
namespace {

namespace fs = std::filesystem;

// Drafts that are never sent must not fill the disk.
void DropOldest(const std::string& directory, size_t most) {
  std::error_code error;
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
    files.emplace_back(it->last_write_time(error), it->path());
  }
  std::sort(files.begin(), files.end());
  for (size_t i = 0; i + most < files.size(); ++i) fs::remove(files[i].second, error);
}

std::string WhyText(const absl::Status& status) {
  return status.message().empty() ? "the node cannot be reached" : std::string(status.message());
}

}  // namespace

std::string Outbox::FilesDirectory() const { return absl::StrCat(directory_, "/files"); }

absl::Status Outbox::KeepAttachment(const sdk::AttachedFile& file) {
  ASSIGN_OR_RETURN(sdk::Spool kept, sdk::Spool::Open(FilesDirectory()));
  RETURN_IF_ERROR(kept.KeepAttachment(file));
  DropOldest(FilesDirectory(), kFiles);
  return absl::OkStatus();
}

absl::StatusOr<v1::SendResponse> Outbox::Send(
    const lightship::v1::SubmitRequest& request,
    const std::vector<lightship::v1::Attachment>& attachments) {
  base::MutexLock lock(sending_);
  ASSIGN_OR_RETURN(sdk::Spool spool, sdk::Spool::Open(directory_));
  ASSIGN_OR_RETURN(sdk::Spool kept, sdk::Spool::Open(FilesDirectory()));
  std::vector<sdk::AttachedFile> files;
  for (const lightship::v1::Attachment& attachment : attachments) {
    absl::StatusOr<std::string> bytes = kept.Attachment(attachment);
    if (!bytes.ok()) {
      return base::InvalidFields({{absl::StrCat("report.attachments[", files.size(), "]"),
                                   absl::StrCat(attachment.file_name(), " is not kept here; attach it again")}});
    }
    files.push_back({attachment, *std::move(bytes)});
  }
  for (const sdk::AttachedFile& file : files) RETURN_IF_ERROR(spool.KeepAttachment(file));
  ASSIGN_OR_RETURN(std::string waiting, spool.Keep(request));

  v1::SendResponse response;
  response.set_statement_id(
      crypto::AsString(statement::StatementId(request.statement().manifest())));
  absl::StatusOr<lightship::v1::SubmitResponse> submitted = node_.Submit(request);
  if (!submitted.ok() && !sdk::IsUnreachable(submitted.status())) {
    for (const sdk::AttachedFile& file : files) spool.DropAttachment(file);
    RETURN_IF_ERROR(spool.Drop(waiting));
    return submitted.status();
  }
  for (const sdk::AttachedFile& file : files) kept.DropAttachment(file);
  if (!submitted.ok()) {
    response.set_waits_because(WhyText(submitted.status()));
    return response;
  }
  *response.mutable_receipt() = submitted->receipt();
  RETURN_IF_ERROR(spool.Drop(waiting));
  if (files.empty()) return response;
  auto handed_in = spool.SendAttachments(
      node_, [&](const std::string&, const absl::StatusOr<lightship::v1::UploadResponse>& uploaded) {
        if (!uploaded.ok()) response.set_waits_because(WhyText(uploaded.status()));
      });
  RETURN_IF_ERROR(handed_in.status());
  return response;
}

absl::StatusOr<v1::ListSpoolResponse> Outbox::List() const {
  ASSIGN_OR_RETURN(sdk::Spool spool, sdk::Spool::Open(directory_));
  ASSIGN_OR_RETURN(std::vector<sdk::SpooledStatement> waiting, spool.List());
  v1::ListSpoolResponse response;
  for (sdk::SpooledStatement& spooled : waiting) {
    const std::string& bytes = spooled.request.statement().manifest();
    auto manifest = statement::ParseManifest(bytes);
    if (!manifest.ok()) return base::Annotate(manifest.status(), spooled.file);
    v1::SpooledLine* line = response.add_waiting();
    line->set_file(std::move(spooled.file));
    line->set_statement_id(crypto::AsString(statement::StatementId(bytes)));
    line->set_kind(manifest->kind());
    *line->mutable_created_at() = manifest->created_at();
  }
  return response;
}

absl::StatusOr<v1::SendSpoolResponse> Outbox::SendAll() {
  base::MutexLock lock(sending_);
  ASSIGN_OR_RETURN(sdk::Spool spool, sdk::Spool::Open(directory_));
  v1::SendSpoolResponse response;
  bool reached = true;
  auto on_each = [&](const sdk::SpooledStatement& spooled,
                     const absl::StatusOr<lightship::v1::SubmitResponse>& submitted) {
    if (submitted.ok()) {
      response.add_addresses(submitted->receipt().address());
    } else if (sdk::IsUnreachable(submitted.status())) {
      reached = false;
    } else {
      response.add_refusals(absl::StrCat(spooled.file, ": ", submitted.status().message()));
    }
  };
  ASSIGN_OR_RETURN(sdk::SpoolOutcome outcome, spool.SendAll(node_, on_each));
  response.set_sent(static_cast<uint32_t>(outcome.sent));
  response.set_refused(static_cast<uint32_t>(outcome.refused));
  response.set_left(static_cast<uint32_t>(outcome.left));
  if (!reached) return response;
  auto on_file = [&](const std::string& sha256, const absl::StatusOr<lightship::v1::UploadResponse>& uploaded) {
    if (uploaded.ok() || sdk::IsUnreachable(uploaded.status())) return;
    response.add_refusals(absl::StrCat(sha256, ".attachment: ", uploaded.status().message()));
  };
  RETURN_IF_ERROR(spool.SendAttachments(node_, on_file).status());
  return response;
}

}  // namespace lightship::console
