#include "node/crypto/alternative_names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "node/base/quote.h"
#include "node/base/reasons.h"
#include "node/base/status.h"

namespace lightship::crypto {
namespace {

// Takes `value` over.
bool AddName(GENERAL_NAMES* names, int type, ASN1_STRING* value) {
  if (value == nullptr) return false;
  GENERAL_NAME* name = GENERAL_NAME_new();
  GENERAL_NAME_set0_value(name, type, value);
  return sk_GENERAL_NAME_push(names, name) > 0;
}

// Null unless `text` is printable ASCII without spaces, and not empty.
ASN1_STRING* Ia5String(absl::string_view text) {
  if (text.empty() || !std::all_of(text.begin(), text.end(), absl::ascii_isgraph)) return nullptr;
  ASN1_STRING* string = ASN1_IA5STRING_new();
  ASN1_STRING_set(string, text.data(), static_cast<int>(text.size()));
  return string;
}

absl::Status NotA(absl::string_view kind, absl::string_view name) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                     absl::StrCat("certificate request: ", base::Quoted(name, 200), " is not ", kind));
}

}  // namespace

absl::StatusOr<GeneralNames> AlternativeNames(const CertificateRequest& request) {
  GeneralNames names(sk_GENERAL_NAME_new_null());
  for (const std::string& uri : request.uris) {
    if (!AddName(names.get(), GEN_URI, Ia5String(uri))) return NotA("a URI", uri);
  }
  for (const std::string& dns : request.dns_names) {
    if (!AddName(names.get(), GEN_DNS, Ia5String(dns))) return NotA("a DNS name", dns);
  }
  for (const std::string& address : request.addresses) {
    if (!AddName(names.get(), GEN_IPADD, a2i_IPADDRESS(address.c_str()))) {
      return NotA("an IP address", address);
    }
  }
  return names;
}

}  // namespace lightship::crypto
