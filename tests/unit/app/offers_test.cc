#include "node/app/offers.h"

#include <future>

#include "gtest/gtest.h"
#include "tests/unit/ledger/ledger_fixture.h"

namespace lightship::app {
namespace {

using base::limits::kCosignaturesOfPeer;
using ledger::Desk;
using ledger::WriteBehind;

// A writer whose thread is kept from taking anything more.
class OffersTest : public ::testing::Test {
 protected:
  void Begin(size_t inbox) {
    sg.behind_from = WriteBehind::kLeastBytes;
    ASSERT_TRUE(sg.Reopen().ok());
    ledger::Operation first = *sg.Examined(sg.Report());
    writer = std::make_unique<ledger::Writer>(std::move(sg.ledger), ledger::Writer::Options{inbox, 1, &sg.clock}, [] {});
    writer->Submit(std::move(first), [this](const absl::StatusOr<ledger::Outcome>&) {
      busy.set_value();
      open.get_future().wait();
    });
    busy.get_future().wait();
  }

  Desk sg{"SG"};
  std::promise<void> open, busy;
  std::unique_ptr<ledger::Writer> writer;
};

TEST_F(OffersTest, ManyOfOnePeerDoNotKeepAnothersFromTheWriter) {
  Begin(1000);
  Offers offers(writer.get());
  size_t taken = 0;
  while (taken < 500 && offers.Add("ID", {sg.origin(), ""})) ++taken;
  EXPECT_EQ(taken, kCosignaturesOfPeer);
  EXPECT_TRUE(offers.Add("PH", {sg.origin(), ""}));
  EXPECT_EQ(writer->waiting(), kCosignaturesOfPeer + 1);
  open.set_value();
  writer->Stop();  // answers all
  EXPECT_FALSE(offers.Add("ID", {sg.origin(), ""})) << "it takes nothing any more";
}

TEST_F(OffersTest, WhatHasBeenAnsweredCountsNoMore) {
  Begin(1000);
  Offers offers(writer.get());
  while (offers.Add("ID", {sg.origin(), ""})) {
  }
  std::promise<void> answered;
  writer->Submit(ledger::Cosignatures{sg.origin(), ""}, [&](const absl::StatusOr<ledger::Outcome>&) { answered.set_value(); });
  open.set_value();
  answered.get_future().wait();
  EXPECT_TRUE(offers.Add("ID", {sg.origin(), ""}));
}

TEST_F(OffersTest, AFullInboxTakesNothing) {
  Begin(2);
  Offers offers(writer.get());
  EXPECT_TRUE(offers.Add("ID", {sg.origin(), ""}));
  EXPECT_TRUE(offers.Add("ID", {sg.origin(), ""}));
  EXPECT_FALSE(offers.Add("ID", {sg.origin(), ""}));
  open.set_value();
}

}  // namespace
}  // namespace lightship::app
