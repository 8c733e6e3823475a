// lightship_load: puts load on a node through the SDK and prints what it measured, one figure a line (name value unit).
//
//   lightship_load submit  ... --reports N --in-flight K [--first M] [--acks FILE] [--keep-trying]
//   lightship_load query   ... --rounds N
//   lightship_load map     ... --rounds N
//   lightship_load visible ... --watch ADDRESS --watch-identity DIR --reports N
//
// where ... is --node ADDRESS --identity DIR --trust DIR --name PREFIX.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "client/sdk/channel.h"
#include "client/sdk/connection.h"
#include "lightship/v1/incident.grpc.pb.h"
#include "node/base/clock.h"
#include "node/base/encoding.h"
#include "node/base/entropy.h"
#include "node/base/limits.h"
#include "node/statement/open.h"
#include "tests/bench/or_die.h"
#include "tests/bench/sample_reports.h"

namespace lightship::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct Target {
  std::string node, identity, trust, name;
};

struct Peer {
  sdk::OfficerIdentity officer;
  std::unique_ptr<sdk::Node> node;
};

const base::SystemClock& Clock() {
  static const base::SystemClock clock;
  return clock;
}

Peer Connect(const Target& target) {
  sdk::OfficerIdentity officer = OrDie(sdk::LoadIdentity(target.identity));
  static const auto roots = OrDie(statement::PinnedRoots::LoadDirectory(target.trust));
  sdk::ConnectionOptions options;
  options.address = target.node;
  auto node = OrDie(sdk::Connect(options, officer, roots, Clock()));
  return {std::move(officer), std::move(node)};
}

double Millis(SteadyClock::duration d) { return std::chrono::duration<double, std::milli>(d).count(); }

void PrintQuantiles(const std::string& name, std::vector<double> millis) {
  if (millis.empty()) return;
  std::sort(millis.begin(), millis.end());
  auto at = [&](double q) { return millis[static_cast<size_t>(q * (millis.size() - 1))]; };
  std::cout << name << "_p50 " << at(0.5) << " ms\n" << name << "_p99 " << at(0.99) << " ms\n";
}

struct SubmitOptions {
  uint64_t reports = 1000, first = 0;
  size_t in_flight = 64;
  std::string acks;
  bool keep_trying = false;
};

// One pass over `pending` (report numbers to requests); what was acknowledged is taken out of it.
void SubmitPass(Peer& peer, std::map<uint64_t, v1::SubmitRequest>& pending, size_t in_flight,
                std::ofstream& acks, std::vector<double>& millis) {
  std::vector<uint64_t> order;
  std::vector<SteadyClock::time_point> begun;
  for (const auto& [number, request] : pending) order.push_back(number);
  begun.resize(order.size());
  size_t given = 0;
  peer.node->SubmitMany(
      [&](v1::SubmitRequest& request) {
        if (given == order.size()) return false;
        request = pending.at(order[given]);
        begun[given++] = SteadyClock::now();
        return true;
      },
      [&](uint64_t at, absl::StatusOr<v1::SubmitResponse> response) {
        if (!response.ok()) {
          if (!sdk::IsUnreachable(response.status())) Die(response.status());
          return;
        }
        millis.push_back(Millis(SteadyClock::now() - begun[at]));
        if (acks.is_open()) {
          acks << response->receipt().address() << " " << base::Hex(response->statement_id()) << std::endl;
        }
        pending.erase(order[at]);
      },
      in_flight);
}

void Submit(const Target& target, const SubmitOptions& options) {
  Peer peer = Connect(target);
  base::SystemEntropy entropy;
  std::map<uint64_t, v1::SubmitRequest> pending;
  for (uint64_t n = options.first; n < options.first + options.reports; ++n) {
    pending.emplace(n, OrDie(SampleReport(n, peer.officer, entropy)));
  }
  std::ofstream acks;
  if (!options.acks.empty()) acks.open(options.acks, std::ios::app);
  std::vector<double> millis;
  auto begin = SteadyClock::now();
  do {
    SubmitPass(peer, pending, options.in_flight, acks, millis);
  } while (options.keep_trying && !pending.empty());
  double seconds = Millis(SteadyClock::now() - begin) / 1000;
  if (!pending.empty()) Die(absl::UnavailableError(std::to_string(pending.size()) + " not submitted"));
  std::cout << target.name << "_rate " << static_cast<double>(options.reports) / seconds << " reports/s\n";
  PrintQuantiles(target.name, std::move(millis));
}

v1::ListIncidentsRequest YearAnd(int year) {
  v1::ListIncidentsRequest request;
  absl::CivilSecond from(year, 1, 1), until(year + 1, 1, 1);
  *request.mutable_filter()->mutable_occurred_from() =
      statement::ToTimestamp(absl::FromCivil(from, absl::UTCTimeZone()));
  *request.mutable_filter()->mutable_occurred_until() =
      statement::ToTimestamp(absl::FromCivil(until, absl::UTCTimeZone()));
  return request;
}

