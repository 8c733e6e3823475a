// lightship submit: alerts that were signed elsewhere and came as armored text.
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/commands/deliver.h"
#include "client/commands/exit_code.h"
#include "client/commands/verbs.h"
#include "client/formats/armor.h"
#include "client/formats/safe_text.h"
#include "client/sdk/file.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

struct SubmitFlags {
  std::string armor;
  std::vector<std::string> chains;
};

absl::StatusOr<std::string> ReadText(const std::string& file, Terminal& terminal) {
  absl::StatusOr<std::string> text =
      file == "-" ? std::string(std::istreambuf_iterator<char>(terminal.in), {})
                  : sdk::ReadFile(file);
  if (!text.ok()) return WithExit(ExitCode::kUsage, text.status());
  if (text->size() > base::limits::kArmoredTextBytes) {
    return UsageError(absl::StrCat(file, ": ", text->size(), " bytes; at most ",
                                   base::limits::kArmoredTextBytes, " are looked through"));
  }
  return text;
}

struct SignerChain {
  std::string key_id;
  v1::CertificateChain chain;
};
using SignerChains = std::vector<SignerChain>;

void Add(const std::vector<crypto::Certificate>& certificates, SignerChains& chains) {
  SignerChain& added = chains.emplace_back();
  added.key_id = crypto::AsString(certificates.front().public_key().key_id());
  for (const crypto::Certificate& certificate : certificates) {
    added.chain.add_certificates(certificate.der());
  }
}

// The certificates that were given, and the carrying officer's own, who may have signed.
absl::StatusOr<SignerChains> ReadChains(const SubmitFlags& flags, const sdk::OfficerIdentity& officer) {
  SignerChains chains;
  Add(officer.chain, chains);
  for (const std::string& file : flags.chains) {
    auto pem = sdk::ReadFile(file);
    if (!pem.ok()) return WithExit(ExitCode::kUsage, pem.status());
    auto chain = crypto::CertificatesFromPem(*pem);
    if (!chain.ok()) return WithExit(ExitCode::kUsage, base::Annotate(chain.status(), file));
    Add(*chain, chains);
  }
  return chains;
}

v1::SubmitRequest RequestFor(const v1::SignedStatement& statement, const SignerChains& chains) {
  v1::SubmitRequest request;
  *request.mutable_statement() = statement;
  for (const v1::Signature& signature : statement.signatures()) {
    for (const SignerChain& signer : chains) {
      if (signer.key_id != signature.key_id()) continue;
      *request.add_chains() = signer.chain;
      break;
    }
  }
  return request;
}

absl::Status SubmitBlock(const formats::ArmoredBlock& block,
                         const SignerChains& chains,
                         sdk::Node& node, Context& context) {
  RETURN_IF_ERROR(block.statement.status());
  absl::Status outcome = Deliver(RequestFor(*block.statement, chains), node, context);
  if (base::ReasonOf(outcome) != base::reason::kUnknownKey) return outcome;
  return WithExit(ExitCode::kRefused,
                  base::Annotate(outcome, "the log does not know the signer yet: give the signer's certificate.pem "
                                          "with --chain, once"));
}

absl::Status Submit(const SubmitFlags& flags, Context& context) {
  ASSIGN_OR_RETURN(std::string text, ReadText(flags.armor, context.terminal));
  const std::vector<formats::ArmoredBlock> blocks = formats::FindArmored(text);
  if (blocks.empty()) {
    return UsageError(absl::StrCat(flags.armor, ": no line says LIGHTSHIP ALERT 1 BEGIN"));
  }
  ASSIGN_OR_RETURN(sdk::OfficerIdentity officer, context.Officer());
  ASSIGN_OR_RETURN(SignerChains chains, ReadChains(flags, officer));
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  absl::Status first;
  size_t failed = 0;
  for (const formats::ArmoredBlock& block : blocks) {
    absl::Status outcome = SubmitBlock(block, chains, *node, context);
    if (outcome.ok()) continue;
    if (++failed == 1) {
      first = outcome;
    } else {
      context.terminal.err << "lightship: " << formats::SafeLine(outcome.message()) << "\n";
    }
  }
  return failed == 0 || failed == blocks.size() ? first : WithExit(ExitCode::kPartly, first);
}

}  // namespace

void AddSubmit(Verb app, Context& context) {
  auto flags = std::make_shared<SubmitFlags>();
  Verb submit = app.Add("submit", "Submit signed alerts that came as text");
  submit
      .Option("--armor", flags->armor,
              "A mail or telex with armored alerts in it; - reads standard input")
      .Required();
  submit.Option("--chain", flags->chains,
                "The signer's certificate.pem, when the log does not know the key yet");
  submit.Footer(
      "Examples:\n"
      "  lightship submit --armor mail.txt\n"
      "  lightship submit --armor - --chain master.pem < telex.txt\n"
      "An alert that came before is admitted once; its first address is told again.");
  submit.Runs(context, [=, &context] { return Submit(*flags, context); });
}

}  // namespace lightship::commands
