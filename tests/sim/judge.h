// The judges of a simulation. They look at disks and at what was acknowledged, with as little of the code that they judge as
// can be: protobuf, SHA-256, and libsodium for signatures.
#ifndef LIGHTSHIP_TESTS_SIM_JUDGE_H_
#define LIGHTSHIP_TESTS_SIM_JUDGE_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lightship::sim {

class Simulation;

enum class Judged : uint8_t {
  kProgress,         // after healing all nodes run, and hold every log alike with the cosignatures that are owed
  kDurability,       // every statement acknowledged is where it belongs
  kAuthenticity,     // nothing that its author did not sign is held, in particular nothing that an attacker made
  kSignatures,       // every signature of every checkpoint kept is genuine
  kConfidentiality,  // nothing was sent to, or stands on the disk of, a node that it is not for
  kErasure,          // nothing erased can be found on any disk
  kConfirmation,     // who may have held what was erased has said that it is gone
  kProofs,           // every receipt proves its entry
  kAgreement,        // what a node tells of an incident is what the statements that it holds make, as everywhere else
  kOneHistory,       // no honest log has two histories; where a dishonest one shows, all have the evidence
  kServed,           // what is sent is what was acknowledged, whatever the disk gave
  kMemory,           // a peer cannot make a node's memory grow
};
inline constexpr int kJudges = 12;
absl::string_view NameOf(Judged judge);

struct Finding {
  Judged judge;
  std::string what;
};
using Findings = std::vector<Finding>;
// "durability: acknowledged but lost: SG/3 at MY"; a line each.
std::string ToString(const Findings& findings);

// Empty when all nodes hold every log alike, with the cosignatures that are owed, and know the same cosigners; else what
// differs.
std::string Converged(const Simulation& simulation);
// Empty when, besides that, every retention date has come, every erasure is done, and confirmed by all who may have held the
// parts, and what is not erased is where it belongs.
std::string Settled(const Simulation& simulation);

// Whether an honest node holds evidence of a fork of the node's log, as may be for one that is malicious or was cloned.
bool IsForked(const Simulation& simulation, int author);
// Whether what the node acknowledged must be as it said.
bool StandsBehind(const Simulation& simulation, int author);

// Judges of their own, used by the others.
std::string NothingErasedLeft(const Simulation& simulation);
std::string AllConfirmed(const Simulation& simulation);
std::string ProofsHold(const Simulation& simulation);
std::string SignaturesGenuine(const Simulation& simulation);
std::string SameIncidents(const Simulation& simulation);

// Whether the Ed25519 signature is genuine, by libsodium: the cache that stands before the node's own verification is no judge.
bool Verifies(absl::string_view message, absl::string_view signature, absl::string_view raw_key);

// All judges' findings, at most one of each.
Findings Judge(const Simulation& simulation);

}  // namespace lightship::sim

#endif  // LIGHTSHIP_TESTS_SIM_JUDGE_H_
