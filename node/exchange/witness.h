// Forks: noticing that what a peer says of a log cannot be true together with what is held, believing evidence that others
// send, and passing it on.
#ifndef LIGHTSHIP_NODE_EXCHANGE_WITNESS_H_
#define LIGHTSHIP_NODE_EXCHANGE_WITNESS_H_

#include <deque>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lightship/v1/exchange.pb.h"
#include "node/exchange/session.h"
#include "node/ledger/heads.h"

namespace lightship::exchange {

// Of two nodes that hold different histories, the one with the larger tree can prove it, as soon as it hears the other's
// checkpoint. Thread-compatible.
class Witness {
 public:
  explicit Witness(const Context* context) : context_(context) {}

  // Forks that the heads show.
  void Learn(const ledger::LogHead& head);
  bool Knows(absl::string_view origin) const { return known_.contains(origin); }

  // Compares the session's newest note of the log, once, with the tree here. True when that proved a fork: it is on its way
  // to the ledger.
  bool Judge(Session& session, const ledger::LogHead& head);
  // Answers a checkpoint by a key that is not known as the log's: sends the last checkpoint of each former key. Histories that
  // change the key each in its own way are then compared by one that both have signed with the same.
  void TellFormer(Session& session, const ledger::LogHead& head) const;
  // True when the session's evidence is new, of a log held here, and true. Errors: it is false.
  absl::StatusOr<bool> Take(Session& session, const v1::EvidenceFile& evidence,
                            const ledger::Heads& heads);
  // What the ledger was too busy to keep is handed to it again.
  void OnTick(const ledger::Heads& heads) const;
  // Sends evidence of each fork to a peer that speaks of the log or copies it, after the entries that it is owed.
  void Tell(Session& session, const ledger::Heads& heads) const;

 private:
  void Believe(v1::EvidenceFile evidence);

  const Context* const context_;
  std::map<std::string, std::shared_ptr<const v1::EvidenceFile>, std::less<>> known_;
  std::map<std::string, std::deque<std::string>, std::less<>> agreed_;  // by log: texts found to be of the tree here, the last ones
};

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_NODE_EXCHANGE_WITNESS_H_
