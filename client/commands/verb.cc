#include "client/commands/verb.h"

#include <utility>

#include "CLI/CLI.hpp"

namespace lightship::commands {

Flag Flag::Required() {
  option_->required();
  return *this;
}

Flag Flag::Default(const std::string& value) {
  option_->default_val(value);
  return *this;
}

Flag Flag::ShowDefault() {
  option_->capture_default_str();
  return *this;
}

Flag Flag::Separated(char between) {
  option_->delimiter(between);
  return *this;
}

Flag Flag::Range(int64_t least, int64_t most) {
  option_->check(CLI::Range(least, most));
  return *this;
}

Flag Flag::OneOf(const std::vector<std::string>& values) {
  option_->check(CLI::IsMember(values));
  return *this;
}

Flag Flag::Needs(Flag other) {
  option_->needs(other.option_);
  return *this;
}

Flag Flag::Excludes(Flag other) {
  option_->excludes(other.option_);
  return *this;
}

Verb Verb::Add(const std::string& name, const std::string& description) {
  CLI::App* added = app_->add_subcommand(name, description);
  added->fallthrough();
  return Verb(added);
}

void Verb::NeedsVerb(bool or_none) { app_->require_subcommand(or_none ? 0 : 1, 1); }

template <typename Value>
Flag Verb::Option(const std::string& name, Value& value, const std::string& description) {
  return Flag(app_->add_option(name, value, description));
}
template Flag Verb::Option(const std::string&, std::string&, const std::string&);
template Flag Verb::Option(const std::string&, std::vector<std::string>&, const std::string&);
template Flag Verb::Option(const std::string&, double&, const std::string&);
template Flag Verb::Option(const std::string&, int&, const std::string&);
template Flag Verb::Option(const std::string&, uint32_t&, const std::string&);
template Flag Verb::Option(const std::string&, uint64_t&, const std::string&);

Flag Verb::Switch(const std::string& name, bool& value, const std::string& description) {
  return Flag(app_->add_flag(name, value, description));
}

void Verb::Footer(const std::string& text) { app_->footer(text); }

void Verb::Runs(Context& context, std::function<absl::Status()> action) {
  app_->callback([app = app_, &context, action = std::move(action)] {
    if (app->get_subcommands().empty()) context.action = action;
  });
}

}  // namespace lightship::commands
