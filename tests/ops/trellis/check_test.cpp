// `trellis check` of a server's configuration; as a user types it, program_test.py has it.
#include "ops/trellis/check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/adapters/config/server_document.hpp"
#include "tests/ops/trellis/setup.hpp"

namespace trellis::program {
namespace {

using adapters::tests::server_document;
using adapters::tests::with;
using ::testing::HasSubstr;
using ::testing::Not;
using tests::InADirectory;
using tests::say;

class Check : public InADirectory {};

TEST_F(Check, SumsUpAServersConfiguration) {
    const auto said = say(check, CheckOptions{write("trellis.json", server_document), false});
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_THAT(
        said.out,
        HasSubstr("ok, a configuration: 1 account, 2 routes, 2 instruments, 0 strategy rules, paper; webhook 0.0.0.0:8443 (TLS), "
                  "admin 127.0.0.1:0\n"));
}

TEST_F(Check, SumsUpAnEmptyOne) {
    EXPECT_THAT(
        say(check, CheckOptions{write("trellis.json", R"({"security": {"admin": {"address": "::1"}}})"), false}).out,
        HasSubstr("0 accounts, 0 routes, 0 instruments, 0 strategy rules, paper; webhook 127.0.0.1:7781, admin [::1]:7780\n"));
}

TEST_F(Check, EndsWithFourAndQuotesNoSecret) {
    for (const bool json : {false, true}) {
        const auto said = say(check, CheckOptions{write("trellis.json", with(R"({"sealed": "b"})", "\"hunter2\"")), json});
        EXPECT_EQ(said.code, 4);
        EXPECT_THAT(said.out + said.err, HasSubstr("secrets are given by reference"));
        EXPECT_THAT(said.out + said.err, Not(HasSubstr("hunter2")));
    }
}

}  // namespace
}  // namespace trellis::program
