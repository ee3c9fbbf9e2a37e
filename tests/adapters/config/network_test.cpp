// Addresses as people write them: what is one and what is not.
#include "adapters/config/network.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trellis::adapters {
namespace {

TEST(ListenAddress, IsAHostAndAPort) {
    EXPECT_EQ(parse_listen("127.0.0.1:7781").value(), (ListenAddress{"127.0.0.1", 7781}));
    EXPECT_EQ(parse_listen("[::1]:0").value(), (ListenAddress{"::1", 0}));
    EXPECT_EQ(parse_listen("[fd00::1]:65535").value(), (ListenAddress{"fd00::1", 65535}));
    EXPECT_EQ(parse_listen(":80").value(), (ListenAddress{"0.0.0.0", 80}));
}

TEST(ListenAddress, IsRefusedWhenItIsNone) {
    for (const char* text : {"", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1: 80", "127.0.0.1:80x", "localhost:80",
                             "::1:80", "[::1]", "[]:80", "[127.0.0.1]:80", "1.2.3:80", "[::1:80", "http://127.0.0.1:80"}) {
        const auto listen = parse_listen(text);
        ASSERT_FALSE(listen.ok()) << text;
        EXPECT_EQ(listen.error().code, "INVALID_LISTEN");
        EXPECT_THAT(listen.error().detail, testing::HasSubstr("expected host:port"));
    }
}

TEST(IpAddress, IsANumberNotAName) {
    for (const char* text : {"127.0.0.1", "::", "::1", "fd00::1", "::ffff:10.0.0.1"}) EXPECT_TRUE(is_ip_address(text)) << text;
    for (const char* text : {"", "localhost", "127.0.0", "256.0.0.1", "10.0.0.0/8", "127.0.0.1 ", "::1::"}) EXPECT_FALSE(is_ip_address(text)) << text;
    EXPECT_FALSE(is_ip_address(std::string_view("127.0.0.1\0x", 11)));
}

TEST(IpRange, HasAPrefixThatFitsItsAddress) {
    for (const char* text : {"10.0.0.1", "10.0.0.0/8", "0.0.0.0/0", "10.0.0.1/32", "fd00::/8", "::1/128"}) EXPECT_TRUE(is_ip_range(text)) << text;
    for (const char* text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "fd00::/129", "10.0.0.0/ 8", "a/8"}) EXPECT_FALSE(is_ip_range(text)) << text;
}

}  // namespace
}  // namespace trellis::adapters
