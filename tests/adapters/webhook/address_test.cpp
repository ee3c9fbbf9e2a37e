// Addresses and ranges of both families, as people and proxies write them.
#include "adapters/webhook/address.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace trellis::adapters {
namespace {

bool is_in(const std::vector<std::string>& set, const std::string& address) {
    AddressSet out;
    for (const auto& text : set) EXPECT_TRUE(out.add(text).ok()) << text;
    const auto parsed = parse_address(address);
    EXPECT_TRUE(parsed.has_value()) << address;
    return parsed && out.contains(*parsed);
}

TEST(Address, ReadsBothFamiliesWithAndWithoutPort) {
    EXPECT_EQ(parse_address("1.2.3.4"), parse_address("1.2.3.4:5678"));
    EXPECT_EQ(parse_address("1.2.3.4"), parse_address("::ffff:1.2.3.4"));
    EXPECT_EQ(parse_address("2001:db8::1"), parse_address("[2001:db8::1]:443"));
    EXPECT_EQ(parse_address("2001:db8::1"), parse_address("[2001:db8::1]"));
    EXPECT_EQ(parse_address("2001:DB8:0:0:0:0:0:1"), parse_address("2001:db8::1"));
    EXPECT_NE(parse_address("::1"), parse_address("127.0.0.1"));
}

TEST(Address, RefusesWhatIsNone) {
    for (const std::string text : {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.4:", "1.2.3.4:x", "1.2.3.4:65536", "[::1",
                                   "[::1]x", "[1.2.3.4]", "::1::", "unknown", "localhost", " 1.2.3.4", "1.2.3.4/32", "_hidden"})
        EXPECT_EQ(parse_address(text), std::nullopt) << text;
}

struct Row {
    std::string range;
    std::string address;
    bool is_inside;
};

TEST(Address, TellsWhatARangeHolds) {
    const std::vector<Row> table{
        {"10.0.0.0/8", "10.255.255.255", true},
        {"10.0.0.0/8", "11.0.0.0", false},
        {"10.1.2.3/8", "10.9.9.9", true},
        {"192.168.0.128/25", "192.168.0.129", true},
        {"192.168.0.128/25", "192.168.0.127", false},
        {"1.2.3.4", "1.2.3.4", true},
        {"1.2.3.4", "1.2.3.5", false},
        {"1.2.3.4/32", "1.2.3.4", true},
        {"0.0.0.0/0", "8.8.8.8", true},
        {"0.0.0.0/0", "2001:db8::1", false},
        {"2001:db8::/32", "2001:db8:ffff::1", true},
        {"2001:db8::/32", "2001:db9::1", false},
        {"::/0", "2001:db8::1", true},
        {"::/0", "1.2.3.4", true},
        {"fe80::/10", "febf::1", true},
        {"fe80::/10", "fec0::1", false},
        {"10.0.0.0/8", "::ffff:10.1.1.1", true},
        {"::1", "::1", true},
        {"1.2.3.4/31", "1.2.3.5", true},
        {"1.2.3.4/31", "1.2.3.6", false},
    };
    for (const auto& row : table) EXPECT_EQ(is_in({row.range}, row.address), row.is_inside) << row.range << " " << row.address;
}

TEST(Address, KnowsWhereTradingViewSendsFrom) {
    for (const std::string address : {"52.89.214.238", "34.212.75.30", "54.218.53.128", "52.32.178.7"})
        EXPECT_TRUE(is_in({"tradingview"}, address)) << address;
    EXPECT_FALSE(is_in({"tradingview"}, "52.89.214.239"));
    EXPECT_TRUE(is_in({"tradingview", "127.0.0.1"}, "127.0.0.1"));
}

TEST(Address, RefusesRangesThatAreNone) {
    for (const std::string text : {"", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/x", "10.0.0.0/-1", "10.0.0.0/8/8",
                                   "TradingView", "example.com", "1.2.3.4:80"}) {
        AddressSet set;
        const auto added = set.add(text);
        ASSERT_FALSE(added.ok()) << text;
        EXPECT_EQ(added.error().code, "BAD_ADDRESS");
        EXPECT_TRUE(set.is_empty());
    }
}

}  // namespace
}  // namespace trellis::adapters
