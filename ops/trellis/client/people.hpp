// `trellis users`, `tokens`, `login`, `logout`, `whoami` and `audit`: who may do what on a running server, and who did.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "ops/trellis/client/list.hpp"

namespace trellis::program {

struct UserOptions {
    ClientOptions client;
    std::string name;
    std::string role;
    std::string display;
    bool force = false;
    bool dry_run = false;
    bool json = false;
};
int users(const ListOptions& options, std::ostream& out, std::ostream& err);
/// The password comes from the terminal or from standard input.
int user_add(const UserOptions& options, std::ostream& out, std::ostream& err);
int user_role(const UserOptions& options, std::ostream& out, std::ostream& err);
int user_enable(const UserOptions& options, std::ostream& out, std::ostream& err);
int user_disable(const UserOptions& options, std::ostream& out, std::ostream& err);
int user_delete(const UserOptions& options, std::ostream& out, std::ostream& err);
/// One's own where no name is given: then the old one is asked for first.
int user_password(const UserOptions& options, std::ostream& out, std::ostream& err);

struct LoginOptions {
    ClientOptions client;
    std::string name;
    bool json = false;
};
int login(const LoginOptions& options, std::ostream& out, std::ostream& err);
int logout(const LoginOptions& options, std::ostream& out, std::ostream& err);
int whoami(const LoginOptions& options, std::ostream& out, std::ostream& err);

struct TokenOptions {
    ClientOptions client;
    std::string name;  ///< of a new one; t3 of one to revoke
    std::vector<std::string> scopes;
    std::string expires_at;
    bool dry_run = false;
    bool json = false;
};
int tokens(const ListOptions& options, std::ostream& out, std::ostream& err);
int token_create(const TokenOptions& options, std::ostream& out, std::ostream& err);
int token_revoke(const TokenOptions& options, std::ostream& out, std::ostream& err);

int audit(const ListOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
