// What was typed into the console's forms, understood as `lightship report` understands it. Pure.
#ifndef LIGHTSHIP_CLIENT_CONSOLE_UNDERSTAND_H_
#define LIGHTSHIP_CLIENT_CONSOLE_UNDERSTAND_H_

#include "lightship/console/v1/desk.pb.h"
#include "node/maritime/geometry.h"

namespace lightship::console {

v1::UnderstandResponse Understand(const v1::UnderstandRequest& request);

// REQUIRES: maritime::IsOnGlobe(point).
v1::Place PlaceOf(const maritime::Point& point);

}  // namespace lightship::console

#endif  // LIGHTSHIP_CLIENT_CONSOLE_UNDERSTAND_H_
