// Builds one visitor from several lambdas, so that std::visit names every alternative and a forgotten one does not compile.
#pragma once

namespace trellis {

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};

template <class... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace trellis
