// Z-1: sealed keys open where they were sealed, for what they were sealed for, and nowhere else; the key file is nobody else's.
#include "adapters/secrets/seal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace trellis::adapters {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view plain = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";

class SealZ1 : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "trellis-seal-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::string path() const { return folder_ / "seal.key"; }
    Seal seal(std::string_view node = "node-a") const { return std::move(Seal::open(path(), node)).value(); }

    std::filesystem::path folder_;
};

TEST_F(SealZ1, OpensWhatItClosedAlsoBehindARestart) {
    const std::string box = seal().close(plain, "connection 1001");
    EXPECT_THAT(box, Not(HasSubstr(std::string(plain.substr(0, 8)))));
    EXPECT_EQ(seal().unseal(box, "connection 1001")->reveal(), plain);
}

TEST_F(SealZ1, ClosesTheSameTextNeverAlike) { EXPECT_NE(seal().close(plain, "x"), seal().close(plain, "x")); }

TEST_F(SealZ1, IsBoundToTheMachineTheKeyFileAndThePurpose) {
    const std::string box = seal().close(plain, "connection 1001");
    EXPECT_EQ(seal("node-b").unseal(box, "connection 1001").error().code, "SEAL_BROKEN");
    EXPECT_EQ(seal().unseal(box, "connection 1002").error().code, "SEAL_BROKEN");
    std::filesystem::remove(path());
    EXPECT_EQ(seal().unseal(box, "connection 1001").error().code, "SEAL_BROKEN") << "another installation";
}

TEST_F(SealZ1, NoticesEachChangedCharacter) {
    const Seal sealer = seal();
    const std::string box = sealer.close("key", "x");
    for (std::size_t at = 0; at < box.size(); ++at) {
        std::string changed = box;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        const auto opened = sealer.unseal(changed, "x");
        // The last character of base64 has bits that mean nothing.
        if (opened.ok()) {
            EXPECT_GE(at + 2, box.size());
            continue;
        }
        EXPECT_EQ(opened.error().code, "SEAL_BROKEN");
        EXPECT_THAT(opened.error().detail, Not(HasSubstr("key\"")));
    }
    for (const char* wrong : {"", "A", "not base64 !", "AAAA"}) EXPECT_EQ(sealer.unseal(wrong, "x").error().code, "SEAL_BROKEN");
}

TEST_F(SealZ1, ItsKeyFileIsForNobodyElse) {
    seal();
    struct stat about {};
    ASSERT_EQ(::stat(path().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U);
    ASSERT_EQ(::chmod(path().c_str(), 0640), 0);
    EXPECT_EQ(Seal::open(path(), "node-a").error().code, "SEAL_KEY_EXPOSED");
}

TEST_F(SealZ1, AKeyFileThatWasCutIsNotReplaced) {
    std::ofstream(path()) << "short";
    ASSERT_EQ(::chmod(path().c_str(), 0600), 0);
    EXPECT_EQ(Seal::open(path(), "node-a").error().code, "SEAL_KEY_BROKEN");
    EXPECT_EQ(std::filesystem::file_size(path()), 5U);
}

TEST_F(SealZ1, MasksAllButTheEndOfWhatIsLongEnough) {
    EXPECT_EQ(masked(plain), "****Eh8A");
    EXPECT_EQ(masked("12345678901"), "****");
}

}  // namespace
}  // namespace trellis::adapters
