// What tells accounts apart without holding them. Pure.
#ifndef LIGHTSHIP_NODE_INCIDENT_CORRELATION_FINGERPRINT_H_
#define LIGHTSHIP_NODE_INCIDENT_CORRELATION_FINGERPRINT_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "node/incident/correlation/account.h"

namespace lightship::incident::correlation {

// Equal for equal accounts and `beside`, and for no others: eight bytes of a digest. Never 0.
uint64_t FingerprintOf(const Account& account, absl::string_view beside = "");

}  // namespace lightship::incident::correlation

#endif  // LIGHTSHIP_NODE_INCIDENT_CORRELATION_FINGERPRINT_H_
