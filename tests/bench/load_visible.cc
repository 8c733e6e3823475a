// How soon a report is visible at a peer: from its submission, and from its commit at the origin. The commit is taken to be when its
// receipt comes, which is as long after it as the watch's message takes from the peer.
#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "node/base/entropy.h"
#include "tests/bench/load_works.h"
#include "tests/bench/or_die.h"

namespace lightship::bench {
namespace {

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

}  // namespace

void Visible(const Target& target, const Target& watch, uint64_t reports) {
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
  std::vector<double> submitted, committed;
  for (uint64_t n = 0; n < reports; ++n) {
    const v1::SubmitRequest request = OrDie(SampleReport(1'000'000'000 + n, author.officer, entropy));
    const auto begin = SteadyClock::now();
    const std::string id = OrDie(author.node->Submit(request)).statement_id();
    const auto receipt = SteadyClock::now();
    const auto seen = sightings.Await(id);
    submitted.push_back(Millis(seen - begin));
    committed.push_back(std::max(0.0, Millis(seen - receipt)));
  }
  watcher.join();
  PrintQuantiles(target.name + "_from_submission", std::move(submitted));
  PrintQuantiles(target.name, std::move(committed));
}

}  // namespace lightship::bench
