#include "node/incident/state_hash.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "lightship/storage/v1/storage.pb.h"
#include "node/base/encoding.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"
#include "node/incident/record.h"
#include "node/ledger/stored_tiles.h"
#include "node/merkle/tile.h"
#include "node/statement/address.h"
#include "node/statement/canonical.h"
#include "node/store/schema.h"

namespace lightship::incident {
namespace {

using absl::string_view;

// A digest that items are added to, each with its length, so that no two lists of items run into one.
class Chained {
 public:
  void Add(std::initializer_list<string_view> pieces) {
    std::string item = crypto::AsString(digest_);
    for (string_view piece : pieces) {
      base::AppendBigEndian64(piece.size(), item);
      item.append(piece.data(), piece.size());
    }
    digest_ = crypto::Sha256(item);
  }
  std::string bytes() const { return crypto::AsString(digest_); }

 private:
  crypto::Digest digest_{};
};

std::string Number(uint64_t value) {
  std::string bytes;
  base::AppendBigEndian64(value, bytes);
  return bytes;
}

bool Chosen(const v1::GetStateHashRequest& request, string_view origin) {
  if (request.economies().empty()) return true;
  auto parsed = statement::Origin::Parse(origin);
  return parsed.ok() && std::find(request.economies().begin(), request.economies().end(),
                                  parsed->economy) != request.economies().end();
}

// Adds key and digest of every value of a log's table, and counts them. The key is that behind the origin.
absl::Status AddRows(const store::View& view, store::Table table, const std::string& origin,
                     Chained& chained, uint64_t& rows) {
  return view.Scan(table, store::OriginStart(origin), store::OriginLimit(origin),
                   [&](string_view key, string_view value) {
                     key.remove_prefix(std::min(key.size(), origin.size() + 1));
                     chained.Add({key, crypto::AsView(crypto::Sha256(value))});
                     ++rows;
                     return true;
                   });
}

absl::StatusOr<v1::LogState> AddLog(const store::View& view, const std::string& origin,
                                    uint64_t size, Chained& all) {
  v1::LogState log;
  log.set_origin(origin);
  log.set_size(size);
  ASSIGN_OR_RETURN(merkle::Digest root, merkle::RootAt(ledger::StoredTiles(&view, origin), size));
  log.set_root(crypto::AsString(root));
  Chained holdings;
  uint64_t entries = 0, parts = 0;
  RETURN_IF_ERROR(AddRows(view, store::Table::kEntries, origin, holdings, entries));
  RETURN_IF_ERROR(AddRows(view, store::Table::kParts, origin, holdings, parts));
  log.set_entries(entries);
  log.set_parts(parts);
  all.Add({"log", origin, Number(size), log.root(), Number(entries), Number(parts), holdings.bytes()});
  return log;
}

absl::Status AddLogs(const store::View& view, v1::GetStateHashResponse& response,
                     const v1::GetStateHashRequest& request, Chained& all) {
  absl::Status failed;
  RETURN_IF_ERROR(view.Scan(store::Table::kHeads, "", "", [&](string_view key, string_view value) {
    storage::v1::LogHead head;
    const std::string origin(key);
    if (!Chosen(request, origin)) return true;
    if (!head.ParseFromArray(value.data(), static_cast<int>(value.size()))) {
      failed = base::Error(absl::StatusCode::kDataLoss, base::reason::kStorage,
                           absl::StrCat("the head of ", origin, " is damaged"));
      return false;
    }
    absl::StatusOr<v1::LogState> log = AddLog(view, origin, head.size(), all);
    if (!log.ok()) {
      failed = log.status();
      return false;
    }
    *response.add_logs() = *std::move(log);
    return true;
  }));
  return failed;
}

absl::Status AddIncidents(const store::View& view, v1::GetStateHashResponse& response,
                          const v1::GetStateHashRequest& request, Chained& all) {
  absl::Status failed;
  RETURN_IF_ERROR(view.Scan(store::Table::kIncidents, "", "", [&](string_view key, string_view value) {
    absl::StatusOr<Record> record = DecodeRecord(key, value);
    if (!record.ok()) {
      failed = record.status();
      return false;
    }
    const auto& members = record->members;
    if (std::any_of(members.begin(), members.end(),
                    [&](const StatementRef& member) { return Chosen(request, member.origin); })) {
      all.Add({"incident", key, statement::SerializeDeterministic(record->document.summary)});
      response.set_incidents(response.incidents() + 1);
    }
    return true;
  }));
  return failed;
}

}  // namespace

absl::StatusOr<v1::GetStateHashResponse> HashState(const store::View& view,
                                                   const v1::GetStateHashRequest& request) {
  v1::GetStateHashResponse response;
  Chained all;
  RETURN_IF_ERROR(AddLogs(view, response, request, all));
  RETURN_IF_ERROR(AddIncidents(view, response, request, all));
  response.set_hash(all.bytes());
  return response;
}

}  // namespace lightship::incident
