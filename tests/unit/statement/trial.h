// Statements in the making, and what is wrong with them.
#ifndef LIGHTSHIP_TESTS_UNIT_STATEMENT_TRIAL_H_
#define LIGHTSHIP_TESTS_UNIT_STATEMENT_TRIAL_H_

#include <functional>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "node/base/status.h"
#include "node/statement/open.h"
#include "node/statement/seal.h"
#include "node/statement/validate.h"
#include "tests/support/sample.h"

namespace lightship::statement {

// A statement in the making: Findings() are the violations once it is sealed.
struct Trial {
  v1::Manifest manifest;
  std::vector<PartDraft> parts;
  // Applied after sealing: what an author may write without Seal.
  std::function<void(v1::Manifest&, std::vector<v1::Part>&)> tamper = [](auto&, auto&) {};

  std::vector<base::Violation> Violations() const {
    const v1::SignedStatement sealed = testing::SealBy({&testing::TestEconomy::Of("SG").node()}, manifest, parts);
    v1::Manifest read = ParseManifest(sealed.manifest()).value();
    std::vector<v1::Part> held(sealed.parts().begin(), sealed.parts().end());
    tamper(read, held);
    return Validate(read, Parts(held.begin(), held.end()), testing::Noon());
  }
  // "" when admissible, else the first field at fault.
  std::string Fault() const {
    const std::vector<base::Violation> violations = Violations();
    return violations.empty() ? "" : violations[0].field;
  }
};

inline Trial Of(v1::StatementKind kind, const google::protobuf::Message& content) {
  Trial trial{testing::SampleManifest(kind, "SG"), {testing::Draft(RequiredPart(kind), content)}};
  if (kind == v1::STATEMENT_KIND_ASSERTION || kind == v1::STATEMENT_KIND_RESPONSE ||
      kind == v1::STATEMENT_KIND_COMMENT) {
    trial.manifest.set_subject(std::string(32, 's'));
  }
  return trial;
}

}  // namespace lightship::statement

#endif  // LIGHTSHIP_TESTS_UNIT_STATEMENT_TRIAL_H_
