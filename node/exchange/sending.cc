#include "node/exchange/sending.h"

#include <utility>

namespace lightship::exchange {

void SendBatches(const Context& context, const Gossip& gossip, Session& session, int most,
                 absl::Time now) {
  for (int i = 0; i < most && session.open() && !context.Backlogged(session); ++i) {
    auto batch = session.serving.Next(gossip.heads(), context.world->Reader(), session.economy, now);
    if (!batch) return;
    gossip.MarkSent(session, *batch);
    v1::Frame frame;
    *frame.mutable_batch() = *std::move(batch);
    context.Send(session, frame);
  }
}

void SendChunks(const Context& context, Session& session) {
  while (session.open() && !context.Backlogged(session)) {
    auto chunk = session.blobs.Next(context.world->Reader().blobs(), session.economy);
    if (!chunk) return;
    v1::Frame frame;
    *frame.mutable_blob_chunk() = *std::move(chunk);
    context.Send(session, frame);
  }
}

}  // namespace lightship::exchange
