#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/commands/questions.h"
#include "client/commands/setup_node.h"
#include "node/base/status.h"
#include "node/statement/address.h"

namespace lightship::commands {
namespace {

using Echo = absl::StatusOr<std::string>;

Echo AsEconomy(const std::string& text) {
  if (!statement::IsEconomyCode(text)) {
    return absl::InvalidArgumentError("two capital letters (ISO 3166-1 alpha-2), such as SG");
  }
  return std::string();
}

Echo AsPki(const std::string& text) {
  if (text == "own") return std::string("this program makes the root, the node's and the first officers' certificates");
  if (text == "request") return std::string("keys are made here; your certificate authority signs a request");
  return absl::InvalidArgumentError("own, or request");
}

Echo AsPeer(const std::string& text) {
  ASSIGN_OR_RETURN(auto peer, ParsePeer(text));
  return peer.second.empty() ? absl::StrCat(peer.first, " dials this node")
                             : absl::StrCat("this node dials ", peer.first, " at ", peer.second);
}

Echo AsOfficers(const std::string& text) {
  for (absl::string_view officer : absl::StrSplit(text, ' ', absl::SkipWhitespace())) {
    RETURN_IF_ERROR(ParseOfficer(std::string(officer)).status());
  }
  return std::string();
}

absl::Status AskPeers(NodeSetup& setup, Questions& questions) {
  while (true) {
    std::string peer, root;
    RETURN_IF_ERROR(questions.Ask(
        "A peer, CODE=HOST:PORT (ID=node.id.example:7443), or CODE= if it dials you; empty: no more", peer, AsPeer));
    if (peer.empty()) return absl::OkStatus();
    setup.peers.push_back(peer);
    const std::string code = peer.substr(0, peer.find('='));
    RETURN_IF_ERROR(questions.Ask(
        absl::StrCat("File with the root certificate that ", code, " gave you; empty: later"), root,
        [&](const std::string& file) -> Echo {
          RETURN_IF_ERROR(ParseRoot(absl::StrCat(code, "=", file)).status());
          return std::string();
        }));
    if (!root.empty()) setup.roots.push_back(absl::StrCat(code, "=", root));
  }
}

}  // namespace

absl::Status AskNodeSetup(NodeSetup& setup, Terminal& terminal) {
  Questions questions(terminal, "nothing was written");
  const auto ask = [&](std::string& value, const std::string& question, const Understand& understand) {
    return value.empty() ? questions.Ask(question, value, understand) : absl::OkStatus();
  };
  terminal.out << "A node for your economy. An empty answer takes what stands in brackets; nothing is written before\n"
                  "you have seen it all once more.\n";
  if (setup.economy.empty()) {
    RETURN_IF_ERROR(questions.Ask("Your economy, two letters (SG)", setup.economy, AsEconomy, /*required=*/true));
  }
  NodeSetup usual = setup;
  CompleteNodeSetup(usual);
  RETURN_IF_ERROR(ask(setup.name, absl::StrCat("Name of the node [", usual.name, "]"), AsTyped));
  RETURN_IF_ERROR(ask(setup.listen, absl::StrCat("Address and port for officers and peers [", usual.listen, "]"), AsTyped));
  RETURN_IF_ERROR(ask(setup.data, absl::StrCat("Directory of the database [", usual.data, "]"), AsTyped));
  RETURN_IF_ERROR(ask(setup.pki, "Certificates: own, or request if your administration has a certificate authority [own]", AsPki));
  if (setup.pki != "request" && setup.officers.empty()) {
    std::string officers;
    RETURN_IF_ERROR(questions.Ask(
        "First officers, NAME:ROLE,ROLE with blanks between (admin-1:administrator watch-1:submitter,analyst); empty: later",
        officers, AsOfficers));
    setup.officers = absl::StrSplit(officers, ' ', absl::SkipWhitespace());
  }
  return setup.peers.empty() ? AskPeers(setup, questions) : absl::OkStatus();
}

}  // namespace lightship::commands
