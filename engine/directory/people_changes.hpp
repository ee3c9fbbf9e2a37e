// How each event changes the directory's people, and who of them may change what is everybody's. Only for the directory's own sources.
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

/// Whoever has the operator's token owns the data directory and may do everything.
bool is_admin(const People& people, OwnerId who);

/// The number of the next user to come; none was ever given twice.
OwnerId next_user(const People& people);

}  // namespace trellis
