// Rounding to a tick, against a table made with an independent exact decimal library: ours always, the large recorded one where
// the data stands beside the checkout.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include "engine/base/rounding.hpp"
#include "tests/engine/base/wide_integer.hpp"
#include "tests/support/paths.hpp"

namespace trellis::tests {
namespace {

struct Row {
    std::string input;
    std::string tick;
    std::string mode;
    std::string exact;
};

Rounding rounding_of(const std::string& mode) { return mode == "round" ? Rounding::half_up : Rounding::toward_zero; }

Result<Price> round_row(const Row& row) {
    auto value = Price::parse(row.input);
    if (!value) return value;
    return round_to_tick(*value, decimal<Price>(row.tick.c_str()), rounding_of(row.mode));
}

/// The arrays of at least four strings behind `name`, up to the next list.
std::vector<Row> rows_named(const std::string& json, const std::string& name) {
    const auto start = json.find('"' + name + "\": [");
    if (start == std::string::npos) return {};
    const auto end = json.find("]]", start);
    const std::string part = json.substr(start, end == std::string::npos ? end : end + 2 - start);
    const std::regex row(R"re(\["([^"]*)", "([^"]*)", "([^"]*)", "([^"]*)")re");
    std::vector<Row> out;
    for (auto at = std::sregex_iterator(part.begin(), part.end(), row); at != std::sregex_iterator(); ++at) {
        out.push_back({(*at)[1], (*at)[2], (*at)[3], (*at)[4]});
    }
    return out;
}

TEST(TickRounding, RoundsOurTable) {
    const std::vector<Row> rows{
        {"0.1", "1", "round", "0"},
        {"0.5", "1", "round", "1"},
        {"2.5", "1", "round", "3"},
        {"-2.5", "1", "round", "-3"},
        {"-2.5", "1", "truncate", "-2"},
        {"1.005", "0.01", "round", "1.01"},
        {"1.005", "0.01", "truncate", "1"},
        {"2.675", "0.01", "round", "2.68"},
        {"9.995", "0.01", "round", "10"},
        {"9.999", "0.05", "truncate", "9.95"},
        {"61837.635", "0.01", "round", "61837.64"},
        {"61837.635", "0.25", "round", "61837.75"},
        {"61837.635", "10", "truncate", "61830"},
        {"12.3456", "0.0025", "round", "12.345"},
        {"12.34625", "0.0025", "round", "12.3475"},
        {"1e-7", "0.00000001", "round", "0.0000001"},
        {"0.0000000000000001", "0.0000000000000003", "round", "0"},
        {"0.0000000000000002", "0.0000000000000003", "round", "0.0000000000000003"},
        {"9000000000000000000000.5", "5", "round", "9000000000000000000000"},
    };
    for (const Row& row : rows) EXPECT_EQ(round_row(row)->text(), row.exact) << row.input << " to " << row.tick << ' ' << row.mode;
}

TEST(TickRounding, AgreesWithEveryRecordedRowThatFitsSixteenDecimals) {
    const auto path = shared_data() / "reference" / "tick_rounding.json";
    std::ifstream file(path);
    if (!file) GTEST_SKIP() << "recorded table absent: " << path;
    const std::string json{std::istreambuf_iterator<char>(file), {}};
    const auto rows = rows_named(json, "rows");
    int agreed = 0;
    int refused = 0;
    for (const Row& row : rows) {
        const auto rounded = round_row(row);
        if (!rounded) {
            EXPECT_EQ(rounded.error().code, "TOO_PRECISE") << row.input;
            ++refused;
            continue;
        }
        EXPECT_EQ(*rounded, decimal<Price>(row.exact.c_str())) << row.input << " to " << row.tick << ' ' << row.mode;
        ++agreed;
    }
    EXPECT_EQ(rows.size(), 895U);
    EXPECT_EQ(agreed, 867);
    EXPECT_EQ(refused, 28);
    for (const Row& row : rows_named(json, "rows_where_ccxt_differs")) EXPECT_EQ(round_row(row)->text(), row.exact) << row.input;
}

}  // namespace
}  // namespace trellis::tests
