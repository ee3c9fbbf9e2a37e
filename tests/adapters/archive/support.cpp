#include "tests/adapters/archive/support.hpp"

#include <gtest/gtest.h>
#include <unistd.h>
#include <xxhash.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

#include "engine/event/codec.hpp"

namespace trellis::adapters::testing {

ScratchFolder::ScratchFolder() {
    // In memory where there is such a place: LMDB syncs each transaction.
    const std::filesystem::path memory = "/dev/shm";
    const auto where = ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
    std::string name = (where / "trellis-archive.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
    path_ = name;
}
ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

JournaledTrading::JournaledTrading(std::uint64_t seed, std::uint64_t segment_bytes, const tests::TradingOptions& trading)
    : trading_(seed, [this](const Commit& commit) { append(commit); }, trading) {
    JournalId id;
    id.bytes[0] = std::byte{7};
    directory_ = std::move(JournalDirectory::open(disk_, "/journal", id)).value();
    writer_ = std::move(Writer::open(*directory_, JournalEnd{}, {segment_bytes})).value();
    restart();
}

void JournaledTrading::append(const Commit& commit) {
    std::vector<std::byte> payload;
    for (const auto& event : commit.events) encode(event, payload);
    const auto* cause = std::get_if<Cause>(&commit.cause);
    const Frame frame{static_cast<std::uint32_t>(commit.events.size()), commit.at, cause == nullptr ? Cause{} : *cause, payload};
    const auto appended = writer_->append(std::span(&frame, 1));
    if (appended.error) throw std::runtime_error(appended.error->detail);
}

void JournaledTrading::trade(std::uint64_t events) {
    const auto end = sequence() + events;
    while (sequence() < end) trading_.step();
    writer_->sync().value();
}

void JournaledTrading::slip_in(const std::vector<Event>& events) {
    std::vector<std::byte> payload;
    for (const auto& event : events) encode(event, payload);
    const Frame frame{static_cast<std::uint32_t>(events.size()), Timestamp{}, Cause{}, payload};
    ASSERT_FALSE(writer_->append(std::span(&frame, 1)).error.has_value());
    ASSERT_TRUE(writer_->sync().ok());
}

void JournaledTrading::restart() {
    trading_.begin(Incarnation{directory_->begin_incarnation().value()});
    writer_->sync().value();
}

std::unique_ptr<Archive> JournaledTrading::open_archive(const ArchiveOptions& options) {
    return std::move(Archive::open(*directory_, archive_path(), World::empty(config()), options)).value();
}

Result<Recovered> JournaledTrading::replay() {
    auto options = where();
    options.may_use_cut = false;
    return adapters::recover(disk_, options, config());
}

std::string JournaledTrading::data_directory() const {
    std::filesystem::remove_all(folder_.path() + "/journal");
    std::filesystem::create_directory(folder_.path() + "/journal");
    for (const auto& path : disk_.paths()) write_file(folder_.path() + path, disk_.content(path));
    return folder_.path();
}

namespace {

template <class Change>
void change_record(const std::string& path, const std::vector<std::byte>& key, Change change) {
    auto store = std::move(Store::open(path, Store::Mode::write)).value();
    auto transaction = store->begin();
    const auto found = transaction->get(key).value();
    ASSERT_TRUE(found.has_value());
    change(*transaction, std::vector<std::byte>(found->begin(), found->end()));
    transaction->commit().value();
}

}  // namespace

void flip_bit(const std::string& path, const std::vector<std::byte>& key, std::size_t bit_from_end) {
    change_record(path, key, [&](Store::Transaction& transaction, std::vector<std::byte> value) {
        const auto byte = value.size() - 1 - (bit_from_end / 8) % value.size();
        value[byte] ^= static_cast<std::byte>(1U << bit_from_end % 8);
        transaction.put(key, value).value();
    });
}

void remove_record(const std::string& path, const std::vector<std::byte>& key) {
    change_record(path, key, [&](Store::Transaction& transaction, const std::vector<std::byte>&) { transaction.remove(key).value(); });
}

void seal_record(const std::vector<std::byte>& key, std::vector<std::byte>& value) {
    const auto checksum = XXH3_64bits_withSeed(value.data() + 8, value.size() - 8, XXH3_64bits(key.data(), key.size()));
    std::memcpy(value.data(), &checksum, sizeof checksum);
}

std::vector<std::byte> file_bytes(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    const std::string content((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const auto bytes = std::as_bytes(std::span(content));
    return {bytes.begin(), bytes.end()};
}

void write_file(const std::string& path, const std::vector<std::byte>& bytes) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace trellis::adapters::testing
