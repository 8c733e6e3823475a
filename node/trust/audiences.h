// Who may hold what. Fails closed: an empty, malformed, unknown or not yet defined audience is nobody but
// the author's economy.
#ifndef LIGHTSHIP_NODE_TRUST_AUDIENCES_H_
#define LIGHTSHIP_NODE_TRUST_AUDIENCES_H_

#include <map>
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/string_view.h"
#include "lightship/v1/audience.pb.h"
#include "lightship/v1/statement.pb.h"

namespace lightship::trust {

// Thread-compatible value.
class AudienceBook {
 public:
  enum class Verdict {
    kMayHold,
    kOutside,      // in nobody's interest to ask again
    kOwnOnly,      // nobody but the author's economy
    kUndefined,    // this node does not hold the audience's definition
  };

  // A version already defined stays as it is, and a malformed definition defines nothing. `author` is the
  // economy whose log holds the definition; it is a member whether named or not.
  void Define(absl::string_view author, const v1::AudienceDefinition& definition);

  // May `economy` hold what `author` addressed to `audience`?
  Verdict Judge(absl::string_view economy, absl::string_view author,
                absl::string_view audience) const;

  // Statement level, then the part's own narrower audience.
  Verdict JudgePart(absl::string_view economy, const v1::Manifest& manifest,
                    const v1::PartRef& part) const;

 private:
  using Key = std::tuple<std::string, std::string, uint32_t>;  // owner, name, version
  std::map<Key, std::set<std::string, std::less<>>> definitions_;
};

}  // namespace lightship::trust

#endif  // LIGHTSHIP_NODE_TRUST_AUDIENCES_H_
