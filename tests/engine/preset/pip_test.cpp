// What a pip is (B-0a).
#include "engine/preset/pip.hpp"

#include <gtest/gtest.h>

#include "tests/engine/preset/support.hpp"

namespace trellis::tests {
namespace {

TEST(Pip, B0aOfCurrenciesAndMetalsIsAnAmount) {
    EXPECT_EQ(pip_of(euro(), price("1.1")), price("0.0001"));
    EXPECT_EQ(pip_of(yen(), price("150")), price("0.01"));
    EXPECT_EQ(pip_of(gold(), price("2650")), price("0.1"));
    EXPECT_EQ(pip_of(instrument("bybit:linear:XAG-USD-USD", "0.001", "1"), price("31")), price("0.01"));
    EXPECT_EQ(pip_of(instrument("bybit:linear:US30-USD-USD", "0.1", "0.1"), price("44000")), price("1"));
}

TEST(Pip, B0aOfACoinIsABasisPointOfThePriceItWasOpenedAt) {
    const Price pip = pip_of(bitcoin(), price("64231.37"));
    EXPECT_EQ(pip, price("6.423137"));
    EXPECT_EQ(distance_of(20, pip), price("128.46274"));
    EXPECT_EQ(distance_of(-5, pip), price("-32.115685"));
}

TEST(Pip, B0aOfACoinMayBeATickOrAnAmount) {
    EXPECT_EQ(pip_of(bitcoin(), price("64231.37"), {.crypto = CryptoPip::tick, .amount = {}}), price("0.01"));
    EXPECT_EQ(pip_of(bitcoin(), price("64231.37"), {.crypto = CryptoPip::amount, .amount = price("1")}), price("1"));
}

TEST(Pip, B0aTheInstrumentsOwnWordGoesFirst) {
    Instrument in_cents = gold();
    in_cents.pip = price("0.01");
    EXPECT_EQ(pip_of(in_cents, price("2650")), price("0.01"));
}

}  // namespace
}  // namespace trellis::tests
