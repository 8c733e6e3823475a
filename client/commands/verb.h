// A verb of the command line and its flags, over the parser library. Only verb.cc and run.cc read that library: each file
// that does takes ten seconds to compile.
#ifndef LIGHTSHIP_CLIENT_COMMANDS_VERB_H_
#define LIGHTSHIP_CLIENT_COMMANDS_VERB_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "client/commands/context.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace lightship::commands {

// What the parser checks of a flag or argument. A handle: copies mean the same one.
class Flag {
 public:
  explicit Flag(CLI::Option* option) : option_(option) {}

  Flag Required();
  // Shown by --help.
  Flag Default(const std::string& value);
  // The value that the variable has now is the default; shown by --help.
  Flag ShowDefault();
  // Of a vector: several may be given at once, with this between them.
  Flag Separated(char between);
  // Both inclusive.
  Flag Range(int64_t least, int64_t most);
  Flag OneOf(const std::vector<std::string>& values);
  Flag Needs(Flag other);
  Flag Excludes(Flag other);

 private:
  CLI::Option* option_;
};

// A handle: copies mean the same one.
class Verb {
 public:
  explicit Verb(CLI::App* app) : app_(app) {}

  // A verb under this one. It understands the flags of those above it.
  Verb Add(const std::string& name, const std::string& description);
  // One of the verbs under it must follow; with `or_none` it can do without.
  void NeedsVerb(bool or_none = false);

  // "--name" is a flag, "name" an argument. `value` must live as long as the program. Value: std::string, double, int,
  // uint32_t, uint64_t, or a vector of strings (may be repeated).
  template <typename Value>
  Flag Option(const std::string& name, Value& value, const std::string& description);
  Flag Switch(const std::string& name, bool& value, const std::string& description);

  // Ends the text of --help: examples.
  void Footer(const std::string& text);
  // What choosing it does, unless a verb under it is chosen.
  void Runs(Context& context, std::function<absl::Status()> action);

 private:
  CLI::App* app_;
};

}  // namespace lightship::commands

#endif  // LIGHTSHIP_CLIENT_COMMANDS_VERB_H_
