// A v1::IncidentFilter, checked and compiled to run over the columns of the table.
#ifndef LIGHTSHIP_NODE_INCIDENT_FILTER_H_
#define LIGHTSHIP_NODE_INCIDENT_FILTER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "lightship/v1/incident.pb.h"
#include "node/base/status.h"
#include "node/incident/area.h"
#include "node/incident/chunk.h"
#include "node/incident/region.h"
#include "node/incident/text_query.h"

namespace lightship::incident {

// Everything that makes no sense in a filter; empty when it may be compiled. Fields are named from the request on
// ("filter.box.south_e7").
std::vector<base::Violation> CheckFilter(const v1::IncidentFilter& filter);

// Incidents that are told in another one: left out of lists, told to those who watch, who would miss them otherwise.
enum class PartsOfOthers { kLeftOut, kSelected };

// A chunk by its place in the table.
struct Sought {
  size_t place;
  const Chunk* chunk;
};

// Immutable, thread-safe.
class CompiledFilter {
 public:
  // INVALID_ARGUMENT (INVALID_FILTER) with the violations.
  static absl::StatusOr<CompiledFilter> Compile(const v1::IncidentFilter& filter,
                                                PartsOfOthers parts = PartsOfOthers::kLeftOut);
  // REQUIRES: CheckFilter has found nothing.
  static CompiledFilter OfChecked(const v1::IncidentFilter& filter, PartsOfOthers parts = PartsOfOthers::kLeftOut);

  // The chunks that may have a row that matches, as far as outlines tell, in order. `changed_from`: of those alone that have a row
  // of this change or a later one.
  std::vector<Sought> MayMatch(absl::Span<const std::shared_ptr<const Region>> regions, uint64_t changed_from = 0) const;
  // Has the processor fetch what Select will read of places and times in a chunk that comes soon: it would be waited for.
  void Expect(const Chunk& chunk) const;
  // Sets selection[i] to 1 for each row that matches every condition (filter.proto), 0 for the others. What a row does not know
  // matches no condition. Fails when a text cannot be read.
  absl::Status Select(const Chunk& chunk, Selection& selection) const;

  // Whether there is any condition that AddReads can have something to say of.
  bool MayDrawOnRestricted() const { return text_.has_value() || HasShip(); }
  // Adds the restricted parts that the match of this incident drew on: who is told of it has read in them.
  // `records` of the snapshot.
  absl::Status AddReads(const RowDetail& detail, const Records* records, std::vector<v1::AuditedRead>& reads) const;

 private:
  CompiledFilter() = default;
  void CompileShapes(const v1::IncidentFilter& filter);
  void CompileTimes(const v1::IncidentFilter& filter);
  void CompileCodes(const v1::IncidentFilter& filter);
  void CompileDetail(const v1::IncidentFilter& filter);
  bool MayMatch(const Outline& outline) const;
  // Whether the area asked for, if any, may have rows of such a chunk or block.
  bool MayTouch(const Extent& extent) const;
  bool HasPolygon() const { return polygon_.has_value() || areas_.has_value(); }
  bool HasArea() const { return box_.has_value() || circle_.has_value() || HasPolygon(); }
  Blocks BlocksOf(const Chunk& chunk) const;
  void SelectCodes(const Chunk& chunk, Blocks blocks, Selection& selection) const;
  void NarrowTime(const Chunk& chunk, Blocks blocks, Selection& selection) const;
  void NarrowSets(const Chunk& chunk, Blocks blocks, Selection& selection) const;
  void NarrowDetail(const Chunk& chunk, Blocks blocks, Selection& selection) const;
  bool DetailMatches(const RowDetail& detail) const;
  bool HasShip() const { return imo_number_ != 0 || mmsi_ != 0 || !words_.empty(); }

  int64_t from_us_;
  int64_t until_us_;
  bool any_time_ = true;
  int64_t updated_from_us_;
  std::optional<BoxTest> box_;
  std::optional<CircleTest> circle_;
  std::optional<PolygonsTest> polygon_;
  std::optional<PolygonsTest> areas_;
  // One bit per value asked for; 0: no condition.
  uint64_t act_stages_ = 0;
  uint64_t ship_statuses_ = 0;
  uint64_t exercise_statuses_ = 0;
  uint64_t verifications_ = 0;
  uint64_t lights_ = 0;
  uint64_t located_ = 0;
  uint64_t sea_zones_ = 0;
  uint64_t navareas_ = 0;
  uint64_t reporting_areas_ = 0;
  uint64_t weapons_statements_ = 0;
  uint64_t ship_types_ = 0;
  uint64_t weapons_ = 0;
  uint64_t crew_consequences_ = 0;
  uint64_t losses_ = 0;
  uint64_t craft_ = 0;
  uint64_t craft_indicators_ = 0;
  uint64_t legal_classes_ = 0;
  uint32_t perpetrators_least_ = 0;
  uint32_t perpetrators_most_ = kMostPersons;
  std::optional<TextQuery> text_;
  bool include_retracted_ = false;
  bool include_parts_ = false;
  // Exact conditions on RowDetail, with the bits that a row must have before it is worth looking.
  bool any_detail_ = true;
  std::vector<uint16_t> economies_;
  uint64_t economy_bits_ = 0;
  std::vector<std::string> words_;  // each as " WORD "
  std::vector<uint64_t> ship_hashes_;  // of the words and numbers
  uint64_t ship_bits_ = 0;             // of these
  uint32_t imo_number_ = 0;
  uint32_t mmsi_ = 0;
  std::vector<uint16_t> coastal_states_;
  std::vector<uint16_t> flags_;
  std::vector<std::string> unlocodes_;
  std::vector<v1::ClassificationTest> classifications_;
};

}  // namespace lightship::incident

#endif  // LIGHTSHIP_NODE_INCIDENT_FILTER_H_
