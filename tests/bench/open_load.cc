// lightship_open_load: requests arrive at nodes by a Poisson schedule, whether or not earlier ones have been answered, and are
// measured from when they should have been sent. So a node that stalls is charged for everybody who would have waited.
//
//   lightship_open_load --target ADDRESS=IDENTITY_DIR ... --trust DIR --rate N --seconds N [--submit SHARE] [--watch]
//
// Each arrival goes to a target drawn at random: a submission with probability SHARE, else a query. With --watch each target's
// incidents are watched, and a report counts as visible when every watch has shown it. Prints one line of CSV every --every
// seconds and one for the whole run ("all"): seconds, kind, arrived, ok, refused (RESOURCE_EXHAUSTED with a retry delay),
// failed, unsent, p50, p99, p999, max in milliseconds (of ok). "unsent": more than --in-flight were unanswered already.
#include <algorithm>
#include <atomic>
#include <deque>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/sdk/channel.h"
#include "client/sdk/grpc_status.h"
#include "grpcpp/client_context.h"
#include "lightship/v1/incident.grpc.pb.h"
#include "lightship/v1/submission.grpc.pb.h"
#include "node/base/entropy.h"
#include "node/statement/open.h"
#include "node/statement/roots.h"
#include "tests/bench/load_record.h"
#include "tests/bench/or_die.h"
#include "tests/bench/sample_reports.h"

namespace lightship::bench {
namespace {

struct Options {
  std::vector<std::string> targets;
  std::string trust;
  double rate = 100, seconds = 10, every = 5, submit_share = 0.5, deadline_s = 20;
  uint64_t first = 0, seed = 1, sealed_ahead = 0;
  int connections = 1;
  size_t in_flight = 20'000;
  bool watch = false;
};

struct Target {
  sdk::OfficerIdentity officer;
  struct Stubs {
    std::unique_ptr<v1::SubmissionService::Stub> submission;
    std::unique_ptr<v1::IncidentService::Stub> incidents;
  };
  std::vector<Stubs> connections;
  size_t next = 0;
};

Target Connect(const std::string& text, const statement::PinnedRoots& roots, int connections) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos) Die(absl::InvalidArgumentError("--target ADDRESS=IDENTITY_DIR"));
  Target target{OrDie(sdk::LoadIdentity(text.substr(equals + 1))), {}};
  const std::string& economy = target.officer.who.economy;
  for (int i = 0; i < connections; ++i) {
    auto channel = sdk::MakeChannel(text.substr(0, equals), economy, target.officer, roots.Of(economy));
    target.connections.push_back(
        {v1::SubmissionService::NewStub(channel), v1::IncidentService::NewStub(channel)});
  }
  return target;
}

class WatchReactor final : public grpc::ClientReadReactor<v1::WatchIncidentsResponse> {
 public:
  WatchReactor(v1::IncidentService::Stub& stub, size_t number, Awaited* awaited)
      : number_(number), awaited_(awaited) {
    stub.async()->WatchIncidents(&context_, &request_, this);
    StartRead(&response_);
    StartCall();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (response_.has_incident()) awaited_->Shown(response_.incident().incident_id(), number_);
    ready_.store(true);
    StartRead(&response_);
  }
  void OnDone(const grpc::Status& status) override {
    if (!cancelled_.load()) std::cerr << "watch ended: " << status.error_message() << "\n";
    done_.store(true);
  }
  void Cancel() {
    cancelled_.store(true);
    context_.TryCancel();
  }
  bool ready() const { return ready_.load(); }
  bool done() const { return done_.load(); }

 private:
  const size_t number_;
  Awaited* const awaited_;
  grpc::ClientContext context_;
  v1::WatchIncidentsRequest request_;
  v1::WatchIncidentsResponse response_;
  std::atomic<bool> ready_{false}, done_{false}, cancelled_{false};
};

