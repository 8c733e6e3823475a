// lightship_load: puts load on a node through the SDK and prints what it measured, one figure a line (name value unit).
//
//   lightship_load submit  ... --reports N --in-flight K [--connections C] [--first M] [--at-once N] [--narrative BYTES]
//                              [--stream] [--acks FILE] [--keep-trying]
//   lightship_load query   ... --rounds N [--kind NAME ...]
//   lightship_load map     ... --rounds N
//   lightship_load visible ... --watch ADDRESS --watch-identity DIR --reports N
//   lightship_load await   ... --origin ORIGIN --size N
//
// where ... is --node ADDRESS --identity DIR --trust DIR --name PREFIX.
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "tests/bench/load_works.h"

namespace lightship::bench {
namespace {

void AddSubmitFlags(CLI::App* submit, SubmitOptions& options) {
  submit->add_option("--reports", options.reports);
  submit->add_option("--first", options.first, "number of the first report");
  submit->add_option("--in-flight", options.in_flight, "in all connections");
  submit->add_option("--connections", options.connections);
  submit->add_option("--at-once", options.at_once, "reports signed before the first of them is submitted; 0: all");
  submit->add_option("--narrative", options.narrative_bytes, "bytes of each account");
  submit->add_option("--acks", options.acks);
  submit->add_flag("--keep-trying", options.keep_trying);
  submit->add_flag("--stream", options.stream, "over streams, not by single calls");
}

int Main(int argc, char** argv) {
  CLI::App app("Puts load on a node and prints what it measured");
  app.require_subcommand(1);
  Target target;
  Target watch;
  SubmitOptions submit_options;
  int rounds = 1000;
  std::vector<std::string> kinds;
  std::string origin;
  uint64_t size = 0;
  auto verb = [&](const std::string& name) {
    CLI::App* command = app.add_subcommand(name);
    command->add_option("--node", target.node)->required();
    command->add_option("--identity", target.identity)->required();
    command->add_option("--trust", target.trust)->required();
    command->add_option("--name", target.name)->required();
    return command;
  };
  CLI::App* submit = verb("submit");
  AddSubmitFlags(submit, submit_options);
  CLI::App* query = verb("query");
  query->add_option("--rounds", rounds);
  query->add_option("--kind", kinds);
  CLI::App* map = verb("map");
  map->add_option("--rounds", rounds);
  CLI::App* visible = verb("visible");
  visible->add_option("--watch", watch.node)->required();
  visible->add_option("--watch-identity", watch.identity)->required();
  visible->add_option("--reports", submit_options.reports);
  CLI::App* await = verb("await");
  await->add_option("--origin", origin)->required();
  await->add_option("--size", size)->required();
  CLI11_PARSE(app, argc, argv);
  watch.trust = target.trust;
  if (submit->parsed()) Submit(target, submit_options);
  if (query->parsed()) Query(target, rounds, kinds);
  if (map->parsed()) Map(target, rounds);
  if (visible->parsed()) Visible(target, watch, submit_options.reports);
  if (await->parsed()) Await(target, origin, size);
  return 0;
}

}  // namespace
}  // namespace lightship::bench

int main(int argc, char** argv) { return lightship::bench::Main(argc, argv); }
