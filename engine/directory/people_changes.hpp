// How each event changes the directory's people. Only for the directory's own sources.
#pragma once

#include "engine/directory/directory.hpp"

namespace trellis {

void on(Directory& directory, const UserCreated& event);
void on(Directory& directory, const UserChanged& event);
void on(Directory& directory, const PasswordChanged& event);
void on(Directory& directory, const UserDeleted& event);
void on(Directory& directory, const TokenCreated& event);
void on(Directory& directory, const TokenRevoked& event);
/// Stands in the journal for who looks back, and in no state.
void on(Directory& directory, const ActionTaken& event);

/// The number of the next user to come; none was ever given twice.
OwnerId next_user(const People& people);

}  // namespace trellis
