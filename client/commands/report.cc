// lightship report: an incident report by flags, from a file, or asked step by step.
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/commands/deliver.h"
#include "client/commands/exit_code.h"
#include "client/commands/name.h"
#include "client/commands/questions.h"
#include "client/commands/report_flags.h"
#include "client/commands/report_steps.h"
#include "client/commands/verbs.h"
#include "client/formats/armor.h"
#include "client/formats/attachment_line.h"
#include "client/formats/report_echo.h"
#include "client/formats/report_file.h"
#include "client/formats/safe_text.h"
#include "client/formats/times.h"
#include "client/sdk/attachment.h"
#include "client/sdk/file.h"
#include "client/sdk/sign.h"
#include "node/base/status.h"
#include "node/maritime/vocabulary.h"
#include "node/statement/open.h"

namespace lightship::commands {
namespace {

struct HandingIn {
  ReportFlags report;
  std::string file, amends, about;
  std::string armor;  // a file, or "-"; empty: send
  std::vector<std::string> attach;
  bool yes = false;
};

// "bridge.jpg" or "bridge.jpg:what it shows".
absl::StatusOr<sdk::AttachedFile> AttachedFileFrom(const std::string& text) {
  const size_t colon = text.find(':');
  const bool plain = colon == std::string::npos || std::filesystem::exists(text);
  auto file = sdk::ReadAttachedFile(plain ? text : text.substr(0, colon));
  if (!file.ok()) return WithExit(ExitCode::kUsage, base::Annotate(file.status(), "--attach"));
  if (!plain) file->attachment.set_caption(text.substr(colon + 1));
  return file;
}

absl::StatusOr<std::vector<sdk::AttachedFile>> ReadAttachments(const HandingIn& flags,
                                                               sdk::ReportDraft& draft) {
  std::vector<sdk::AttachedFile> files;
  if (!flags.attach.empty() && !flags.armor.empty()) {
    return UsageError("--attach: armored text carries no files; leave one of them out");
  }
  for (const std::string& text : flags.attach) {
    ASSIGN_OR_RETURN(sdk::AttachedFile file, AttachedFileFrom(text));
    draft.attachments.push_back(file.attachment);
    files.push_back(std::move(file));
  }
  draft.attachment_audience = flags.report.attachment_audience;
  return files;
}

// All is kept before the statement leaves, and dropped once the node has it: nothing that was signed can get lost.
absl::Status DeliverWith(const std::vector<sdk::AttachedFile>& files,
                         const v1::SubmitRequest& request, sdk::Node& node, Context& context) {
  if (files.empty()) return Deliver(request, node, context);
  ASSIGN_OR_RETURN(sdk::Spool spool, context.Spool());
  if (!context.sign_only_file.empty()) {
    for (const sdk::AttachedFile& file : files) {
      RETURN_IF_ERROR(WithExit(ExitCode::kUsage, spool.KeepAttachment(file)));
    }
    return Deliver(request, node, context);
  }
  absl::StatusOr<std::string> kept = spool.Keep(request, files);
  if (!kept.ok()) return WithExit(ExitCode::kUsage, kept.status());
  absl::Status delivered = Deliver(request, node, context);
  if (sdk::IsUnreachable(delivered)) return delivered;
  absl::Status dropped = delivered.ok() ? spool.Drop(*kept) : spool.DropRefused(*kept, request, node);
  if (!dropped.ok()) {
    context.terminal.err << "warning: " << formats::SafeLine(dropped.message())
                         << "; the next `lightship spool send` meets it again, which is harmless\n";
  }
  return delivered.ok() ? SendAttachments(spool, node, context) : delivered;
}

absl::StatusOr<sdk::ReportDraft> DraftFromFile(const HandingIn& flags) {
  absl::StatusOr<std::string> json = sdk::ReadFile(flags.file);
  if (!json.ok()) return WithExit(ExitCode::kUsage, json.status());
  auto file = formats::ReadReportFile(*json);
  if (!file.ok()) return WithExit(ExitCode::kUsage, base::Annotate(file.status(), flags.file));
  sdk::ReportDraft draft;
  draft.facts = std::move(file->facts);
  draft.vessel = std::move(file->vessel);
  draft.narrative = std::move(file->narrative);
  draft.people = std::move(file->people);
  RETURN_IF_ERROR(SetHandling(flags.report, draft));
  return draft;
}

// An amendment belongs to the incident that the amended report belongs to.
absl::Status SetReferences(const HandingIn& flags, sdk::Node& node, v1::Manifest& manifest) {
  if (!flags.about.empty()) {
    ASSIGN_OR_RETURN(*manifest.mutable_subject(), StatementIdFor(flags.about, node));
  }
  if (flags.amends.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(v1::GetReceiptRequest request, ReceiptRequestFor(flags.amends));
  ASSIGN_OR_RETURN(v1::GetReceiptResponse response, node.GetReceipt(request));
  ASSIGN_OR_RETURN(statement::OpenedEntry amended,
                   statement::OpenEntry(response.file().statement().entry()));
  std::string id = crypto::AsString(amended.statement_id);
  manifest.add_supersedes(id);
  if (flags.about.empty()) {
    const std::string& founding = amended.manifest.subject();
    manifest.set_subject(founding.empty() ? id : founding);
  }
  return absl::OkStatus();
}

std::string HandlingEcho(const sdk::ReportDraft& draft) {
  const v1::Manifest& manifest = draft.manifest;
  std::string text = absl::StrCat("  to         ", manifest.audience(), ", TLP ",
                                  maritime::DisplayName(manifest.tlp()));
  if (!draft.vessel_audience.empty() && draft.vessel.has_value()) {
    absl::StrAppend(&text, "; the ship's identity only to ", draft.vessel_audience);
  }
  if (!draft.narrative_audience.empty() && draft.narrative.has_value()) {
    absl::StrAppend(&text, "; the narrative only to ", draft.narrative_audience);
  }
  if (draft.people.has_value()) {
    absl::StrAppend(&text, "; what is said of persons only to ", draft.people_audience);
  }
  if (manifest.has_retain_until()) {
    absl::StrAppend(&text, "\n  kept until ", formats::TimeText(manifest.retain_until()));
  }
  for (const v1::Attachment& attachment : draft.attachments) {
    absl::StrAppend(&text, "\n  with       ", attachment.file_name(), ", ", attachment.mime_type(),
                    ", ", formats::SizeText(attachment.size()));
  }
  if (manifest.exercise_status() != v1::EXERCISE_STATUS_ACTUAL) {
    absl::StrAppend(&text, "\n  THIS IS MARKED: ", maritime::DisplayName(manifest.exercise_status()));
  }
  return absl::StrCat(text, "\n");
}

// Signed here, for a mail or a telex to carry: no node is needed.
absl::Status WriteArmored(const v1::SubmitRequest& request, const std::string& file,
                          Context& context) {
  ASSIGN_OR_RETURN(std::string text, formats::Armor(request.statement()));
  if (file == "-") {
    context.terminal.out << text;
  } else if (absl::Status written = sdk::CreateFile(file, text, sdk::Access::kOwnerOnly);
             !written.ok()) {
    return WithExit(ExitCode::kUsage, written);
  }
  context.terminal.err << formats::PrintableChars(text)
                       << " characters, not delivered yet: your desk runs `lightship submit --armor`. Your "
                          "certificate.pem goes along the first time (--chain).\n";
  return absl::OkStatus();
}

absl::Status Report(HandingIn& flags, Context& context) {
  Terminal& terminal = context.terminal;
  ASSIGN_OR_RETURN(sdk::OfficerIdentity officer, context.Officer());
  std::unique_ptr<sdk::Node> node;
  if (flags.armor.empty()) {
    ASSIGN_OR_RETURN(node, context.Node());
  }
  bool asked = flags.file.empty() && flags.report.IsEmpty();
  if (asked) {
    if (!terminal.in_is_tty) {
      return UsageError("say what happened: flags, --file, or a terminal to be asked at; see "
                        "`lightship report --help`");
    }
    RETURN_IF_ERROR(AskReport(flags.report, terminal));
  }
  auto draft = flags.file.empty() ? DraftFrom(flags.report) : DraftFromFile(flags);
  if (!draft.ok()) return draft.status();
  ASSIGN_OR_RETURN(std::vector<sdk::AttachedFile> files, ReadAttachments(flags, *draft));
  if (node != nullptr) RETURN_IF_ERROR(SetReferences(flags, *node, draft->manifest));

  // Scripts read standard output; people are told what was understood beside it.
  bool table = context.form() == OutputForm::kTable && flags.armor != "-";
  std::ostream& echo = table ? terminal.out : terminal.err;
  echo << "Understood:\n"
       << formats::ReportEcho(draft->facts, draft->vessel.value_or(v1::VesselDetails()))
       << formats::SafeText(HandlingEcho(*draft)) << "  signed by  " << officer.who.Uri() << "\n";
  ASSIGN_OR_RETURN(v1::SubmitRequest request,
                   sdk::SignReport(*draft, officer, context.clock.Now(), context.entropy));
  if (terminal.in_is_tty && !flags.yes && !Confirm("Sign and send?", terminal)) {
    return WithExit(ExitCode::kUsage, absl::CancelledError("nothing was sent"));
  }
  if (node == nullptr) return WriteArmored(request, flags.armor, context);
  return DeliverWith(files, request, *node, context);
}

void AddFlagsOfIncident(Verb report, ReportFlags& flags) {
  report.Option("--time", flags.time, "\"2026-03-14 0326 LT\", \"2026-03-13 1926 UTC\"");
  report.Option("--position", flags.position,
                "Any notation; 01:15.25N is degrees and decimal minutes");
  report.Option("--place", flags.place, "Name of the place as people call it");
  report.Option("--act", flags.act, "boarded, robbery, attempted boarding, hijacked, ...");
  report.Option("--status", flags.status, "underway, anchored, berthed, ...");
  report.Option("--ship-type", flags.ship_type, "bulk carrier, tug, container, ...");
  report.Option("--ship-name", flags.ship_name, "Name; a tug and its barge with &");
  report.Option("--imo", flags.imo, "IMO ship number, seven digits");
  report.Option("--mmsi", flags.mmsi, "MMSI, nine digits");
  report.Option("--call-sign", flags.call_sign, "Call sign");
  report.Option("--flag", flags.flag, "Flag, ISO 3166-1 alpha-2");
  report.Option("--weapons", flags.weapons, "knife, gun, none, ...; may be repeated");
  report.Option("--people", flags.people, "Perpetrators: 5, \"4 to 6\", \"about 10\", none");
  report.Option("--narrative", flags.narrative, "What happened; no names of persons");
  report.Option("--language", flags.language, "Of the narrative, BCP 47 (en)");
  report.Option("--kind", flags.kind, "initial alert (default), follow up, ...");
  report.Option("--source", flags.source, "ship (default), company, coastal authority, ...");
}

void AddFlagsOfHandling(Verb report, HandingIn& flags) {
  report.Option("--audience", flags.report.audience,
                "Who may have it: all (default), own, SG/straits-patrol@3");
  report.Option("--vessel-audience", flags.report.vessel_audience,
                "Narrower audience for name and numbers of the ship");
  report.Option("--narrative-audience", flags.report.narrative_audience,
                "Narrower audience for the narrative");
  report.Option("--attach", flags.attach,
                "Photo or document, FILE or FILE:caption; may be repeated");
  report.Option("--attachment-audience", flags.report.attachment_audience,
                "Narrower audience for the attachments");
  report.Option("--people-audience", flags.report.people_audience,
                "Who may have what is said of persons: own (default), ...");
  report.Option("--retain-until", flags.report.retain_until,
                "Have every holder erase it on this date, such as 2031-03-14");
  report.Option("--purpose", flags.report.purposes,
                "May be used for this only: search and rescue, ...; may be repeated");
  report.Option("--tlp", flags.report.tlp, "clear, green, amber (default), amber strict, red");
  report.Option("--agency", flags.report.agency, "Agency that reports, such as coast-guard");
  Flag exercise =
      report.Switch("--exercise", flags.report.exercise, "An exercise, marked as such for ever");
  report.Switch("--test", flags.report.test, "A technical test").Excludes(exercise);
  Flag amends = report.Option("--amends", flags.amends,
                              "Address of your economy's report that this replaces");
  Flag about =
      report.Option("--about", flags.about, "Address of a report on the same incident");
  report
      .Option("--armor", flags.armor,
              "Do not send: write the signed alert as text for mail or telex to this file (- prints it)")
      .Excludes(amends)
      .Excludes(about);
  report.Option("--file", flags.file,
                "JSON: {\"facts\": {...}, \"vessel\": {...}, \"narrative\": {...}}");
  report.Switch("-y,--yes", flags.yes, "Do not ask before signing and sending");
}

}  // namespace

void AddReport(Verb app, Context& context) {
  auto flags = std::make_shared<HandingIn>();
  Verb report = app.Add("report", "Report an incident, or amend a report");
  AddFlagsOfIncident(report, flags->report);
  AddFlagsOfHandling(report, *flags);
  report.Footer(
      "Examples:\n"
      "  lightship report                                   asks step by step\n"
      "  lightship report --time \"2026-03-14 0326 LT\" --position \"01:15.25N 104:02.41E\" \\\n"
      "      --act robbery --status anchored --ship-type \"bulk carrier\" --ship-name \"Emerald\" \\\n"
      "      --imo 9074729 --people 4-6 --weapons knife --vessel-audience SG/straits-patrol@1\n"
      "  lightship report --amends SG/12 --file corrected.json\n"
      "  lightship report --act robbery --time ... --armor alert.txt   for mail or telex; no node needed\n"
      "When the node cannot be reached, or fails, the signed report is kept; `lightship spool send` delivers it.");
  report.Runs(context, [=, &context] { return Report(*flags, context); });
}

}  // namespace lightship::commands
