#include "node/incident/circles.h"

#include <algorithm>

#include "lightship/v1/incident.pb.h"
#include "node/incident/locate.h"

namespace lightship::incident {

Circles::Circle& Circles::Find(const crypto::Digest& incident) {
  auto found = circles_.find(incident);
  if (found != circles_.end()) return found->second;
  auto circle = std::make_shared<std::vector<crypto::Digest>>();
  if (const RowDetail* row = snapshot_.Find(incident); row != nullptr) {
    const RowDetail* told_in = ToldIn(snapshot_, row);
    *circle = told_in->group();
    v1::IncidentSummary summary;
    summary.ParseFromString(std::string(told_in->told()));
    for (const v1::IncidentLink& link : summary.links()) {
      const auto here = crypto::DigestFromBytes(link.incident_id());
      const auto there = crypto::DigestFromBytes(link.other_id());
      if (link.joined() || !here.ok() || !there.ok()) continue;
      linked_[*here].insert(*there);
      linked_[*there].insert(*here);
    }
  }
  if (circle->empty()) circle->push_back(incident);
  for (const crypto::Digest& member : *circle) circles_[member] = circle;
  return circles_[incident];
}

const std::vector<crypto::Digest>& Circles::Of(const crypto::Digest& incident) {
  return *Find(incident);
}

bool Circles::AreOne(const crypto::Digest& a, const crypto::Digest& b) {
  return Find(a) == Find(b);
}

bool Circles::AreLinked(const crypto::Digest& a, const crypto::Digest& b) {
  const Circle one = Find(a), other = Find(b);
  return std::any_of(one->begin(), one->end(), [&](const crypto::Digest& here) {
    const auto links = linked_.find(here);
    return links != linked_.end() &&
           std::any_of(other->begin(), other->end(), [&](const crypto::Digest& there) {
             return links->second.contains(there);
           });
  });
}

void Circles::Join(const crypto::Digest& a, const crypto::Digest& b) {
  const Circle into = Find(a), from = Find(b);
  if (into == from) return;
  into->insert(into->end(), from->begin(), from->end());
  for (const crypto::Digest& member : *from) circles_[member] = into;
}

}  // namespace lightship::incident
