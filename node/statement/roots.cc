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
  if (roots.Snapshot()->empty()) {
    return BadDirectory(directory, "holds no root; one <CODE>.pem for each economy is needed");
  }
  return roots;
}

// NOLINTNEXTLINE(bugprone-unhandled-self-assignment): the copy that is taken first makes it harmless.
PinnedRoots& PinnedRoots::operator=(const PinnedRoots& other) {
  std::shared_ptr<const ByEconomy> roots = other.Snapshot();
  base::MutexLock lock(mutex_);
  roots_ = std::move(roots);
  return *this;
}

std::shared_ptr<const PinnedRoots::ByEconomy> PinnedRoots::Snapshot() const {
  base::MutexLock lock(mutex_);
  return roots_;
}

absl::Status PinnedRoots::Add(absl::string_view economy, absl::string_view pem) {
  if (!IsEconomyCode(economy)) {
    return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed,
                       absl::StrCat("'", economy, "' is no economy code (two upper-case letters)"));
  }
  auto roots = std::make_shared<ByEconomy>(*Snapshot());
  if (roots->size() >= base::limits::kEconomies && !roots->contains(economy)) {
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
  std::vector<crypto::Certificate>& pinned = (*roots)[std::string(economy)];
  std::move(certificates.begin(), certificates.end(), std::back_inserter(pinned));
  base::MutexLock lock(mutex_);
  roots_ = std::move(roots);
  return absl::OkStatus();
}

std::vector<crypto::Certificate> PinnedRoots::Of(absl::string_view economy) const {
  std::shared_ptr<const ByEconomy> roots = Snapshot();
  auto found = roots->find(economy);
  if (found == roots->end()) return {};
  return found->second;
}

std::vector<std::string> PinnedRoots::Economies() const {
  std::vector<std::string> economies;
  std::shared_ptr<const ByEconomy> roots = Snapshot();
  for (const auto& [economy, unused] : *roots) economies.push_back(economy);
  return economies;
}

std::vector<crypto::Certificate> PinnedRoots::All() const {
  std::vector<crypto::Certificate> all;
  std::shared_ptr<const ByEconomy> roots = Snapshot();
  for (const auto& [unused, certificates] : *roots) {
    all.insert(all.end(), certificates.begin(), certificates.end());
  }
  return all;
}

}  // namespace lightship::statement
