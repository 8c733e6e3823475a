#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "node/incident/correlation/findings.h"
#include "node/maritime/vocabulary.h"

namespace lightship::incident::correlation {
namespace {

// Kinds of ship that one observer takes for another are one kind; 0: says nothing.
int KindOf(v1::ShipType type) {
  switch (type) {
    case v1::SHIP_TYPE_TANKER_UNSPECIFIED:
    case v1::SHIP_TYPE_CRUDE_OIL_TANKER:
    case v1::SHIP_TYPE_PRODUCT_TANKER:
    case v1::SHIP_TYPE_CHEMICAL_TANKER:
    case v1::SHIP_TYPE_BITUMEN_ASPHALT:
    case v1::SHIP_TYPE_LPG:
    case v1::SHIP_TYPE_LNG:
    case v1::SHIP_TYPE_GAS_UNSPECIFIED:
      return 1;
    case v1::SHIP_TYPE_GENERAL_CARGO:
    case v1::SHIP_TYPE_REEFER:
    case v1::SHIP_TYPE_HEAVY_LOAD:
    case v1::SHIP_TYPE_RO_RO_VEHICLE:
      return 2;
    case v1::SHIP_TYPE_BULK_CARRIER:
    case v1::SHIP_TYPE_CEMENT_ORE_LOG_OBO:
      return 3;
    case v1::SHIP_TYPE_TUG:
    case v1::SHIP_TYPE_BARGE:
      return 4;
    case v1::SHIP_TYPE_OFFSHORE_SUPPORT:
    case v1::SHIP_TYPE_RESEARCH_SPECIAL:
      return 5;
    case v1::SHIP_TYPE_FISHING:
    case v1::SHIP_TYPE_DHOW:
    case v1::SHIP_TYPE_SMALL_BOAT:
      return 6;
    case v1::SHIP_TYPE_CONTAINER:
      return 7;
    case v1::SHIP_TYPE_YACHT:
      return 8;
    case v1::SHIP_TYPE_UNSPECIFIED:
    case v1::SHIP_TYPE_OTHER:
    case v1::SHIP_TYPE_NOT_STATED:
      return 0;
    default:
      return 100 + type;
  }
}

v1::ShipType TypeOf(const Account& account) {
  for (const Ship& ship : account.ships) {
    if (KindOf(ship.type) != 0) return ship.type;
  }
  return v1::SHIP_TYPE_UNSPECIFIED;
}

void CompareTypes(const Account& a, const Account& b, Findings& findings) {
  const v1::ShipType left = TypeOf(a), right = TypeOf(b);
  const int kind = KindOf(left), other = KindOf(right);
  if (kind == 0 || other == 0) return;
  if (kind == other) return findings.Add(0.7, absl::StrCat("both ", maritime::DisplayName(left)));
  const bool cargo =
      std::min(kind, other) == 2 && (std::max(kind, other) == 3 || std::max(kind, other) == 7);
  findings.Add(cargo ? -0.3 : -1.2,
               absl::StrCat(maritime::DisplayName(left), " and ", maritime::DisplayName(right)));
}

// How far an act went; 0: says nothing.
int StageOf(v1::ActStage act) {
  switch (act) {
    case v1::ACT_STAGE_SUSPICIOUS_ACTIVITY:
    case v1::ACT_STAGE_SUSPICIOUS_APPROACH:
      return 1;
    case v1::ACT_STAGE_ATTEMPTED_BOARDING:
    case v1::ACT_STAGE_FIRED_UPON:
      return 2;
    case v1::ACT_STAGE_BOARDED:
    case v1::ACT_STAGE_ROBBERY:
      return 3;
    case v1::ACT_STAGE_HIJACKED:
    case v1::ACT_STAGE_KIDNAPPING:
    case v1::ACT_STAGE_HIJACK_AND_KIDNAP:
    case v1::ACT_STAGE_DETAINED:
      return 4;
    default:
      return 0;
  }
}

void CompareActs(const Account& a, const Account& b, Findings& findings) {
  const int left = StageOf(a.act), right = StageOf(b.act);
  if (left == 0 || right == 0) return;
  if (left == right) return findings.Add(0.5, absl::StrCat("both ", maritime::DisplayName(a.act)));
  findings.Add(std::abs(left - right) == 1 ? -0.2 : -0.8,
               absl::StrCat(maritime::DisplayName(a.act), " and ", maritime::DisplayName(b.act)));
}

// 1: moving, 2: not; 0: says nothing.
int MotionOf(v1::ShipStatus status) {
  switch (status) {
    case v1::SHIP_STATUS_UNDERWAY:
    case v1::SHIP_STATUS_TOWING:
      return 1;
    case v1::SHIP_STATUS_ANCHORED:
    case v1::SHIP_STATUS_BERTHED:
    case v1::SHIP_STATUS_MOORED:
    case v1::SHIP_STATUS_BUNKERING:
    case v1::SHIP_STATUS_AGROUND:
      return 2;
    default:
      return 0;
  }
}

void CompareStatuses(const Account& a, const Account& b, Findings& findings) {
  const int left = MotionOf(a.status), right = MotionOf(b.status);
  if (left == 0 || right == 0) return;
  if (left == right) return findings.Add(0.3, left == 1 ? "both underway" : "both at rest");
  findings.Add(-0.4, absl::StrCat(maritime::DisplayName(a.status), " and ",
                                  maritime::DisplayName(b.status)));
}

void CompareCounts(const Account& a, const Account& b, Findings& findings) {
  if (!a.perpetrators_min.has_value() || !b.perpetrators_min.has_value()) return;
  const uint32_t a_most = a.perpetrators_max.value_or(*a.perpetrators_min);
  const uint32_t b_most = b.perpetrators_max.value_or(*b.perpetrators_min);
  const uint32_t low = std::max(*a.perpetrators_min, *b.perpetrators_min),
                 high = std::min(a_most, b_most);
  if (low <= high) return findings.Add(0.7, "as many perpetrators");
  if (low - high > 1) {
    findings.Add(-0.5,
                 absl::StrCat(*a.perpetrators_min, " and ", *b.perpetrators_min, " perpetrators"));
  }
}

}  // namespace

void CompareCircumstances(const Account& a, const Account& b, Findings& findings) {
  CompareTypes(a, b, findings);
  CompareActs(a, b, findings);
  CompareStatuses(a, b, findings);
  CompareCounts(a, b, findings);
}

std::optional<double> CompareWording(const Account& a, const Account& b, Findings& findings) {
  const std::optional<double> shared = SharedWording(a.prose, b.prose);
  // Two tellers of one incident often share no wording at all: little of it says nothing.
  if (!shared.has_value() || *shared < 0.1) return shared;
  findings.Add(*shared >= 0.6   ? 6
               : *shared >= 0.3 ? 4
                                : 1.5,
               absl::StrFormat("%.0f %% of the wording shared", *shared * 100));
  return shared;
}

bool ShareReference(const Account& a, const Account& b) {
  for (const Reference& left : a.references) {
    for (const Reference& right : b.references) {
      if (left.scheme == right.scheme && left.series == right.series && left.id == right.id)
        return true;
    }
  }
  return false;
}

bool AreRecordsOfOneSource(const Account& a, const Account& b) {
  if (a.in_imo_list && b.in_imo_list) return true;
  if (!a.collection.empty() && a.collection == b.collection && a.record != b.record) return true;
  for (const Reference& left : a.references) {
    for (const Reference& right : b.references) {
      if (left.scheme == right.scheme && left.series == right.series && left.id != right.id)
        return true;
    }
  }
  return false;
}

}  // namespace lightship::incident::correlation
