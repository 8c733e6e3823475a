#include "node/exchange/witness.h"

#include <algorithm>
#include <utility>

#include "node/base/limits.h"
#include "node/base/status.h"
#include "node/exchange/frames.h"
#include "node/statement/canonical.h"
#include "node/statement/evidence.h"

namespace lightship::exchange {
namespace {

// Of each log: every peer shows the same few checkpoints.
constexpr size_t kAgreedKept = 16;

}  // namespace

void Witness::Learn(const ledger::LogHead& head) {
  if (head.fork != nullptr) known_.emplace(head.origin, head.fork);
}

void Witness::Believe(v1::EvidenceFile evidence) {
  const std::string origin = evidence.evidence().origin();
  known_[origin] = std::make_shared<v1::EvidenceFile>(evidence);
  context_->world->AddEvidence(std::move(evidence));
}

bool Witness::Judge(Session& session, const ledger::LogHead& head) {
  if (Knows(head.origin)) return false;
  auto note = session.heads.TakeUnjudged(head.origin, head.checkpoint_size);
  if (!note) return false;
  std::deque<std::string>& agreed = agreed_[head.origin];
  if (std::find(agreed.begin(), agreed.end(), note->note.text) != agreed.end()) return false;
  if (context_->world->Reader().IsOfTree(note->checkpoint)) {
    agreed.push_back(note->note.text);
    if (agreed.size() > kAgreedKept) agreed.pop_front();
    return false;
  }
  auto fork = context_->world->Reader().FindFork(*note);
  // Not even read: what cannot be compared now is not held against anyone.
  if (!fork.ok() || !*fork) return false;
  Believe(**std::move(fork));
  return true;
}

void Witness::TellFormer(Session& session, const ledger::LogHead& head) const {
  if (session.carried) return;
  auto change = head.keys->NextLogKeyChange(0);
  for (; change.has_value(); change = head.keys->NextLogKeyChange(*change + 1)) {
    // The batch with a change ends there, with the last checkpoint of the key before it.
    auto batch = context_->world->Reader().ReadBatch(head.origin, *change, {1, base::limits::kBatchBytes},
                                                     session.economy);
    if (batch.ok()) context_->Send(session, MakeAnnounce(head.origin, batch->checkpoint()));
  }
}

absl::StatusOr<bool> Witness::Take(Session& session, const v1::EvidenceFile& evidence,
                                   const ledger::Heads& heads) {
  const std::string& origin = evidence.evidence().origin();
  const ledger::LogHead* head = heads.Find(origin);
  if (head == nullptr || head->keys == nullptr) return false;
  session.told_forks.insert(origin);
  if (Knows(origin)) return false;
  RETURN_IF_ERROR(statement::VerifyEvidenceFile(statement::SerializeDeterministic(evidence),
                                                *context_->roots)
                      .status());
  Believe(evidence);
  return true;
}

void Witness::OnTick(const ledger::Heads& heads) const {
  for (const auto& [origin, evidence] : known_) {
    const ledger::LogHead* head = heads.Find(origin);
    if (head != nullptr && head->fork == nullptr) context_->world->AddEvidence(*evidence);
  }
}

void Witness::Tell(Session& session, const ledger::Heads& heads) const {
  if (!session.open() || session.carried || context_->Backlogged(session)) return;
  for (const auto& [origin, evidence] : known_) {
    const ledger::LogHead* head = heads.Find(origin);
    if (head == nullptr || !(session.heads.Knows(origin) || session.serving.Holds(origin))) continue;
    if (session.serving.Owes(origin, head->checkpoint_size)) continue;
    if (!session.told_forks.insert(origin).second) continue;
    v1::Frame frame;
    *frame.mutable_evidence() = *evidence;
    context_->Send(session, frame);
  }
}

}  // namespace lightship::exchange
