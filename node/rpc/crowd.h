// Which connections are too many: of one address, and of all. Those that came last go, so that whoever opens ever more loses his own;
// of all, those of the address that has the most.
#ifndef LIGHTSHIP_NODE_RPC_CROWD_H_
#define LIGHTSHIP_NODE_RPC_CROWD_H_

#include <sys/socket.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace lightship::rpc {

// A connection's descriptor, and the peer's port: descriptors are used again.
using ConnectionKey = std::pair<int, uint16_t>;

// What counts as one address: of IPv6 the network of 64 bits, within which one machine takes addresses as it likes, but of a link
// each address; IPv4 as it is, also where it is shown inside of IPv6 (::ffff:10.0.0.1, by NAT64 64:ff9b::10.0.0.1).
std::string CountedAddress(const sockaddr_storage& address);

// Pure. Thread-compatible.
class Crowd {
 public:
  struct Most {
    size_t connections = SIZE_MAX;
    size_t of_address = SIZE_MAX;
  };
  explicit Crowd(const Most& most) : most_(most) {}

  // Those to cut now. `seen`: the addresses at the other ends of all that are open, looked at again and again.
  std::vector<ConnectionKey> Judge(const std::map<ConnectionKey, std::string>& seen);

 private:
  const Most most_;
  std::map<ConnectionKey, uint64_t> came_;  // in which order
  uint64_t next_ = 0;
};

}  // namespace lightship::rpc

#endif  // LIGHTSHIP_NODE_RPC_CROWD_H_
