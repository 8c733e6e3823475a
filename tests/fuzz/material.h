// What seeds are made of: the same bytes in every process, so that committed inputs stay valid.
#ifndef LIGHTSHIP_TESTS_FUZZ_MATERIAL_H_
#define LIGHTSHIP_TESTS_FUZZ_MATERIAL_H_

#include <string>
#include <vector>

#include "lightship/v1/statement.pb.h"
#include "node/statement/seal.h"
#include "tests/support/pki.h"
#include "tests/support/sample.h"

namespace lightship::fuzz {

// Sealed by SG's submitter.
v1::SignedStatement SealedBySg(v1::Manifest manifest, std::vector<statement::PartDraft> parts);
// A report of SG with facts, vessel and narrative; and one with facts alone.
const v1::SignedStatement& SgReport();
const v1::SignedStatement& SgAlert();
// The roots of SG and ID.
const statement::PinnedRoots& Roots();

}  // namespace lightship::fuzz

#endif  // LIGHTSHIP_TESTS_FUZZ_MATERIAL_H_
