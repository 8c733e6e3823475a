// The texts of config/vocabularies, compiled in so that neither node nor client needs the files.
#ifndef LIGHTSHIP_NODE_MARITIME_VOCABULARY_TABLES_H_
#define LIGHTSHIP_NODE_MARITIME_VOCABULARY_TABLES_H_

namespace lightship::maritime {

extern const char kActStageCsv[];
extern const char kShipStatusCsv[];
extern const char kShipTypeCsv[];
extern const char kSeaZoneCsv[];
extern const char kAsamHostilityCsv[];
extern const char kAccountActCsv[];
extern const char kVictimTypeCsv[];
extern const char kShipStateCsv[];
extern const char kOriginCsv[];
extern const char kNotNamesCsv[];
extern const char kWeaponCsv[];
extern const char kFirearmKindCsv[];
extern const char kWeaponsStatementCsv[];
extern const char kActorCsv[];
extern const char kNotAssertedCsv[];
extern const char kBetweenCountCsv[];
extern const char kCraftStatementCsv[];
extern const char kCraftCsv[];
extern const char kCraftContextCsv[];
extern const char kCraftIndicatorCsv[];
extern const char kHarmCsv[];
extern const char kTakenCsv[];
extern const char kLossCsv[];
extern const char kCrewActionCsv[];
extern const char kAuthorityCsv[];
extern const char kToldCsv[];
extern const char kContactChannelCsv[];
extern const char kCoastalActionCsv[];
extern const char kPlaceBoxCsv[];

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_VOCABULARY_TABLES_H_
