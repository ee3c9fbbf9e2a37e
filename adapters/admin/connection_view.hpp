// What is told about a connection: its settings, what it trades by, its weeks, and of its keys no more than their ends.
#pragma once

#include "adapters/admin/problem.hpp"
#include "adapters/admin/services.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/json/writer.hpp"

namespace trellis::adapters::admin {

/// Accounts of the document are listed beside connections; only these can be changed by the API.
bool is_of_document(AccountId account);

/// An object. Error: the history cannot be read.
Result<void> write_connection(json::Writer& out, const Scene& scene, const Directory& directory, const AccountConfig& account);

/// 200 or another, with the ETag where it can be changed.
HttpResponse connection_response(json::Writer& out, const Directory& directory, AccountId account, unsigned status = 200);

}  // namespace trellis::adapters::admin
