#include "tests/unit/maritime/facts_file.h"

#include <fstream>

namespace lightship::maritime {
namespace {

// The file has no line breaks within fields.
std::vector<std::string> Fields(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"') {
        fields.back() += '"';
        ++i;
      } else {
        quoted = !quoted;
      }
    } else if (line[i] == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += line[i];
    }
  }
  return fields;
}

}  // namespace

const std::vector<std::map<std::string, std::string>>& FactsFile() {
  static const auto* const rows = [] {
    auto* result = new std::vector<std::map<std::string, std::string>>;
    std::ifstream file(TEST_DATA "/incidents_facts.csv");
    std::string line;
    std::getline(file, line);
    const std::vector<std::string> columns = Fields(line);
    while (std::getline(file, line)) {
      const std::vector<std::string> fields = Fields(line);
      auto& row = result->emplace_back();
      for (size_t i = 0; i < columns.size() && i < fields.size(); ++i) row[columns[i]] = fields[i];
    }
    return result;
  }();
  return *rows;
}

}  // namespace lightship::maritime
