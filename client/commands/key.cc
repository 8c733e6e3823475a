// lightship key: making officers' keys known to the economy's log, and revoking them.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/commands/deliver.h"
#include "client/commands/exit_code.h"
#include "client/commands/verbs.h"
#include "client/formats/times.h"
#include "client/sdk/file.h"
#include "client/sdk/sign.h"
#include "lightship/v1/key.pb.h"
#include "node/base/encoding.h"
#include "node/base/status.h"
#include "node/crypto/certificate.h"
#include "node/crypto/digest.h"
#include "node/statement/canonical.h"
#include "node/statement/open.h"

namespace lightship::commands {
namespace {

struct RevokeFlags {
  std::string key, reason, compromised_since;
};

absl::StatusOr<std::vector<crypto::Certificate>> ReadChain(const std::string& path) {
  auto pem = sdk::ReadFile(path);
  if (!pem.ok()) return WithExit(ExitCode::kUsage, pem.status());
  auto chain = crypto::CertificatesFromPem(*pem);
  if (!chain.ok()) return UsageError(absl::StrCat(path, ": ", chain.status().message()));
  return *std::move(chain);
}

// Of 64 hexadecimal digits, or of a certificate's file.
absl::StatusOr<std::string> KeyIdFrom(const std::string& key) {
  auto id = base::FromHex(absl::AsciiStrToLower(key));
  if (id.ok() && id->size() == crypto::kDigestBytes) return *std::move(id);
  auto chain = ReadChain(key);
  if (chain.ok()) return crypto::AsString(chain->front().public_key().key_id());
  return UsageError(absl::StrCat("\"", key, "\" should be a key id of 64 hexadecimal digits, or the file of "
                                 "the key's certificate: ", chain.status().message()));
}

absl::StatusOr<v1::RevocationReason> ReasonFrom(const std::string& text) {
  v1::RevocationReason reason = v1::REVOCATION_REASON_UNSPECIFIED;
  std::string name = absl::StrCat(
      "REVOCATION_REASON_", absl::AsciiStrToUpper(absl::StrReplaceAll(text, {{"-", "_"}})));
  if (v1::RevocationReason_Parse(name, &reason) && reason != v1::REVOCATION_REASON_UNSPECIFIED) {
    return reason;
  }
  return UsageError(absl::StrCat("--reason \"", text,
                                 "\" should be key-compromise, affiliation-changed, superseded or "
                                 "cessation-of-operation"));
}

absl::Status Send(const v1::KeyStatement& content, Context& context) {
  ASSIGN_OR_RETURN(sdk::OfficerIdentity officer, context.Officer());
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  v1::Manifest manifest;
  manifest.set_kind(v1::STATEMENT_KIND_KEY);
  manifest.set_audience("all");
  manifest.set_tlp(v1::TLP_GREEN);
  ASSIGN_OR_RETURN(
      v1::SubmitRequest request,
      sdk::SignStatement(std::move(manifest),
                         {{"key", statement::SerializeDeterministic(content), ""}}, officer,
                         context.clock.Now(), context.entropy));
  return Deliver(request, *node, context);
}

absl::Status Revoke(const RevokeFlags& flags, Context& context) {
  v1::KeyStatement content;
  v1::KeyRevocation& revocation = *content.mutable_revocation();
  ASSIGN_OR_RETURN(*revocation.mutable_key_id(), KeyIdFrom(flags.key));
  ASSIGN_OR_RETURN(v1::RevocationReason reason, ReasonFrom(flags.reason));
  revocation.set_reason(reason);
  if (!flags.compromised_since.empty()) {
    auto since = formats::TimeFromText(flags.compromised_since);
    if (!since.ok()) {
      return UsageError(absl::StrCat("--compromised-since: ", since.status().message()));
    }
    *revocation.mutable_compromised_since() = statement::ToTimestamp(*since);
  }
  return Send(content, context);
}

absl::Status Grant(const std::string& path, Context& context) {
  ASSIGN_OR_RETURN(std::vector<crypto::Certificate> chain, ReadChain(path));
  v1::KeyStatement content;
  for (const crypto::Certificate& certificate : chain) {
    content.mutable_grant()->add_certificate_chain(certificate.der());
  }
  return Send(content, context);
}

void AddGrant(Verb key, Context& context) {
  auto path = std::make_shared<std::string>();
  Verb grant = key.Add("grant", "Make a certificate's key known before its first use");
  grant.Option("certificate", *path, "PEM file: the certificate, then intermediates").Required();
  grant.Runs(context, [=, &context] { return Grant(*path, context); });
}

void AddRevoke(Verb key, Context& context) {
  auto flags = std::make_shared<RevokeFlags>();
  Verb revoke = key.Add("revoke", "Refuse a key's statements from now on");
  revoke.Option("key", flags->key, "Key id (64 hexadecimal digits) or certificate file").Required();
  revoke.Option("--reason", flags->reason,
                "key-compromise, affiliation-changed, superseded or cessation-of-operation")
      .Required();
  revoke.Option("--compromised-since", flags->compromised_since,
                "Statements admitted at or after this time (UTC) are marked as in doubt");
  revoke.Runs(context, [=, &context] { return Revoke(*flags, context); });
}

}  // namespace

void AddKey(Verb app, Context& context) {
  Verb key = app.Add("key", "Grant and revoke the keys of your economy");
  key.NeedsVerb();
  key.Footer(
      "Examples (need the role administrator):\n"
      "  lightship key grant watch-2/certificate.pem\n"
      "  lightship key revoke watch-1/certificate.pem --reason key-compromise \\\n"
      "      --compromised-since 2026-03-14T09:00Z\n"
      "A revoked key is never granted again: its holder gets a new key.");
  AddGrant(key, context);
  AddRevoke(key, context);
}

}  // namespace lightship::commands
