#include "ops/trellis/completion.hpp"

namespace trellis::program {

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

/// In single quotes, for any of the shells.
std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') {
            out += "'\\''";
        } else {
            out += c;
        }
    }
    return out + "'";
}

/// All words that may follow a command: its commands, its options, the choices of its arguments.
std::string words_of(const CommandNode& command) {
    std::vector<std::string> words;
    for (const auto& below : command.commands) words.push_back(below.name);
    for (const auto& option : command.options) {
        words.insert(words.end(), option.names.begin(), option.names.end());
        if (option.names.empty()) words.insert(words.end(), option.choices.begin(), option.choices.end());
    }
    return joined(words);
}

bool takes_path(const CommandNode& command) {
    for (const auto& option : command.options) {
        if (option.names.empty() && (option.operand == Operand::file || option.operand == Operand::directory)) return true;
    }
    return false;
}

// ---- bash; zsh runs the same through bashcompinit ----

std::string below_path(const std::string& path, const CommandNode& below) { return path.empty() ? below.name : path + " " + below.name; }

/// `path) words="..." ;;` for a command and all below it; depth is bounded by the program's own two levels.
void add_bash_cases(std::string& out, const std::string& path, const CommandNode& command) {
    out += "        " + quoted(path) + ") words=" + quoted(words_of(command)) + "; paths=" + (takes_path(command) ? "1" : "0") +
           " ;;\n";
    for (const auto& below : command.commands) add_bash_cases(out, below_path(path, below), below);
}

std::string bash_reply(const OptionNode& option) {
    switch (option.operand) {
        case Operand::choice: return "COMPREPLY=($(compgen -W " + quoted(joined(option.choices)) + " -- \"$current\"))";
        case Operand::directory: return "COMPREPLY=($(compgen -d -- \"$current\"))";
        case Operand::file: return "COMPREPLY=($(compgen -f -- \"$current\"))";
        case Operand::none:
        case Operand::word: break;
    }
    return "COMPREPLY=()";
}

/// `'path':--option) ... ;;`: an option may take other values in another command.
void add_bash_values(std::string& out, const std::string& path, const CommandNode& command) {
    for (const auto& option : command.options) {
        if (option.names.empty() || option.operand == Operand::none) continue;
        std::string patterns;
        for (const auto& name : option.names) patterns += (patterns.empty() ? "" : "|") + quoted(path) + ":" + name;
        out += "        " + patterns + ") " + bash_reply(option) + "; return ;;\n";
    }
    for (const auto& below : command.commands) add_bash_values(out, below_path(path, below), below);
}

/// The commands by name, for finding out which one is being typed.
void add_names(std::string& out, const CommandNode& command) {
    for (const auto& below : command.commands) {
        out += (out.empty() ? "" : "|") + below.name;
        add_names(out, below);
    }
}

std::string bash_script(const CommandNode& program) {
    std::string names;
    add_names(names, program);
    std::string out = "# bash completion for " + program.name + "\n_" + program.name + "() {\n";
    out += "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} path= words= paths=0 i\n";
    out += "    for ((i = 1; i < COMP_CWORD; i++)); do\n        case ${COMP_WORDS[i]} in\n";
    out += "        " + names + ") path=\"${path:+$path }${COMP_WORDS[i]}\" ;;\n        esac\n    done\n";
    out += "    case $path:$previous in\n";
    add_bash_values(out, "", program);
    out += "    esac\n    case $path in\n";
    add_bash_cases(out, "", program);
    out += "    esac\n    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n";
    out += "    if [ \"$paths\" = 1 ]; then COMPREPLY+=($(compgen -f -- \"$current\")); fi\n}\n";
    out += "complete -o filenames -F _" + program.name + " " + program.name + "\n";
    return out;
}

std::string zsh_script(const CommandNode& program) {
    return "# zsh completion for " + program.name + "\nautoload -U +X bashcompinit && bashcompinit\n" + bash_script(program);
}

// ---- fish ----

void add_fish_options(std::string& out, const std::string& head, const CommandNode& command) {
    for (const auto& option : command.options) {
        if (option.names.empty()) {
            if (!option.choices.empty()) out += head + " -f -a " + quoted(joined(option.choices)) + "\n";
            continue;
        }
        std::string line = head;
        for (const auto& name : option.names) {
            line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
        }
        if (option.operand != Operand::none) line += " -r";
        if (option.operand == Operand::choice) line += " -f -a " + quoted(joined(option.choices));
        if (option.operand == Operand::directory) line += " -f -a '(__fish_complete_directories)'";
        out += line + " -d " + quoted(option.description) + "\n";
    }
}

std::string fish_script(const CommandNode& program) {
    const std::string start = "complete -c " + program.name;
    std::string out = "# fish completion for " + program.name + "\n";
    add_fish_options(out, start + " -n __fish_use_subcommand", program);
    for (const auto& command : program.commands) {
        out += start + " -f -n __fish_use_subcommand -a " + command.name + " -d " + quoted(command.description) + "\n";
        const std::string head = start + " -n '__fish_seen_subcommand_from " + command.name + "'";
        add_fish_options(out, head, command);
        for (const auto& below : command.commands) {
            out += head + " -f -a " + below.name + " -d " + quoted(below.description) + "\n";
            add_fish_options(out,
                             start + " -n '__fish_seen_subcommand_from " + command.name + "; and __fish_seen_subcommand_from " +
                                 below.name + "'",
                             below);
        }
    }
    return out;
}

}  // namespace

std::optional<std::string> completion_script(std::string_view shell, const CommandNode& program) {
    if (shell == "bash") return bash_script(program);
    if (shell == "zsh") return zsh_script(program);
    if (shell == "fish") return fish_script(program);
    return std::nullopt;
}

}  // namespace trellis::program
