#include "client/formats/incident_page.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/formats/comment_threads.h"
#include "client/formats/holders.h"
#include "client/formats/incident_table.h"
#include "client/formats/objections.h"
#include "client/formats/report_echo.h"
#include "client/formats/safe_text.h"
#include "client/formats/statement_line.h"
#include "client/formats/times.h"
#include "client/formats/withheld.h"
#include "client/formats/words.h"
#include "node/base/encoding.h"
#include "node/maritime/time.h"

namespace lightship::formats {
namespace {

struct Row {
  std::string name;
  std::vector<std::string> cells;  // one a report
};

struct RowKind {
  const char* name;
  bool compared;      // between reports
  const char* field;  // path of what it shows, for what is said of it; empty: nothing can be
};

constexpr RowKind kRows[] = {{"report", false, ""},
                             {"state", false, ""},
                             {"verified", false, ""},
                             {"by", false, ""},
                             {"handling", false, ""},
                             {"when", true, "facts.occurred"},
                             {"where", true, "facts.position"},
                             {"place", true, "facts.place_text"},
                             {"act", true, "facts.act_stage"},
                             {"ship", true, "facts.ships"},
                             {"name", true, "vessel.victims"},
                             {"status", true, "facts.ship_status"},
                             {"people", true, "facts.perpetrators"},
                             {"weapons", true, "facts.weapons"},
                             {"notes", false, ""}};
constexpr size_t kNameColumns = 12;
constexpr size_t kLeastCellColumns = 24;
constexpr size_t kBetweenColumns = 2;
constexpr size_t kPageIdChars = 12;

std::string NamesText(const v1::IncidentStatement& report) {
  if (!report.has_vessel()) return WithheldText(report, "vessel");
  std::vector<std::string> names;
  for (const v1::Vessel& vessel : report.vessel().victims()) {
    std::string name = vessel.name_state() == v1::NAME_STATE_GIVEN ? vessel.name_as_written()
                                                                  : Words(vessel.name_state());
    if (vessel.imo_number() != 0) absl::StrAppend(&name, " (IMO ", vessel.imo_number(), ")");
    names.push_back(name);
  }
  return absl::StrJoin(names, " & ");
}

std::string TypesText(const v1::Facts& facts) {
  std::vector<std::string> types;
  for (const v1::ShipFacts& ship : facts.ships()) types.push_back(Words(ship.type()));
  return absl::StrJoin(types, " & ");
}

std::string WeaponsText(const v1::Facts& facts) {
  std::vector<std::string> weapons;
  for (const v1::WeaponSeen& seen : facts.weapons()) weapons.push_back(Words(seen.weapon()));
  if (!weapons.empty()) return absl::StrJoin(weapons, ", ");
  return facts.weapons_statement() == v1::STATED_STATE_NONE ? "none" : "";
}

std::string StateText(const v1::IncidentStatement& statement) {
  std::string state = statement.retracted()    ? "RETRACTED"
                      : statement.superseded() ? "replaced"
                                               : "in force";
  if (statement.doubted_by().empty()) return state;
  return absl::StrCat(state, ", IN DOUBT (", statement.doubted_by(), ")");
}

// "TLP amber, personal data, for search and rescue, kept until 2031-03-14 00:00Z"
std::string HandlingText(const v1::Manifest& manifest) {
  std::vector<std::string> marks;
  if (manifest.tlp() != v1::TLP_UNSPECIFIED) marks.push_back("TLP " + Words(manifest.tlp()));
  if (manifest.personal_data()) marks.push_back("personal data");
  for (int purpose : manifest.purposes()) {
    marks.push_back("for " + Words(static_cast<v1::Purpose>(purpose)));
  }
  if (manifest.has_retain_until()) {
    marks.push_back("kept until " + TimeText(manifest.retain_until()));
  }
  return absl::StrJoin(marks, ", ");
}

std::string CellOf(const v1::IncidentStatement& report, absl::string_view row) {
  const v1::Facts& facts = report.facts();
  if (row == "report") return report.address();
  if (row == "state") return StateText(report);
  if (row == "verified") return report.verified_by_log() ? "by log" : "by signature";
  if (row == "by") return absl::StrJoin(report.signers(), ", ");
  if (row == "handling") return HandlingText(report.manifest());
  if (row == "when") return maritime::FormatOccurrence(facts.occurred());
  if (row == "where") return PositionEcho(facts.position());
  if (row == "place") return facts.place_text();
  if (row == "act") return Words(facts.act_stage());
  if (row == "ship") return TypesText(facts);
  if (row == "name") return NamesText(report);
  if (row == "status") return Words(facts.ship_status());
  if (row == "people") return facts.has_perpetrators() ? PeopleText(facts.perpetrators()) : "";
  if (row == "weapons") return WeaponsText(facts);
  if (row == "notes") return absl::StrJoin(facts.quality_notes(), "; ");
  return "";
}

std::string ObjectedCell(const v1::IncidentStatement& report, const RowKind& row,
                         const std::vector<Objection>& objections) {
  std::string cell = CellOf(report, row.name);
  for (const Objection& objection : objections) {
    if (objection.report != report.statement_id() || !IsWithin(objection.field, row.field)) continue;
    absl::StrAppend(&cell, cell.empty() ? "" : " ", "[", objection.text, "]");
  }
  return cell;
}

// The cells of one row beside each other, each wrapped in its own column.
std::string RenderRow(const Row& row, size_t cell_columns) {
  std::vector<std::vector<std::string>> wrapped;
  size_t height = 1;
  for (const std::string& cell : row.cells) {
    std::vector<std::string> lines;
    std::string text = Wrap(SafeLine(cell), cell_columns, 0);
    for (size_t at = 0, end; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
      lines.push_back(text.substr(at, end - at));
    }
    height = std::max(height, lines.size());
    wrapped.push_back(std::move(lines));
  }
  auto padded = [](const std::string& text, size_t columns) {
    size_t used = DisplayWidth(text);
    return text + std::string(columns > used ? columns - used : 0, ' ');
  };
  std::string rendered;
  for (size_t i = 0; i < height; ++i) {
    std::string line = padded(i == 0 ? "  " + row.name : "", kNameColumns);
    for (const auto& lines : wrapped) {
      line += padded(i < lines.size() ? lines[i] : "", cell_columns) + "  ";
    }
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&rendered, line, "\n");
  }
  return rendered;
}

// Whether reports in force give different values.
bool Differ(const Row& row, const std::vector<const v1::IncidentStatement*>& reports) {
  std::set<std::string> values;
  for (size_t i = 0; i < reports.size(); ++i) {
    if (reports[i]->superseded() || reports[i]->retracted() || row.cells[i].empty()) continue;
    values.insert(row.cells[i]);
  }
  return values.size() > 1;
}

// The rows of the reports from `first` to before `end`; rows of which none of these says anything are left out.
std::string BlockText(const std::vector<Row>& rows, size_t first, size_t end, size_t cell_columns) {
  std::string text;
  for (const Row& row : rows) {
    Row part{row.name, {}};
    for (size_t i = first; i < end; ++i) part.cells.push_back(row.cells[i]);
    bool said = std::any_of(part.cells.begin(), part.cells.end(),
                            [](const std::string& cell) { return !cell.empty(); });
    if (said) absl::StrAppend(&text, RenderRow(part, cell_columns));
  }
  return text;
}

// As many reports side by side as fit, at least one, the others below.
std::string BlocksText(const std::vector<Row>& rows, size_t reports, size_t columns) {
  const size_t room = columns > kNameColumns ? columns - kNameColumns : 0;
  const size_t abreast = std::clamp<size_t>(room / (kLeastCellColumns + kBetweenColumns), 1, reports);
  const size_t share = room / abreast;
  const size_t cell_columns = std::max(kLeastCellColumns, share - std::min(share, kBetweenColumns));
  std::string text;
  for (size_t first = 0; first < reports; first += abreast) {
    if (first > 0) text += "\n";
    absl::StrAppend(&text, BlockText(rows, first, std::min(first + abreast, reports), cell_columns));
  }
  return text;
}

std::string ReportsText(const std::vector<const v1::IncidentStatement*>& reports,
                        const std::vector<Objection>& objections, size_t columns) {
  if (reports.empty()) return "  no report is held here\n";
  std::vector<Row> rows;
  bool any_differ = false;
  for (const RowKind& kind : kRows) {
    Row row{kind.name, {}};
    for (const v1::IncidentStatement* report : reports) {
      row.cells.push_back(CellOf(*report, kind.name));
    }
    if (kind.compared && Differ(row, reports)) {
      any_differ = true;
      row.name += " ≠";
    }
    for (size_t i = 0; i < reports.size(); ++i) row.cells[i] = ObjectedCell(*reports[i], kind, objections);
    rows.push_back(std::move(row));
  }
  std::string text = BlocksText(rows, reports.size(), columns);
  if (any_differ) text += "  ≠ the reports in force differ\n";
  return text;
}

std::string NarrativesText(const std::vector<const v1::IncidentStatement*>& reports,
                           size_t columns) {
  std::string text;
  for (const v1::IncidentStatement* report : reports) {
    const char* standing = report->retracted()    ? ", RETRACTED"
                           : report->superseded() ? ", replaced"
                                                  : "";
    std::string withheld = WithheldText(*report, "narrative");
    if (!withheld.empty()) absl::StrAppend(&text, "  ", report->address(), ": ", withheld, "\n");
    for (const v1::NarrativeText& account : report->narrative().texts()) {
      absl::StrAppend(&text, "  ", report->address(), " (", account.language(), ")", standing, ":\n",
                      Wrap(account.text(), columns, 4));
    }
  }
  return text.empty() ? "" : absl::StrCat("\nNarratives\n", SafeText(text));
}

// "SG/12: all parts, erasure asked by SG/14; confirmed by 2 of 4, waiting for JP, PE"
std::string ErasuresText(const v1::GetIncidentResponse& incident, size_t columns) {
  std::string text;
  for (const v1::IncidentStatement& statement : incident.statements()) {
    for (const v1::Erasure& erasure : statement.erasures()) {
      const std::string parts = erasure.part_names().empty()
                                    ? "all parts"
                                    : absl::StrJoin(erasure.part_names(), ", ");
      const std::string by = erasure.withdrawal().empty()
                                 ? absl::StrCat("kept until ", TimeText(erasure.asked_at()))
                                 : absl::StrCat("erasure asked by ", erasure.withdrawal());
      std::string line = absl::StrCat(statement.address(), ": ", parts, ", ", by,
                                      "; confirmed by ", erasure.confirmed_size(), " of ",
                                      erasure.confirmed_size() + erasure.waiting_for_size());
      if (!erasure.waiting_for().empty()) {
        absl::StrAppend(&line, ", waiting for ", absl::StrJoin(erasure.waiting_for(), ", "));
      }
      absl::StrAppend(&text, Wrap(SafeLine(line), columns, 2));
    }
  }
  return text.empty() ? "" : absl::StrCat("\nErasures\n", text);
}

// What economies make of it, one line a claim in force, side by side.
std::string ClassificationsText(const v1::GetIncidentResponse& incident, size_t columns) {
  std::string text;
  for (const v1::IncidentStatement& statement : incident.statements()) {
    if (statement.superseded() || statement.retracted()) continue;
    if (!statement.assertion().has_classification()) continue;
    const v1::Classification& claim = statement.assertion().classification();
    std::string line = absl::StrCat(Words(claim.scheme()), ": ", claim.value(), "  (",
                                    statement.address());
    if (!claim.basis().empty()) absl::StrAppend(&line, ", ", claim.basis());
    absl::StrAppend(&text, Wrap(SafeLine(line + ")"), columns, 2));
  }
  return text.empty() ? "" : absl::StrCat("\nClassifications\n", text);
}

// "SG/12 ~ ID/3  same: MY; different: PH (not told as one)"
std::string LinksText(const v1::IncidentSummary& summary, size_t columns) {
  std::string text;
  for (const v1::IncidentLink& link : summary.links()) {
    auto name = [](const std::string& address, const std::string& id) {
      return address.empty() ? base::Hex(id).substr(0, kPageIdChars) : address;
    };
    std::vector<std::string> said;
    auto add = [&said](const char* verdict, const auto& economies) {
      if (economies.empty()) return;
      said.push_back(absl::StrCat(verdict, ": ", absl::StrJoin(economies, ", ")));
    };
    add("same", link.same());
    add("different", link.different());
    add("possible", link.possible());
    std::string line = absl::StrCat(name(link.address(), link.incident_id()), " ~ ",
                                    name(link.other_address(), link.other_id()), "  ",
                                    absl::StrJoin(said, "; "));
    if (link.same_size() > 0 && !link.joined()) line += " (not told as one)";
    absl::StrAppend(&text, Wrap(SafeLine(line), columns, 2));
  }
  return text.empty() ? "" : absl::StrCat("\nSame event?\n", text);
}

}  // namespace

