#include "client/doctor/peers.h"

#include "gmock/gmock.h"
#include "node/crypto/key.h"

namespace lightship::doctor {
namespace {

using testing::HasSubstr;

Finding Judge(const Met& met) {
  config::v1::NodeConfig config;
  config.set_economy("SG");
  config.set_trust_dir("/t");
  config::v1::Peer peer;
  peer.set_economy("ID");
  peer.set_address("id.example:7443");
  return JudgePeer(config, peer, met);
}

std::vector<crypto::Certificate> AChain() {
  crypto::CertificateRequest wanted{"id-1", {"lightship:id:node:id-1"}, {}, {}, absl::UnixEpoch(), absl::UnixEpoch() + absl::Hours(1)};
  return {crypto::CertificateAuthority::Create(wanted, *crypto::PrivateKey::Generate(crypto::Algorithm::kEcdsaP256))->certificate()};
}

TEST(Peers, WhatWasMetSaysWhoseMatterItIs) {
  Met met;
  met.reached = absl::UnavailableError("Connection refused");
  EXPECT_EQ(Judge(met).level, Level::kLook);
  EXPECT_THAT(Judge(met).what, HasSubstr("id.example:7443 cannot be reached: Connection refused"));
  met.reached = absl::OkStatus();
  met.call = absl::UnavailableError("Socket closed");
  EXPECT_EQ(Judge(met).level, Level::kLook);
  EXPECT_THAT(Judge(met).what, HasSubstr("no node answers"));
  met.chain = AChain();
  EXPECT_EQ(Judge(met).level, Level::kMend);
  EXPECT_THAT(Judge(met).todo, HasSubstr("SG.pem"));
  met.verdict = absl::PermissionDeniedError("not at the root");
  EXPECT_EQ(Judge(met).level, Level::kMend);
  EXPECT_THAT(Judge(met).todo, HasSubstr("-in /t/ID.pem"));
  met.verdict = absl::OkStatus();
  met.answered = true;
  EXPECT_EQ(Judge(met).level, Level::kOk);
  EXPECT_THAT(Judge(met).what, HasSubstr("lightship:id:node:id-1"));
}

}  // namespace
}  // namespace lightship::doctor
