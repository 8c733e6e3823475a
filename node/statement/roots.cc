#include "node/statement/roots.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/address.h"

namespace lightship::statement {
namespace {

namespace fs = std::filesystem;

absl::Status BadDirectory(absl::string_view path, absl::string_view what) {
  return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kConfiguration,
                     absl::StrCat(path, ": ", what));
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream content;
  if (!in || !(content << in.rdbuf())) return BadDirectory(path, "cannot be read, or is empty");
  return content.str();
}

}  // namespace

absl::StatusOr<PinnedRoots> PinnedRoots::LoadDirectory(const std::string& directory) {
  std::error_code failed;
  std::vector<std::string> names;
  for (fs::directory_iterator it(directory, failed), end; !failed && it != end;
       it.increment(failed)) {
    names.push_back(it->path().filename().string());
  }
  if (failed) return BadDirectory(directory, failed.message());
  std::sort(names.begin(), names.end());  // so that the same fault is always told first

  PinnedRoots roots;
  for (const std::string& name : names) {
    const std::string path = absl::StrCat(directory, "/", name);
    absl::string_view economy = name;
    if (!absl::ConsumeSuffix(&economy, ".pem") || !IsEconomyCode(economy)) {
      return BadDirectory(path, "files here are named after their economy, as SG.pem");
    }
    ASSIGN_OR_RETURN(std::string pem, ReadFile(path));
    absl::Status added = roots.Add(economy, pem);
    if (!added.ok()) return BadDirectory(path, added.message());
  }
  if (roots.roots_.empty()) {
    return BadDirectory(directory, "holds no root; one <CODE>.pem for each economy is needed");
  }
  return roots;
}

absl::Status PinnedRoots::Add(absl::string_view economy, absl::string_view pem) {
  if (!IsEconomyCode(economy)) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                       absl::StrCat("'", economy, "' is no economy code (two upper-case letters)"));
  }
  if (roots_.size() >= base::limits::kEconomies && !roots_.contains(economy)) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kTooLarge,
                       absl::StrCat("more than ", base::limits::kEconomies, " economies"));
  }
  ASSIGN_OR_RETURN(std::vector<crypto::Certificate> certificates, crypto::CertificatesFromPem(pem));
  for (const crypto::Certificate& certificate : certificates) {
    if (!certificate.is_ca()) {
      return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kUntrustedCertificate,
                         absl::StrCat("'", certificate.common_name(),
                                      "' is no CA certificate (basicConstraints cA)"));
    }
  }
  std::vector<crypto::Certificate>& pinned = roots_[std::string(economy)];
  std::move(certificates.begin(), certificates.end(), std::back_inserter(pinned));
  return absl::OkStatus();
}

absl::Span<const crypto::Certificate> PinnedRoots::Of(absl::string_view economy) const {
  auto found = roots_.find(economy);
  if (found == roots_.end()) return {};
  return found->second;
}

std::vector<std::string> PinnedRoots::Economies() const {
  std::vector<std::string> economies;
  for (const auto& [economy, unused] : roots_) economies.push_back(economy);
  return economies;
}

std::string PinnedRoots::AllAsPem() const {
  std::string pem;
  for (const auto& [unused, certificates] : roots_) {
    for (const crypto::Certificate& certificate : certificates) {
      absl::StrAppend(&pem, certificate.pem());
    }
  }
  return pem;
}

}  // namespace lightship::statement
