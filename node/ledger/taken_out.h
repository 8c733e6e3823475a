// What local tables say on the word of statements that are taken out of a log, when it is rebuilt without them. Only for rebuild.cc.
#ifndef LIGHTSHIP_NODE_LEDGER_TAKEN_OUT_H_
#define LIGHTSHIP_NODE_LEDGER_TAKEN_OUT_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "lightship/storage/v1/storage.pb.h"
#include "node/statement/address.h"
#include "node/store/store.h"

namespace lightship::ledger {

class TakenOut {
 public:
  // The log's entries from there on do not come back.
  void Add(const statement::Origin& origin, uint64_t from) { logs_[origin.ToString()] = {origin, from}; }
  bool empty() const { return logs_.empty(); }

  // A row of kActs, kPurges or kMeta without what hangs on them. False when nothing is left of it.
  bool Trim(store::Table table, absl::string_view key, std::string& value) const;

 private:
  struct End {
    statement::Origin origin;
    uint64_t from;
  };
  bool TrimActs(absl::string_view key, std::string& value) const;
  bool KeepsPurge(absl::string_view key) const;
  bool KeepsAudience(absl::string_view key, absl::string_view value) const;

  std::map<std::string, End, std::less<>> logs_;
};

// Whether one of these acts, at `from` or behind it, erased anything.
bool ErasesFrom(const storage::v1::Acts& acts, uint64_t from);

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_TAKEN_OUT_H_
