// FindSimilar: incidents that may be the same, with the reasons in words.
#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "node/base/limits.h"
#include "node/base/status.h"
#include "node/incident/locate.h"
#include "node/incident/query.h"

namespace lightship::incident {
namespace {

std::vector<crypto::Digest> ToldTogether(const RowDetail& incident) {
  return incident.has_group() ? incident.group() : std::vector<crypto::Digest>{incident.id};
}

absl::Status Describe(const TableSnapshot& snapshot, const RowDetail& row, const Match& match,
                      v1::SimilarIncident& similar) {
  const RowDetail* told_in = ToldIn(snapshot, &row);
  ASSIGN_OR_RETURN(*similar.mutable_incident(), snapshot.SummaryOf(*told_in));
  v1::IncidentSummary own = similar.incident();
  if (told_in != &row) {
    ASSIGN_OR_RETURN(own, snapshot.SummaryOf(row));
  }
  similar.set_address(own.address());
  similar.set_verdict(match.judgement.verdict);
  similar.set_probability(match.judgement.Probability());
  for (const correlation::Reason& reason : match.judgement.reasons) {
    similar.add_reasons(reason.words);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Similar> FindSimilar(const TableSnapshot& snapshot, const Matcher& matcher,
                                    const v1::FindSimilarRequest& request, const Patience& patience) {
  ASSIGN_OR_RETURN(const RowDetail* named, Locate(snapshot, request.incident()));
  const std::vector<crypto::Digest> together = ToldTogether(*ToldIn(snapshot, named));
  std::vector<Match> matches;
  for (size_t i = 0; i < together.size(); ++i) {
    if (patience != nullptr) RETURN_IF_ERROR(patience(i, together.size()));
    ASSIGN_OR_RETURN(std::vector<Match> of, matcher.Of(snapshot, together[i], Matcher::Changed::kLeftOut, patience));
    for (Match& match : of) {
      if (std::find(together.begin(), together.end(), match.incident) != together.end()) continue;
      matches.push_back(std::move(match));
    }
  }
  std::sort(matches.begin(), matches.end(), Better);
  Similar similar;
  v1::FindSimilarResponse& response = similar.response;
  const auto add_read = [&](const crypto::Digest& id) -> absl::Status {
    ASSIGN_OR_RETURN(v1::AuditedRead read, matcher.RestrictedOf(snapshot, id));
    if (read.part_names_size() > 0) similar.reads.push_back(std::move(read));
    return absl::OkStatus();
  };
  response.set_behind(matcher.Behind(snapshot));
  std::set<crypto::Digest> told;
  for (const Match& match : matches) {
    if (response.incidents_size() == base::limits::kSimilarShown) break;
    const RowDetail* row = snapshot.Find(match.incident);
    if (row == nullptr || !told.insert(match.incident).second) continue;
    RETURN_IF_ERROR(Describe(snapshot, *row, match, *response.add_incidents()));
    RETURN_IF_ERROR(add_read(match.incident));
  }
  if (response.incidents_size() == 0) return similar;
  for (const crypto::Digest& id : together) RETURN_IF_ERROR(add_read(id));
  return similar;
}

}  // namespace lightship::incident
