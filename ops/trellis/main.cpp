// The program: everything it does is behind the command line.
#include <iostream>
#include <string>
#include <vector>

#include "ops/trellis/command_line.hpp"

int main(int argc, char** argv) {
    std::ios::sync_with_stdio(false);
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    return trellis::program::run_command_line(arguments, std::cout, std::cerr);
}
