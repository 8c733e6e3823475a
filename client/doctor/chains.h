// Certificates: the node's own chain, and the roots that it believes.
#ifndef LIGHTSHIP_CLIENT_DOCTOR_CHAINS_H_
#define LIGHTSHIP_CLIENT_DOCTOR_CHAINS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/doctor/finding.h"
#include "lightship/config/v1/config.pb.h"
#include "node/crypto/certificate.h"
#include "node/statement/identity.h"
#include "node/statement/roots.h"

namespace lightship::doctor {

// SHA-256 of the certificate, "1F:A0:...", as `openssl x509 -fingerprint -sha256` says it: to be compared by voice.
std::string Fingerprint(const crypto::Certificate& certificate);

// How long what is called `what` is valid yet. A root is warned of earlier: its change takes every member.
Finding JudgeValidity(const std::string& what, const crypto::Certificate& certificate, bool root,
                      absl::Time now);

// OK when `chain` may stand for a node of `economy`: whom it names, where it ends, what it may be used for. In plain words otherwise.
absl::Status CheckNodeChain(const std::vector<crypto::Certificate>& chain, const std::string& economy,
                            const statement::PinnedRoots& roots, absl::Time now);

// Of every chain, key and root that the configuration names. Files that cannot be read are told of by CheckFiles already.
Findings CheckChains(const config::v1::NodeConfig& config, absl::Time now);

}  // namespace lightship::doctor

#endif  // LIGHTSHIP_CLIENT_DOCTOR_CHAINS_H_
