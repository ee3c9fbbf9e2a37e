// Completion scripts for shells, made from the commands themselves so that they cannot fall behind.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trellis::program {

/// What can stand behind an option or as an argument.
enum class Operand : unsigned char { none, word, choice, file, directory };

struct OptionNode {
    std::vector<std::string> names;  ///< "--data-dir", "-d"; none for a positional argument
    std::string description;
    Operand operand = Operand::none;
    std::vector<std::string> choices;
};

struct CommandNode {
    std::string name;
    std::string description;
    std::vector<OptionNode> options;
    std::vector<CommandNode> commands;
};

/// The script for "bash", "zsh" or "fish"; nothing for another shell.
std::optional<std::string> completion_script(std::string_view shell, const CommandNode& program);

}  // namespace trellis::program
