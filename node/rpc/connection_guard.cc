#include "node/rpc/connection_guard.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "node/base/memory.h"
#include "spdlog/spdlog.h"

namespace lightship::rpc {
namespace {

constexpr absl::Duration kLookEvery = absl::Milliseconds(100);
constexpr int kLooksForCrowd = 5;

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

// Who is at the other end of what the descriptor stands for; port 0 for what is no connection of TCP.
sockaddr_storage PeerOf(int descriptor) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  if (getpeername(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  return address;
}

uint16_t OwnPort(int descriptor) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  return getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0 ? PortOf(address) : 0;
}

// Shows each connection of the process, made from here and to here. False when these cannot be seen.
template <typename See>
bool EachConnection(const See& see) {
  DIR* descriptors = opendir("/proc/self/fd");
  if (descriptors == nullptr) return false;
  while (const dirent* entry = readdir(descriptors)) {
    int descriptor = 0;
    if (!absl::SimpleAtoi(entry->d_name, &descriptor)) continue;
    const sockaddr_storage peer = PeerOf(descriptor);
    if (PortOf(peer) != 0) see(descriptor, peer);
  }
  closedir(descriptors);
  return true;
}

// Nothing when the descriptors cannot be seen.
std::optional<Received> Connections() {
  Received received;
  const bool seen = EachConnection([&](int descriptor, const sockaddr_storage& peer) {
    tcp_info info{};
    socklen_t size = sizeof(info);
    if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return;
    received[{descriptor, PortOf(peer)}] = info.tcpi_bytes_received;
  });
  return seen ? std::optional<Received>(std::move(received)) : std::nullopt;
}

// Those that others made to the port, with what counts as their address.
std::map<ConnectionKey, std::string> Visitors(uint16_t port) {
  std::map<ConnectionKey, std::string> visitors;
  static_cast<void>(EachConnection([&](int descriptor, const sockaddr_storage& peer) {
    if (OwnPort(descriptor) == port) visitors[{descriptor, PortOf(peer)}] = CountedAddress(peer);
  }));
  return visitors;
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

ConnectionGuard::ConnectionGuard(const Limits& limits, uint16_t port)
    : port_(port), suspicion_(limits.memory_bytes), crowd_(limits.most), thread_([this] { Run(); }) {}

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
  for (int look = 0; !stopping_; ++look) {
    LookAtMemory();
    if (look % kLooksForCrowd == 0) LookAtCrowd();
    stop_.WaitFor(mutex_, kLookEvery);
  }
}

void ConnectionGuard::LookAtCrowd() {
  const std::map<ConnectionKey, std::string> visitors = Visitors(port_);
  for (const ConnectionKey& last : crowd_.Judge(visitors)) {
    spdlog::warn("more connections than limits.connections or limits.connections_of_address allow: the last one of {} is cut",
                 visitors.at(last));
    cut_as_too_many_.fetch_add(1, std::memory_order_relaxed);
    shutdown(last.first, SHUT_RDWR);
  }
}

void ConnectionGuard::LookAtMemory() {
  std::optional<size_t> memory = Resident();
  if (!memory.has_value()) return;
  if (!suspicion_.Watches(*memory)) return suspicion_.Forget();
  // What was let go of, as of a connection that was just cut, is nobody's fault.
  if (suspicion_.IsOver(*memory)) {
    base::ReturnFreedMemory();
    memory = Resident();
  }
  const std::optional<Received> received = Connections();
  if (!memory.has_value() || !received.has_value()) return;
  for (const ConnectionKey& worst : suspicion_.Judge(*memory, *received)) {
    spdlog::warn("the process holds {} MiB, more than limits.memory_bytes allows: the connection with port {} is cut",
                 *memory >> 20, worst.second);
    cut_for_memory_.fetch_add(1, std::memory_order_relaxed);
    // gRPC finds it closed by the other side, and lets go of what it holds of it.
    shutdown(worst.first, SHUT_RDWR);
  }
}

}  // namespace lightship::rpc
