// What makes searches quick, done while nobody waits for it.
#ifndef LIGHTSHIP_NODE_APP_TEXT_KEEPER_H_
#define LIGHTSHIP_NODE_APP_TEXT_KEEPER_H_

#include "node/incident/index.h"

namespace lightship::app {

// Makes one text index, whose making fails only with the disk, and says so in the log. When there is none left to make, gives memory
// back that making them and the start have taken.
void KeepTexts(const incident::IncidentIndex& index);

}  // namespace lightship::app

#endif  // LIGHTSHIP_NODE_APP_TEXT_KEEPER_H_
