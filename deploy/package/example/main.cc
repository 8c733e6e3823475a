// newest ADDRESS IDENTITY TRUST: the newest incidents that an economy's node holds, by the officer whose identity it is.
#include <cstdio>
#include <memory>

#include <lightship/base/clock.h>
#include <lightship/sdk/connection.h>
#include <lightship/sdk/identity.h>
#include <lightship/statement/roots.h>

namespace {

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "newest: %s\n", status.ToString().c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: newest ADDRESS IDENTITY TRUST\n");
    return 2;
  }
  const lightship::base::SystemClock clock;
  const auto officer = lightship::sdk::LoadIdentity(argv[2]);
  if (!officer.ok()) return Fail(officer.status());
  const auto roots = lightship::statement::PinnedRoots::LoadDirectory(argv[3]);
  if (!roots.ok()) return Fail(roots.status());
  const auto node = lightship::sdk::Connect({argv[1], ""}, *officer, *roots, clock);
  if (!node.ok()) return Fail(node.status());

  lightship::v1::ListIncidentsRequest request;
  request.set_page_size(10);
  const auto list = (*node)->ListIncidents(request);
  if (!list.ok()) return Fail(list.status());
  for (const auto& incident : list->incidents()) {
    std::printf("%s %s\n", incident.address().c_str(), incident.place_text().c_str());
  }
  std::printf("%llu incidents\n", static_cast<unsigned long long>(list->total()));
}
