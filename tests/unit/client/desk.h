// An officer's desk: a temporary directory with certificates, and the program run against a fake node.
#ifndef LIGHTSHIP_TESTS_UNIT_CLIENT_DESK_H_
#define LIGHTSHIP_TESTS_UNIT_CLIENT_DESK_H_

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "client/commands/issue.h"
#include "client/commands/run.h"
#include "client/sdk/file.h"
#include "gtest/gtest.h"
#include "tests/unit/client/fake_node.h"

namespace lightship::commands {

class FixedClock final : public base::Clock {
 public:
  absl::Time Now() const override { return absl::FromUnixSeconds(1'800'000'000); }
};

class Desk : public ::testing::Test {
 protected:
  Desk() {
    std::string pattern = (std::filesystem::temp_directory_path() / "lightship-XXXXXX").string();
    home_ = mkdtemp(pattern.data());
    EXPECT_TRUE(IssueRoot("SG", 3650, clock_.Now(), Path("pki")).ok());
    EXPECT_TRUE(IssueOfficer(Path("pki"), {"watch-1", {"submitter"}, {}, {}, 30}, clock_.Now(),
                             Path("watch-1"))
                    .ok());
    std::filesystem::create_directory(Path("trust"));
    std::filesystem::copy_file(Path("pki/root.pem"), Path("trust/SG.pem"));
  }
  ~Desk() override { std::filesystem::remove_all(home_); }

  std::string Path(const std::string& name) const { return home_ + "/" + name; }

  // The exit code; what was printed is in out_ and err_.
  int Lightship(std::vector<std::string> arguments, const std::string& typed = "",
                bool at_terminal = false) {
    std::istringstream in(typed);
    std::ostringstream out, err;
    Terminal terminal{in, out, err, at_terminal, false, false, 120};
    Context context{terminal, clock_, entropy_, {}, home_};
    context.connect = [this](const std::string&, const sdk::OfficerIdentity&,
                             const statement::PinnedRoots&)
        -> absl::StatusOr<std::unique_ptr<sdk::Node>> {
      return std::make_unique<sdk::FakeNode>(log_);
    };
    int code = commands::Run(arguments, context);
    out_ = out.str();
    err_ = err.str();
    return code;
  }

  // With the flags that say who and where.
  int LightshipAs(std::vector<std::string> arguments, const std::string& typed = "",
                  bool at_terminal = false) {
    for (std::string flag : {"--node", "node:1", "--identity", "ID", "--trust", "TRUST"}) {
      arguments.push_back(flag == "ID" ? Path("watch-1") : flag == "TRUST" ? Path("trust") : flag);
    }
    return Lightship(arguments, typed, at_terminal);
  }

  FixedClock clock_;
  base::SystemEntropy entropy_;
  std::string home_, out_, err_;
  sdk::FakeLog log_;
};

}  // namespace lightship::commands

#endif  // LIGHTSHIP_TESTS_UNIT_CLIENT_DESK_H_
