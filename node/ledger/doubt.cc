// Statements of keys that turn out to have been compromised: whatever comes first, statement or revocation, the indexer hears
// of the doubt in the commit that makes it known.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "lightship/v1/key.pb.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/ledger/state.h"
#include "node/statement/open.h"
#include "node/store/schema.h"

namespace lightship::ledger {
namespace {

struct Compromise {
  std::string origin;
  crypto::Digest key_id;
  absl::Time since;
  uint64_t revoked_at;  // index
};

std::optional<Compromise> CompromiseIn(const NewStatement& statement) {
  if (statement.manifest.kind() != v1::STATEMENT_KIND_KEY) return std::nullopt;
  for (const v1::Part& part : statement.parts) {
    v1::KeyStatement content;
    if (part.name() != "key" || !content.ParseFromString(part.content())) continue;
    if (!content.revocation().has_compromised_since()) continue;
    auto key_id = crypto::DigestFromBytes(content.revocation().key_id());
    auto since = statement::ToTime(content.revocation().compromised_since());
    if (key_id.ok() && since.ok()) {
      return Compromise{statement.origin, *key_id, *since, statement.index};
    }
  }
  return std::nullopt;
}

bool IsBy(const v1::Entry& entry, const crypto::Digest& key_id) {
  return std::any_of(
      entry.signatures().begin(), entry.signatures().end(),
      [&](const v1::Signature& signature) { return signature.key_id() == crypto::AsView(key_id); });
}

void Doubt(const std::string& origin, statement::OpenedEntry opened, Scratch& scratch) {
  const uint64_t index = opened.entry.index();
  for (NewStatement& fresh : scratch.statements) {
    if (fresh.origin != origin || fresh.index != index) continue;
    fresh.doubtful = true;
    return;
  }
  NewStatement statement;
  statement.id = opened.statement_id;
  statement.origin = origin;
  statement.index = index;
  statement.admitted_at = opened.admitted_at;
  statement.manifest = std::move(opened.manifest);
  statement.doubtful = true;
  scratch.statements.push_back(std::move(statement));
}

// Of what earlier commits have stored. Reads the log from the key's first grant on: a revocation is rare.
absl::Status DoubtStored(const Compromise& compromise, const State& state, Scratch& scratch) {
  const std::string& origin = compromise.origin;
  std::vector<statement::OpenedEntry> found;
  absl::Status damage;
  auto look = [&](absl::string_view, absl::string_view value) {
    v1::Entry entry;
    if (entry.ParseFromArray(value.data(), static_cast<int>(value.size())) &&
        !IsBy(entry, compromise.key_id)) {
      return true;
    }
    absl::StatusOr<statement::OpenedEntry> opened = statement::OpenEntry(value);
    damage = opened.status();
    if (opened.ok() && opened->admitted_at >= compromise.since) found.push_back(*std::move(opened));
    return damage.ok();
  };
  RETURN_IF_ERROR(state.world.store->Scan(store::Table::kEntries, store::NumberedKey(origin, 0),
                                          store::NumberedKey(origin, compromise.revoked_at), look));
  if (!damage.ok()) {
    return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                       absl::StrCat("log ", origin, ": a damaged entry: ", damage.message()));
  }
  for (statement::OpenedEntry& opened : found) Doubt(origin, std::move(opened), scratch);
  return absl::OkStatus();
}

}  // namespace

absl::Status ReviewDoubt(const State& state, Scratch& scratch) {
  std::vector<Compromise> compromises;
  for (NewStatement& fresh : scratch.statements) {
    if (auto compromise = CompromiseIn(fresh)) compromises.push_back(*std::move(compromise));
    const Log& log = state.logs.at(fresh.origin);
    if (log.keys == nullptr) continue;
    fresh.doubtful = log.keys->DoubtedBy(fresh.signers, fresh.admitted_at).has_value();
  }
  for (const Compromise& compromise : compromises) {
    RETURN_IF_ERROR(DoubtStored(compromise, state, scratch));
  }
  return absl::OkStatus();
}

}  // namespace lightship::ledger
