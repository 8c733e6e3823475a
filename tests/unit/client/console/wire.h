// A connection to the console, as a browser or anything else on this machine makes one.
#ifndef LIGHTSHIP_TESTS_UNIT_CLIENT_CONSOLE_WIRE_H_
#define LIGHTSHIP_TESTS_UNIT_CLIENT_CONSOLE_WIRE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace lightship::console {

class Wire {
 public:
  explicit Wire(int port);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  // What of it the other side takes before it closes.
  void Send(absl::string_view bytes);
  // Whether it answers, or closes, within a millisecond.
  bool Answers();
  // All that it answers until it closes.
  std::string Answer();

 private:
  const int socket_;
};

}  // namespace lightship::console

#endif  // LIGHTSHIP_TESTS_UNIT_CLIENT_CONSOLE_WIRE_H_
