// lightship attachment: the files of a report, handed in and fetched.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/name.h"
#include "client/commands/verbs.h"
#include "client/formats/attachment_line.h"
#include "client/formats/json.h"
#include "client/formats/safe_text.h"
#include "client/sdk/attachment.h"
#include "client/sdk/file.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

struct AttachmentFlags {
  std::string file;              // put
  std::string address, name;     // get
  std::string directory = ".";
  bool all = false;
};

absl::Status Put(const AttachmentFlags& flags, Context& context) {
  auto file = sdk::ReadAttachedFile(flags.file);
  if (!file.ok()) return WithExit(ExitCode::kUsage, file.status());
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(v1::UploadResponse response,
                   node->Upload(file->attachment.sha256(), file->bytes));
  std::ostream& out = context.terminal.out;
  if (context.form() == OutputForm::kJson) {
    out << formats::JsonLine(response);
  } else {
    out << formats::SafeLine(flags.file) << ": the node holds " << formats::SizeText(response.held())
        << (response.whole() ? ", all of it" : "") << "\n";
  }
  return absl::OkStatus();
}

// The attachments of the statement at an address, as far as this economy holds their parts.
absl::StatusOr<std::vector<v1::Attachment>> AttachmentsAt(const std::string& address,
                                                          sdk::Node& node) {
  v1::GetIncidentRequest request;
  ASSIGN_OR_RETURN(*request.mutable_incident(), IncidentNameFrom(address));
  ASSIGN_OR_RETURN(v1::GetIncidentResponse incident, node.GetIncident(request));
  std::vector<v1::Attachment> attachments;
  for (const v1::IncidentStatement& statement : incident.statements()) {
    if (statement.address() != address) continue;
    attachments.assign(statement.attachments().begin(), statement.attachments().end());
  }
  if (!attachments.empty()) return attachments;
  return absl::NotFoundError(absl::StrCat(address, " has no attachment that may be seen here"));
}

// By file name, or by number from 1. All when neither is needed to tell.
absl::StatusOr<std::vector<v1::Attachment>> Chosen(const AttachmentFlags& flags,
                                                   const std::vector<v1::Attachment>& all) {
  if (flags.all || (flags.name.empty() && all.size() == 1)) return all;
  std::vector<v1::Attachment> chosen;
  std::string names;
  size_t number = 0;
  const bool by_number = absl::SimpleAtoi(flags.name, &number);
  for (size_t i = 0; i < all.size(); ++i) {
    absl::StrAppend(&names, i == 0 ? "" : ", ", i + 1, " ", all[i].file_name());
    if (all[i].file_name() == flags.name || (by_number && number == i + 1)) chosen.push_back(all[i]);
  }
  if (!chosen.empty()) return chosen;
  return UsageError(absl::StrCat("say which attachment of ", flags.address, ", or --all: ", names));
}

// A file that is there already stays, and is an error unless it is the same.
absl::Status Save(const std::string& path, const std::string& bytes) {
  absl::Status created = sdk::CreateFile(path, bytes, sdk::Access::kOwnerOnly);
  if (!absl::IsAlreadyExists(created)) return created;
  absl::StatusOr<std::string> there = sdk::ReadFile(path);
  return there.ok() && *there == bytes ? absl::OkStatus() : created;
}

absl::Status Get(const AttachmentFlags& flags, Context& context) {
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(std::vector<v1::Attachment> all, AttachmentsAt(flags.address, *node));
  ASSIGN_OR_RETURN(std::vector<v1::Attachment> chosen, Chosen(flags, all));
  RETURN_IF_ERROR(WithExit(ExitCode::kUsage,
                           sdk::MakeDirectory(flags.directory, sdk::Access::kOwnerOnly)));
  // One that is not here yet keeps no other waiting, and all that are asked for begin to be fetched.
  absl::Status missing;
  for (const v1::Attachment& attachment : chosen) {
    absl::StatusOr<std::string> bytes = sdk::DownloadAttachment(attachment, *node);
    if (sdk::IsUnreachable(bytes.status())) {
      missing = base::Annotate(bytes.status(), attachment.file_name());
      continue;
    }
    RETURN_IF_ERROR(bytes.status());
    const std::string path = absl::StrCat(flags.directory, "/", sdk::SafeFileName(attachment));
    RETURN_IF_ERROR(WithExit(ExitCode::kUsage, Save(path, *bytes)));
    context.terminal.out << path << "  " << formats::SizeText(bytes->size()) << "\n";
  }
  return missing;
}

}  // namespace

void AddAttachment(Verb app, Context& context) {
  auto flags = std::make_shared<AttachmentFlags>();
  Verb attachment = app.Add("attachment", "Photos and documents of a report");
  attachment.NeedsVerb();
  attachment.Footer(
      "Examples:\n"
      "  lightship attachment put bridge.jpg               goes on with an upload that broke off\n"
      "  lightship attachment get SG/12 --all --out DIR    checked; existing files stay");
  Verb put = attachment.Add("put", "Hand in a file that a statement names");
  put.Option("file", flags->file, "The file").Required();
  put.Runs(context, [=, &context] { return Put(*flags, context); });
  Verb get = attachment.Add("get", "Fetch the files of a statement");
  get.Option("address", flags->address, "Address of the report (SG/12)").Required();
  get.Option("name", flags->name, "File name, or number from 1");
  get.Switch("--all", flags->all, "All of them");
  get.Option("--out", flags->directory, "Directory (default: here)");
  get.Runs(context, [=, &context] { return Get(*flags, context); });
}

}  // namespace lightship::commands
