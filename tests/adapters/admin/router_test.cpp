// Paths to routes, and queries to parameters.
#include "adapters/admin/router.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

namespace trellis::adapters::admin {

namespace {

Route route(std::string_view method, std::string_view pattern) { return {method, pattern, Role::viewer, "", answering({})}; }

Router router() {
    std::vector<Route> routes{route("GET", "/groups"),         route("GET", "/groups/{id}"),
                              route("GET", "/groups/history"), route("POST", "/groups/{id}/close"),
                              route("GET", "/why/{id...}"),    route("PUT", "/config"),
                              route("GET", "/config")};
    routes.push_back(route("GET", "/livez"));
    routes.back().is_root = true;
    return Router(std::move(routes));
}

std::string found(std::string_view method, std::string_view path) {
    const auto routes = router();
    const auto match = routes.match(method, path);
    if (!match) return match.error().code;
    if (match->route == nullptr) return match->allowed.empty() ? "404" : "405 " + allow_header(match->allowed);
    std::string out(match->route->pattern);
    for (const auto& parameter : match->parameters) out += " " + std::string(parameter.name) + "=" + parameter.value;
    return out;
}

}  // namespace

TEST(Router, FindsARouteByMethodAndPath) {
    const std::map<std::pair<std::string, std::string>, std::string> table{
        {{"GET", "/api/v1/groups"}, "/groups"},
        {{"GET", "/api/groups"}, "/groups"},
        {{"HEAD", "/api/v1/groups"}, "/groups"},
        {{"GET", "/api/v1/groups/g1.4"}, "/groups/{id} id=g1.4"},
        {{"GET", "/api/v1/groups/history"}, "/groups/history"},
        {{"GET", "/api/v1/groups/main%3ABTCUSDT:900:long"}, "/groups/{id} id=main:BTCUSDT:900:long"},
        {{"POST", "/api/v1/groups/history/close"}, "/groups/{id}/close id=history"},
        {{"GET", "/api/v1/why/g1.4/entry/0/2"}, "/why/{id...} id=g1.4/entry/0/2"},
        {{"GET", "/api/v1/why/g1.4%2Fentry%2F0%2F2"}, "/why/{id...} id=g1.4/entry/0/2"},
        {{"GET", "/livez"}, "/livez"},
    };
    for (const auto& [asked, expected] : table)
        EXPECT_EQ(found(asked.first, asked.second), expected) << asked.first << ' ' << asked.second;
}

TEST(Router, KnowsAWrongMethodFromAWrongPath) {
    EXPECT_EQ(found("POST", "/api/v1/groups"), "405 GET, HEAD, OPTIONS");
    EXPECT_EQ(found("DELETE", "/api/v1/config"), "405 PUT, GET, HEAD, OPTIONS");
    EXPECT_EQ(found("get", "/api/v1/groups"), "405 GET, HEAD, OPTIONS");
    for (const std::string path :
         {"/groups", "/api/v1", "/api/v1/", "/api/v1/groups/", "/api/v1//groups", "/api/v2/groups", "/api/v1/livez", "", "/", "*",
          "xlivez", "/livez/", "/api/v1/why/", "/api/v1/groups/g1.4/close/now"}) {
        EXPECT_EQ(found("GET", path), "404") << path;
    }
}

TEST(Router, RefusesAPathThatIsNotWellFormed) {
    for (const std::string id : {"%", "%4", "%zz", "%ff", "a%"})
        EXPECT_EQ(found("GET", "/api/v1/groups/" + id), "INVALID_PATH") << id;
}

TEST(Router, NamesTheNearestPath) { EXPECT_EQ(router().nearest_path("/api/v1/group"), "/groups"); }

RC_GTEST_PROP(Router, ReadsBackWhatWasEncoded, (const std::string& text)) {
    const auto decoded = percent_decoded(percent_encoded(text));
    if (decoded.has_value()) RC_ASSERT(*decoded == text);
    const bool is_ascii = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (is_ascii) RC_ASSERT(decoded.has_value());
}

TEST(Query, ReadsEachParameterOnce) {
    const auto query = Query::parse("account=main&q=a+b%26c&&empty=&flag");
    ASSERT_TRUE(query.ok());
    EXPECT_EQ(*query->find("account"), "main");
    EXPECT_EQ(*query->find("q"), "a b&c");
    EXPECT_EQ(*query->find("empty"), "");
    EXPECT_EQ(*query->find("flag"), "");
    EXPECT_EQ(query->find("other"), nullptr);
    for (const std::string wrong : {"a=1&a=2", "a=%", "a=%ff", "%zz=1"})
        EXPECT_EQ(Query::parse(wrong).error().code, "INVALID_PARAMETER") << wrong;
}

TEST(Query, TypesItsParameters) {
    const auto query =
        Query::parse("yes=true&no=false&maybe=1&n=12&m=-1&huge=99999999999999999999&at=2026-01-05T00:00:00Z&then=today").value();
    EXPECT_TRUE(*query.flag("yes"));
    EXPECT_FALSE(*query.flag("no"));
    EXPECT_FALSE(*query.flag("absent"));
    EXPECT_EQ(query.flag("maybe").error().code, "INVALID_PARAMETER");
    EXPECT_EQ(*query.number("n"), 12U);
    EXPECT_EQ(*query.number("absent"), std::nullopt);
    EXPECT_EQ(query.number("m").error().code, "INVALID_PARAMETER");
    EXPECT_EQ(query.number("huge").error().code, "INVALID_PARAMETER");
    EXPECT_EQ(rfc3339(**query.time("at")), "2026-01-05T00:00:00Z");
    EXPECT_EQ(query.time("then").error().code, "INVALID_PARAMETER");
}

TEST(Query, BoundsAPage) {
    EXPECT_EQ(Query::parse("")->page()->limit, 50U);
    EXPECT_EQ(Query::parse("limit=500&cursor=9")->page()->cursor, "9");
    for (const std::string wrong : {"limit=0", "limit=501", "limit=18446744073709551615"}) {
        EXPECT_EQ(Query::parse(wrong)->page().error().code, "BAD_LIMIT") << wrong;
    }
}

}  // namespace trellis::adapters::admin
