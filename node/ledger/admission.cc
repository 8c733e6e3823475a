#include "node/ledger/admission.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/base/encoding.h"
#include "node/base/limits.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/statement/open.h"
#include "node/statement/validate.h"

namespace lightship::ledger {
namespace {

using base::Error;
namespace limits = base::limits;
namespace reason = base::reason;

// Someone who signs: by grant in the log, or by a chain in the request.
struct Signer {
  crypto::PublicKey key;
  statement::Identity identity;
  const std::vector<crypto::Certificate>* chain = nullptr;  // null: granted already
};

using Chains = std::map<crypto::Digest, std::vector<crypto::Certificate>>;

absl::Status CheckSizes(const v1::SubmitRequest& request) {
  const v1::SignedStatement& statement = request.statement();
  auto too_large = [](absl::string_view what, size_t found, size_t most) {
    return Error(absl::StatusCode::kInvalidArgument, reason::kTooLarge,
                 absl::StrCat(what, ": ", found, "; at most ", most));
  };
  if (statement.signatures_size() < 1) {
    return Error(absl::StatusCode::kInvalidArgument, reason::kMalformed,
                 "statement.signatures: none; at least one officer must sign");
  }
  if (static_cast<size_t>(statement.signatures_size()) > limits::kSignatures) {
    return too_large("statement.signatures", statement.signatures_size(), limits::kSignatures);
  }
  if (static_cast<size_t>(request.chains_size()) > limits::kSignatures) {
    return too_large("chains", request.chains_size(), limits::kSignatures);
  }
  size_t bytes = 0;
  for (const v1::Part& part : statement.parts()) bytes += part.content().size();
  if (bytes > limits::kPartsOfStatementBytes) {
    return too_large("statement.parts, bytes", bytes, limits::kPartsOfStatementBytes);
  }
  return absl::OkStatus();
}

absl::StatusOr<Chains> ReadChains(const v1::SubmitRequest& request) {
  Chains chains;
  for (const v1::CertificateChain& chain : request.chains()) {
    std::vector<std::string> ders(chain.certificates().begin(), chain.certificates().end());
    ASSIGN_OR_RETURN(std::vector<crypto::Certificate> parsed, statement::ParseChain(ders));
    crypto::Digest id = parsed.front().public_key().key_id();
    chains.emplace(id, std::move(parsed));
  }
  return chains;
}

// A key that the log knows and that may sign needs no certificate: parsing one costs more than everything else here.
absl::StatusOr<Signer> FindSigner(const crypto::Digest& id, const trust::KeyState& keys,
                                  const v1::SubmitRequest& request,
                                  std::optional<Chains>& chains,
                                  statement::Operation operation,
                                  const statement::PinnedRoots& roots, absl::Time now) {
  absl::StatusOr<const trust::GrantedKey*> granted = keys.Judge(id, operation, ~uint64_t{0}, now);
  if (granted.ok()) return Signer{(*granted)->certificate.public_key(), (*granted)->identity};
  const trust::GrantedKey* known = keys.Find(id);
  if (known != nullptr && known->revoked_index.has_value()) return granted.status();
  if (!chains.has_value()) {
    ASSIGN_OR_RETURN(chains, ReadChains(request));
  }
  auto chain = chains->find(id);
  if (chain == chains->end() && known != nullptr) return granted.status();
  if (chain == chains->end()) {
    return Error(absl::StatusCode::kPermissionDenied, reason::kUnknownKey,
                 absl::StrCat("key ", base::Hex(crypto::AsView(id)),
                              " is not granted in the log; send its certificate chain along"));
  }
  ASSIGN_OR_RETURN(statement::Identity identity,
                   statement::VerifyIdentity(chain->second, roots, now));
  return Signer{chain->second.front().public_key(), identity, &chain->second};
}

absl::Status CheckSigner(const Signer& signer, const v1::Manifest& manifest,
                         statement::Operation operation) {
  if (signer.identity.economy != manifest.economy()) {
    return Error(absl::StatusCode::kPermissionDenied, reason::kWrongEconomy,
                 absl::StrCat(signer.identity.Uri(), " signs for ", signer.identity.economy,
                              ", but the statement is ", manifest.economy(), "'s"));
  }
  return statement::MayDo(signer.identity, operation);
}

// Two keys of one officer are one person.
absl::Status CheckPersons(const std::set<std::string>& persons, statement::Operation operation,
                          const AdmissionRules& rules) {
  if (!rules.two_person.contains(operation) || persons.size() >= 2) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, reason::kSecondPersonNeeded,
               absl::StrCat(statement::RuleOf(operation).name, " takes two officers in ",
                            rules.economy, "; only ", *persons.begin(),
                            " has signed: a second one signs with `lightship cosign`"));
}

absl::Status CheckEconomy(const v1::Manifest& manifest, const statement::Identity& caller,
                          absl::string_view economy) {
  if (caller.economy != economy) {
    return Error(absl::StatusCode::kPermissionDenied, reason::kWrongEconomy,
                 absl::StrCat(caller.Uri(), " submits to ", economy,
                              "'s node; submit to your own economy's"));
  }
  if (manifest.economy() != economy) {
    return Error(absl::StatusCode::kPermissionDenied, reason::kWrongEconomy,
                 absl::StrCat("a statement of ", manifest.economy(), " belongs in its own log, not in ",
                              economy, "'s"));
  }
  return absl::OkStatus();
}

// What is fit to be admitted if its signatures verify.
struct Candidate {
  Admission admission;
  std::vector<Signer> signers;  // in the order of the signatures
};

struct Examiner {
  const statement::Identity& caller;
  const AdmissionRules& rules;
  const trust::KeyState& keys;
  const statement::PinnedRoots& roots;
  const absl::Time now;

