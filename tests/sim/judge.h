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

// Everything: convergence; no acknowledged statement lost; nothing unsigned believed; nothing outside its audience; no
// fork; the same incidents everywhere. Empty when all is well.
std::string Judge(const Simulation& simulation);

}  // namespace lightship::sim

#endif  // LIGHTSHIP_TESTS_SIM_JUDGE_H_
