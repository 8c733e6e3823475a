// The incidents of tests/data/incidents_facts.csv, one map from column to value each.
#ifndef LIGHTSHIP_TESTS_UNIT_MARITIME_FACTS_FILE_H_
#define LIGHTSHIP_TESTS_UNIT_MARITIME_FACTS_FILE_H_

#include <map>
#include <string>
#include <vector>

namespace lightship::maritime {

const std::vector<std::map<std::string, std::string>>& FactsFile();

}  // namespace lightship::maritime

#endif  // LIGHTSHIP_TESTS_UNIT_MARITIME_FACTS_FILE_H_
