#include "tests/unit/client/console/wire.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gtest/gtest.h"

namespace lightship::console {

Wire::Wire(int port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
}

Wire::~Wire() { close(socket_); }

void Wire::Send(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
}

bool Wire::Answers() {
  pollfd readable{socket_, POLLIN, 0};
  return poll(&readable, 1, 1) > 0;
}

std::string Wire::Answer() {
  std::string answer;
  char piece[4096];
  for (ssize_t got; (got = recv(socket_, piece, sizeof piece, 0)) > 0;) answer.append(piece, static_cast<size_t>(got));
  return answer;
}

}  // namespace lightship::console
