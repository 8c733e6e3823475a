#include "node/ledger/publication.h"

#include <utility>

#include "node/ledger/admitted.h"

namespace lightship::ledger {
namespace {

// The log's own line stands first; what follows grows with the number of peers.
std::string WithoutCosignatures(const std::string& checkpoint) {
  size_t signatures = checkpoint.find("\n\n") + 2;
  return checkpoint.substr(0, checkpoint.find('\n', signatures) + 1);
}

}  // namespace

void Publication::Show(const Ledger::World& world) const {
  // Before a peer is shown it: should the database be lost, another of that size must not be signed.
  Keep(checkpoint, world);
  world.heads->Set(heads);
  index();
}

std::shared_ptr<const Heads> HeadsOf(const State& state, const std::set<std::string>& changed, const Heads& before) {
  auto heads = std::make_shared<Heads>(before);
  for (const std::string& name : changed) {
    heads->logs[name] = std::make_shared<LogHead>(state.logs.at(name).Head());
  }
  heads->audiences = state.audiences;
  heads->wanted = state.wanted;
  heads->verify_first = state.verify_first;
  ++heads->generation;
  return heads;
}

void Keep(const std::string& note, const Ledger::World& world) {
  if (!note.empty()) world.keeper->Save(WithoutCosignatures(note)).IgnoreError();
}

void HandOver(const State& state, Scratch& scratch, std::vector<absl::StatusOr<Outcome>>& outcomes) {
  const Log& own = state.logs.at(state.own_name);
  if (scratch.own_tiles.empty() || own.checkpoint_size != own.size()) return;
  auto admitted = std::make_shared<Admitted>(Admitted{own.name, own.checkpoint, own.size(), std::move(scratch.own_tiles), {}});
  for (NewStatement& statement : scratch.statements) {
    if (statement.origin != own.name || scratch.acts.contains({own.name, statement.index})) continue;
    admitted->manifests.emplace(statement.index, std::move(statement.manifest));
  }
  for (absl::StatusOr<Outcome>& outcome : outcomes) {
    const bool fresh = outcome.ok() && outcome->origin == own.name && !outcome->already_admitted;
    if (fresh && admitted->manifests.contains(outcome->index)) outcome->admitted = admitted;
  }
}

}  // namespace lightship::ledger
