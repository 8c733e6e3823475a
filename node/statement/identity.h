// Who a certificate says its holder is. What that lets the holder do: operation.h.
#ifndef LIGHTSHIP_NODE_STATEMENT_IDENTITY_H_
#define LIGHTSHIP_NODE_STATEMENT_IDENTITY_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "lightship/v1/statement.pb.h"
#include "node/crypto/certificate.h"
#include "node/statement/roots.h"

namespace lightship::statement {

enum class Role { kSubmitter, kVerifier, kAnalyst, kLiaison, kAdministrator, kNode };

// "submitter", ...
absl::string_view RoleName(Role role);
absl::StatusOr<Role> ParseRole(absl::string_view name);
// "lightship:role:submitter".
std::string RoleUri(Role role);

struct Identity {
  std::string economy;   // "SG"
  bool is_node = false;  // else an officer
  std::string name;      // "watch-1"
  std::set<Role> roles;

  // "lightship:sg:officer:watch-1".
  std::string Uri() const;
  bool Has(Role role) const { return roles.contains(role); }
};

// Reads exactly one identity URI and the role URIs from subjectAltName. INVALID_ARGUMENT, reason
// UNTRUSTED_CERTIFICATE, when there is none, more than one, or one is malformed. Proves nothing by itself.
absl::StatusOr<Identity> IdentityOf(const crypto::Certificate& certificate);

// The identity that chain[0] names, if the chain ends at a root of the economy it names and is valid at `when`;
// PERMISSION_DENIED otherwise, saying which economy's roots were tried.
absl::StatusOr<Identity> VerifyIdentity(absl::Span<const crypto::Certificate> chain,
                                        const PinnedRoots& roots, absl::Time when);

// DER certificates, own first, as they stand in requests and KEY statements. Limits: certificates.
absl::StatusOr<std::vector<crypto::Certificate>> ParseChain(absl::Span<const std::string> ders);

}  // namespace lightship::statement

#endif  // LIGHTSHIP_NODE_STATEMENT_IDENTITY_H_
