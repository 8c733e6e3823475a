#include "node/rpc/watch.h"

#include <deque>
#include <utility>
#include <vector>

#include "node/base/mutex.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/incident/bulletin/notice_changes.h"
#include "node/incident/query.h"
#include "node/incident/unverified.h"
#include "node/rpc/refused_stream.h"
#include "node/rpc/status_map.h"

namespace lightship::rpc {
namespace {

namespace bulletin = incident::bulletin;
using AdmitWatcher = std::function<absl::StatusOr<statement::Identity>()>;

constexpr size_t kChangesAtOnce = 200;

using RefusedWatch = RefusedStream<v1::WatchIncidentsResponse>;

//   idle --bell--> looking (pool) --changes--> writing --sent--> looking ... --no more--> idle
//
// Start* and Finish are called without the mutex: gRPC may answer inside the call.
class Watch final : public grpc::ServerWriteReactor<v1::WatchIncidentsResponse> {
 public:
  Watch(const IncidentBackend& backend, AdmitWatcher admit, const statement::Identity& reader,
        const v1::WatchIncidentsRequest& request, incident::CompiledFilter changes, const incident::Position& cursor,
        OpenCalls& watches)
      : backend_(backend),
        admit_(std::move(admit)),
        reader_(reader),
        filter_(request.filter()),
        changes_(std::move(changes)),
        notices_(request.notices()),
        watches_(watches),
        cursor_(cursor) {
    v1::WatchIncidentsResponse first;
    first.set_cursor(incident::FormatCursor(backend_.database, cursor_));
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
        state_ = Rest();
      }
      if (state_ == State::kIdle) return;
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
    watches_.Close(reader_.Uri());
    delete this;
  }

 private:
  enum class State { kIdle, kLooking, kWriting, kEnding };

  struct News {
    std::vector<v1::WatchIncidentsResponse> responses;
    incident::Position cursor;  // after them
    Reads reads;
    bool all = true;  // that there was
  };

  // The writer's next commits wait for this: only looks are posted.
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

  // What finds no place among the caller's calls is owed, or it would be told with the next commit: a watch has one look at most.
  void PostLook() {
    if (!backend_.pool->TryPost(reader_.Uri(), [this] { Look(); })) backend_.pool->Post([this] { Look(); });
  }

  void Look() {
    {
      base::MutexLock lock(mutex_);
      woken_ = false;
    }
    if (absl::Status may = admit_().status(); !may.ok()) return Finish(ToGrpc(may));
    absl::StatusOr<News> news = Find();
    if (!news.ok()) return Finish(ToGrpc(news.status()));
    Reads reads = std::move(news->reads);
    backend_.audit->Record(reader_, "WatchIncidents", std::move(reads),
                           [this, found = *std::move(news)](const absl::Status& recorded) {
                             if (!recorded.ok()) return Finish(ToGrpc(recorded));
                             Settle(found);
                           });
  }

  // What changed after the cursor: incidents first, then notices.
  absl::StatusOr<News> Find() const {
    News news{{}, cursor_, {}, true};
    ASSIGN_OR_RETURN(incident::Changes changes,
                     incident::ChangesAfter(*backend_.index->snapshot(), changes_,
                                            cursor_.incidents, kChangesAtOnce));
    news.reads = std::move(changes.reads);
    news.all = changes.incidents.size() < kChangesAtOnce;
    const incident::Unverified unverified(*backend_.reader->heads());
    for (size_t i = 0; i < changes.incidents.size(); ++i) {
      unverified.Mark(changes.incidents[i]);
      AddReadsOf(changes.incidents[i], news.reads);
      news.cursor.incidents = changes.positions[i];
      *Add(news).mutable_incident() = std::move(changes.incidents[i]);
    }
    news.cursor.incidents = changes.cursor;
    const std::shared_ptr<const bulletin::Board> board = backend_.postings->board();
    if (!notices_) {
      news.cursor.notices = board->newest_change;
      return news;
    }
    ASSIGN_OR_RETURN(bulletin::NoticeChanges posted,
                     bulletin::NoticesAfter(*board, filter_, cursor_.notices, kChangesAtOnce,
                                            backend_.clock->Now()));
    news.all = news.all && posted.notices.size() < kChangesAtOnce;
    for (size_t i = 0; i < posted.notices.size(); ++i) {
      if (posted.notices[i].has_restricted()) news.reads.push_back(posted.notices[i].restricted());
      news.cursor.notices = posted.positions[i];
      *Add(news).mutable_notice() = std::move(posted.notices[i]);
    }
    news.cursor.notices = posted.cursor;
    return news;
  }

  // A response with the cursor that `news` has reached.
  v1::WatchIncidentsResponse& Add(News& news) const {
    v1::WatchIncidentsResponse& response = news.responses.emplace_back();
    response.set_cursor(incident::FormatCursor(backend_.database, news.cursor));
    return response;
  }

  // Goes on to writing, looking again, idle, or the end.
  void Settle(News news) {
    const v1::WatchIncidentsResponse* next = nullptr;
    {
      base::MutexLock lock(mutex_);
      for (v1::WatchIncidentsResponse& response : news.responses) {
        queue_.push_back(std::move(response));
      }
      cursor_ = news.cursor;
      more_ = !news.all;
      if (cancelled_) {
        state_ = State::kEnding;
      } else if (!queue_.empty()) {
        state_ = State::kWriting;
        next = &queue_.front();
      } else {
        state_ = Rest();
      }
      if (state_ == State::kIdle) return;
    }
    if (next != nullptr) return StartWrite(next);
    Proceed();
  }

  // With nothing to write.
  State Rest() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return more_ || woken_ ? State::kLooking : State::kIdle; }

  const IncidentBackend& backend_;
  const AdmitWatcher admit_;
  const statement::Identity reader_;
  const v1::IncidentFilter filter_;
  const incident::CompiledFilter changes_;
  const bool notices_;
  OpenCalls& watches_;
  uint64_t ear_ = 0;
  incident::Position cursor_;  // touched only while looking
  base::Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_) = State::kIdle;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;  // since the last look began
  bool more_ ABSL_GUARDED_BY(mutex_) = true;    // than the last look found; before the first, whatever came since the watch was asked for
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<v1::WatchIncidentsResponse> queue_ ABSL_GUARDED_BY(mutex_);  // its front is being written
};

}  // namespace

grpc::ServerWriteReactor<v1::WatchIncidentsResponse>* StartWatch(
    const IncidentBackend& backend, AdmitWatcher admit, const v1::WatchIncidentsRequest& request,
    OpenCalls& watches) {
  absl::StatusOr<statement::Identity> reader = admit();
  if (!reader.ok()) return new RefusedWatch(reader.status());
  absl::StatusOr<incident::CompiledFilter> changes = incident::FilterOfChanges(request.filter());
  if (!changes.ok()) return new RefusedWatch(changes.status());
  incident::Position cursor{backend.index->snapshot()->newest_change(),
                            backend.postings->board()->newest_change};
  if (!request.cursor().empty()) {
    absl::StatusOr<incident::Position> parsed =
        incident::ParseCursor(backend.database, request.cursor());
    if (!parsed.ok()) return new RefusedWatch(parsed.status());
    cursor = *parsed;
  }
  if (absl::Status open = watches.Open(reader->Uri()); !open.ok()) return new RefusedWatch(open);
  return new Watch(backend, std::move(admit), *reader, request, *std::move(changes), cursor, watches);
}

}  // namespace lightship::rpc
