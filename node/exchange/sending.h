// Sending a session what it asked for and may have, as fast as it takes it.
#ifndef LIGHTSHIP_NODE_EXCHANGE_SENDING_H_
#define LIGHTSHIP_NODE_EXCHANGE_SENDING_H_

#include "node/exchange/gossip.h"
#include "node/exchange/session.h"

namespace lightship::exchange {

// At most so many batches of the logs that it follows, within its windows.
void SendBatches(const Context& context, const Gossip& gossip, Session& session, int most,
                 absl::Time now);
// Chunks of attachments, within what BlobServing allows.
void SendChunks(const Context& context, Session& session);

}  // namespace lightship::exchange

#endif  // LIGHTSHIP_NODE_EXCHANGE_SENDING_H_
