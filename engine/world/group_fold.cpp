#include "engine/world/group_fold.hpp"

#include "engine/base/overloaded.hpp"
#include "engine/event/owner.hpp"

namespace trellis {

void GroupFold::take(const Event& event) {
    std::visit(Overloaded{
                   [&](const RunStarted& started) { incarnation_ = started.incarnation; },
                   [](const RunFinished&) {},
                   [](const CommitHashed&) {},
                   [](const ConfigApplied&) {},
                   [&](const SlotReleased& released) {
                       if (released.group == id_) group_.reset();
                   },
                   []<DeskOwned E>(const E&) {},
                   []<RiskOwned E>(const E&) {},
                   []<DirectoryOwned E>(const E&) {},
                   [&]<GroupOwned E>(const E& own) {
                       if (own.group != id_) return;
                       if (!group_.has_value()) group_.emplace();
                       group_->apply(GroupEvent{own}, incarnation_);
                   },
               },
               event);
}

}  // namespace trellis
