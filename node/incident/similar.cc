// FindSimilar: incidents that may be the same, with the reasons in words.
#include <algorithm>
#include <set>
#include <vector>

#include "node/base/limits.h"
#include "node/base/status.h"
#include "node/incident/locate.h"
#include "node/incident/query.h"

namespace lightship::incident {
namespace {

std::vector<crypto::Digest> ToldTogether(const RowDetail& incident) {
  return incident.group.empty() ? std::vector<crypto::Digest>{incident.id} : incident.group;
}

void Describe(const TableSnapshot& snapshot, const RowDetail& row, const Match& match,
              v1::SimilarIncident& similar) {
  similar.mutable_incident()->ParseFromString(ToldIn(snapshot, &row)->summary);
  v1::IncidentSummary own;
  own.ParseFromString(row.summary);
  similar.set_address(own.address());
  similar.set_verdict(match.judgement.verdict);
  similar.set_probability(match.judgement.Probability());
  for (const correlation::Reason& reason : match.judgement.reasons) {
    similar.add_reasons(reason.words);
  }
}

}  // namespace

absl::StatusOr<v1::FindSimilarResponse> FindSimilar(const TableSnapshot& snapshot,
                                                    const Matcher& matcher,
                                                    const v1::FindSimilarRequest& request) {
  ASSIGN_OR_RETURN(const RowDetail* named, Locate(snapshot, request.incident()));
  const std::vector<crypto::Digest> together = ToldTogether(*ToldIn(snapshot, named));
  std::vector<Match> matches;
  for (const crypto::Digest& id : together) {
    for (Match& match : matcher.Of(id)) {
      if (std::find(together.begin(), together.end(), match.incident) != together.end()) continue;
      matches.push_back(std::move(match));
    }
  }
  std::sort(matches.begin(), matches.end(), Better);
  v1::FindSimilarResponse response;
  response.set_behind(matcher.Behind(snapshot));
  std::set<crypto::Digest> told;
  for (const Match& match : matches) {
    if (response.incidents_size() == base::limits::kSimilarShown) break;
    const RowDetail* row = snapshot.Find(match.incident);
    if (row == nullptr || !told.insert(match.incident).second) continue;
    Describe(snapshot, *row, match, *response.add_incidents());
  }
  return response;
}

}  // namespace lightship::incident
