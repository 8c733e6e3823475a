// The map of the console: one answer with all incidents, beside the pages of a list that tell the same.
#include <algorithm>
#include <memory>
#include <utility>

#include "client/sdk/channel.h"
#include "grpcpp/client_context.h"
#include "lightship/v1/incident.grpc.pb.h"
#include "node/base/limits.h"
#include "node/statement/roots.h"
#include "tests/bench/load_works.h"
#include "tests/bench/or_die.h"

namespace lightship::bench {
namespace {

// How many incidents one map tells of.
uint64_t ReadMap(v1::IncidentService::Stub& stub) {
  v1::MapIncidentsRequest request;
  request.set_most(base::limits::kMapMost);
  grpc::ClientContext context;
  std::unique_ptr<grpc::ClientReader<v1::MapIncidentsResponse>> reader = stub.MapIncidents(&context, request);
  uint64_t told = 0;
  for (v1::MapIncidentsResponse message; reader->Read(&message);) told += static_cast<uint64_t>(message.names_size());
  if (const grpc::Status status = reader->Finish(); !status.ok()) Die(absl::InternalError(status.error_message()));
  return told;
}

uint64_t ReadPages(sdk::Node& node) {
  v1::ListIncidentsRequest request;
  request.set_page_size(base::limits::kPageMost);
  uint64_t listed = 0;
  do {
    const v1::ListIncidentsResponse page = OrDie(node.ListIncidents(request));
    listed += static_cast<uint64_t>(page.incidents_size());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return listed;
}

}  // namespace

void Map(const Target& target, int rounds) {
  Peer peer = Connect(target);
  const std::string& economy = peer.officer.who.economy;
  auto roots = OrDie(statement::PinnedRoots::LoadDirectory(target.trust));
  auto stub = v1::IncidentService::NewStub(sdk::MakeChannel(target.node, economy, peer.officer, roots.Of(economy)));
  std::vector<double> millis;
  uint64_t told = ReadMap(*stub);
  for (int round = 0; round < rounds; ++round) {
    const auto begin = SteadyClock::now();
    told = ReadMap(*stub);
    millis.push_back(Millis(SteadyClock::now() - begin));
  }
  std::sort(millis.begin(), millis.end());
  const double map_ms = millis[millis.size() / 2];
  const auto begin = SteadyClock::now();
  const uint64_t listed = ReadPages(*peer.node);
  const double list_ms = Millis(SteadyClock::now() - begin);
  PrintFigure(target.name + "_incidents", static_cast<double>(told), "incidents");
  PrintFigure(target.name + "_listed", static_cast<double>(listed), "incidents");
  PrintFigure(target.name + "_pages_to_map", list_ms / map_ms, "times");
  PrintFigure(target.name + "_pages", list_ms, "ms");
  PrintQuantiles(target.name, std::move(millis));
}

}  // namespace lightship::bench
