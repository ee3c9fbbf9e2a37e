// Where secrets come from, and that no error tells what is in them.
#include "adapters/secrets/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace trellis::adapters {
namespace {

using testing::HasSubstr;
using testing::Not;
using Kind = SecretReference::Kind;

class LoadSecret : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "trellis-secrets-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    void TearDown() override {
        ::unsetenv("CREDENTIALS_DIRECTORY");
        std::filesystem::remove_all(folder_);
    }

    void write(const std::string& name, const std::string& text, mode_t mode) const {
        std::ofstream(folder_ / name, std::ios::binary) << text;
        ASSERT_EQ(::chmod((folder_ / name).c_str(), mode), 0);
    }
    Result<Secret> load(const std::string& name, Kind kind = Kind::file) const { return load_secret({kind, name}, folder_); }
    Error error_of(const std::string& name, Kind kind = Kind::file) const {
        const auto loaded = load(name, kind);
        return loaded ? Error{} : loaded.error();
    }

    std::filesystem::path folder_;
};

TEST_F(LoadSecret, ReadsAFileWithoutItsLastNewline) {
    write("plain", "s3cr3t", 0600);
    write("line", "s3cr3t\n", 0400);
    write("dos", "s3cr3t\r\n", 0600);
    for (const std::string name : {"plain", "line", "dos"}) {
        const auto loaded = load(name);
        ASSERT_TRUE(loaded.ok()) << name;
        EXPECT_EQ(loaded->reveal(), "s3cr3t") << name;
    }
    write("two", " s3cr3t \n\n", 0600);
    EXPECT_EQ(load("two")->reveal(), " s3cr3t \n");
}

TEST_F(LoadSecret, TakesAbsolutePathsToo) {
    write("plain", "s3cr3t", 0600);
    const auto loaded = load_secret({Kind::file, (folder_ / "plain").string()}, "elsewhere");
    ASSERT_TRUE(loaded.ok());
    EXPECT_EQ(loaded->reveal(), "s3cr3t");
}

TEST_F(LoadSecret, RefusesAFileThatOthersMayRead) {
    for (const mode_t mode : {0640U, 0604U, 0660U, 0610U, 0602U}) {
        write("open", "s3cr3t", mode);
        const Error error = error_of("open");
        EXPECT_EQ(error.code, "SECRET_EXPOSED");
        EXPECT_THAT(error.detail, HasSubstr("chmod 600 " + (folder_ / "open").string()));
        EXPECT_THAT(error.detail, Not(HasSubstr("s3cr3t")));
    }
}

TEST_F(LoadSecret, TakesOneToFourThousandAndNinetySixBytes) {
    write("none", "", 0600);
    write("newline", "\n", 0600);
    write("most", std::string(secret_bytes_max, 'x').append("\n"), 0600);
    write("more", std::string(secret_bytes_max + 1, 'x'), 0600);
    write("much", std::string(secret_bytes_max * 3, 'x'), 0600);
    EXPECT_EQ(load("most")->reveal().size(), secret_bytes_max);
    for (const std::string name : {"none", "newline", "more", "much"}) EXPECT_EQ(error_of(name).code, "SECRET_SIZE") << name;
}

TEST_F(LoadSecret, NamesWhatIsMissing) {
    EXPECT_EQ(error_of("absent").code, "SECRET_MISSING");
    EXPECT_THAT(error_of("absent").detail, HasSubstr((folder_ / "absent").string()));
    std::filesystem::create_directory(folder_ / "folder");
    EXPECT_EQ(error_of("folder").code, "SECRET_MISSING");
    ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(error_of("pipe").code, "SECRET_MISSING");
}

TEST_F(LoadSecret, ReadsCredentialsOfSystemd) {
    EXPECT_EQ(error_of("hook", Kind::credential).code, "SECRET_MISSING");
    ::setenv("CREDENTIALS_DIRECTORY", folder_.c_str(), 1);
    write("hook", "s3cr3t\n", 0440);
    EXPECT_EQ(load("hook", Kind::credential)->reveal(), "s3cr3t");
    for (const std::string name : {"", "../hook", "/etc/hostname", ".."})
        EXPECT_EQ(error_of(name, Kind::credential).code, "SECRET_MISSING") << name;
}

TEST_F(LoadSecret, SaysThatSealedOnesAreNotBuilt) { EXPECT_EQ(error_of("id", Kind::sealed).code, "SECRET_NOT_BUILT"); }

}  // namespace
}  // namespace trellis::adapters
