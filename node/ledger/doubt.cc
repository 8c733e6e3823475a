// Statements of keys that turn out to have been compromised: whatever comes first, statement or revocation, the indexer hears
// of the doubt in the commit that makes it known.
#include <algorithm>
#include <limits>
#include <map>
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
  crypto::Digest key_id;
  absl::Time since;
};

// Of one log: what this commit makes known, by key as signatures name it, and the entries that it can fall on.
struct Compromises {
  std::map<std::string, absl::Time, std::less<>> since;  // the earliest that is said of the key
  uint64_t from = std::numeric_limits<uint64_t>::max();
  uint64_t until = 0;

  // Whether an entry is by one of the keys, admitted since.
  bool FallOn(const v1::Entry& entry, absl::Time admitted_at) const;
  bool Name(const v1::Entry& entry) const { return FallOn(entry, absl::InfiniteFuture()); }
};

bool Compromises::FallOn(const v1::Entry& entry, absl::Time admitted_at) const {
  return std::any_of(entry.signatures().begin(), entry.signatures().end(),
                     [&](const v1::Signature& signature) {
                       auto key = since.find(signature.key_id());
                       return key != since.end() && admitted_at >= key->second;
                     });
}

std::optional<Compromise> CompromiseIn(const NewStatement& statement) {
  if (statement.manifest.kind() != v1::STATEMENT_KIND_KEY) return std::nullopt;
  for (const v1::Part& part : statement.parts) {
    v1::KeyStatement content;
    if (part.name() != "key" || !content.ParseFromString(part.content())) continue;
    if (!content.revocation().has_compromised_since()) continue;
    auto key_id = crypto::DigestFromBytes(content.revocation().key_id());
    auto since = statement::ToTime(content.revocation().compromised_since());
    if (key_id.ok() && since.ok()) return Compromise{*key_id, *since};
  }
  return std::nullopt;
}

NewStatement Doubted(const std::string& origin, statement::OpenedEntry opened) {
  NewStatement statement;
  statement.id = opened.statement_id;
  statement.origin = origin;
  statement.index = opened.entry.index();
  statement.admitted_at = opened.admitted_at;
  statement.manifest = std::move(opened.manifest);
  statement.doubtful = true;
  return statement;
}

// Of what earlier commits have stored, from the first grant of any of the keys on: one scan of the log, however much the commit
// makes known.
absl::Status DoubtStored(const std::string& origin, const Compromises& compromises,
                         const State& state, Scratch& scratch) {
  std::map<uint64_t, size_t> fresh;  // by index: statements that the indexer is told of anyhow
  for (size_t i = 0; i < scratch.statements.size(); ++i) {
    if (scratch.statements[i].origin == origin) fresh[scratch.statements[i].index] = i;
  }
  absl::Status damage;
  auto look = [&](absl::string_view, absl::string_view value) {
    v1::Entry entry;
    if (entry.ParseFromArray(value.data(), static_cast<int>(value.size())) &&
        !compromises.Name(entry)) {
      return true;
    }
    absl::StatusOr<statement::OpenedEntry> opened = statement::OpenEntry(value);
    damage = opened.status();
    if (!opened.ok()) return false;
    if (!compromises.FallOn(opened->entry, opened->admitted_at)) return true;
    if (auto told = fresh.find(opened->entry.index()); told != fresh.end()) {
      scratch.statements[told->second].doubtful = true;
    } else {
      scratch.statements.push_back(Doubted(origin, *std::move(opened)));
    }
    return true;
  };
  RETURN_IF_ERROR(state.world.store->Scan(store::Table::kEntries,
                                          store::NumberedKey(origin, compromises.from),
                                          store::NumberedKey(origin, compromises.until), look));
  if (damage.ok()) return absl::OkStatus();
  return base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                     absl::StrCat("log ", origin, ": a damaged entry: ", damage.message()));
}

}  // namespace

absl::Status ReviewDoubt(const State& state, Scratch& scratch) {
  std::map<std::string, Compromises> by_log;
  for (NewStatement& fresh : scratch.statements) {
    const Log& log = state.logs.at(fresh.origin);
    if (log.keys == nullptr) continue;
    fresh.doubtful = log.keys->DoubtedBy(fresh.signers, fresh.admitted_at).has_value();
    const std::optional<Compromise> compromise = CompromiseIn(fresh);
    if (!compromise) continue;
    Compromises& known = by_log[fresh.origin];
    absl::Time& since = known.since.try_emplace(crypto::AsString(compromise->key_id),
                                                absl::InfiniteFuture()).first->second;
    since = std::min(since, compromise->since);
    known.from = std::min(known.from, log.keys->FirstGrant(compromise->key_id).value_or(fresh.index));
    known.until = std::max(known.until, fresh.index);
  }
  for (const auto& [origin, compromises] : by_log) {
    RETURN_IF_ERROR(DoubtStored(origin, compromises, state, scratch));
  }
  return absl::OkStatus();
}

}  // namespace lightship::ledger
