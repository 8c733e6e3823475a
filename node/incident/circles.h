// Groups of incidents as they stand, and as links not yet in the log will join them. For one thread.
#ifndef LIGHTSHIP_NODE_INCIDENT_CIRCLES_H_
#define LIGHTSHIP_NODE_INCIDENT_CIRCLES_H_

#include <map>
#include <memory>
#include <set>
#include <vector>

#include "node/crypto/digest.h"
#include "node/incident/table.h"

namespace lightship::incident {

class Circles {
 public:
  // `snapshot` outlives it.
  explicit Circles(const TableSnapshot& snapshot) : snapshot_(snapshot) {}

  // The incident with those that it is told with.
  const std::vector<crypto::Digest>& Of(const crypto::Digest& incident);
  bool AreOne(const crypto::Digest& a, const crypto::Digest& b);
  // A link between the two circles stands in the log, although it does not join them.
  bool AreLinked(const crypto::Digest& a, const crypto::Digest& b);
  void Join(const crypto::Digest& a, const crypto::Digest& b);

 private:
  using Circle = std::shared_ptr<std::vector<crypto::Digest>>;
  Circle& Find(const crypto::Digest& incident);

  const TableSnapshot& snapshot_;
  std::map<crypto::Digest, Circle> circles_;
  std::map<crypto::Digest, std::set<crypto::Digest>> linked_;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_CIRCLES_H_