template <typename Request, typename Response>
struct Call {
  grpc::ClientContext context;
  Request request;
  Response response;
  absl::Time scheduled;
};

class Generator {
 public:
  Generator(const Options& options, std::vector<Target> targets, Awaited* awaited, Record* record)
      : options_(options), targets_(std::move(targets)), awaited_(awaited), record_(record),
        random_(options.seed), next_report_(options.first) {
    while (sealed_.size() < options_.sealed_ahead) sealed_.push_back(Seal(sealed_.size() % targets_.size()));
  }

  std::vector<Target>& targets() { return targets_; }

  void Run() {
    std::exponential_distribution<double> gap(options_.rate);
    const absl::Time begin = absl::Now();
    const absl::Duration every = absl::Seconds(options_.every);
    absl::Time print_at = begin + every, due = begin;
    const absl::Time end = begin + absl::Seconds(options_.seconds);
    while ((due += absl::Seconds(gap(random_))) < end) {
      for (; print_at <= due; print_at += every) {
        absl::SleepFor(print_at - absl::Now());
        record_->PrintInterval(absl::ToDoubleSeconds(print_at - begin));
      }
      absl::SleepFor(due - absl::Now());
      Arrive(due);
    }
    // Answers and watches that are still to come have as long as a request may take.
    const absl::Time patience = absl::Now() + absl::Seconds(options_.deadline_s + 1);
    while (unanswered_.load() > 0 || (awaited_->left() > 0 && absl::Now() < patience)) {
      absl::SleepFor(absl::Milliseconds(20));
    }
    record_->PrintInterval(absl::ToDoubleSeconds(absl::Now() - begin));
  }

 private:
  struct Sealed {
    size_t target = 0;
    v1::SubmitRequest request;
  };
  Sealed Seal(size_t target) {
    return {target, OrDie(SampleReport(next_report_++, targets_[target].officer, entropy_))};
  }

  void Arrive(absl::Time scheduled) {
    const bool submits = std::bernoulli_distribution(options_.submit_share)(random_);
    const std::string kind = submits ? "submit" : "query";
    record_->Arrived(kind);
    if (unanswered_.load() >= options_.in_flight) return record_->Unsent(kind);
    const size_t target = std::uniform_int_distribution<size_t>(0, targets_.size() - 1)(random_);
    submits ? Submit(target, scheduled) : Query(target, scheduled);
  }

  Target::Stubs& Connection(Target& target) {
    return target.connections[target.next++ % target.connections.size()];
  }

  void Submit(size_t target, absl::Time scheduled) {
    Sealed sealed;
    if (sealed_.empty()) {
      sealed = Seal(target);
    } else {
      sealed = std::move(sealed_.front());
      sealed_.pop_front();
    }
    auto call = NewCall<v1::SubmitRequest, v1::SubmitResponse>(scheduled);
    call->request = std::move(sealed.request);
    const std::string id(
        crypto::AsString(statement::StatementId(call->request.statement().manifest())));
    awaited_->Expect(id, scheduled);
    Connection(targets_[sealed.target])
        .submission->async()
        ->Submit(&call->context, &call->request, &call->response,
                 [this, call, id](const grpc::Status& status) {
                   if (!status.ok()) awaited_->Forget(id);
                   End("submit", *call, status);
                 });
  }

