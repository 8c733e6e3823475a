#include "node/rpc/crowd.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

namespace lightship::rpc {
namespace {

constexpr size_t kNetworkBytes = 8;
constexpr size_t kMappedBytes = 12;  // before the four of IPv4
constexpr uint8_t kNat64[kMappedBytes] = {0x00, 0x64, 0xff, 0x9b};  // RFC 6052

std::string Text(int family, const void* address) {
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(family, address, text, sizeof(text));
  return text;
}

}  // namespace

std::string CountedAddress(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) return Text(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr);
  in6_addr six = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
  if (IN6_IS_ADDR_LINKLOCAL(&six)) return Text(AF_INET6, &six);
  if (IN6_IS_ADDR_V4MAPPED(&six) || std::equal(std::begin(kNat64), std::end(kNat64), six.s6_addr)) return Text(AF_INET, six.s6_addr + kMappedBytes);
  std::fill(six.s6_addr + kNetworkBytes, six.s6_addr + sizeof(six.s6_addr), 0);
  return Text(AF_INET6, &six) + "/64";
}

std::vector<ConnectionKey> Crowd::Judge(const std::map<ConnectionKey, std::string>& seen) {
  std::erase_if(came_, [&seen](const auto& known) { return !seen.contains(known.first); });
  std::map<std::string, std::vector<ConnectionKey>> of_address;
  for (const auto& [connection, address] : seen) {
    if (came_.try_emplace(connection, next_).second) ++next_;
    of_address[address].push_back(connection);
  }
  std::vector<ConnectionKey> cut;
  const auto cut_last = [&cut](std::vector<ConnectionKey>& connections) {
    cut.push_back(connections.back());
    connections.pop_back();
  };
  size_t left = seen.size();
  for (auto& [address, connections] : of_address) {
    std::sort(connections.begin(), connections.end(),
              [this](const ConnectionKey& a, const ConnectionKey& b) { return came_.at(a) < came_.at(b); });
    for (; connections.size() > most_.of_address; --left) cut_last(connections);
  }
  for (; left > most_.connections; --left) {
    // Of addresses with equally many, the one that came last: who has come long ago is not cut for those who come from many.
    const auto rank = [this](const std::vector<ConnectionKey>& connections) {
      return std::pair(connections.size(), connections.empty() ? 0 : came_.at(connections.back()));
    };
    cut_last(std::max_element(of_address.begin(), of_address.end(), [&rank](const auto& a, const auto& b) {
               return rank(a.second) < rank(b.second);
             })->second);
  }
  return cut;
}

}  // namespace lightship::rpc
