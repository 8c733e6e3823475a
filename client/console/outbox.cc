#include "client/console/outbox.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
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
    if (it->path().extension() != ".attachment") continue;
    std::error_code gone;
    const fs::file_time_type written = it->last_write_time(gone);
    if (!gone) files.emplace_back(written, it->path());
  }
  std::sort(files.begin(), files.end());
  for (size_t i = 0; i + most < files.size(); ++i) fs::remove(files[i].second, error);
}

std::string WhyText(const absl::Status& status) {
  return status.message().empty() ? "the node cannot be reached" : std::string(status.message());
}

bool HoldsWhole(sdk::Node& node, const std::string& sha256) {
  lightship::v1::GetAttachmentRequest request;
  request.set_sha256(sha256);
  const absl::StatusOr<lightship::v1::GetAttachmentResponse> held = node.GetAttachment(request);
  return held.ok() && held->whole();
}

}  // namespace

std::string Outbox::FilesDirectory() const { return absl::StrCat(directory_, "/files"); }

absl::Status Outbox::KeepAttachment(const sdk::AttachedFile& file) {
  ASSIGN_OR_RETURN(sdk::Spool kept, sdk::Spool::Open(FilesDirectory()));
  RETURN_IF_ERROR(kept.KeepAttachment(file));
  DropOldest(FilesDirectory(), kFiles);
  return absl::OkStatus();
}

absl::StatusOr<Outbox::Kept> Outbox::Keep(const lightship::v1::SubmitRequest& request,
                                          const std::vector<lightship::v1::Attachment>& attachments) {
  ASSIGN_OR_RETURN(sdk::Spool spool, sdk::Spool::Open(directory_));
  ASSIGN_OR_RETURN(sdk::Spool drafts, sdk::Spool::Open(FilesDirectory()));
  Kept kept{request, {}, spool, ""};
  std::vector<sdk::AttachedFile> files;
  for (const lightship::v1::Attachment& attachment : attachments) {
    absl::StatusOr<std::string> bytes = drafts.Attachment(attachment.sha256());
    if (!bytes.ok()) bytes = spool.Attachment(attachment.sha256());  // another statement's that waits
    if (bytes.ok()) {
      kept.attachments.push_back(attachment.sha256());
      files.push_back({attachment, *std::move(bytes)});
    } else if (!HoldsWhole(node_, attachment.sha256())) {
      return base::InvalidFields({{absl::StrCat("report.attachments[", &attachment - attachments.data(), "]"),
                                   absl::StrCat(attachment.file_name(), " is not kept here; attach it again")}});
    }
  }
  ASSIGN_OR_RETURN(kept.file, spool.Keep(request, files));
  return kept;
}

absl::StatusOr<v1::SendResponse> Outbox::HandIn(const Kept& kept) {
  sdk::Spool spool = kept.spool;
  v1::SendResponse response;
  response.set_statement_id(crypto::AsString(statement::StatementId(kept.request.statement().manifest())));
  absl::StatusOr<lightship::v1::SubmitResponse> submitted = node_.Submit(kept.request);
  if (!submitted.ok() && !sdk::IsUnreachable(submitted.status())) {
    // What cannot be dropped now is refused once more by the next SendAll, and put aside.
    static_cast<void>(spool.DropRefused(kept.file, kept.request, node_));
    return submitted.status();
  }
  if (absl::StatusOr<sdk::Spool> drafts = sdk::Spool::Open(FilesDirectory()); drafts.ok()) {
    for (const std::string& sha256 : kept.attachments) drafts->DropAttachment(sha256);
  }
  if (!submitted.ok()) {
    response.set_waits_because(WhyText(submitted.status()));
    return response;
  }
  *response.mutable_receipt() = submitted->receipt();
  if (absl::Status dropped = spool.Drop(kept.file); !dropped.ok()) {
    response.set_disk_trouble(std::string(dropped.message()));
  }
  if (!kept.attachments.empty()) HandInAttachments(kept, response);
  return response;
}

void Outbox::HandInAttachments(const Kept& kept, v1::SendResponse& response) {
  auto is_ours = [&](const std::string& sha256) { return absl::c_linear_search(kept.attachments, sha256); };
  std::string why, refusal;
  absl::StatusOr<bool> handed_in = Upload(kept.spool, /*fresh=*/true, [&](const sdk::Spool::HandedIn& file) {
    if (file.why.ok()) return;
    if (file.waits) why = WhyText(file.why);
    if (!file.waits && is_ours(file.sha256)) refusal = absl::StrCat("refused: ", WhyText(file.why));
  });
  if (!handed_in.ok()) why = WhyText(handed_in.status());
  if (handed_in.ok() && !*handed_in) why = "another upload is under way and takes these files too";
  // The disk says which wait: the upload may have ended before it came to them, or another may have handed them in.
  absl::StatusOr<std::vector<sdk::SpooledAttachment>> waiting = kept.spool.Attachments();
  const bool waits = !waiting.ok() || absl::c_any_of(*waiting, [&](const sdk::SpooledAttachment& attachment) {
    return is_ours(attachment.sha256);
  });
  response.set_attachments_wait_because(waits ? why : refusal);
}

absl::StatusOr<bool> Outbox::Upload(sdk::Spool spool, bool fresh, const sdk::Spool::OnAttachment& on_each) {
  {
    base::MutexLock lock(mutex_);
    more_ = more_ || (uploading_ && fresh);
    if (uploading_) return false;
    uploading_ = true;
  }
  while (true) {
    bool reached = true;
    const absl::StatusOr<sdk::SpoolOutcome> outcome = spool.SendAttachments(node_, [&](const sdk::Spool::HandedIn& file) {
      reached = reached && !(file.waits && sdk::IsUnreachable(file.why));
      on_each(file);
    });
    const absl::Status handed_in = outcome.ok() ? outcome->disk : outcome.status();
    base::MutexLock lock(mutex_);
    uploading_ = std::exchange(more_, false) && handed_in.ok() && reached;
    if (uploading_) continue;
    RETURN_IF_ERROR(handed_in);
    return true;
  }
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
  ASSIGN_OR_RETURN(std::vector<sdk::SpooledAttachment> attachments, spool.Attachments());
  for (sdk::SpooledAttachment& spooled : attachments) {
    v1::SpooledAttachment* attachment = response.add_attachments();
    attachment->set_sha256(std::move(spooled.sha256));
    attachment->set_size(spooled.size);
  }
  return response;
}

absl::StatusOr<v1::SendSpoolResponse> Outbox::SendAll() {
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
  if (reached) {
    auto on_file = [&](const sdk::Spool::HandedIn& file) {
      if (file.waits || file.why.ok()) return;
      response.add_refusals(absl::StrCat(base::Hex(file.sha256), ".attachment: ", file.why.message()));
    };
    outcome.disk.Update(Upload(spool, /*fresh=*/false, on_file).status());
  }
  if (!outcome.disk.ok()) response.set_disk_trouble(std::string(outcome.disk.message()));
  ASSIGN_OR_RETURN(std::vector<sdk::SpooledAttachment> attachments, spool.Attachments());
  response.set_left(static_cast<uint32_t>(outcome.left + attachments.size()));
  return response;
}

}  // namespace lightship::console
