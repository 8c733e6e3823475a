#include "client/commands/name.h"

#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "lightship/v1/log.pb.h"
#include "node/base/encoding.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"
#include "node/statement/address.h"
#include "node/statement/open.h"

namespace lightship::commands {

absl::StatusOr<v1::IncidentName> IncidentNameFrom(absl::string_view text) {
  v1::IncidentName name;
  if (auto address = statement::Address::Parse(text); address.ok()) {
    name.set_address(address->ToString());
    return name;
  }
  auto id = base::FromHex(text);
  if (id.ok() && id->size() == crypto::kDigestBytes) {
    name.set_incident_id(*id);
    return name;
  }
  return UsageError(absl::StrCat("\"", text,
                                 "\" should be an address such as SG/1234, or a statement id of 64 "
                                 "hexadecimal digits"));
}

absl::StatusOr<v1::GetReceiptRequest> ReceiptRequestFor(absl::string_view text) {
  ASSIGN_OR_RETURN(v1::IncidentName name, IncidentNameFrom(text));
  v1::GetReceiptRequest request;
  if (name.has_address()) {
    request.set_address(name.address());
  } else {
    request.set_statement_id(name.incident_id());
  }
  return request;
}

absl::StatusOr<std::string> StatementIdFor(absl::string_view text, sdk::Node& node) {
  ASSIGN_OR_RETURN(v1::GetReceiptRequest request, ReceiptRequestFor(text));
  if (!request.statement_id().empty()) return request.statement_id();
  ASSIGN_OR_RETURN(v1::GetReceiptResponse response, node.GetReceipt(request));
  ASSIGN_OR_RETURN(statement::OpenedEntry opened,
                   statement::OpenEntry(response.file().statement().entry()));
  return crypto::AsString(opened.statement_id);
}

absl::StatusOr<v1::GetIncidentResponse> FindIncident(absl::string_view text, sdk::Node& node) {
  v1::GetIncidentRequest request;
  ASSIGN_OR_RETURN(*request.mutable_incident(), IncidentNameFrom(text));
  absl::StatusOr<v1::GetIncidentResponse> incident = node.GetIncident(request);
  if (!absl::IsNotFound(incident.status())) return incident;
  ASSIGN_OR_RETURN(v1::GetReceiptRequest statement, ReceiptRequestFor(text));
  absl::StatusOr<v1::GetReceiptResponse> found = node.GetReceipt(statement);
  if (!found.ok()) return incident;
  ASSIGN_OR_RETURN(statement::OpenedEntry opened,
                   statement::OpenEntry(found->file().statement().entry()));
  // A key, an audience, a contact: statements that speak of no incident.
  if (opened.manifest.subject().empty()) return incident;
  request.mutable_incident()->set_incident_id(opened.manifest.subject());
  return node.GetIncident(request);
}

}  // namespace lightship::commands
