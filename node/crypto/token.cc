#include "node/crypto/token.h"

#include <openssl/ecdsa.h>
#include <p11-kit/p11-kit.h>
#include <p11-kit/pkcs11.h>
#include <p11-kit/uri.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "node/base/reasons.h"
#include "node/base/status.h"
#include "node/crypto/digest.h"
#include "node/crypto/openssl.h"

namespace lightship::crypto {
namespace {

constexpr char kPinVariable[] = "LIGHTSHIP_PIN";
constexpr CK_ULONG kSlotsMost = 64;
constexpr CK_ULONG kSignatureBytesMost = 128;
constexpr absl::string_view kP256("\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07", 10);
constexpr size_t kPointBytes = 65, kHalfBytes = 32, kRawBytes = 32;

using OwnedUri = Owned<P11KitUri, p11_kit_uri_free>;
using OwnedEcdsa = Owned<ECDSA_SIG, ECDSA_SIG_free>;

absl::Status Unusable(absl::string_view what) {
  return base::Error(absl::StatusCode::kFailedPrecondition, base::reason::kConfiguration,
                     absl::StrCat("key on token: ", what));
}

absl::Status Failed(absl::string_view what, CK_RV result) {
  return absl::UnavailableError(
      absl::StrCat("key on token: ", what, ": ", p11_kit_strerror(result)));
}

absl::StatusOr<OwnedUri> ParseUri(absl::string_view text) {
  OwnedUri uri(p11_kit_uri_new());
  const int parsed = p11_kit_uri_parse(std::string(text).c_str(), P11_KIT_URI_FOR_ANY, uri.get());
  if (parsed != P11_KIT_URI_OK) {
    return Unusable(absl::StrCat("not a URI of RFC 7512: ", p11_kit_uri_message(parsed)));
  }
  if (p11_kit_uri_get_pin_value(uri.get()) != nullptr) {
    return Unusable(absl::StrCat("a PIN does not belong in the URI, where others can read it; use "
                                 "pin-source=file:PATH or the environment variable ", kPinVariable));
  }
  return uri;
}

// The PIN from the file that the URI names, else from the environment.
absl::StatusOr<std::string> FindPin(P11KitUri* uri) {
  if (const char* source = p11_kit_uri_get_pin_source(uri)) {
    const std::string path(absl::StripPrefix(source, "file:"));
    std::ifstream file(path);
    if (!file) return Unusable(absl::StrCat("pin-source: cannot read ", path));
    std::string pin((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    return std::string(absl::StripTrailingAsciiWhitespace(pin));
  }
  if (const char* pin = std::getenv(kPinVariable)) return std::string(pin);
  return Unusable(absl::StrCat("the token wants a PIN: add pin-source=file:PATH to the URI, or set ",
                               kPinVariable));
}

// The module that the URI names, else those that the system has registered. They stay loaded.
absl::StatusOr<std::vector<CK_FUNCTION_LIST*>> LoadModules(P11KitUri* uri) {
  if (const char* path = p11_kit_uri_get_module_path(uri)) {
    CK_FUNCTION_LIST* module = p11_kit_module_load(path, 0);
    if (module == nullptr || p11_kit_module_initialize(module) != CKR_OK) {
      return Unusable(absl::StrCat("cannot load module-path ", path));
    }
    return std::vector<CK_FUNCTION_LIST*>{module};
  }
  CK_FUNCTION_LIST** modules = p11_kit_modules_load_and_initialize(0);
  if (modules == nullptr) return Unusable("no PKCS#11 module is registered; add module-path to the URI");
  std::vector<CK_FUNCTION_LIST*> found;
  for (CK_FUNCTION_LIST** module = modules; *module != nullptr; ++module) found.push_back(*module);
  return found;
}

struct Slot {
  CK_FUNCTION_LIST* module;
  CK_SLOT_ID id;
  bool wants_pin;
};

absl::StatusOr<Slot> FindSlot(P11KitUri* uri) {
  ASSIGN_OR_RETURN(std::vector<CK_FUNCTION_LIST*> modules, LoadModules(uri));
  for (CK_FUNCTION_LIST* module : modules) {
    CK_SLOT_ID slots[kSlotsMost];
    CK_ULONG count = kSlotsMost;
    if (module->C_GetSlotList(CK_TRUE, slots, &count) != CKR_OK) continue;
    for (CK_ULONG i = 0; i < count; ++i) {
      CK_TOKEN_INFO info;
      if (module->C_GetTokenInfo(slots[i], &info) != CKR_OK) continue;
      if (p11_kit_uri_match_token_info(uri, &info) != 1) continue;
      return Slot{module, slots[i], (info.flags & CKF_LOGIN_REQUIRED) != 0};
    }
  }
  return Unusable("no token that the URI describes is there");
}

// DER of an ECDSA signature that a token gives as two halves.
absl::StatusOr<std::string> DerOf(absl::string_view halves) {
  ErrorScope errors;
  OwnedEcdsa signature(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(Bytes(halves), kHalfBytes, nullptr);
  BIGNUM* s = BN_bin2bn(Bytes(halves.substr(kHalfBytes)), kHalfBytes, nullptr);
  if (signature == nullptr || ECDSA_SIG_set0(signature.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return errors.Internal("cannot encode a signature");
  }
  return ToDer<const ECDSA_SIG>(i2d_ECDSA_SIG, signature.get());
}

// CKA_EC_POINT is an OCTET STRING around the point; some tokens leave that out.
absl::StatusOr<PublicKey> KeyFromPoint(absl::string_view parameters, absl::string_view point) {
  const size_t size = parameters == kP256 ? kPointBytes : kRawBytes;
  if (point.size() == size + 2 && point[0] == 0x04 && point[1] == static_cast<char>(size)) {
    point.remove_prefix(2);
  }
  return parameters == kP256 ? PublicKey::FromP256Point(point) : PublicKey::FromRawEd25519(point);
}

}  // namespace

class TokenKey::Session {
 public:
  explicit Session(const Slot& slot) : module_(slot.module) {}
  ~Session() { Close(); }

  // Its number may be given to another session afterwards.
  void Close() {
    if (std::exchange(open_, false)) module_->C_CloseSession(session_);
  }

  absl::Status Open(const Slot& slot, P11KitUri* uri);
  absl::Status FindKey(P11KitUri* uri);
  const PublicKey& public_key() const { return *public_key_; }
  absl::StatusOr<std::string> Sign(absl::string_view message);

 private:
  absl::StatusOr<CK_OBJECT_HANDLE> Find(P11KitUri* uri, CK_OBJECT_CLASS wanted);
  absl::StatusOr<std::string> Attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type);

  CK_FUNCTION_LIST* const module_;
  bool open_ = false;
  CK_SESSION_HANDLE session_ = 0;
  CK_OBJECT_HANDLE key_ = 0;
  std::optional<PublicKey> public_key_;
};

absl::Status TokenKey::Session::Open(const Slot& slot, P11KitUri* uri) {
  CK_RV result = module_->C_OpenSession(slot.id, CKF_SERIAL_SESSION, nullptr, nullptr, &session_);
  if (result != CKR_OK) return Failed("cannot open a session", result);
  open_ = true;
  if (!slot.wants_pin) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::string pin, FindPin(uri));
  result = module_->C_Login(session_, CKU_USER, reinterpret_cast<CK_BYTE*>(pin.data()), pin.size());
  if (result == CKR_OK || result == CKR_USER_ALREADY_LOGGED_IN) return absl::OkStatus();
  return Unusable(absl::StrCat("cannot log in: ", p11_kit_strerror(result)));
}

absl::StatusOr<CK_OBJECT_HANDLE> TokenKey::Session::Find(P11KitUri* uri, CK_OBJECT_CLASS wanted) {
  std::vector<CK_ATTRIBUTE> attributes = {{CKA_CLASS, &wanted, sizeof wanted}};
  for (CK_ATTRIBUTE_TYPE type : {CKA_LABEL, CKA_ID}) {
    if (CK_ATTRIBUTE* given = p11_kit_uri_get_attribute(uri, type)) attributes.push_back(*given);
  }
  CK_RV result = module_->C_FindObjectsInit(session_, attributes.data(), attributes.size());
  if (result != CKR_OK) return Failed("cannot search", result);
  CK_OBJECT_HANDLE found[2];
  CK_ULONG count = 0;
  result = module_->C_FindObjects(session_, found, 2, &count);
  module_->C_FindObjectsFinal(session_);
  if (result != CKR_OK) return Failed("cannot search", result);
  if (count == 1) return found[0];
  return Unusable(absl::StrCat(count == 0 ? "no " : "more than one ",
                               wanted == CKO_PRIVATE_KEY ? "private" : "public",
                               " key that the URI describes is on the token; object= and id= say which"));
}

absl::StatusOr<std::string> TokenKey::Session::Attribute(CK_OBJECT_HANDLE object,
                                                         CK_ATTRIBUTE_TYPE type) {
  CK_ATTRIBUTE attribute = {type, nullptr, 0};
  CK_RV result = module_->C_GetAttributeValue(session_, object, &attribute, 1);
  if (result != CKR_OK) return Failed("cannot read the public key", result);
  std::string value(attribute.ulValueLen, '\0');
  attribute.pValue = value.data();
  result = module_->C_GetAttributeValue(session_, object, &attribute, 1);
  if (result != CKR_OK) return Failed("cannot read the public key", result);
  return value;
}

absl::Status TokenKey::Session::FindKey(P11KitUri* uri) {
  ASSIGN_OR_RETURN(key_, Find(uri, CKO_PRIVATE_KEY));
  ASSIGN_OR_RETURN(CK_OBJECT_HANDLE public_key, Find(uri, CKO_PUBLIC_KEY));
  ASSIGN_OR_RETURN(std::string parameters, Attribute(public_key, CKA_EC_PARAMS));
  ASSIGN_OR_RETURN(std::string point, Attribute(public_key, CKA_EC_POINT));
  ASSIGN_OR_RETURN(public_key_, KeyFromPoint(parameters, point));
  return absl::OkStatus();
}

absl::StatusOr<std::string> TokenKey::Session::Sign(absl::string_view message) {
  const bool p256 = public_key_->algorithm() == Algorithm::kEcdsaP256;
  CK_MECHANISM mechanism = {p256 ? CKM_ECDSA : CKM_EDDSA, nullptr, 0};
  std::string input = p256 ? AsString(Sha256(message)) : std::string(message);
  std::string signature(kSignatureBytesMost, '\0');
  CK_ULONG size = signature.size();
  if (!open_) return Failed("cannot sign", CKR_SESSION_CLOSED);
  CK_RV result = module_->C_SignInit(session_, &mechanism, key_);
  if (result == CKR_OK) {
    result = module_->C_Sign(session_, reinterpret_cast<CK_BYTE*>(input.data()), input.size(),
                             reinterpret_cast<CK_BYTE*>(signature.data()), &size);
  }
  if (result != CKR_OK) return Failed("cannot sign", result);
  signature.resize(size);
  if (signature.size() != 2 * kHalfBytes) return Unusable("its signature has not 64 bytes");
  return p256 ? DerOf(signature) : signature;
}

TokenKey::TokenKey(absl::string_view uri, std::unique_ptr<Session> session)
    : uri_(uri), public_key_(session->public_key()), session_(std::move(session)) {}
TokenKey::~TokenKey() = default;

absl::StatusOr<std::unique_ptr<TokenKey::Session>> TokenKey::Begin(absl::string_view text) {
  ASSIGN_OR_RETURN(OwnedUri uri, ParseUri(text));
  ASSIGN_OR_RETURN(Slot slot, FindSlot(uri.get()));
  auto session = std::make_unique<Session>(slot);
  RETURN_IF_ERROR(session->Open(slot, uri.get()));
  RETURN_IF_ERROR(session->FindKey(uri.get()));
  return session;
}

absl::StatusOr<std::shared_ptr<const TokenKey>> TokenKey::Open(absl::string_view uri) {
  ErrorScope errors;  // modules use OpenSSL too
  ASSIGN_OR_RETURN(std::unique_ptr<Session> session, Begin(uri));
  return std::shared_ptr<const TokenKey>(new TokenKey(uri, std::move(session)));
}

const PublicKey& TokenKey::public_key() const { return public_key_; }

absl::StatusOr<std::string> TokenKey::Sign(absl::string_view message) const {
  ErrorScope errors;
  base::MutexLock lock(mutex_);
  absl::StatusOr<std::string> signature = session_->Sign(message);
  if (!absl::IsUnavailable(signature.status())) return signature;
  // It may have been reset, or taken out and put back: the session is gone then, and with it the login.
  session_->Close();
  absl::StatusOr<std::unique_ptr<Session>> again = Begin(uri_);
  if (!again.ok() || (*again)->public_key().spki() != public_key_.spki()) return signature;
  session_ = *std::move(again);
  return session_->Sign(message);
}

}  // namespace lightship::crypto
