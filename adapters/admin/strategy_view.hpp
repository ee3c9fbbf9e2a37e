// How strategies look outside (D-12): those of the directory, which their owners change, and those of the document, which can only be read
// here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/admin/views.hpp"
#include "engine/directory/directory.hpp"

namespace trellis::adapters::admin {

/// A strategy wherever it stands.
struct KnownStrategy {
    std::string id;                           ///< s1.3; d0 is `grid_strategy`, d1 the first of its `strategies`
    std::string name;                         ///< where it stands, for one of the document
    StrategyRule rule;
    const CatalogueStrategy* kept = nullptr;  ///< of the directory; null: of the document
};

/// Those that count for the reader, in the order in which a tie goes to the first: his own, the document's that may govern an account of
/// his, and `grid_strategy`.
std::vector<KnownStrategy> visible_strategies(const Scene& scene, const Directory& directory);
/// The document's strategy at that place of its list, from 1; 0 is `grid_strategy`.
KnownStrategy document_strategy(const Scene& scene, std::size_t place);

/// By s1.3, d1, or the name of one of his own. Error NOT_FOUND.
Result<KnownStrategy> find_strategy(const Scene& scene, const Directory& directory, std::string_view id);

/// The members that lists and details share, inside an object.
void write_strategy_fields(json::Writer& out, const KnownStrategy& known);
/// The same with the document that it reads as, as an object.
void write_strategy_detail(json::Writer& out, const KnownStrategy& known);
/// With its revision as ETag where it is of the directory.
HttpResponse strategy_response(json::Writer& out, const KnownStrategy& known, unsigned status);

}  // namespace trellis::adapters::admin
