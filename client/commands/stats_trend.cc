// lightship stats --trend
#include <algorithm>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "client/commands/counting.h"
#include "client/commands/exit_code.h"
#include "client/commands/stats_question.h"
#include "client/formats/counts_json.h"
#include "client/formats/trend.h"
#include "node/base/status.h"
#include "node/statement/open.h"

namespace lightship::commands {
namespace {

// Wide enough for every zone: what does not belong to the months asked for is not looked at.
constexpr absl::Duration kMargin = absl::Hours(24);

int64_t NumberOf(const absl::CivilMonth& month) { return month.year() * 12 + month.month() - 1; }

absl::CivilMonth MonthOf(int64_t number) { return absl::CivilMonth(number / 12, number % 12 + 1); }

absl::StatusOr<int64_t> WholeMonth(absl::string_view flag, const google::protobuf::Timestamp& time) {
  const absl::CivilSecond second = absl::ToCivilSecond(absl::FromUnixSeconds(time.seconds()), absl::UTCTimeZone());
  const absl::CivilMonth month(second);
  if (absl::CivilSecond(month) == second) return NumberOf(month);
  return UsageError(absl::StrCat(flag, ": a trend compares whole months; give the first day of one"));
}

struct Compared {
  formats::Months period;
  std::string note;
};

absl::StatusOr<Compared> PeriodOf(const v1::IncidentFilter& filter, absl::Time now) {
  const int64_t this_month = NumberOf(absl::ToCivilMonth(now, absl::UTCTimeZone()));
  int64_t until = this_month;
  Compared compared;
  if (filter.has_occurred_until()) {
    ASSIGN_OR_RETURN(until, WholeMonth("--until", filter.occurred_until()));
    if (until > this_month) {
      compared.note = "The months that are not over are left out, of the earlier years too. ";
      until = this_month;
    }
  }
  int64_t first = (until - 1) / 12 * 12;  // January
  if (filter.has_occurred_from()) {
    ASSIGN_OR_RETURN(first, WholeMonth("--since", filter.occurred_from()));
  }
  if (first >= until || until - first > 12) {
    return UsageError("--trend compares one to twelve whole months that are over, such as --since 2020-01-01 --until 2020-07-01");
  }
  compared.period = {first, until - first};
  return compared;
}

absl::Time StartOf(int64_t month) { return absl::FromCivil(MonthOf(month), absl::UTCTimeZone()); }

std::string DayOf(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d", absl::FromUnixSeconds(time.seconds()), absl::UTCTimeZone());
}

}  // namespace

absl::Status PrintTrend(const StatsQuestion& question, Context& context) {
  const v1::CountIncidentsRequest& asked = question.request;
  if (asked.dimensions_size() > 1) return UsageError("--trend takes at most one --by");
  ASSIGN_OR_RETURN(Compared compared, PeriodOf(asked.filter(), context.clock.Now()));
  const int64_t years = static_cast<int64_t>(question.years);
  v1::CountIncidentsRequest request = asked;
  request.clear_dimensions();
  request.add_dimensions(v1::DIMENSION_MONTH);
  *request.mutable_filter()->mutable_occurred_from() =
      statement::ToTimestamp(StartOf(compared.period.first - years * 12) - kMargin);
  *request.mutable_filter()->mutable_occurred_until() =
      statement::ToTimestamp(StartOf(compared.period.first + compared.period.count) + kMargin);
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  ASSIGN_OR_RETURN(v1::CountIncidentsResponse totals, node->CountIncidents(request));
  v1::CountIncidentsResponse cells;
  if (!asked.dimensions().empty()) {
    request.mutable_dimensions()->MergeFrom(asked.dimensions());
    ASSIGN_OR_RETURN(cells, node->CountIncidents(request));
  }
  v1::CountIncidentsRequest everything;
  if (asked.filter().has_known_at()) *everything.mutable_filter()->mutable_known_at() = asked.filter().known_at();
  ASSIGN_OR_RETURN(v1::CountIncidentsResponse all, node->CountIncidents(everything));
  if (!all.has_oldest()) return absl::NotFoundError("this node knows no incident whose time is known");
  const int64_t oldest = NumberOf(absl::ToCivilMonth(absl::FromUnixSeconds(all.oldest().seconds()), absl::UTCTimeZone()));
  const std::string heading = asked.dimensions().empty() ? "" : NamesOf(DimensionsOf(asked))[0];
  formats::Trend trend = formats::MakeTrend(heading, totals, cells, compared.period, static_cast<int>(years), oldest);
  std::ostream& out = context.terminal.out;
  if (context.form() == OutputForm::kCsv) {
    out << formats::TrendCsv(trend);
    return absl::OkStatus();
  }
  const std::string title = absl::StrCat(formats::Spoken(compared.period), " against the same months of ", years,
                                         years == 1 ? " year" : " years", " before");
  ASSIGN_OR_RETURN(std::string rule, RuleOf(*node, request, totals));
  rule = absl::StrCat(compared.note, "Incidents known here are of ", DayOf(all.oldest()), " to ", DayOf(all.newest()),
                      ": years that began before are shown as \"-\" and left out of the mean, and what is newer than that may "
                      "be missing. ", rule);
  if (context.form() == OutputForm::kJson) {
    out << formats::CountsJson(title, NamesOf(DimensionsOf(request)), heading.empty() ? totals : cells, rule);
    return absl::OkStatus();
  }
  out << title << "\n\n" << formats::RenderTrend(trend, context.terminal.columns, GlyphsOf(context));
  PrintRule(rule, context);
  return absl::OkStatus();
}

}  // namespace lightship::commands
