// What `lightship setup node` is told, by flags or by answers, and the steps that make an installation of it.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_SETUP_NODE_H_
#define LIGHTSHIP_CLIENT_COMMANDS_SETUP_NODE_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/commands/context.h"
#include "client/commands/verb.h"
#include "node/crypto/certificate.h"
#include "node/statement/identity.h"
#include "node/statement/roots.h"

namespace lightship::commands {

struct NodeSetup {
  std::string economy, name, config, listen;
  std::string data, checkpoint, keys, trust;  // paths
  std::string pki;                            // "own" or "request"
  std::string ca;                             // directory of the own root
  std::vector<std::string> officers;          // "watch-1:submitter,analyst"
  std::vector<std::string> dns_names;
  int days = 730;
  std::vector<std::string> peers;  // "ID=node.id.example:7443", "PH="
  std::vector<std::string> roots;  // "ID.pem", or "ID=any-file.pem"
  std::string certificate;         // what the economy's own authority has answered
  bool force = false, discard = false, yes = false;
  int wait_s = 5;
};

// "ID=host:port" as code and address. Usage errors say what would be right.
absl::StatusOr<std::pair<std::string, std::string>> ParsePeer(const std::string& text);
// "ID=file" or "path/ID.pem" as code and file.
absl::StatusOr<std::pair<std::string, std::string>> ParseRoot(const std::string& text);
// "watch-1:submitter,analyst" as name and roles.
absl::StatusOr<std::pair<std::string, std::vector<std::string>>> ParseOfficer(const std::string& text);

// setup_steps.cc: asks for what no flag has said.
absl::Status AskNodeSetup(NodeSetup& setup, Terminal& terminal);
// The path whatever directory a program is started in: what files that outlive this run must name.
std::string AbsolutePath(const std::string& path);
// Fills in what follows from the rest: paths beside the configuration file, the node's name, ... All paths are absolute then.
void CompleteNodeSetup(NodeSetup& setup);
// Usage error for the first thing that cannot be right. Nothing has been written by then.
absl::Status CheckNodeSetup(const NodeSetup& setup);

// setup_config.cc: the configuration file with what was chosen, and a comment for each.
std::string ConfigText(const NodeSetup& setup);
// "peers { ... }".
std::string PeerText(const std::string& economy, const std::string& address);
// Of a configuration that is to be written anew: usage error naming what it sets and the new one would not, unless `discard`; what
// the new one sets otherwise is said.
absl::Status CheckReplaced(const NodeSetup& setup, Context& context);
// Writes it; one that is there is kept beside, as FILE.old-1 or the next number that is free.
absl::Status WriteConfig(const std::string& path, const std::string& text, Context& context);

// setup_trust.cc: pins the roots, each named with the fingerprint that is to be compared by voice. A root pinned before stays.
absl::Status PinRoots(const std::vector<std::string>& roots, const std::string& trust, const std::string& own_economy,
                      Context& context);

// setup_keys.cc: an own root, the node and the first officers, as `lightship pki` makes them; what is there already is kept.
absl::Status MakeOwnPki(const NodeSetup& setup, Context& context);
// Keys, and a request for the economy's own authority, with what it must sign in plain words.
absl::Status MakeRequest(const NodeSetup& setup, Context& context);
// What such a request asks for, in plain words.
void TellAuthority(const statement::Identity& identity, const std::string& directory, Context& context);
// Takes the authority's answer: it must be of the key, and pass the check; certificates that are pinned roots are left out.
using ChainCheck = std::function<absl::Status(const std::vector<crypto::Certificate>&)>;
absl::Status InstallChain(const std::string& file, const std::string& key_file, const std::string& to, const std::string& economy,
                          const statement::PinnedRoots& roots, const ChainCheck& check, Context& context);
// The same for the node of a configuration, checked as its peers will.
absl::Status InstallCertificate(const std::string& file, const std::string& config, Context& context);

// setup_officer.cc: adds `lightship setup officer`.
void AddSetupOfficer(Verb setup, Context& context);

// setup_owner.cc: while it lives, what is made open to all is so whatever the umask of who sets up. Never for keys.
class OpenToAll {
 public:
  OpenToAll();
  ~OpenToAll();
  OpenToAll(const OpenToAll&) = delete;
  OpenToAll& operator=(const OpenToAll&) = delete;

 private:
  unsigned before_;
};
// Usage error for directories of the database and of keys that hold other things: they would be closed to all others, and given away.
absl::Status CheckDirectories(const NodeSetup& setup);
// Makes the directory, with those above it that are missing, open to all; with `only_owner` it is for its owner alone.
absl::Status MakeSetupDirectory(const std::string& path, bool only_owner);
// The same, open to all; the node's own when it is made for this. One that was there may hold other things too, and is left as it is.
absl::Status MakeForNode(const std::string& path);
// Gives a file, or a directory with all in it, to the user lightship, when root sets up and there is such a user.
absl::Status GiveToNode(const std::string& path);

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_SETUP_NODE_H_
