// The judges of a simulation. They look at stores and at what was acknowledged, with as little of the code that they judge
// as can be: protobuf, SHA-256 and signature verification.
#ifndef LIGHTSHIP_TESTS_SIM_JUDGE_H_
#define LIGHTSHIP_TESTS_SIM_JUDGE_H_

#include <string>

namespace lightship::sim {

class Simulation;

// Empty when all nodes hold every log alike, with the cosignatures that are owed, and know the same cosigners; else what
// differs.
std::string Converged(const Simulation& simulation);

// Empty when, besides that, every retention date has come and every erasure is confirmed by all who may have held the parts.
std::string Settled(const Simulation& simulation);

// Judges of their own, used by the others: no disk holds what was erased, deleted rows included; who may have held it has
// attested that, and the author's node counts them so; every receipt proves its entry in the log of the author.
std::string NothingErasedLeft(const Simulation& simulation);
std::string AllConfirmed(const Simulation& simulation);
std::string ProofsHold(const Simulation& simulation);

// Everything: convergence; no acknowledged statement lost; nothing unsigned believed; nothing outside its audience, on the
// wire or on a disk; nothing erased left; no fork; the same incidents everywhere. Empty when all is well.
std::string Judge(const Simulation& simulation);

}  // namespace lightship::sim

#endif  // LIGHTSHIP_TESTS_SIM_JUDGE_H_
