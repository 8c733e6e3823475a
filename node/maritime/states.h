// The codes and names behind economy.h.
#ifndef LIGHTSHIP_NODE_MARITIME_STATES_H_
#define LIGHTSHIP_NODE_MARITIME_STATES_H_

namespace lightship::maritime {

// "AD AND Andorra|AE ARE United Arab Emirates|...": ISO 3166-1 alpha-2 and alpha-3, and the name.
extern const char kStates[];

// "CI Ivory Coast|...": further names that reports use.
extern const char kOtherNames[];

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_STATES_H_
