// lightship stats --port-csv
#include <memory>
#include <utility>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "client/commands/counting.h"
#include "client/commands/stats_question.h"
#include "client/formats/port_risk.h"
#include "node/base/status.h"
#include "node/statement/open.h"

namespace lightship::commands {
namespace {

google::protobuf::Timestamp YearsBefore(const google::protobuf::Timestamp& time, int years) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  const absl::CivilDay day = absl::ToCivilDay(absl::FromUnixSeconds(time.seconds()), utc);
  return statement::ToTimestamp(absl::FromCivil(absl::CivilDay(day.year() - years, day.month(), day.day()), utc));
}

absl::StatusOr<v1::CountIncidentsResponse> CountBetween(sdk::Node& node, v1::CountIncidentsRequest request,
                                                        const google::protobuf::Timestamp& from,
                                                        const google::protobuf::Timestamp& until) {
  *request.mutable_filter()->mutable_occurred_from() = from;
  *request.mutable_filter()->mutable_occurred_until() = until;
  return node.CountIncidents(request);
}

}  // namespace

absl::Status PrintPorts(const StatsQuestion& question, Context& context) {
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  const v1::CountIncidentsRequest ports = CountedBy(question.request, {v1::DIMENSION_PORT});
  formats::PortCounts counts;
  const std::pair<v1::Dimension, v1::CountIncidentsResponse*> tables[] = {
      {v1::DIMENSION_YEAR, &counts.years},   {v1::DIMENSION_OUTCOME, &counts.outcomes},
      {v1::DIMENSION_ACT, &counts.acts},     {v1::DIMENSION_ARMS, &counts.arms},
      {v1::DIMENSION_TREATMENT, &counts.treatments}};
  for (const auto& [dimension, table] : tables) {
    ASSIGN_OR_RETURN(*table, node->CountIncidents(CountedBy(ports, {v1::DIMENSION_PORT, dimension})));
  }
  // The last twelve months are those before --until, else before the newest incident known.
  google::protobuf::Timestamp end = question.request.filter().occurred_until();
  if (!question.request.filter().has_occurred_until()) {
    end = counts.years.newest();
    end.set_seconds(end.seconds() + 1);
  }
  const google::protobuf::Timestamp year = YearsBefore(end, 1), six_years = YearsBefore(end, 6);
  ASSIGN_OR_RETURN(counts.recent, CountBetween(*node, ports, year, end));
  ASSIGN_OR_RETURN(counts.before, CountBetween(*node, ports, six_years, year));
  context.terminal.out << formats::PortRiskCsv(counts);
  return absl::OkStatus();
}

}  // namespace lightship::commands