std::string IncidentPage(const v1::GetIncidentResponse& incident, size_t columns) {
  const v1::IncidentSummary& summary = incident.summary();
  std::string page = absl::StrCat(IncidentLine(summary), "\n");
  if (summary.verification() != v1::VERIFICATION_UNSPECIFIED) {
    absl::StrAppend(&page, "  ", Words(summary.verification()), "\n");
  }
  if (!summary.joined().empty()) {
    absl::StrAppend(&page, "  told with ", SafeLine(absl::StrJoin(summary.joined(), ", ")), "\n");
  }
  std::vector<const v1::IncidentStatement*> reports;
  for (const v1::IncidentStatement& statement : incident.statements()) {
    if (statement.manifest().kind() == v1::STATEMENT_KIND_REPORT) reports.push_back(&statement);
  }
  const std::vector<Objection> objections = ObjectionsIn(incident);
  absl::StrAppend(&page, "\nReports\n", ReportsText(reports, objections, columns),
                  NarrativesText(reports, columns), ObjectionsText(incident, objections, columns),
                  ClassificationsText(incident, columns),
                  LinksText(summary, columns), CommentThreads(incident, columns), "\nStatements\n");
  for (const v1::IncidentStatement& statement : incident.statements()) {
    absl::StrAppend(&page, "  ", TimeText(statement.admitted_at()), "  ",
                    SafeLine(statement.address()), "  ", SafeLine(StatementLine(statement, incident)), "\n",
                    "                     ",
                    HoldersText(statement.holders(), statement.audience()), "\n");
  }
  absl::StrAppend(&page, ErasuresText(incident, columns));
  return page;
}

}  // namespace lightship::formats
