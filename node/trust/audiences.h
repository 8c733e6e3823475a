// Who may hold what. Fails closed: an empty, malformed, unknown or not yet defined audience is nobody but
// the author's economy.
#ifndef LIGHTSHIP_NODE_TRUST_AUDIENCES_H_
#define LIGHTSHIP_NODE_TRUST_AUDIENCES_H_

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "lightship/v1/audience.pb.h"
#include "lightship/v1/statement.pb.h"
#include "node/statement/address.h"

namespace lightship::trust {

// Where a definition stands in its owner's logs.
struct DefinitionPlace {
  uint32_t epoch = 0;
  uint64_t index = 0;
  auto operator<=>(const DefinitionPlace&) const = default;
};

// Thread-compatible value; a copy shares the lists of members.
class AudienceBook {
 public:
  using Place = DefinitionPlace;
  enum class Verdict {
    kMayHold,
    kOutside,      // in nobody's interest to ask again
    kOwnOnly,      // nobody but the author's economy
    kUndefined,    // this node does not hold the audience's definition
  };

  // A malformed definition defines nothing. `author` is the economy whose log holds it; it is a member whether named or not.
  // Where a log defines a version more than once, which no honest node does, members are those that all definitions name:
  // who was outside does not get in by what comes to light later, in whatever order that happens. True when this one
  // changes what is known.
  bool Define(absl::string_view author, const v1::AudienceDefinition& definition, Place place = {});
  // Where the version is defined first, as far as is known here.
  std::optional<Place> FirstPlace(absl::string_view author, absl::string_view name, uint32_t version) const;
  // The version is defined at this place by what is not here any more: it is not known before that is back, whatever stands later.
  void Claim(absl::string_view author, absl::string_view name, uint32_t version, Place place);
  // What stands at this place does not define anything any more. Gives name and version of what it did.
  std::optional<std::pair<std::string, uint32_t>> Undefine(absl::string_view author, Place place);
  // Whether it defines anything at all.
  static bool IsWellFormed(const v1::AudienceDefinition& definition);
  // Whether the version is defined, and not to the same economies.
  bool IsDefinedOtherwise(absl::string_view author, const v1::AudienceDefinition& definition) const;

  // A version that is known, with those who count as its members, sorted.
  struct Known {
    statement::AudienceName name;
    std::vector<std::string> economies;
    Place place;  // of the definition that stands first
  };
  // By name, then version. Of more than `most` those defined last, of each owner as many.
  std::vector<Known> List(size_t most) const;

  // May `economy` hold what `author` addressed to `audience`?
  Verdict Judge(absl::string_view economy, absl::string_view author,
                absl::string_view audience) const;

  // Statement level, then the part's own narrower audience.
  Verdict JudgePart(absl::string_view economy, const v1::Manifest& manifest,
                    const v1::PartRef& part) const;

 private:
  using Key = std::tuple<std::string, std::string, uint32_t>;  // owner, name, version
  using Members = std::vector<std::array<char, 2>>;  // codes of economies, sorted
  using SharedMembers = std::shared_ptr<const Members>;
  struct Definition {
    Place first;
    std::optional<Place> lost;       // where one stood that is not here any more
    std::vector<std::pair<Place, SharedMembers>> standing = {};  // those that are here
    SharedMembers members = nullptr;  // what these have in common; null when there are none
  };
  static Members MembersOf(absl::string_view author, const v1::AudienceDefinition& definition);
  static SharedMembers InCommon(const SharedMembers& a, const SharedMembers& b);
  std::map<Key, Definition> definitions_;
};

}  // namespace lightship::trust

#endif  // LIGHTSHIP_NODE_TRUST_AUDIENCES_H_
