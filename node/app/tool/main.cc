// lightshipd-tool: the entry point.
#include <iostream>

#include "node/app/tool/tool.h"

int main(int argc, char** argv) {
  lightship::app::tool::Work work;
  const std::unique_ptr<CLI::App> app = lightship::app::tool::MakeApp(&work);
  try {
    app->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app->exit(error) == 0 ? 0 : 1;
  }
  const absl::Status done = work();
  if (done.ok()) return 0;
  std::cout.flush();
  std::cerr << "lightshipd-tool: " << done.message() << "\n";
  return lightship::app::tool::ExitCodeOf(done);
}
