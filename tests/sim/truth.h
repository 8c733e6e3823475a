// What the schedule of a simulation did, as its officers know it: the judges' own account of who may hold what. It shares no
// code with the node.
#ifndef LIGHTSHIP_TESTS_SIM_TRUTH_H_
#define LIGHTSHIP_TESTS_SIM_TRUTH_H_

#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace lightship::sim {

// An index beyond every log's end: with all that was done.
inline constexpr uint64_t kInTheEnd = std::numeric_limits<uint64_t>::max();

// A WITHDRAWAL that was acknowledged.
struct Act {
  enum class Kind { kRetract, kRelease, kNarrow, kErase };
  Kind kind = Kind::kRetract;
  uint64_t index = 0;
  std::string manifest;
  std::string part;      // empty: all parts
  std::set<int> nodes;   // of a release or narrowing: the members, the author among them
};

struct MadePart {
  std::string name;
  std::string bytes;       // salt || content
  std::set<int> audience;  // nodes, the author's among them
  std::string marker;      // stands in it and nowhere else; may be empty
  bool lost = false;       // with a disk, before another node had it
  bool author_lost = false;
  std::string file;        // of an attachment whose bytes a node has taken
  bool file_lost = false;
};

// A statement that a node acknowledged. Nodes are numbers.
struct Acknowledged {
  int author = 0;
  int machine = 0;  // that took it: the author's, or a clone of that
  uint64_t index = 0;
  std::string manifest;
  std::string id, incident;  // `incident` is empty for what speaks of none, and for a WITHDRAWAL
  std::string revokes;       // a raw key
  std::set<int> audience;
  std::vector<MadePart> parts;
  std::vector<Act> acts;  // by index
  std::set<int> maybe_released;  // by a release that was not acknowledged, or is lost: it may be in the log, or obeyed, all the same
  std::set<int> maybe_narrowed;  // left out by one that is lost with its log's end: its author may obey it all the same
  absl::Time retain_until = absl::InfiniteFuture();
  bool report = false;       // or an amendment of one
  bool author_lost = false;  // a disk of its author's was lost since

  // Who may hold the statement after the acts with an index below `size` of its log.
  std::set<int> Holders(uint64_t size) const;
  // Who may hold the part; whether it was erased is not asked.
  std::set<int> Holders(const MadePart& part, uint64_t size) const;
  // Who may have got it at some time.
  std::set<int> EverHolders(const MadePart& part) const;
  // Whether a WITHDRAWAL with an index below `size` erases it.
  bool Erased(const MadePart& part, uint64_t size) const;
  const MadePart* Find(absl::string_view part_name) const;
};

// A word that no normalisation changes: "MK<seed>A<author>N<number><PART>Q".
std::string MarkerOf(uint64_t seed, int author, int number, absl::string_view part_name);
// All markers that stand in these bytes, in whatever case.
std::set<std::string> MarkersIn(absl::string_view bytes);
// -1 when it is no marker.
int AuthorOfMarker(absl::string_view marker);

}  // namespace lightship::sim

#endif  // LIGHTSHIP_TESTS_SIM_TRUTH_H_
