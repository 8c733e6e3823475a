#include "node/rpc/watch.h"

#include <deque>
#include <utility>

#include "node/base/mutex.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/query.h"
#include "node/rpc/status_map.h"

namespace lightship::rpc {
namespace {

using Admit = std::function<absl::StatusOr<statement::Identity>()>;

constexpr size_t kChangesAtOnce = 200;

// Ends at once with an error.
class RefusedWatch final : public grpc::ServerWriteReactor<v1::WatchIncidentsResponse> {
 public:
  explicit RefusedWatch(const absl::Status& status) { Finish(ToGrpc(status)); }
  void OnDone() override { delete this; }
};

//   idle --bell--> looking (pool) --changes--> writing --sent--> looking ... --none--> idle
//
// Start* and Finish are called without the mutex: gRPC may answer inside the call.
class Watch final : public grpc::ServerWriteReactor<v1::WatchIncidentsResponse> {
 public:
  Watch(const IncidentBackend& backend, Admit admit, const statement::Identity& reader,
        const v1::IncidentFilter& filter, uint64_t cursor, std::atomic<size_t>& watches)
      : backend_(backend),
        admit_(std::move(admit)),
        reader_(reader),
        filter_(filter),
        watches_(watches),
        cursor_(cursor) {
    v1::WatchIncidentsResponse first;
    first.set_cursor(incident::FormatCursor(backend_.origin, cursor_));
    queue_.push_back(std::move(first));
    state_ = State::kWriting;
    ear_ = backend_.commits->Listen([this] { Wake(); });
    StartWrite(&queue_.front());
  }

  void OnWriteDone(bool ok) override {
    const v1::WatchIncidentsResponse* next = nullptr;
    {
      base::MutexLock lock(mutex_);
      queue_.pop_front();
      cancelled_ = cancelled_ || !ok;
      if (cancelled_) {
        state_ = State::kEnding;
      } else if (!queue_.empty()) {
        next = &queue_.front();
      } else {
        state_ = State::kLooking;
      }
    }
    if (next != nullptr) return StartWrite(next);
    Proceed();
  }

  void OnCancel() override {
    {
      base::MutexLock lock(mutex_);
      cancelled_ = true;
      if (state_ != State::kIdle) return;
      state_ = State::kEnding;
    }
    Proceed();
  }

  void OnDone() override {
    backend_.commits->Unlisten(ear_);
    --watches_;
    delete this;
  }

 private:
  enum class State { kIdle, kLooking, kWriting, kEnding };

  // On the writer's thread: only looks are posted.
  void Wake() {
    {
      base::MutexLock lock(mutex_);
      woken_ = true;
      if (state_ != State::kIdle) return;
      state_ = State::kLooking;
    }
    PostLook();
  }

  // After the state changed to looking or ending.
  void Proceed() {
    bool ending;
    {
      base::MutexLock lock(mutex_);
      ending = state_ == State::kEnding;
    }
    if (ending) return Finish(grpc::Status::CANCELLED);
    PostLook();
  }

  void PostLook() {
    if (backend_.pool->TryPost([this] { Look(); })) return;
    // The pool is full: the next commit looks again.
    bool ending;
    {
      base::MutexLock lock(mutex_);
      ending = cancelled_;
      state_ = ending ? State::kEnding : State::kIdle;
    }
    if (ending) Finish(grpc::Status::CANCELLED);
  }

  void Look() {
    {
      base::MutexLock lock(mutex_);
      woken_ = false;
    }
    if (absl::Status may = admit_().status(); !may.ok()) return Finish(ToGrpc(may));
    absl::StatusOr<incident::Changes> changes =
        incident::ChangesAfter(*backend_.index->snapshot(), filter_, cursor_, kChangesAtOnce);
    if (!changes.ok()) return Finish(ToGrpc(changes.status()));
    Reads reads = std::move(changes->reads);
    for (const v1::IncidentSummary& summary : changes->incidents) AddReadsOf(summary, reads);
    backend_.audit->Record(reader_, "WatchIncidents", std::move(reads),
                           [this, found = *std::move(changes)](const absl::Status& recorded) {
                             if (!recorded.ok()) return Finish(ToGrpc(recorded));
                             Settle(found);
                           });
  }

  // Goes on to writing, looking again, idle, or the end.
  void Settle(incident::Changes changes) {
    const v1::WatchIncidentsResponse* next = nullptr;
    {
      base::MutexLock lock(mutex_);
      const bool moved = changes.cursor != cursor_;
      for (size_t i = 0; i < changes.incidents.size(); ++i) {
        v1::WatchIncidentsResponse& response = queue_.emplace_back();
        *response.mutable_incident() = std::move(changes.incidents[i]);
        response.set_cursor(incident::FormatCursor(backend_.origin, changes.positions[i]));
      }
      cursor_ = changes.cursor;
      if (cancelled_) {
        state_ = State::kEnding;
      } else if (!queue_.empty()) {
        state_ = State::kWriting;
        next = &queue_.front();
      } else {
        state_ = moved || woken_ ? State::kLooking : State::kIdle;
      }
      if (state_ == State::kIdle) return;
    }
    if (next != nullptr) return StartWrite(next);
    Proceed();
  }

  const IncidentBackend& backend_;
  const Admit admit_;
  const statement::Identity reader_;
  const v1::IncidentFilter filter_;
  std::atomic<size_t>& watches_;
  uint64_t ear_ = 0;
  uint64_t cursor_;  // touched only while looking
  base::Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_) = State::kIdle;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<v1::WatchIncidentsResponse> queue_;  // its front is being written
};

}  // namespace

grpc::ServerWriteReactor<v1::WatchIncidentsResponse>* StartWatch(
    const IncidentBackend& backend, Admit admit, const v1::WatchIncidentsRequest& request,
    std::atomic<size_t>& watches) {
  absl::StatusOr<statement::Identity> reader = admit();
  if (!reader.ok()) return new RefusedWatch(reader.status());
  uint64_t cursor = backend.index->snapshot()->newest_change();
  if (request.cursor() == "0") {
    cursor = 0;
  } else if (!request.cursor().empty()) {
    absl::StatusOr<uint64_t> parsed = incident::ParseCursor(backend.origin, request.cursor());
    if (!parsed.ok()) return new RefusedWatch(parsed.status());
    cursor = *parsed;
  }
  if (++watches > backend.most_watches) {
    --watches;
    return new RefusedWatch(base::RetryLater(absl::StatusCode::kResourceExhausted,
                                             base::reason::kTooManyStreams,
                                             "as many watches as this node allows are open",
                                             absl::Seconds(10)));
  }
  return new Watch(backend, std::move(admit), *reader, request.filter(), cursor, watches);
}

}  // namespace lightship::rpc
