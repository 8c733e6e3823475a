// The node's log on stderr: one line an event, for the journal in its own form.
#ifndef LIGHTSHIP_NODE_APP_LOGGING_H_
#define LIGHTSHIP_NODE_APP_LOGGING_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lightship::app {

// Where stderr is the journal's stream (JOURNAL_STREAM), lines begin with "<6>" or another priority (sd-daemon(3)) and carry no
// time, which the journal adds; else with time and level. `level`: trace, debug, info, warn or error.
void SetUpLog(const std::string& level);
void SetLogLevel(const std::string& level);

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_LOGGING_H_
