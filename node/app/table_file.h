// Where the table of incidents is kept between a stop and the next start.
#ifndef LIGHTSHIP_NODE_APP_TABLE_FILE_H_
#define LIGHTSHIP_NODE_APP_TABLE_FILE_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "lightship/config/v1/config.pb.h"
#include "node/incident/index.h"
#include "node/incident/matcher.h"
#include "node/ledger/disk_room.h"
#include "node/store/store.h"

namespace lightship::app {

// What the linker calls this program; empty when it does not say. Another build has another one.
std::string BuildId();

// In the data directory.
incident::IncidentIndex::Keeping TableFile(const config::v1::NodeConfig& config);

// Unless the disk is nearly full. A start without it reads the records. An error, which the log tells too, when it is not kept.
absl::Status KeepTable(const config::v1::NodeConfig& config, const incident::IncidentIndex& incidents, const incident::Matcher& matcher,
               const ledger::DiskRoom& room);
// With what the matcher of that table had taken in, if it was read. Where the node speaks of what is likely one incident all is looked
// at again at start, because something may have been on its way when it stopped.
std::unique_ptr<incident::Matcher> OpenMatcher(const config::v1::NodeConfig& config, const store::Store* store,
                                               incident::IncidentIndex& incidents);

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_TABLE_FILE_H_
