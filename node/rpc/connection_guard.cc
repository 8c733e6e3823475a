#include "node/rpc/connection_guard.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <linux/tcp.h>
#include <malloc.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "spdlog/spdlog.h"

namespace lightship::rpc {
namespace {

constexpr absl::Duration kLookEvery = absl::Milliseconds(100);

// What the process has in memory, bytes; nothing when that cannot be seen, as without a free descriptor.
std::optional<size_t> Resident() {
  std::ifstream file("/proc/self/statm");
  size_t all = 0, resident = 0;
  if (!(file >> all >> resident)) return std::nullopt;
  return resident * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

// 0 for what is no address of TCP.
uint16_t PortOf(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
  if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
  return 0;
}

using NameOf = int (*)(int, sockaddr*, socklen_t*);
uint16_t PortOf(int descriptor, NameOf name) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  return name(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0 ? PortOf(address) : 0;
}

// The connections that were made to `port`, among all descriptors of the process; nothing when these cannot be seen.
std::optional<Received> ConnectionsTo(uint16_t port) {
  Received received;
  DIR* descriptors = opendir("/proc/self/fd");
  if (descriptors == nullptr) return std::nullopt;
  while (const dirent* entry = readdir(descriptors)) {
    int descriptor = 0;
    if (!absl::SimpleAtoi(entry->d_name, &descriptor) || PortOf(descriptor, getsockname) != port) continue;
    const uint16_t peer = PortOf(descriptor, getpeername);
    tcp_info info{};
    socklen_t size = sizeof(info);
    if (peer == 0 || getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) continue;
    received[{descriptor, peer}] = info.tcpi_bytes_received;
  }
  closedir(descriptors);
  return received;
}

}  // namespace

std::optional<ConnectionKey> Suspicion::Judge(size_t memory, const Received& received) {
  if (!before_.has_value()) before_ = received;
  if (!IsOver(memory)) return std::nullopt;
  std::optional<ConnectionKey> worst;
  uint64_t most = memory > most_ / 8 * 9 ? kLeastOfManyBytes : kLeastBytes;
  for (const auto& [connection, bytes] : received) {
    const auto before = before_->find(connection);
    const bool known = before != before_->end() && before->second <= bytes;
    const uint64_t since = known ? bytes - before->second : bytes;
    if (since < most) continue;
    most = since;
    worst = connection;
  }
  return worst;
}

ConnectionGuard::ConnectionGuard(uint16_t port, size_t memory_bytes)
    : port_(port), suspicion_(memory_bytes), thread_([this] { Run(); }) {}

ConnectionGuard::~ConnectionGuard() {
  {
    base::MutexLock lock(mutex_);
    stopping_ = true;
    stop_.NotifyAll();
  }
  thread_.join();
}

void ConnectionGuard::Run() {
  base::MutexLock lock(mutex_);
  while (!stopping_) {
    Look();
    stop_.WaitFor(mutex_, kLookEvery);
  }
}

void ConnectionGuard::Look() {
  std::optional<size_t> memory = Resident();
  if (!memory.has_value()) return;
  if (!suspicion_.Watches(*memory)) return suspicion_.Forget();
  // What was let go of, as of a connection that was just cut, is nobody's fault.
  if (suspicion_.IsOver(*memory)) {
    malloc_trim(0);
    memory = Resident();
  }
  const std::optional<Received> received = ConnectionsTo(port_);
  if (!memory.has_value() || !received.has_value()) return;
  const std::optional<ConnectionKey> worst = suspicion_.Judge(*memory, *received);
  if (!worst.has_value()) return;
  spdlog::warn("the process holds {} MiB, more than limits.memory_bytes allows: the connection from port {} is cut",
               *memory >> 20, worst->second);
  // gRPC finds it closed by the other side, and lets go of what it holds of it.
  shutdown(worst->first, SHUT_RDWR);
}

}  // namespace lightship::rpc
