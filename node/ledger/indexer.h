// How a derived index takes part in the ledger's commits, without the ledger knowing what it derives.
#ifndef LIGHTSHIP_NODE_LEDGER_INDEXER_H_
#define LIGHTSHIP_NODE_LEDGER_INDEXER_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "lightship/v1/statement.pb.h"
#include "node/crypto/digest.h"
#include "node/store/store.h"

namespace lightship::ledger {

// What an index has worked out of a statement ahead of its commit. Only the index knows what it is.
class Derived {
 public:
  virtual ~Derived() = default;
};

// A statement that is being committed, with the parts that this node holds of it.
struct NewStatement {
  static constexpr uint64_t kUnplaced = ~uint64_t{0};

  crypto::Digest id;
  std::string origin;
  uint64_t index = 0;  // kUnplaced: it and `admitted_at` are not known yet
  absl::Time admitted_at;
  v1::Manifest manifest;
  std::vector<v1::Part> parts;
  // Names of parts that were held and are deleted by this commit.
  std::vector<std::string> lost_parts = {};
  // The keys that signed it; empty where it is only told again.
  std::vector<crypto::Digest> signers = {};
  // One of them was compromised at its admission, as far as its log tells by now. Never taken back.
  bool doubtful = false;
  // Of all the above but doubt, by Indexer::Derive; null: nothing.
  std::shared_ptr<const Derived> derived = {};
};

// Called by the writer alone, in the order Index, then Settle or Discard; Derive by any thread.
class Indexer {
 public:
  virtual ~Indexer() = default;
  // What follows from this statement alone, so that the commit need not find out. It may be unplaced.
  virtual std::shared_ptr<const Derived> Derive(const NewStatement&) const { return nullptr; }
  // Adds what the index keeps to the batch that will be written.
  virtual absl::Status Index(absl::Span<const NewStatement> statements,
                             store::WriteBatch& batch) = 0;
  // The batch is going to be written: what is indexed from now on builds on it. What is returned shows it to readers, and is to be run
  // on any thread once it is durable, in the order of the batches. If the write fails it is never run, nor that of any batch after it.
  [[nodiscard]] virtual std::function<void()> Settle() = 0;
  // The batch will not be written: forget it.
  virtual void Discard() = 0;
  // The batch is durable.
  void Publish() { Settle()(); }
};

// Several indexes that take part as one.
class Indexers final : public Indexer {
 public:
  // All outlive this.
  explicit Indexers(std::vector<Indexer*> all) : all_(std::move(all)) {}

  // Of no statement more than one of them derives anything.
  std::shared_ptr<const Derived> Derive(const NewStatement& statement) const override {
    std::shared_ptr<const Derived> derived;
    for (auto one = all_.begin(); one != all_.end() && derived == nullptr; ++one) derived = (*one)->Derive(statement);
    return derived;
  }
  absl::Status Index(absl::Span<const NewStatement> statements,
                     store::WriteBatch& batch) override {
    for (Indexer* one : all_) {
      absl::Status indexed = one->Index(statements, batch);
      if (!indexed.ok()) return indexed;
    }
    return absl::OkStatus();
  }
  [[nodiscard]] std::function<void()> Settle() override {
    std::vector<std::function<void()>> shows;
    for (Indexer* one : all_) shows.push_back(one->Settle());
    return [shows = std::move(shows)] {
      for (const std::function<void()>& show : shows) show();
    };
  }
  void Discard() override {
    for (Indexer* one : all_) one->Discard();
  }

 private:
  const std::vector<Indexer*> all_;
};

}  // namespace lightship::ledger

#endif  // LIGHTSHIP_NODE_LEDGER_INDEXER_H_