  // What a duty officer asks: the newest of the last year in a box, or everything of a ship.
  void Query(size_t target, absl::Time scheduled) {
    auto call = NewCall<v1::ListIncidentsRequest, v1::ListIncidentsResponse>(scheduled);
    call->request.set_page_size(20);
    v1::IncidentFilter& filter = *call->request.mutable_filter();
    if (std::bernoulli_distribution(0.5)(random_)) {
      filter.set_imo_number(SampleImoNumber(random_() % 10'000));
    } else {
      v1::Box& box = *filter.mutable_box();
      box.set_south_e7(static_cast<int>(random_() % 10) * 10'000'000 - 50'000'000);
      box.set_north_e7(box.south_e7() + 20'000'000);
      box.set_west_e7(1'000'000'000);
      box.set_east_e7(1'050'000'000);
    }
    Connection(targets_[target])
        .incidents->async()
        ->ListIncidents(&call->context, &call->request, &call->response,
                        [this, call](const grpc::Status& status) { End("query", *call, status); });
  }

  template <typename Request, typename Response>
  std::shared_ptr<Call<Request, Response>> NewCall(absl::Time scheduled) {
    auto call = std::make_shared<Call<Request, Response>>();
    call->scheduled = scheduled;
    call->context.set_deadline(absl::ToChronoTime(scheduled + absl::Seconds(options_.deadline_s)));
    unanswered_.fetch_add(1);
    return call;
  }

  template <typename AnyCall>
  void End(const std::string& kind, const AnyCall& call, const grpc::Status& status) {
    record_->Ended(kind, call.scheduled,
                   sdk::StatusFromWire(status.error_code(), status.error_message(),
                                       status.error_details()));
    unanswered_.fetch_sub(1);
  }

  const Options options_;
  std::vector<Target> targets_;
  Awaited* const awaited_;
  Record* const record_;
  std::mt19937_64 random_;
  base::SystemEntropy entropy_;
  uint64_t next_report_;
  std::deque<Sealed> sealed_;
  std::atomic<size_t> unanswered_{0};
};

// False when a watch ended by itself, or a report that was taken did not come to every watch in time.
bool Run(const Options& options) {
  const auto roots = OrDie(statement::PinnedRoots::LoadDirectory(options.trust));
  std::vector<Target> targets;
  for (const std::string& text : options.targets) {
    targets.push_back(Connect(text, roots, options.connections));
  }
  Record record;
  Awaited awaited(options.watch ? targets.size() : 0, &record);
  Generator generator(options, std::move(targets), &awaited, &record);
  std::vector<std::unique_ptr<WatchReactor>> watches;
  for (size_t i = 0; options.watch && i < generator.targets().size(); ++i) {
    watches.push_back(std::make_unique<WatchReactor>(
        *generator.targets()[i].connections.front().incidents, i, &awaited));
  }
  auto all = [&](bool (WatchReactor::*is)() const) {
    for (const auto& watch : watches) {
      while (!((*watch).*is)() && !watch->done()) absl::SleepFor(absl::Milliseconds(10));
    }
  };
  all(&WatchReactor::ready);
  generator.Run();
  const auto ended = std::count_if(watches.begin(), watches.end(), [](const auto& watch) { return watch->done(); });
  for (const auto& watch : watches) watch->Cancel();
  all(&WatchReactor::done);
  record.PrintAll();
  if (options.watch) std::cerr << awaited.left() << " not visible everywhere in time\n";
  return ended == 0 && awaited.left() == 0;
}

int Main(int argc, char** argv) {
  CLI::App app("Open-loop load on nodes");
  Options options;
  app.add_option("--target", options.targets)->required();
  app.add_option("--trust", options.trust)->required();
  app.add_option("--rate", options.rate, "arrivals a second, of all targets")->required();
  app.add_option("--seconds", options.seconds)->required();
  app.add_option("--every", options.every);
  app.add_option("--submit", options.submit_share);
  app.add_option("--deadline", options.deadline_s, "seconds");
  app.add_option("--connections", options.connections, "to each target");
  app.add_option("--in-flight", options.in_flight);
  app.add_option("--first", options.first, "number of the first report");
  app.add_option("--sealed-ahead", options.sealed_ahead, "reports signed before the first arrival");
  app.add_option("--seed", options.seed);
  app.add_flag("--watch", options.watch);
  CLI11_PARSE(app, argc, argv);
  return Run(options) ? 0 : 1;
}

}  // namespace
}  // namespace lightship::bench

int main(int argc, char** argv) { return lightship::bench::Main(argc, argv); }
