#include "node/rpc/connection_guard.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lightship::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr size_t kMiB = 1024 * 1024;
constexpr ConnectionKey kPeer{7, 1001}, kOfficer{8, 1002}, kFlood{9, 1003};

TEST(Suspicion, FallsOnWhoBroughtTheMostSinceMemoryBeganToRunOut) {
  Suspicion suspicion(1000 * kMiB);
  EXPECT_FALSE(suspicion.Watches(700 * kMiB));
  EXPECT_TRUE(suspicion.Watches(800 * kMiB));
  // The peer has been connected for months.
  EXPECT_THAT(suspicion.Judge(800 * kMiB, {{kPeer, 90'000 * kMiB}, {kOfficer, kMiB}}), IsEmpty());
  EXPECT_THAT(suspicion.Judge(1100 * kMiB, {{kPeer, 90'020 * kMiB}, {kOfficer, 2 * kMiB}, {kFlood, 300 * kMiB}}), ElementsAre(kFlood));
}

TEST(Suspicion, FallsOnNobodyWhoBroughtLittle) {
  Suspicion suspicion(1000 * kMiB);
  EXPECT_THAT(suspicion.Judge(800 * kMiB, {{kPeer, kMiB}}), IsEmpty());
  EXPECT_THAT(suspicion.Judge(1100 * kMiB, {{kPeer, 10 * kMiB}, {kOfficer, 5 * kMiB}}), IsEmpty());
}

TEST(Suspicion, FallsOnManyThatBroughtSomeEachWhenMemoryIsFarOver) {
  Suspicion suspicion(1000 * kMiB);
  EXPECT_THAT(suspicion.Judge(800 * kMiB, {{kPeer, kMiB}}), IsEmpty());
  EXPECT_THAT(suspicion.Judge(1200 * kMiB, {{kPeer, kMiB}, {kFlood, 15 * kMiB}, {kOfficer, 2 * kMiB}}),
              ElementsAre(kFlood, kOfficer));
  EXPECT_THAT(suspicion.Judge(1200 * kMiB, {{kPeer, kMiB}, {kOfficer, 2 * kMiB}}), ElementsAre(kOfficer));
  EXPECT_THAT(suspicion.Judge(1200 * kMiB, {{kPeer, kMiB}}), IsEmpty());
}

TEST(Suspicion, FallsOnAsManyAsHaveBroughtWhatIsTooMuch) {
  Suspicion suspicion(1000 * kMiB);
  EXPECT_THAT(suspicion.Judge(800 * kMiB, {}), IsEmpty());
  Received many;
  for (uint16_t n = 0; n < 300; ++n) many[{n, 2000 + n}] = 4 * kMiB;
  many[kFlood] = 20 * kMiB;
  const std::vector<ConnectionKey> cut = suspicion.Judge(1220 * kMiB, many);
  EXPECT_EQ(cut.size(), 51u);
  EXPECT_EQ(cut.front(), kFlood);
}

TEST(Suspicion, IsForgottenWhenThereIsMemoryAgain) {
  Suspicion suspicion(1000 * kMiB);
  EXPECT_THAT(suspicion.Judge(900 * kMiB, {{kPeer, kMiB}}), IsEmpty());
  suspicion.Forget();
  EXPECT_THAT(suspicion.Judge(900 * kMiB, {{kPeer, 500 * kMiB}}), IsEmpty());
  EXPECT_THAT(suspicion.Judge(1100 * kMiB, {{kPeer, 501 * kMiB}}), IsEmpty());
  EXPECT_THAT(suspicion.Judge(1100 * kMiB, {{kPeer, 520 * kMiB}}), ElementsAre(kPeer));
}

TEST(Suspicion, TakesADescriptorThatIsUsedAgainForAnotherConnection) {
  Suspicion suspicion(1000 * kMiB);
  EXPECT_THAT(suspicion.Judge(900 * kMiB, {{ConnectionKey{9, 1}, 900 * kMiB}}), IsEmpty());
  const ConnectionKey again{9, 2};
  EXPECT_THAT(suspicion.Judge(1100 * kMiB, {{again, 20 * kMiB}}), ElementsAre(again));
}

// On loopback, at a port that the system picks, told by `address`; -1 when it cannot.
int Listen(sockaddr_in& address) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* bound = reinterpret_cast<sockaddr*>(&address);
  const bool listens = bind(listener, bound, size) == 0 && listen(listener, 8) == 0 && getsockname(listener, bound, &size) == 0;
  return listens ? listener : -1;
}

// A peer that this process has dialled, and that sends without end.
TEST(ConnectionGuard, CutsAConnectionThatThisProcessHasMade) {
  sockaddr_in address{};
  const int listener = Listen(address);
  ASSERT_GE(listener, 0);
  const int dialled = socket(AF_INET, SOCK_STREAM, 0);
  ASSERT_EQ(connect(dialled, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  const int peer = accept(listener, nullptr, nullptr);
  ASSERT_GE(peer, 0);
  const ConnectionGuard guard({1}, 0);
  const absl::Time until = absl::Now() + absl::Seconds(20);
  std::vector<char> buffer(64 * 1024);
  bool cut = false;
  while (!cut && absl::Now() < until) {
    cut = send(peer, buffer.data(), buffer.size(), MSG_NOSIGNAL) < 0 ||
          recv(dialled, buffer.data(), buffer.size(), 0) <= 0;
  }
  EXPECT_TRUE(cut);
  for (int socket : {listener, dialled, peer}) close(socket);
}

TEST(ConnectionGuard, CutsTheLastOfMoreConnectionsThanOneAddressMayHave) {
  sockaddr_in address{};
  const int listener = Listen(address);
  ASSERT_GE(listener, 0);
  std::vector<int> made, taken;
  const auto connect_one = [&] {
    made.push_back(socket(AF_INET, SOCK_STREAM, 0));
    ASSERT_EQ(connect(made.back(), reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    taken.push_back(accept(listener, nullptr, nullptr));
  };
  connect_one();
  connect_one();
  const ConnectionGuard guard({size_t{1} << 40, {100, 2}}, ntohs(address.sin_port));
  connect_one();
  char byte = 0;
  EXPECT_EQ(recv(made[2], &byte, 1, 0), 0) << "the last one is closed";
  EXPECT_EQ(guard.cut_as_too_many(), 1u);
  EXPECT_LT(recv(made[0], &byte, 1, MSG_DONTWAIT), 0) << "the others are not";
  EXPECT_LT(recv(made[1], &byte, 1, MSG_DONTWAIT), 0);
  made.insert(made.end(), taken.begin(), taken.end());
  for (int socket : made) close(socket);
  close(listener);
}

}  // namespace
}  // namespace lightship::rpc
