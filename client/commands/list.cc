// lightship list: incidents by time, place, act, ship and economy.
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/commands/exit_code.h"
#include "client/commands/filter.h"
#include "client/commands/verbs.h"
#include "client/formats/incident_table.h"
#include "client/formats/json.h"
#include "node/base/limits.h"
#include "node/base/status.h"

namespace lightship::commands {
namespace {

constexpr uint64_t kDefaultRows = 50;

struct ListFlags {
  FilterFlags filter;
  std::string sort = "newest";
  uint64_t limit = kDefaultRows;
  bool all = false;
};

// Writes each incident as it comes, except for tables, whose widths need them all.
class ListWriter {
 public:
  explicit ListWriter(const Context& context) : context_(context) {}

  void Add(const v1::IncidentSummary& incident) {
    std::ostream& out = context_.terminal.out;
    if (context_.form() == OutputForm::kJson) {
      out << formats::JsonLine(incident);
    } else if (context_.form() == OutputForm::kCsv) {
      if (count_ == 0) out << formats::IncidentCsvHeader();
      out << formats::IncidentCsv(incident);
    } else {
      formats::AddTo(table_, incident);
    }
    ++count_;
  }

  void Finish(uint64_t total) {
    std::ostream& out = context_.terminal.out;
    if (context_.form() == OutputForm::kCsv && count_ == 0) out << formats::IncidentCsvHeader();
    if (context_.form() != OutputForm::kTable) return;
    if (count_ > 0) out << table_.Render(context_.terminal.columns);
    out << count_ << " of " << total << (total == 1 ? " incident" : " incidents");
    if (count_ < total) out << "; --all shows the rest";
    out << "\n";
  }

  uint64_t count() const { return count_; }

 private:
  const Context& context_;
  formats::Table table_ = formats::MakeIncidentTable();
  uint64_t count_ = 0;
};

absl::StatusOr<v1::IncidentOrder> OrderFlag(const ListFlags& flags) {
  if (flags.sort == "newest") return v1::INCIDENT_ORDER_UNSPECIFIED;
  if (flags.sort == "oldest") return v1::INCIDENT_ORDER_OLDEST;
  if (flags.sort == "updated") return v1::INCIDENT_ORDER_UPDATED;
  if (flags.sort != "nearest") {
    return UsageError(absl::StrCat("--sort: \"", flags.sort,
                                   "\" should be newest, oldest, updated or nearest"));
  }
  if (flags.filter.near.empty()) return UsageError("--sort nearest needs --near");
  return v1::INCIDENT_ORDER_NEAREST;
}

absl::Status List(const ListFlags& flags, Context& context) {
  v1::ListIncidentsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_filter(), MakeFilter(flags.filter));
  ASSIGN_OR_RETURN(const v1::IncidentOrder order, OrderFlag(flags));
  request.set_order(order);
  ASSIGN_OR_RETURN(std::unique_ptr<sdk::Node> node, context.Node());
  const uint64_t limit = flags.all ? std::numeric_limits<uint64_t>::max() : flags.limit;
  ListWriter writer(context);
  uint64_t total = 0;
  do {
    uint64_t left = limit - writer.count();
    request.set_page_size(
        static_cast<uint32_t>(std::min<uint64_t>(left, base::limits::kPageMost)));
    ASSIGN_OR_RETURN(v1::ListIncidentsResponse page, node->ListIncidents(request));
    for (const v1::IncidentSummary& incident : page.incidents()) writer.Add(incident);
    total = page.total();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && writer.count() < limit);
  writer.Finish(total);
  return absl::OkStatus();
}

}  // namespace

void AddList(Verb app, Context& context) {
  auto flags = std::make_shared<ListFlags>();
  Verb list = app.Add("list", "List incidents, newest first unless sorted otherwise");
  AddFilterFlags(list, flags->filter);
  list.Option("--sort", flags->sort, "newest, oldest, updated, or nearest to --near");
  list.Option("--limit", flags->limit, "Most incidents to list")
      .Range(1, 1'000'000'000);
  list.Switch("--all", flags->all, "List all that match");
  list.Footer(
      "Examples:\n"
      "  lightship list --since 2026-01-01 --act boarded --act robbery\n"
      "  lightship list --near \"01:15.25N 104:02.41E\" --radius 30\n"
      "  lightship list --near Belawan --radius 20 --sort nearest --weapon knife-or-blade\n"
      "  lightship list --area singapore-strait --text 'engine spares NOT \"no injuries\"'\n"
      "  lightship list --area gulf-of-guinea --known-on 2020-01-01 --sort updated\n"
      "  lightship list --box -5,95,8,141 --csv --all > incidents.csv\n"
      "  lightship list --ship \"emerald\" --json");
  list.Runs(context, [=, &context] { return List(*flags, context); });
}

}  // namespace lightship::commands
