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
constexpr size_t kWorthIt = 1000;

using OwnedGroup = Owned<EC_GROUP, EC_GROUP_free>;
using OwnedPoint = Owned<EC_POINT, EC_POINT_free>;
using OwnedSignature = Owned<ECDSA_SIG, ECDSA_SIG_free>;
using OwnedNumber = Owned<BIGNUM, BN_free>;
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

// What is known of one claim while many are looked at.
struct Look {
  size_t claim;
  OwnedSignature signature;
  const BIGNUM* r;
  const BIGNUM* s;
  OwnedNumber product;  // of this s and of all before it
};

// Those whose numbers are in range, with their products modulo the order.
std::vector<Look> Read(absl::Span<const P256Table::Claim> claims, BN_CTX* numbers) {
  const BIGNUM* order = EC_GROUP_get0_order(Curve());
  std::vector<Look> looks;
  looks.reserve(claims.size());
  for (size_t i = 0; i < claims.size(); ++i) {
    Look look{i, StrictlyRead(claims[i].signature), nullptr, nullptr, OwnedNumber(BN_new())};
    if (look.signature == nullptr || look.product == nullptr) continue;
    look.r = ECDSA_SIG_get0_r(look.signature.get());
    look.s = ECDSA_SIG_get0_s(look.signature.get());
    if (!IsScalar(look.r) || !IsScalar(look.s)) continue;
    const BIGNUM* before = looks.empty() ? BN_value_one() : looks.back().product.get();
    if (BN_mod_mul(look.product.get(), before, look.s, order, numbers) == 1) looks.push_back(std::move(look));
  }
  return looks;
}

// Whether `point` has this x, which need not be divided out of its coordinates: X is x times the square of Z.
bool HasX(const EC_POINT* point, const BIGNUM* x, const BIGNUM* modulus, BN_CTX* numbers) {
  BIGNUM* scaled = BN_CTX_get(numbers);
  BIGNUM* z = BN_CTX_get(numbers);
  return z != nullptr && EC_POINT_is_at_infinity(Curve(), point) == 0 &&
         EC_POINT_get_Jprojective_coordinates_GFp(Curve(), point, scaled, nullptr, z, numbers) == 1 &&
         BN_mod_sqr(z, z, modulus, numbers) == 1 && BN_mod_mul(z, z, x, modulus, numbers) == 1 && BN_cmp(z, scaled) == 0;
}

// Whether e/s times the curve's point and r/s times the key's add up to a point whose x is r (FIPS 186-5 section 6.4.2), given
// 1/s. The one in 2^128 whose x is larger than the order by r is left to OpenSSL.
bool Holds(const EC_GROUP* group_of_key, const Digest& digest, const BIGNUM* r, const BIGNUM* inverse, const BIGNUM* modulus,
           BN_CTX* numbers) {
  const BIGNUM* order = EC_GROUP_get0_order(Curve());
  BIGNUM* of_curve = BN_CTX_get(numbers);
  BIGNUM* of_key = BN_CTX_get(numbers);
  const OwnedPoint sum(EC_POINT_new(Curve()));
  const OwnedPoint multiple(EC_POINT_new(group_of_key));
  return of_key != nullptr && sum != nullptr && multiple != nullptr &&
         BN_bin2bn(digest.data(), static_cast<int>(digest.size()), of_curve) != nullptr &&
         BN_mod_mul(of_curve, of_curve, inverse, order, numbers) == 1 && BN_mod_mul(of_key, r, inverse, order, numbers) == 1 &&
         EC_POINT_mul(Curve(), sum.get(), of_curve, nullptr, nullptr, numbers) == 1 &&
         EC_POINT_mul(group_of_key, multiple.get(), of_key, nullptr, nullptr, numbers) == 1 &&
         EC_POINT_add(Curve(), sum.get(), sum.get(), multiple.get(), numbers) == 1 &&
         HasX(sum.get(), r, modulus, numbers);
}

// Numbers that BN_CTX_get gives while it lives.
class Borrowed {
 public:
  explicit Borrowed(BN_CTX* numbers) : numbers_(numbers) { BN_CTX_start(numbers_); }
  ~Borrowed() { BN_CTX_end(numbers_); }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;

 private:
  BN_CTX* const numbers_;
};

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

std::vector<bool> P256Table::Confirm(absl::Span<const Claim> claims) const {
  ErrorScope errors;
  std::vector<bool> confirmed(claims.size());
  const OwnedNumbers numbers(BN_CTX_new());
  if (numbers == nullptr) return confirmed;
  const BIGNUM* order = EC_GROUP_get0_order(Curve());
  const std::vector<Look> looks = Read(claims, numbers.get());
  if (looks.empty()) return confirmed;
  // The inverse of the product of all, of which each takes its own s, the last one first.
  const OwnedNumber rest(BN_mod_inverse(nullptr, looks.back().product.get(), order, numbers.get()));
  bool sound = rest != nullptr;
  for (size_t i = looks.size(); sound && i-- > 0;) {
    const Borrowed borrowed(numbers.get());
    const Look& look = looks[i];
    const BIGNUM* before = i == 0 ? BN_value_one() : looks[i - 1].product.get();
    BIGNUM* inverse = BN_CTX_get(numbers.get());
    sound = inverse != nullptr && BN_mod_mul(inverse, rest.get(), before, order, numbers.get()) == 1 &&
            BN_mod_mul(rest.get(), rest.get(), look.s, order, numbers.get()) == 1;
    if (!sound) break;
    confirmed[look.claim] = Holds(group_.get(), claims[look.claim].digest, look.r, inverse, EC_GROUP_get0_field(Curve()), numbers.get());
  }
  return confirmed;
}

const P256Table* P256TableOnceWorthIt::Get(absl::string_view point, size_t signatures) const {
  if (const P256Table* table = table_.load(std::memory_order_acquire); table != nullptr) return table;
  if (asked_.load(std::memory_order_relaxed) >= kWorthIt) return nullptr;
  const size_t before = asked_.fetch_add(signatures);
  if (before >= kWorthIt || before + signatures < kWorthIt) return nullptr;
  table_.store(P256Table::Make(point).release(), std::memory_order_release);
  if (table_.load() == nullptr) asked_.store(0);  // others have all places just now
  return table_.load();
}

}  // namespace lightship::crypto
