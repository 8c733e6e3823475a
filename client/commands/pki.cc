// lightship pki: certificates for an economy that has no PKI of its own.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/commands/exit_code.h"
#include "client/commands/issue.h"
#include "client/commands/verbs.h"
#include "client/formats/safe_text.h"
#include "client/formats/times.h"
#include "client/sdk/file.h"
#include "node/base/encoding.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

struct PkiFlags {
  std::string economy, directory, ca, name, certificate;
  std::vector<std::string> roles, dns_names, addresses;
  int days = 0;
};

absl::Status MakeRoot(const PkiFlags& flags, Context& context) {
  RETURN_IF_ERROR(IssueRoot(flags.economy, flags.days, context.clock.Now(), flags.directory));
  context.terminal.out << "Made the root of " << flags.economy << " in " << flags.directory
                       << ":\n"
                          "  root.pem  give it to every member, who pins it as "
                       << flags.economy
                       << ".pem in its trust directory\n"
                          "  root.key  SECRET: whoever has it can act as this economy. Keep it offline; it is\n"
                          "            needed only to issue certificates\n";
  return absl::OkStatus();
}

std::string KeyLine(const Context& context, absl::string_view what) {
  if (context.token_key.empty()) return absl::StrCat("  key.pem          SECRET: ", what, "\n");
  return absl::StrCat("  (the key that ", what, " stays on its token)\n",
                      "  tls-certificate.pem, tls-key.pem  SECRET: for connections alone\n");
}

absl::Status MakeNode(const PkiFlags& flags, Context& context) {
  Subject subject{flags.name, {}, flags.dns_names, flags.addresses, flags.days,
                  context.token_key};
  ASSIGN_OR_RETURN(std::string uri,
                   IssueNode(flags.ca, subject, context.clock.Now(), flags.directory));
  context.terminal.out << "Made the node " << uri << " in " << flags.directory
                       << ":\n"
                          "  certificate.pem  shown to officers and peers\n"
                       << KeyLine(context, "proves that the node is the node")
                       << "  log.key          SECRET: signs the log's checkpoints\n"
                          "  cosigner.key     SECRET: signs what the node holds of other logs\n"
                          "The secrets stay on the node's machine. Two nodes must never share them.\n";
  return absl::OkStatus();
}

absl::Status MakeOfficer(const PkiFlags& flags, Context& context) {
  Subject subject{flags.name, flags.roles, flags.dns_names, flags.addresses, flags.days,
                  context.token_key};
  ASSIGN_OR_RETURN(std::string uri,
                   IssueOfficer(flags.ca, subject, context.clock.Now(), flags.directory));
  context.terminal.out << "Made the officer " << uri << " (" << absl::StrJoin(flags.roles, ", ")
                       << ") in " << flags.directory
                       << ":\n"
                          "  certificate.pem  shown to the node, and part of what others verify\n"
                       << KeyLine(context, "signs in this officer's name")
                       << "Use it with --identity " << flags.directory << "\n";
  return absl::OkStatus();
}

absl::Status ShowCertificates(const PkiFlags& flags, Context& context) {
  absl::StatusOr<std::string> pem = sdk::ReadFile(flags.certificate);
  if (!pem.ok()) return WithExit(ExitCode::kUsage, pem.status());
  auto certificates = crypto::CertificatesFromPem(*pem);
  if (!certificates.ok()) {
    return UsageError(absl::StrCat(flags.certificate, ": ", certificates.status().message()));
  }
  std::ostream& out = context.terminal.out;
  for (const crypto::Certificate& certificate : *certificates) {
    out << formats::SafeLine(certificate.common_name()) << (certificate.is_ca() ? " (root)" : "")
        << "\n";
    for (const std::string& uri : certificate.uris()) out << "  " << formats::SafeLine(uri) << "\n";
    out << "  valid   " << formats::TimeText(certificate.not_before()) << " to "
        << formats::TimeText(certificate.not_after()) << "\n"
        << "  key     "
        << (certificate.public_key().algorithm() == crypto::Algorithm::kEd25519 ? "Ed25519"
                                                                               : "ECDSA P-256")
        << "\n"
        << "  key id  " << base::Hex(crypto::AsView(certificate.public_key().key_id())) << "\n";
  }
  return absl::OkStatus();
}

void AddSubjectFlags(Verb sub, PkiFlags& flags, const char* example_name) {
  sub.Option("--ca", flags.ca, "Directory with the economy's root.pem and root.key")
      .Required();
  sub.Option("--name", flags.name,
             absl::StrCat("Lower-case letters, digits and hyphens, such as ", example_name))
      .Required();
  sub.Option("--dir", flags.directory, "Directory to make").Required();
  sub.Option("--days", flags.days, "Days of validity").Default("730");
}

}  // namespace

void AddPki(Verb app, Context& context) {
  auto flags = std::make_shared<PkiFlags>();
  Verb pki = app.Add("pki", "Make an economy's root, nodes and officers");
  pki.NeedsVerb();
  pki.Footer(
      "Example: a root, one node, and a watch desk that reports and assesses\n"
      "  lightship pki root    --economy SG --dir pki/SG\n"
      "  lightship pki node    --ca pki/SG --name sg-1 --dir nodes/SG\n"
      "  lightship pki officer --ca pki/SG --name watch-1 --role submitter --role analyst \\\n"
      "                        --dir officers/watch-1\n"
      "  cp pki/SG/root.pem trust/SG.pem        (at every member)\n\n"
      "Economies with a PKI of their own need none of this: see the identity and role URIs that\n"
      "certificates carry with `lightship pki show officers/watch-1/certificate.pem`.");

  Verb root = pki.Add("root", "Make a root certificate and its key");
  root.Option("--economy", flags->economy, "ISO 3166-1 alpha-2, such as SG").Required();
  root.Option("--dir", flags->directory, "Directory to make").Required();
  root.Option("--days", flags->days, "Days of validity").Default("3650");
  root.Runs(context, [=, &context] { return MakeRoot(*flags, context); });

  Verb node = pki.Add("node", "Issue a node's certificate and make its four keys");
  AddSubjectFlags(node, *flags, "sg-1");
  node.Option("--dns", flags->dns_names, "Host name to put into the certificate");
  node.Option("--address", flags->addresses, "IP address to put into the certificate");
  node.Runs(context, [=, &context] { return MakeNode(*flags, context); });

  Verb officer = pki.Add("officer", "Issue an officer's certificate and key");
  AddSubjectFlags(officer, *flags, "watch-1");
  officer
      .Option("--role", flags->roles,
              "submitter, verifier, analyst, liaison or administrator; may be repeated")
      .Required();
  officer.Runs(context, [=, &context] { return MakeOfficer(*flags, context); });

  Verb show = pki.Add("show", "Print what certificates say");
  show.Option("certificate", flags->certificate, "PEM file").Required();
  show.Runs(context, [=, &context] { return ShowCertificates(*flags, context); });
}

}  // namespace lightship::commands
