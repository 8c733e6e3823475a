#include "client/sdk/identity.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/sdk/file.h"
#include "node/base/status.h"

namespace lightship::sdk {
namespace {

absl::Status Unusable(const std::string& path, const absl::Status& why) {
  return absl::FailedPreconditionError(absl::StrCat(path, ": ", why.message()));
}

absl::StatusOr<std::string> ReadIdentityFile(const std::string& path) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (text.ok()) return text;
  return absl::FailedPreconditionError(
      absl::StrCat(text.status().message(),
                   " (an identity directory holds certificate.pem and key.pem; `lightship pki "
                   "officer` makes one)"));
}

}  // namespace

absl::StatusOr<OfficerIdentity> LoadIdentity(const std::string& directory) {
  std::string certificate_path = absl::StrCat(directory, "/certificate.pem");
  std::string key_path = absl::StrCat(directory, "/key.pem");
  ASSIGN_OR_RETURN(std::string chain_pem, ReadIdentityFile(certificate_path));
  ASSIGN_OR_RETURN(std::string key_pem, ReadIdentityFile(key_path));

  auto chain = crypto::CertificatesFromPem(chain_pem);
  if (!chain.ok()) return Unusable(certificate_path, chain.status());
  auto key = crypto::PrivateKey::FromPem(key_pem);
  if (!key.ok()) return Unusable(key_path, key.status());
  auto who = statement::IdentityOf(chain->front());
  if (!who.ok()) return Unusable(certificate_path, who.status());
  if (chain->front().public_key().spki() != key->public_key().spki()) {
    return absl::FailedPreconditionError(absl::StrCat(
        key_path, ": is not the key of ", certificate_path, "; the two files must be made together"));
  }
  return OfficerIdentity{*std::move(chain), *std::move(key), *std::move(who), std::move(chain_pem),
                         std::move(key_pem)};
}

}  // namespace lightship::sdk
