// Submissions, closed loop: signed beforehand on all processors, then handed in with so many unanswered at once.
#include <algorithm>
#include <atomic>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "node/base/encoding.h"
#include "node/base/entropy.h"
#include "tests/bench/load_works.h"
#include "tests/bench/or_die.h"

namespace lightship::bench {
namespace {

using Requests = std::map<uint64_t, v1::SubmitRequest>;  // by report number

Requests Seal(const sdk::OfficerIdentity& officer, uint64_t first, uint64_t end, size_t narrative_bytes) {
  Requests sealed;
  for (uint64_t n = first; n < end; ++n) sealed[n];
  std::atomic<uint64_t> next{first};
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < std::max(1U, std::thread::hardware_concurrency()); ++t) {
    threads.emplace_back([&] {
      base::SystemEntropy entropy;
      for (uint64_t n = next++; n < end; n = next++) {
        sealed.at(n) = OrDie(SampleReport(n, officer, entropy, narrative_bytes));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return sealed;
}

// What the submissions of all connections have come to.
class Outcome {
 public:
  explicit Outcome(const std::string& acks) {
    if (!acks.empty()) acks_.open(acks, std::ios::app);
  }
  void Add(SteadyClock::duration took, const v1::SubmitResponse& response) {
    std::lock_guard<std::mutex> lock(mutex_);
    millis_.push_back(Millis(took));
    if (acks_.is_open()) acks_ << response.receipt().address() << " " << base::Hex(response.statement_id()) << std::endl;
  }
  void AddTime(double seconds, double processor_seconds) {
    seconds_ += seconds;
    processor_seconds_ += processor_seconds;
  }
  void Print(const std::string& name) {
    const double reports = static_cast<double>(millis_.size());
    PrintFigure(name + "_rate", reports / seconds_, "reports/s");
    PrintFigure(name + "_generator", processor_seconds_ / reports * 1e6, "us/report");
    PrintQuantiles(name, std::move(millis_));
  }

 private:
  std::mutex mutex_;
  std::ofstream acks_;
  std::vector<double> millis_;
  double seconds_ = 0, processor_seconds_ = 0;
};

// One pass over `pending` by one connection; what was acknowledged is taken out of it.
void Pass(sdk::Node& node, Requests& pending, size_t in_flight, Outcome& outcome) {
  std::vector<uint64_t> order;
  for (const auto& [number, request] : pending) order.push_back(number);
  std::vector<SteadyClock::time_point> begun(order.size());
  size_t given = 0;
  const absl::Status stopped = node.SubmitMany(
      [&](v1::SubmitRequest& request) {
        if (given == order.size()) return false;
        request = pending.at(order[given]);
        begun[given++] = SteadyClock::now();
        return true;
      },
      [&](uint64_t at, absl::StatusOr<v1::SubmitResponse> response) {
        if (response.ok()) {
          outcome.Add(SteadyClock::now() - begun[at], *response);
          pending.erase(order[at]);
        } else if (!sdk::IsUnreachable(response.status())) {
          Die(response.status());
        }
      },
      in_flight);
  if (!stopped.ok() && !sdk::IsUnreachable(stopped)) Die(stopped);
}

std::vector<Requests> Shares(Requests all, size_t parts) {
  std::vector<Requests> shares(parts);
  while (!all.empty()) {
    const size_t part = all.size() % parts;
    shares[part].insert(all.extract(all.begin()));
  }
  return shares;
}

void SubmitAll(std::vector<Peer>& peers, Requests requests, const SubmitOptions& options, Outcome& outcome) {
  std::vector<Requests> shares = Shares(std::move(requests), peers.size());
  const auto begin = SteadyClock::now();
  const double processor = OwnProcessorSeconds();
  std::vector<std::thread> threads;
  for (size_t i = 0; i < peers.size(); ++i) {
    threads.emplace_back([&, i] {
      do {
        Pass(*peers[i].node, shares[i], std::max<size_t>(1, options.in_flight / peers.size()), outcome);
      } while (options.keep_trying && !shares[i].empty());
      if (!shares[i].empty()) Die(absl::UnavailableError(std::to_string(shares[i].size()) + " not submitted"));
    });
  }
  for (std::thread& thread : threads) thread.join();
  outcome.AddTime(Millis(SteadyClock::now() - begin) / 1000, OwnProcessorSeconds() - processor);
}

}  // namespace

void Submit(const Target& target, const SubmitOptions& options) {
  std::vector<Peer> peers;
  for (size_t i = 0; i < std::max<size_t>(1, options.connections); ++i) {
    peers.push_back(Connect(target, options.stream));
    peers.back().node->GetStatus().status().IgnoreError();  // the handshake is not what is measured
  }
  Outcome outcome(options.acks);
  const uint64_t at_once = options.at_once == 0 ? options.reports : options.at_once;
  const uint64_t end = options.first + options.reports;
  for (uint64_t n = options.first; n < end; n += at_once) {
    SubmitAll(peers, Seal(peers[0].officer, n, std::min(end, n + at_once), options.narrative_bytes), options, outcome);
  }
  outcome.Print(target.name);
}

}  // namespace lightship::bench
