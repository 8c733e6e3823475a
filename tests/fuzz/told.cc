// What peers' nodes admitted, and so what is folded, listed, searched, counted, compared and posted here whatever its parts say: each
// input is a few statements, each a byte for who, what and about what, and a piece that is the part.
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "lightship/v1/contact.pb.h"
#include "lightship/v1/incident.pb.h"
#include "lightship/v1/notice.pb.h"
#include "lightship/v1/statistics.pb.h"
#include "node/incident/bulletin/contact_find.h"
#include "node/incident/bulletin/contact_list.h"
#include "node/incident/bulletin/notice_changes.h"
#include "node/incident/bulletin/notice_list.h"
#include "node/incident/bulletin/posting_index.h"
#include "node/incident/count.h"
#include "node/incident/map.h"
#include "node/incident/matcher.h"
#include "node/incident/query.h"
#include "node/statement/open.h"
#include "tests/fuzz/material.h"
#include "tests/fuzz/mutate.h"
#include "tests/fuzz/targets.h"
#include "tests/unit/incident/made.h"

namespace lightship::fuzz {
namespace {

using incident::Logs;
using incident::Statement;

constexpr size_t kStatements = 6;

struct Kind {
  v1::StatementKind kind;
  const char* part;
  const google::protobuf::Message* type;
};

const std::vector<Kind>& Kinds() {
  static const auto* const kinds = new std::vector<Kind>{
      {v1::STATEMENT_KIND_REPORT, "facts", &v1::Facts::default_instance()},
      {v1::STATEMENT_KIND_NOTICE, "notice", &v1::Notice::default_instance()},
      {v1::STATEMENT_KIND_CONTACT, "contact", &v1::Contact::default_instance()},
      {v1::STATEMENT_KIND_REPORT, "vessel", &v1::VesselDetails::default_instance()},
      {v1::STATEMENT_KIND_REPORT, "narrative", &v1::Narrative::default_instance()},
      {v1::STATEMENT_KIND_ASSERTION, "assertion", &v1::Assertion::default_instance()},
      {v1::STATEMENT_KIND_WITHDRAWAL, "withdrawal", &v1::Withdrawal::default_instance()},
      {v1::STATEMENT_KIND_COMMENT, "comment", &v1::Comment::default_instance()},
  };
  return *kinds;
}

std::vector<Statement> StatementsOf(absl::string_view input) {
  Bytes bytes(input);
  Logs logs;
  std::vector<Statement> all;
  while (!bytes.empty() && all.size() < kStatements) {
    const uint8_t what = bytes.Byte();
    const Kind& kind = Kinds()[what % Kinds().size()];
    const std::string part(bytes.Piece());
    v1::Manifest manifest = Logs::Draft(kind.kind, 1);
    if (what & 0x10 && !all.empty()) manifest.set_subject(crypto::AsString(all.front().id));
    if (what & 0x20 && !all.empty()) manifest.add_supersedes(crypto::AsString(all.back().id));
    std::map<std::string, std::string> parts = {{kind.part, part}};
    if (kind.kind == v1::STATEMENT_KIND_REPORT && what & 0x40) parts["facts"] = Logs::Boarding(1).SerializeAsString();
    all.push_back(logs.Admit(what & 0x80 ? "ID" : "SG", manifest, parts));
  }
  return all;
}

// One of the statements, or one of their parts, is another.
std::string MutateTold(absl::string_view input, Dice& dice) {
  Bytes bytes(input);
  std::vector<std::pair<uint8_t, std::string>> all;
  while (!bytes.empty() && all.size() < kStatements) {
    const uint8_t what = bytes.Byte();
    all.emplace_back(what, bytes.Piece());
  }
  if (all.empty()) return MutateBytes(input, dice);
  auto& [what, part] = all[dice.Roll(all.size())];
  switch (dice.Roll(8)) {
    case 0:
      what = static_cast<uint8_t>(dice.Next());
      break;
    case 1:
      all.push_back(all[dice.Roll(all.size())]);
      break;
    default:
      part = MutateMessage(part, {Kinds()[what % Kinds().size()].type, 0}, dice);
  }
  std::string mutated;
  for (const auto& [kind, piece] : all) mutated += static_cast<char>(kind) + PieceOf(piece);
  return mutated;
}

void JudgeList(const incident::TableSnapshot& snapshot) {
  v1::IncidentFilter here;
  here.mutable_circle()->set_lat_e7(12'500'000);
  here.mutable_circle()->set_lon_e7(1'040'500'000);
  here.mutable_circle()->set_radius_m(100'000);
  v1::IncidentFilter words;
  words.set_text("NOT knife");
  words.set_vessel_name("star");
  for (const v1::IncidentFilter& filter : {v1::IncidentFilter(), here, words}) {
    for (int order = 0; order < v1::IncidentOrder_ARRAYSIZE; ++order) {
      v1::ListIncidentsRequest request;
      *request.mutable_filter() = filter;
      request.set_order(static_cast<v1::IncidentOrder>(order));
      request.set_page_size(1);
      uint64_t seen = 0;
      while (true) {
        const auto page = incident::List(snapshot, request);
        if (!page.ok()) break;
        seen += page->incidents.size();
        Must(seen <= page->total, "pages end");
        v1::ListIncidentsResponse again;
        Must(again.ParseFromString(incident::MessageOf(*page).SerializeAsString()), "what is listed can be sent");
        if (page->next_page_token.empty()) {
          Must(seen == page->total, "pages have every incident once");
          break;
        }
        request.set_page_token(page->next_page_token);
      }
    }
  }
}

void JudgeMap(std::shared_ptr<const incident::TableSnapshot> snapshot) {
  v1::MapIncidentsRequest request;
  request.mutable_filter()->set_include_retracted(true);
  incident::IncidentMap map = *incident::IncidentMap::Make(std::move(snapshot), request);
  const absl::StatusOr<incident::IncidentMap::Piece> piece = map.Next();
  Must(piece.ok(), "what is held can be drawn");
  const v1::MapIncidentsResponse& drawn = piece->response;
  v1::MapIncidentsResponse again;
  Must(again.ParseFromString(drawn.SerializeAsString()), "what is drawn can be sent");
  Must(map.done() && static_cast<uint64_t>(drawn.names_size()) + drawn.unlocated() == drawn.total(),
       "each has a place or none");
}

void JudgeCounts(const incident::TableSnapshot& snapshot) {
  for (int dimension = 1; dimension < v1::Dimension_ARRAYSIZE; ++dimension) {
    v1::CountIncidentsRequest request;
    request.add_dimensions(static_cast<v1::Dimension>(dimension));
    request.set_cell_level(8);
    const auto counted = incident::Count(snapshot, request);
    if (!counted.ok()) continue;
    v1::CountIncidentsResponse again;
    Must(again.ParseFromString(counted->response.SerializeAsString()), "what is counted can be sent");
  }
}

void JudgeMatches(const incident::IndexedStore& indexed) {
  incident::Matcher matcher(&indexed.store);
  const auto snapshot = indexed.snapshot();
  for (int turn = 0; matcher.Follow(snapshot, 100).value(); ++turn) Must(turn < 100, "changes end");
  const v1::ListIncidentsResponse listed = incident::ListAll(*snapshot, {});
  for (const v1::IncidentSummary& summary : listed.incidents()) {
    v1::FindSimilarRequest request;
    request.mutable_incident()->set_incident_id(summary.incident_id());
    static_cast<void>(incident::FindSimilar(*snapshot, matcher, request).ok());
  }
}

void JudgePostings(const std::vector<Statement>& all) {
  namespace bulletin = incident::bulletin;
  std::vector<bulletin::Posting> postings;
  for (const Statement& one : all) {
    if (one.manifest.kind() != v1::STATEMENT_KIND_REPORT) postings.push_back({one, postings.size() + 1});
  }
  std::vector<const bulletin::Posting*> pointers;
  for (const bulletin::Posting& posting : postings) pointers.push_back(&posting);
  bulletin::Board board{bulletin::DeriveNotices(pointers), bulletin::DeriveCards(pointers), postings.size()};
  const absl::Time now = incident::Hour(200);
  for (const auto& [lat, lon] : {std::pair{12'500'000, 1'040'500'000}, {-900'000'000, 0}, {0, 1'800'000'000}}) {
    v1::FindContactsRequest find;
    find.set_lat_e7(lat);
    find.set_lon_e7(lon);
    v1::FindContactsResponse found;
    Must(found.ParseFromString(bulletin::FindContacts(board, find, now).value().SerializeAsString()),
         "what is found can be sent");
    v1::IncidentFilter filter;
    filter.mutable_circle()->set_lat_e7(lat);
    filter.mutable_circle()->set_lon_e7(lon);
    filter.mutable_circle()->set_radius_m(50'000);
    static_cast<void>(bulletin::NoticesAfter(board, filter, 0, 10, now).ok());
  }
  v1::ListNoticesRequest notices;
  notices.set_all(true);
  v1::ListNoticesResponse listed;
  Must(listed.ParseFromString(bulletin::ListNotices(board, notices, now).value().SerializeAsString()), "notices can be sent");
  v1::ListContactsRequest contacts;
  contacts.set_all(true);
  v1::ListContactsResponse cards;
  Must(cards.ParseFromString(bulletin::ListContacts(board, contacts, now).value().SerializeAsString()), "cards can be sent");
}

bool RunTold(absl::string_view input) {
  const std::vector<Statement> all = StatementsOf(input);
  if (all.empty()) return false;
  incident::IndexedStore indexed;
  indexed.Commit(all);
  const auto snapshot = indexed.snapshot();
  JudgeList(*snapshot);
  JudgeMap(snapshot);
  JudgeCounts(*snapshot);
  JudgeMatches(indexed);
  JudgePostings(all);
  // One after another gives what all at once gives.
  incident::IndexedStore piecewise;
  for (const Statement& one : all) piecewise.Commit({one});
  Must(piecewise.Summaries() == indexed.Summaries(), "the order of arrival does not matter");
  return true;
}

std::string Told(uint8_t what, const google::protobuf::Message& part) {
  return static_cast<char>(what) + PieceOf(part.SerializeAsString());
}

Seeds ToldSeeds() {
  v1::Notice notice;
  notice.set_level(v1::NOTICE_LEVEL_WARNING);
  notice.set_number("001/MAR/2026");
  notice.mutable_position()->set_lat_e7(12'500'000);
  notice.mutable_position()->set_lon_e7(1'040'000'000);
  notice.set_radius_nm(20);
  notice.set_text("Keep clear");
  v1::Contact contact;
  contact.set_agency("Coast Guard");
  contact.set_role("MRCC");
  contact.add_phones("+00 0000");
  v1::AreaOfResponsibility& area = *contact.add_areas();
  area.set_name("Strait");
  area.mutable_circle()->set_lat_e7(12'500'000);
  area.mutable_circle()->set_lon_e7(1'040'500'000);
  area.mutable_circle()->set_radius_m(90'000);
  v1::Comment comment;
  comment.set_text("Seen by a patrol");
  return {{"report", Told(0, testing::SampleFacts()) + Told(0x43, testing::SampleVessel()) + Told(0x97, comment)},
          {"narrative", Told(0x44, testing::SampleNarrative())},
          {"notice", Told(1, notice) + Told(0x21, notice)},
          {"contact", Told(2, contact) + Told(0x82, contact)}};
}

}  // namespace

const Target kTold = {"told", RunTold, ToldSeeds, nullptr, MutateTold};

}  // namespace lightship::fuzz
