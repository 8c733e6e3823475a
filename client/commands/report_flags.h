// What one says about an incident on the command line or step by step, and the report it makes.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_REPORT_FLAGS_H_
#define LIGHTSHIP_CLIENT_COMMANDS_REPORT_FLAGS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/sdk/sign.h"

namespace lightship::commands {

// All as typed; empty: not said.
struct ReportFlags {
  std::string time, position, place, act, status, ship_type, ship_name, imo, mmsi, call_sign, flag;
  std::vector<std::string> weapons;
  std::string people, narrative, language = "en", kind, source;
  std::string audience = "all", vessel_audience, narrative_audience, attachment_audience, tlp = "amber", agency;
  // Who was there is nobody else's business unless one says so.
  std::string people_audience = "own", retain_until;
  std::vector<std::string> purposes;
  bool exercise = false, test = false;

  // True when nothing about the incident was said: then it is asked for.
  bool IsEmpty() const;
};

// Usage errors that name the flag, what was not understood, and what would be right.
absl::StatusOr<sdk::ReportDraft> DraftFrom(const ReportFlags& flags);

// Sets what the flags say about handling (audiences, TLP, purposes, retention, agency, exercise) in a draft.
absl::Status SetHandling(const ReportFlags& flags, sdk::ReportDraft& draft);

// In the trade's words too: "knife", "gun".
absl::StatusOr<v1::Weapon> WeaponField(const std::string& text);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_REPORT_FLAGS_H_
