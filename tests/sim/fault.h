// The kinds of faults that a simulation knows, and lists of them in text: "crash,rot:3" (a weight other than 1 after a colon).
#ifndef LIGHTSHIP_TESTS_SIM_FAULT_H_
#define LIGHTSHIP_TESTS_SIM_FAULT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace lightship::sim {

enum class Fault : uint8_t {
  // Of the network. Frames of one stream stay in order, as TCP keeps them.
  kBreak,        // a stream ends; what was in flight is lost
  kLoss,         // a frame and all behind it are lost, and later the stream ends
  kDelay,        // a link takes up to seconds
  kDuplicate,    // frames arrive twice
  kPartition,    // a link is down both ways
  kOneWay,       // frames of one direction wait, then arrive or are lost with the stream
  kSlow,         // a node takes each frame late, and senders see it queue
  kTamper,       // a node's frames arrive changed
  // Of a machine.
  kCrash,        // between two events
  kCrashAtStep,  // between two effects: writes, the kept checkpoint, frames; a write under way is lost or durable unheard
  kFullDisk,     // writes fail for a while, across a restart
  kBrokenDisk,   // the next write fails, and the node dies of it
  kRot,          // stored bytes change, or can be read no more
  kClock,        // the node's clock jumps, by seconds to days, either way
  kWipe,         // the disk is lost, perhaps with the kept checkpoint
  kRestore,      // an old backup is put back
  kClone,        // the machine runs twice for a while
  // Of a peer that means harm: the last node. What it does can be proven against it or is without effect.
  kEquivocate,   // it writes two histories, and shows each to some
  kWithhold,     // it sends leaves instead of entries of its own log that are for all
  kWithholdRelayed,  // so it does with others' logs, after two who would not need it have lost each other
  kReplay,       // it sends again what it sent before
  kOversize,     // it sends more of something than any limit allows
  kFlood,        // it sends without end
  kForge,        // entries with bad or unknown signatures under its own checkpoint; cosignatures in others' names, evidence against others
  kRevokedKey,   // its log revokes a key, and goes on with what that key signs
};
inline constexpr int kFaults = 25;
inline constexpr Fault kFirstHostile = Fault::kEquivocate;

absl::string_view NameOf(Fault fault);

// By kind: how often it is drawn in relation to the others; 0: never.
using FaultWeights = std::array<int, kFaults>;
using FaultCounts = std::array<uint64_t, kFaults>;

// "all" and "none" too. Unset when a name or weight is wrong.
std::optional<FaultWeights> ParseFaults(absl::string_view list);
std::string ToString(const FaultWeights& weights);
bool AnyHostile(const FaultWeights& weights);

}  // namespace lightship::sim

#endif  // LIGHTSHIP_TESTS_SIM_FAULT_H_
