// OpenSSL 3.0 has no other way to keep multiples of a point than these functions, which it calls deprecated.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "node/crypto/p256_table.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>

#include <utility>

#include "node/base/limits.h"

namespace lightship::crypto {
namespace {

// What a table saves on a thousand signatures is about what it takes to make.
constexpr uint32_t kWorthIt = 1000;

using OwnedGroup = Owned<EC_GROUP, EC_GROUP_free>;
using OwnedPoint = Owned<EC_POINT, EC_POINT_free>;
using OwnedSignature = Owned<ECDSA_SIG, ECDSA_SIG_free>;
using OwnedNumbers = Owned<BN_CTX, BN_CTX_free>;

const EC_GROUP* Curve() {
  static const EC_GROUP* const curve = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
  return curve;
}

OwnedPoint ReadPoint(absl::string_view bytes) {
  OwnedPoint point(EC_POINT_new(Curve()));
  const bool read = point != nullptr && EC_POINT_oct2point(Curve(), point.get(), Bytes(bytes), bytes.size(), nullptr) == 1 &&
                    EC_POINT_is_at_infinity(Curve(), point.get()) == 0;
  return read ? std::move(point) : nullptr;
}

// Null unless it is the only way in which DER writes this signature.
OwnedSignature StrictlyRead(absl::string_view der) {
  const uint8_t* at = Bytes(der);
  OwnedSignature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  if (signature == nullptr || ToDer<const ECDSA_SIG>(i2d_ECDSA_SIG, signature.get()) != der) return nullptr;
  return signature;
}

bool IsScalar(const BIGNUM* number) {
  return !BN_is_negative(number) && !BN_is_zero(number) && BN_cmp(number, EC_GROUP_get0_order(Curve())) < 0;
}

// The x of e/s times the curve's point and r/s times the key's, modulo the order (FIPS 186-5 section 6.4.2), in `x`.
bool Combine(const EC_GROUP* group_of_key, const Digest& digest, const BIGNUM* r, const BIGNUM* s, BN_CTX* numbers, BIGNUM* x) {
  const BIGNUM* order = EC_GROUP_get0_order(Curve());
  BIGNUM* inverse = BN_CTX_get(numbers);
  BIGNUM* of_curve = BN_CTX_get(numbers);
  BIGNUM* of_key = BN_CTX_get(numbers);
  if (of_key == nullptr) return false;
  const OwnedPoint sum(EC_POINT_new(Curve()));
  const OwnedPoint multiple(EC_POINT_new(group_of_key));
  return sum != nullptr && multiple != nullptr && BN_bin2bn(digest.data(), static_cast<int>(digest.size()), of_curve) != nullptr &&
         BN_mod_inverse(inverse, s, order, numbers) != nullptr && BN_mod_mul(of_curve, of_curve, inverse, order, numbers) == 1 &&
         BN_mod_mul(of_key, r, inverse, order, numbers) == 1 &&
         EC_POINT_mul(Curve(), sum.get(), of_curve, nullptr, nullptr, numbers) == 1 &&
         EC_POINT_mul(group_of_key, multiple.get(), of_key, nullptr, nullptr, numbers) == 1 &&
         EC_POINT_add(Curve(), sum.get(), sum.get(), multiple.get(), numbers) == 1 &&
         EC_POINT_is_at_infinity(Curve(), sum.get()) == 0 &&
         EC_POINT_get_affine_coordinates(Curve(), sum.get(), x, nullptr, numbers) == 1 && BN_nnmod(x, x, order, numbers) == 1;
}

}  // namespace

struct P256Table::Slot {
  static std::atomic<size_t> taken;

  static std::unique_ptr<Slot> Take() {
    auto slot = std::make_unique<Slot>();
    return slot->number < base::limits::kKeyTables ? std::move(slot) : nullptr;
  }
  ~Slot() { taken.fetch_sub(1); }

  const size_t number = taken.fetch_add(1);
};

std::atomic<size_t> P256Table::Slot::taken{0};

P256Table::P256Table(std::unique_ptr<Slot> slot, EC_GROUP* group) : slot_(std::move(slot)), group_(group) {}

P256Table::~P256Table() = default;

std::unique_ptr<const P256Table> P256Table::Make(absl::string_view bytes) {
  ErrorScope errors;
  std::unique_ptr<Slot> slot = Slot::Take();
  if (slot == nullptr || Curve() == nullptr) return nullptr;
  const OwnedPoint point = ReadPoint(bytes);
  OwnedGroup group(EC_GROUP_dup(Curve()));
  const OwnedNumbers numbers(BN_CTX_new());
  const bool made = point != nullptr && group != nullptr && numbers != nullptr &&
                    EC_GROUP_set_generator(group.get(), point.get(), EC_GROUP_get0_order(Curve()), BN_value_one()) == 1 &&
                    EC_GROUP_precompute_mult(group.get(), numbers.get()) == 1 && EC_GROUP_have_precompute_mult(group.get()) == 1;
  return made ? std::unique_ptr<const P256Table>(new P256Table(std::move(slot), group.release())) : nullptr;
}

bool P256Table::Confirms(const Digest& digest, absl::string_view der) const {
  ErrorScope errors;
  const OwnedSignature signature = StrictlyRead(der);
  const OwnedNumbers numbers(BN_CTX_new());
  if (signature == nullptr || numbers == nullptr) return false;
  const BIGNUM* r = ECDSA_SIG_get0_r(signature.get());
  const BIGNUM* s = ECDSA_SIG_get0_s(signature.get());
  if (!IsScalar(r) || !IsScalar(s)) return false;
  BN_CTX_start(numbers.get());
  BIGNUM* x = BN_CTX_get(numbers.get());
  const bool confirmed = x != nullptr && Combine(group_.get(), digest, r, s, numbers.get(), x) && BN_cmp(x, r) == 0;
  BN_CTX_end(numbers.get());
  return confirmed;
}

const P256Table* P256TableOnceWorthIt::Get(absl::string_view point) const {
  if (const P256Table* table = table_.load(std::memory_order_acquire); table != nullptr) return table;
  if (asked_.load(std::memory_order_relaxed) >= kWorthIt || asked_.fetch_add(1) + 1 != kWorthIt) return nullptr;
  table_.store(P256Table::Make(point).release(), std::memory_order_release);
  return table_.load();
}

}  // namespace lightship::crypto
