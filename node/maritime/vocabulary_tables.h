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
extern const char kPlaceBoxCsv[];

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_NODE_MARITIME_VOCABULARY_TABLES_H_