  absl::Status FindSigners(const v1::SubmitRequest& request, std::optional<Chains>& chains, Candidate& candidate) const {
    const Admission& admission = candidate.admission;
    for (const v1::Signature& signature : request.statement().signatures()) {
      ASSIGN_OR_RETURN(crypto::Digest id, crypto::DigestFromBytes(signature.key_id()));
      ASSIGN_OR_RETURN(Signer signer, FindSigner(id, keys, request, chains, admission.operation, roots, now));
      RETURN_IF_ERROR(CheckSigner(signer, admission.manifest, admission.operation));
      if (signer.chain != nullptr) candidate.admission.grants.push_back(*signer.chain);
      candidate.admission.signers.push_back(id);
      candidate.signers.push_back(std::move(signer));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Candidate> Judge(const v1::SubmitRequest& request) const {
    RETURN_IF_ERROR(CheckSizes(request));
    Candidate candidate;
    Admission& admission = candidate.admission;
    const v1::SignedStatement& statement = request.statement();
    ASSIGN_OR_RETURN(admission.manifest, statement::ParseManifest(statement.manifest()));
    RETURN_IF_ERROR(CheckEconomy(admission.manifest, caller, rules.economy));
    std::vector<base::Violation> violations = statement::Validate(admission.manifest, statement.parts(), now);
    if (!violations.empty()) return base::InvalidFields(violations);
    admission.operation = statement::OperationOf(admission.manifest, statement.parts());
    std::optional<Chains> chains;
    RETURN_IF_ERROR(FindSigners(request, chains, candidate));
    std::set<std::string> persons;
    for (Signer& signer : candidate.signers) {
      persons.insert(signer.identity.Uri());
      signer.chain = nullptr;  // ends with `chains`
    }
    RETURN_IF_ERROR(CheckPersons(persons, admission.operation, rules));
    return candidate;
  }
};

// `valid`: whether its first signature is, then the others', then those of the next statement.
absl::StatusOr<Admission> Conclude(Candidate candidate, const v1::SignedStatement& statement,
                                   std::vector<bool>::const_iterator& valid) {
  absl::Status genuine;
  for (const Signer& signer : candidate.signers) {
    if (*valid++) continue;
    genuine.Update(Error(absl::StatusCode::kInvalidArgument, reason::kBadSignature,
                         absl::StrCat("the signature of ", signer.identity.Uri(), " is not over these manifest bytes")));
  }
  RETURN_IF_ERROR(genuine);
  candidate.admission.id = statement::StatementId(statement.manifest());
  candidate.admission.statement = statement;
  return std::move(candidate.admission);
}

void AddClaims(const Candidate& candidate, const v1::SignedStatement& statement, std::vector<statement::SignatureClaim>& claims) {
  for (size_t i = 0; i < candidate.signers.size(); ++i) {
    claims.push_back({candidate.signers[i].key, statement.manifest(), statement.signatures(static_cast<int>(i)).signature()});
  }
}

}  // namespace

std::vector<absl::StatusOr<Admission>> ExamineAll(absl::Span<const v1::SubmitRequest* const> requests,
                                                  const statement::Identity& caller, const AdmissionRules& rules,
                                                  const trust::KeyState& keys, const statement::PinnedRoots& roots,
                                                  absl::Time now) {
  const Examiner examiner{caller, rules, keys, roots, now};
  std::vector<absl::StatusOr<Candidate>> candidates;
  std::vector<statement::SignatureClaim> claims;
  candidates.reserve(requests.size());
  for (const v1::SubmitRequest* request : requests) {
    candidates.push_back(examiner.Judge(*request));
    if (candidates.back().ok()) AddClaims(*candidates.back(), request->statement(), claims);
  }
  const std::vector<bool> valid = statement::VerifySignatures(claims);
  auto next = valid.begin();
  std::vector<absl::StatusOr<Admission>> admissions;
  admissions.reserve(requests.size());
  for (size_t i = 0; i < requests.size(); ++i) {
    if (!candidates[i].ok()) {
      admissions.emplace_back(candidates[i].status());
      continue;
    }
    admissions.push_back(Conclude(*std::move(candidates[i]), requests[i]->statement(), next));
  }
  return admissions;
}

absl::StatusOr<Admission> Examine(const v1::SubmitRequest& request,
                                  const statement::Identity& caller, const AdmissionRules& rules,
                                  const trust::KeyState& keys,
                                  const statement::PinnedRoots& roots, absl::Time now) {
  const v1::SubmitRequest* const one = &request;
  return std::move(ExamineAll({&one, 1}, caller, rules, keys, roots, now).front());
}

void DeriveAhead(const Indexer& indexer, const std::string& origin, Admission& admission) {
  NewStatement statement;
  statement.id = admission.id;
  statement.origin = origin;
  statement.index = NewStatement::kUnplaced;
  // Lent, not copied.
  statement.manifest.Swap(&admission.manifest);
  statement.parts.resize(static_cast<size_t>(admission.statement.parts_size()));
  for (size_t i = 0; i < statement.parts.size(); ++i) statement.parts[i].Swap(admission.statement.mutable_parts(static_cast<int>(i)));
  admission.derived = indexer.Derive(statement);
  for (size_t i = 0; i < statement.parts.size(); ++i) statement.parts[i].Swap(admission.statement.mutable_parts(static_cast<int>(i)));
  statement.manifest.Swap(&admission.manifest);
}

}  // namespace lightship::ledger
