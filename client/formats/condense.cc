#include "client/formats/condense.h"

#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"
#include "node/statement/canonical.h"

namespace lightship::formats {
namespace {

constexpr char kWhole = 0;
constexpr char kFromParts = 1;

absl::Status Malformed(absl::string_view what) {
  return base::Error(absl::StatusCode::kInvalidArgument, base::reason::kMalformed, what);
}

// Leaves out of the statement what PutBack can put back.
absl::StatusOr<v1::SignedStatement> TakeOut(v1::SignedStatement statement) {
  v1::Manifest manifest;
  RETURN_IF_ERROR(statement::ParseCanonical(statement.manifest(), manifest));
  if (manifest.parts_size() != statement.parts_size()) return Malformed("not all parts are here");
  for (int i = 0; i < manifest.parts_size(); ++i) {
    manifest.mutable_parts(i)->clear_digest();
    manifest.mutable_parts(i)->clear_size();
    statement.mutable_parts(i)->clear_name();
  }
  statement.set_manifest(statement::SerializeDeterministic(manifest));
  return statement;
}

absl::StatusOr<v1::SignedStatement> PutBack(v1::SignedStatement statement) {
  v1::Manifest manifest;
  if (!manifest.ParseFromString(statement.manifest()) ||
      manifest.parts_size() != statement.parts_size()) {
    return Malformed("the parts are not those that the manifest speaks of");
  }
  for (int i = 0; i < manifest.parts_size(); ++i) {
    v1::PartRef& ref = *manifest.mutable_parts(i);
    v1::Part& part = *statement.mutable_parts(i);
    part.set_name(ref.name());
    ref.set_digest(crypto::AsString(crypto::Sha256(part.salt() + part.content())));
    ref.set_size(static_cast<uint32_t>(part.content().size()));
  }
  statement.set_manifest(statement::SerializeDeterministic(manifest));
  return statement;
}

}  // namespace

std::string Condense(const v1::SignedStatement& statement) {
  const std::string whole = statement::SerializeDeterministic(statement);
  absl::StatusOr<v1::SignedStatement> less = TakeOut(statement);
  if (less.ok()) {
    absl::StatusOr<v1::SignedStatement> again = PutBack(*less);
    if (again.ok() && statement::SerializeDeterministic(*again) == whole) {
      return kFromParts + statement::SerializeDeterministic(*less);
    }
  }
  return kWhole + whole;
}

absl::StatusOr<v1::SignedStatement> Expand(absl::string_view bytes) {
  v1::SignedStatement statement;
  if (bytes.empty() || (bytes[0] != kWhole && bytes[0] != kFromParts)) {
    return Malformed("condensed in a way that this release does not know");
  }
  if (!statement.ParseFromArray(bytes.data() + 1, static_cast<int>(bytes.size()) - 1)) {
    return Malformed("not a signed statement");
  }
  if (bytes[0] == kFromParts) {
    ASSIGN_OR_RETURN(statement, PutBack(std::move(statement)));
  }
  // Else two texts would stand for one statement.
  if (Condense(statement) != bytes) return Malformed("not condensed in the one form");
  return statement;
}

}  // namespace lightship::formats
