// The version of this client.
#ifndef LIGHTSHIP_CLIENT_SDK_VERSION_H_
#define LIGHTSHIP_CLIENT_SDK_VERSION_H_

namespace lightship::sdk {

inline constexpr char kVersion[] = "0.1.0";

}  // namespace lightship::sdk

#endif  // LIGHTSHIP_CLIENT_SDK_VERSION_H_
