#include "client/commands/findings.h"

#include <sstream>

#include "gmock/gmock.h"
#include "node/base/clock.h"
#include "node/base/entropy.h"

namespace lightship::commands {
namespace {

using ::testing::HasSubstr;

std::string Printed(const doctor::Findings& findings, bool json = false) {
  std::istringstream in;
  std::ostringstream out;
  Terminal terminal{in, out, out};
  base::SystemClock clock;
  base::SystemEntropy entropy;
  Context context{terminal, clock, entropy, {}, ""};
  context.json = json;
  PrintFindings(findings, context);
  return out.str();
}

TEST(Findings, TextOfOthersStaysOnItsLineAndDoesNotLookLikeAFinding) {
  const std::string theirs = "refused\nok    all is well\r\x1b[2J";
  const doctor::Findings findings = {doctor::Mend("peers", theirs, theirs, theirs)};
  EXPECT_EQ(Printed(findings), "MEND  refused ok    all is well \uFFFD[2J\n"
                               "      means: refused ok all is well \uFFFD[2J\n      do: refused ok all is well \uFFFD[2J\n");
  EXPECT_THAT(Printed(findings, true), Not(HasSubstr("\\n")));
}

TEST(Findings, AllIsWellOnlyWhenAllWasLookedAt) {
  doctor::Findings findings = {doctor::Ok("files", "keys")};
  EXPECT_EQ(WellText(findings), "All is well.");
  findings.push_back(doctor::NotLooked("state", "nobody asked"));
  EXPECT_THAT(WellText(findings), HasSubstr("Not looked at, see \"?\" above: state."));
  EXPECT_THAT(Printed(findings), HasSubstr("\n?     nobody asked\n"));
  EXPECT_EQ(doctor::Worst(findings), doctor::Level::kOk);
}

}  // namespace
}  // namespace lightship::commands
