#include "node/rpc/connection_guard.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <linux/tcp.h>
#include <malloc.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <functional>
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

// Of who is at the other end; 0 for what is no connection of TCP.
uint16_t PeerPort(int descriptor) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  return getpeername(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0 ? PortOf(address) : 0;
}

// Among all descriptors of the process, made from here and to here; nothing when these cannot be seen.
std::optional<Received> Connections() {
  Received received;
  DIR* descriptors = opendir("/proc/self/fd");
  if (descriptors == nullptr) return std::nullopt;
  while (const dirent* entry = readdir(descriptors)) {
    int descriptor = 0;
    if (!absl::SimpleAtoi(entry->d_name, &descriptor)) continue;
    const uint16_t peer = PeerPort(descriptor);
    tcp_info info{};
    socklen_t size = sizeof(info);
    if (peer == 0 || getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) continue;
    received[{descriptor, peer}] = info.tcpi_bytes_received;
  }
  closedir(descriptors);
  return received;
}

}  // namespace

std::vector<ConnectionKey> Suspicion::Judge(size_t memory, const Received& received) {
  if (!before_.has_value()) before_ = received;
  if (!IsOver(memory)) return {};
  const uint64_t least = memory > most_ / 8 * 9 ? kLeastOfManyBytes : kLeastBytes;
  std::vector<std::pair<uint64_t, ConnectionKey>> brought;
  for (const auto& [connection, bytes] : received) {
    const auto before = before_->find(connection);
    const bool known = before != before_->end() && before->second <= bytes;
    const uint64_t since = known ? bytes - before->second : bytes;
    if (since >= least) brought.emplace_back(since, connection);
  }
  std::sort(brought.begin(), brought.end(), std::greater<>());
  std::vector<ConnectionKey> worst;
  uint64_t covered = 0;
  for (const auto& [since, connection] : brought) {
    if (covered >= memory - most_) break;
    covered += since;
    worst.push_back(connection);
  }
  return worst;
}

ConnectionGuard::ConnectionGuard(size_t memory_bytes)
    : suspicion_(memory_bytes), thread_([this] { Run(); }) {}

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
  const std::optional<Received> received = Connections();
  if (!memory.has_value() || !received.has_value()) return;
  for (const ConnectionKey& worst : suspicion_.Judge(*memory, *received)) {
    spdlog::warn("the process holds {} MiB, more than limits.memory_bytes allows: the connection with port {} is cut",
                 *memory >> 20, worst.second);
    // gRPC finds it closed by the other side, and lets go of what it holds of it.
    shutdown(worst.first, SHUT_RDWR);
  }
}

}  // namespace lightship::rpc
