// The incident sets that can be imported, by name. From a file's bytes to rows; no I/O.
#ifndef LIGHTSHIP_CLIENT_FORMATS_IMPORTER_H_
#define LIGHTSHIP_CLIENT_FORMATS_IMPORTER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/formats/imported.h"

namespace lightship::formats {

// Reads one file. For one thread; the bytes must outlive it.
class Importer {
 public:
  virtual ~Importer() = default;
  // False at the end.
  virtual bool Find(FoundRow& row) = 0;
  // The same, and reads it. A row that is no report has its reason in row.report.
  bool Next(ImportedRow& row);
  // Share that has been read, 0 to 1.
  virtual double progress() const = 0;
};

struct ImportFormat {
  std::string name;         // "asam"
  std::string description;  // "NGA Anti-Shipping Activity Messages, CSV"
};

const std::vector<ImportFormat>& ImportFormats();

// INVALID_ARGUMENT when there is no such format, or when `bytes` are none of it, with what is missing.
absl::StatusOr<std::unique_ptr<Importer>> OpenImporter(absl::string_view format,
                                                       absl::string_view bytes);

// The format that `bytes` begin like. INVALID_ARGUMENT with the known formats when it is none of them.
absl::StatusOr<std::string> FormatOf(absl::string_view bytes);

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_IMPORTER_H_
