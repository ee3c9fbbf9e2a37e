// One LMDB file: walks from a key both ways, and readers beside a writer.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "adapters/archive/lmdb.hpp"
#include "tests/adapters/archive/support.hpp"

namespace trellis::adapters::testing {
namespace {

ByteView bytes(const std::string& text) { return std::as_bytes(std::span(text)); }
std::string text_of(ByteView view) { return {reinterpret_cast<const char*>(view.data()), view.size()}; }

class StoreTest : public ::testing::Test {
protected:
    StoreTest() : store_(std::move(Store::open(folder_.path() + "/test.mdb", Store::Mode::write)).value()) {
        for (const std::string key : {"b1", "b2", "b3", "d1"}) put(key);
    }
    void put(const std::string& key) {
        auto transaction = store_->begin();
        transaction->put(bytes(key), bytes(key + "!")).value();
        transaction->commit().value();
    }
    /// The keys that a walk meets, at most `count`.
    std::vector<std::string> forwards(const std::string& key, std::size_t count = 99) { return keys(key, count, true); }
    std::vector<std::string> backwards(const std::string& key, std::size_t count = 99) { return keys(key, count, false); }

    std::vector<std::string> keys(const std::string& key, std::size_t count, bool is_forwards) {
        std::vector<std::string> met;
        const auto transaction = store_->begin_read();
        const Store::Transaction::Walker walker = [&](ByteView at, ByteView value) -> Result<bool> {
            EXPECT_EQ(text_of(value), text_of(at) + "!");
            met.push_back(text_of(at));
            return met.size() < count;
        };
        (is_forwards ? transaction->walk_forwards(bytes(key), walker) : transaction->walk_backwards(bytes(key), walker)).value();
        return met;
    }

    ScratchFolder folder_;
    std::unique_ptr<Store> store_;
};

using Keys = std::vector<std::string>;

TEST_F(StoreTest, WalksForwardsFromTheKeyItself) {
    EXPECT_EQ(forwards("b2"), (Keys{"b2", "b3", "d1"}));
    EXPECT_EQ(forwards("b25"), (Keys{"b3", "d1"}));
    EXPECT_EQ(forwards("a"), (Keys{"b1", "b2", "b3", "d1"}));
    EXPECT_EQ(forwards("e"), Keys{});
    EXPECT_EQ(forwards("b1", 2), (Keys{"b1", "b2"}));
}

TEST_F(StoreTest, WalksBackwardsFromBeforeTheKey) {
    EXPECT_EQ(backwards("b3"), (Keys{"b2", "b1"}));
    EXPECT_EQ(backwards("c"), (Keys{"b3", "b2", "b1"}));
    EXPECT_EQ(backwards("z"), (Keys{"d1", "b3", "b2", "b1"}));
    EXPECT_EQ(backwards("b1"), Keys{});
    EXPECT_EQ(backwards("z", 1), (Keys{"d1"}));
}

TEST_F(StoreTest, PassesOnTheErrorOfAWalk) {
    const auto transaction = store_->begin_read();
    const auto walked = transaction->walk_forwards(bytes("b1"), [](ByteView, ByteView) -> Result<bool> { return Error{"ENOUGH", "of it"}; });
    ASSERT_FALSE(walked.ok());
    EXPECT_EQ(walked.error().code, "ENOUGH");
}

TEST_F(StoreTest, AReaderBesideAWriterSeesWhatWasCommitted) {
    auto writer = store_->begin();
    writer->put(bytes("b0"), bytes("b0!")).value();
    writer->remove(bytes("d1")).value();
    EXPECT_EQ(forwards("a"), (Keys{"b1", "b2", "b3", "d1"}));
    writer->commit().value();
    EXPECT_EQ(forwards("a"), (Keys{"b0", "b1", "b2", "b3"}));
}

TEST_F(StoreTest, AnEmptyStoreHasNothingToWalk) {
    store_ = std::move(Store::open(folder_.path() + "/empty.mdb", Store::Mode::write)).value();
    EXPECT_EQ(forwards("a"), Keys{});
    EXPECT_EQ(backwards("a"), Keys{});
}

}  // namespace
}  // namespace trellis::adapters::testing