v1::ListIncidentsRequest BoxAndYear(int round) {
  v1::ListIncidentsRequest request = YearAnd(2015 + round % 10);
  v1::Box& box = *request.mutable_filter()->mutable_box();
  box.set_south_e7(-50'000'000 + round % 7 * 10'000'000);
  box.set_west_e7(1'000'000'000);
  box.set_north_e7(box.south_e7() + 50'000'000);
  box.set_east_e7(1'100'000'000);
  return request;
}

v1::ListIncidentsRequest CircleAndFiveYears(int round) {
  v1::ListIncidentsRequest request = YearAnd(2015 + round % 5);
  request.mutable_filter()->mutable_occurred_until()->set_seconds(
      request.filter().occurred_from().seconds() + 5LL * 365 * 86400);
  v1::Circle& circle = *request.mutable_filter()->mutable_circle();
  circle.set_lat_e7(12'500'000 + round % 11 * 1'000'000);
  circle.set_lon_e7(1'040'000'000);
  circle.set_radius_m(200'000);
  return request;
}

v1::ListIncidentsRequest ByImoNumber(int round) {
  v1::ListIncidentsRequest request;
  request.mutable_filter()->set_imo_number(SampleImoNumber(static_cast<uint64_t>(round) * 37));
  return request;
}

void Query(const Target& target, int rounds) {
  Peer peer = Connect(target);
  const std::pair<const char*, v1::ListIncidentsRequest (*)(int)> kinds[] = {
      {"_box_year", BoxAndYear}, {"_circle_5years", CircleAndFiveYears}, {"_imo", ByImoNumber}};
  for (const auto& [kind, make] : kinds) {
    std::vector<double> millis;
    uint64_t found = 0;
    for (int round = 0; round < rounds; ++round) {
      auto begin = SteadyClock::now();
      found += OrDie(peer.node->ListIncidents(make(round))).total();
      millis.push_back(Millis(SteadyClock::now() - begin));
    }
    PrintQuantiles(target.name + kind, std::move(millis));
    std::cout << target.name << kind << "_matches " << static_cast<double>(found) / rounds << " incidents\n";
  }
}

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

// A map of all incidents that have a position, and a listing of all incidents by pages.
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
  std::cout << target.name << "_incidents " << told << " of " << listed << "\n";
  std::cout << target.name << "_pages_to_map " << list_ms / map_ms << " times\n";
  std::cout << target.name << "_pages " << list_ms << " ms\n";
  PrintQuantiles(target.name, std::move(millis));
}

// When each statement was first seen by a watch, by statement id.
class Sightings {
 public:
  void Add(const std::string& id) {
    std::lock_guard<std::mutex> lock(mutex_);
    seen_.emplace(id, SteadyClock::now());
    changed_.notify_all();
  }
  SteadyClock::time_point Await(const std::string& id) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return seen_.contains(id); });
    return seen_.at(id);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, SteadyClock::time_point> seen_;
};

void Visible(const Target& target, Target watch, uint64_t reports) {
  Peer author = Connect(target), reader = Connect(watch);
  Sightings sightings;
  base::SystemEntropy entropy;
  uint64_t left = reports;
  std::thread watcher([&] {
    absl::Status ended = reader.node->Watch({}, [&](const v1::WatchIncidentsResponse& response) {
      if (!response.has_incident()) {
        sightings.Add("ready");
        return true;
      }
      sightings.Add(response.incident().incident_id());
      return --left > 0;
    });
    if (!ended.ok()) Die(ended);
  });
  sightings.Await("ready");
  std::vector<double> millis;
  for (uint64_t n = 0; n < reports; ++n) {
    v1::SubmitRequest request = OrDie(SampleReport(1'000'000'000 + n, author.officer, entropy));
    auto begin = SteadyClock::now();
    std::string id = OrDie(author.node->Submit(request)).statement_id();
    millis.push_back(Millis(sightings.Await(id) - begin));
  }
  watcher.join();
  PrintQuantiles(target.name, std::move(millis));
}

int Main(int argc, char** argv) {
  CLI::App app("Puts load on a node and prints what it measured");
  app.require_subcommand(1);
  Target target;
  Target watch;
  SubmitOptions submit_options;
  int rounds = 1000;
  auto common = [&](CLI::App* command) {
    command->add_option("--node", target.node)->required();
    command->add_option("--identity", target.identity)->required();
    command->add_option("--trust", target.trust)->required();
    command->add_option("--name", target.name)->required();
    return command;
  };
  CLI::App* submit = common(app.add_subcommand("submit"));
  submit->add_option("--reports", submit_options.reports);
  submit->add_option("--first", submit_options.first);
  submit->add_option("--in-flight", submit_options.in_flight);
  submit->add_option("--acks", submit_options.acks);
  submit->add_flag("--keep-trying", submit_options.keep_trying);
  CLI::App* query = common(app.add_subcommand("query"));
  query->add_option("--rounds", rounds);
  CLI::App* map = common(app.add_subcommand("map"));
  map->add_option("--rounds", rounds);
  CLI::App* visible = common(app.add_subcommand("visible"));
  visible->add_option("--watch", watch.node)->required();
  visible->add_option("--watch-identity", watch.identity)->required();
  visible->add_option("--reports", submit_options.reports);
  CLI11_PARSE(app, argc, argv);
  watch.trust = target.trust;
  if (submit->parsed()) Submit(target, submit_options);
  if (query->parsed()) Query(target, rounds);
  if (map->parsed()) Map(target, rounds);
  if (visible->parsed()) Visible(target, watch, submit_options.reports);
  return 0;
}

}  // namespace
}  // namespace lightship::bench

int main(int argc, char** argv) { return lightship::bench::Main(argc, argv); }
