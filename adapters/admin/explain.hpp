// Why something is as it is: the chain of causes behind a signal, group, order or event.
#pragma once

#include "adapters/admin/services.hpp"

namespace trellis::adapters::admin {

/// `id`: s3, e57, g1.4, ACCOUNT:SYMBOL:TIMEFRAME:SIDE, g1.4/entry/0/2 or a client order id.
HttpResponse explain(const AdminServices& services, const Call& call, std::string_view id);

}  // namespace trellis::adapters::admin
