#include "node/app/health.h"

#include "absl/strings/str_cat.h"

namespace lightship::app {

std::map<std::string, bool> HealthOf(const Condition& condition) {
  std::map<std::string, bool> health;
  const auto set = [&](const char* service, bool serves) { health[absl::StrCat("lightship.v1.", service)] = condition.serves && serves; };
  for (const char* reads : {"IncidentService", "StatisticsService", "NoticeService", "DirectoryService", "NodeService"}) set(reads, true);
  set("SubmissionService", condition.admits && condition.writes);
  set("AttachmentService", condition.writes);
  set("ExchangeService", condition.writes && condition.converses);
  set("BundleService", condition.writes && condition.converses);
  health[""] = condition.serves && condition.writes && condition.converses;
  return health;
}

bool Pulse::Beats(absl::Time now) {
  if (beat_->passes() != passes_) {
    passes_ = beat_->passes();
    since_ = now;
  }
  return now - since_ < kPatience;
}

}  // namespace lightship::app
