// What every verb works with: the terminal, the common flags, and the way to the node.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_CONTEXT_H_
#define LIGHTSHIP_CLIENT_COMMANDS_CONTEXT_H_

#include <functional>
#include <istream>
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/sdk/identity.h"
#include "client/sdk/node.h"
#include "client/sdk/spool.h"
#include "node/base/clock.h"
#include "node/base/entropy.h"
#include "node/statement/roots.h"

namespace lightship::commands {

struct Terminal {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool in_is_tty = false;
  bool out_is_tty = false;
  bool err_is_tty = false;
  size_t columns = 100;
  bool utf8 = false;  // its character set
};

enum class OutputForm { kTable, kJson, kCsv };

// Lives as long as the program. The flags are filled by the command line before a verb's action runs.
struct Context {
  Terminal& terminal;
  const base::Clock& clock;
  base::Entropy& entropy;
  // Makes the connection: sdk::Connect, or a test's own node. Arguments: address, officer, roots.
  std::function<absl::StatusOr<std::unique_ptr<sdk::Node>>(
      const std::string&, const sdk::OfficerIdentity&, const statement::PinnedRoots&)>
      connect;
  std::string home;  // the user's home directory, for defaults

  std::string node_address = {};
  std::string identity_directory = {};
  std::string token_key = {};  // PKCS#11 URI of the key that signs; empty: the identity's key.pem
  std::string trust_directory = {};
  std::string spool_directory = {};
  // Where a signed statement goes instead of to the node, for a second officer to sign; empty: to the node.
  std::string sign_only_file = {};
  bool json = false;
  bool csv = false;

  // What the chosen verb does; run after the whole command line has been read.
  std::function<absl::Status()> action = {};

  OutputForm form() const {
    return json ? OutputForm::kJson : csv ? OutputForm::kCsv : OutputForm::kTable;
  }

  // The officer, the pinned roots, the node, the spool, as the flags say. Usage errors that name the missing flag.
  absl::StatusOr<sdk::OfficerIdentity> Officer() const;
  absl::StatusOr<statement::PinnedRoots> Roots() const;
  absl::StatusOr<std::unique_ptr<sdk::Node>> Node() const;
  absl::StatusOr<sdk::Spool> Spool() const;
};

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_CONTEXT_H_
