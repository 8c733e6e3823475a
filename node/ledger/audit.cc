#include "node/ledger/audit.h"

#include <utility>

#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"
#include "node/ledger/state.h"
#include "node/statement/address.h"
#include "node/statement/open.h"
#include "node/store/schema.h"

namespace lightship::ledger {

bool IsRestricted(const v1::Manifest& manifest, const v1::PartRef& part) {
  return (part.audience().empty() ? manifest.audience() : part.audience()) != "all";
}

v1::AuditedRead RestrictedAmong(absl::string_view address, const v1::Manifest& manifest,
                                const std::vector<absl::string_view>& part_names) {
  v1::AuditedRead read;
  read.set_address(std::string(address));
  for (absl::string_view name : part_names) {
    const v1::PartRef* part = statement::FindPart(manifest, name);
    if (part != nullptr && IsRestricted(manifest, *part)) read.add_part_names(std::string(name));
  }
  return read;
}

absl::StatusOr<storage::v1::AuditState> ReadAuditState(const store::Store& store) {
  storage::v1::AuditState state;
  state.set_digest(std::string(crypto::kDigestBytes, '\0'));
  absl::StatusOr<std::string> row = store.Get(store::Table::kMeta, store::kAuditKey);
  if (absl::IsNotFound(row.status())) return state;
  RETURN_IF_ERROR(row.status());
  if (state.ParseFromString(*row)) return state;
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                     "the state of the audit log is damaged");
}

absl::StatusOr<v1::ReadAuditResponse> ReadAudit(const store::Store& store, absl::string_view origin,
                                                uint64_t from) {
  ASSIGN_OR_RETURN(storage::v1::AuditState state, ReadAuditState(store));
  v1::ReadAuditResponse response;
  response.set_size(state.size());
  if (state.attested_size() > 0) {
    ASSIGN_OR_RETURN(statement::Origin own, statement::Origin::Parse(origin));
    response.set_attested_by(own.At(state.attested_index()).ToString());
  }
  size_t bytes = 0;
  RETURN_IF_ERROR(store.Scan(store::Table::kAudit, store::AuditKey(from),
                             store::AuditKey(state.size()),
                             [&](absl::string_view, absl::string_view record) {
                               response.add_records(std::string(record));
                               bytes += record.size();
                               return bytes < base::limits::kAuditPageBytes &&
                                      response.records_size() <
                                          static_cast<int>(base::limits::kAuditRecordsOfPage);
                             }));
  return response;
}

absl::StatusOr<Outcome> AddAudit(Audit audit, State& state, Scratch& scratch) {
  storage::v1::AuditState& chain = state.audit;
  audit.record.set_previous(chain.digest());
  std::string bytes = audit.record.SerializeAsString();
  chain.set_digest(crypto::AsString(crypto::Sha256(bytes)));
  const uint64_t number = chain.size();
  chain.set_size(number + 1);
  scratch.batch.Put(store::Table::kAudit, store::AuditKey(number), std::move(bytes));
  scratch.batch.Put(store::Table::kMeta, std::string(store::kAuditKey), chain.SerializeAsString());
  return Outcome{"", number, false};
}

}  // namespace lightship::ledger
