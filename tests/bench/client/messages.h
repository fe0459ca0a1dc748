// Numbers of the SSH messages the load generator sends or understands.
//
// Source: RFC 4250 section 4.1.
#pragma once

#include <cstdint>

namespace sallyport::bench::msg {

constexpr std::uint8_t disconnect = 1;
constexpr std::uint8_t ignore = 2;
constexpr std::uint8_t unimplemented = 3;
constexpr std::uint8_t debug = 4;
constexpr std::uint8_t serviceRequest = 5;
constexpr std::uint8_t serviceAccept = 6;
constexpr std::uint8_t extInfo = 7;
constexpr std::uint8_t kexInit = 20;
constexpr std::uint8_t newKeys = 21;
constexpr std::uint8_t kexEcdhInit = 30;
constexpr std::uint8_t kexEcdhReply = 31;
constexpr std::uint8_t userauthRequest = 50;
constexpr std::uint8_t userauthFailure = 51;
constexpr std::uint8_t userauthSuccess = 52;
constexpr std::uint8_t userauthBanner = 53;
constexpr std::uint8_t globalRequest = 80;
constexpr std::uint8_t requestFailure = 82;
constexpr std::uint8_t channelOpen = 90;
constexpr std::uint8_t channelOpenConfirmation = 91;
constexpr std::uint8_t channelOpenFailure = 92;
constexpr std::uint8_t channelWindowAdjust = 93;
constexpr std::uint8_t channelData = 94;
constexpr std::uint8_t channelEof = 96;
constexpr std::uint8_t channelClose = 97;
constexpr std::uint8_t channelRequest = 98;
constexpr std::uint8_t channelSuccess = 99;
constexpr std::uint8_t channelFailure = 100;

} // namespace sallyport::bench::msg
