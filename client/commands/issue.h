// Issuing certificates and keys into directories, as `lightship pki` does. Existing files are never overwritten.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_ISSUE_H_
#define LIGHTSHIP_CLIENT_COMMANDS_ISSUE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "node/statement/identity.h"

namespace lightship::commands {

// Whom a certificate is for.
struct Subject {
  std::string name;
  std::vector<std::string> roles;  // of an officer
  std::vector<std::string> dns_names, addresses;
  int days = 0;  // of validity, from one hour before `now`, so that clocks may differ
  // PKCS#11 URI of the key to certify; empty: a new one is made. TLS then gets a certificate and a key of its own, as files.
  std::string token_key = {};
};

// Writes root.pem and root.key (owner only) for `economy`.
absl::Status IssueRoot(const std::string& economy, int days, absl::Time now,
                       const std::string& directory);

// Writes certificate.pem, key.pem (ECDSA P-256), log.key and cosigner.key (Ed25519); the identity URI. For a key on a token,
// tls-certificate.pem and tls-key.pem instead of key.pem.
absl::StatusOr<std::string> IssueNode(const std::string& ca_directory, const Subject& subject,
                                      absl::Time now, const std::string& directory);

// Writes certificate.pem and key.pem (ECDSA P-256), or the TLS files, as above; the identity URI.
absl::StatusOr<std::string> IssueOfficer(const std::string& ca_directory, const Subject& subject,
                                         absl::Time now, const std::string& directory);

// For an economy with an authority of its own: makes the keys that are not there yet (key.pem; of a node also log.key and
// cosigner.key) and writes request.pem, which asks that authority to certify key.pem. What it must put into the certificate.
absl::StatusOr<statement::Identity> AskForCertificate(const std::string& economy, bool is_node, const Subject& subject,
                                                      const std::string& directory);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_ISSUE_H_
