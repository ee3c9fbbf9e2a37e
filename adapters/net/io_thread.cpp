#include "adapters/net/io_thread.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>

#include "adapters/net/io_mailbox.hpp"
#include "engine/base/check.hpp"

namespace trellis::adapters {

struct IoThread::Impl {
    boost::asio::io_context context{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{context.get_executor()};
    std::shared_ptr<IoMailbox> mailbox = std::make_shared<IoMailbox>(context);
    std::thread thread;

    void run(bool spin, int niceness) {
        mailbox->set_owner(std::this_thread::get_id());
        // To Linux a thread is a process here. Standing back needs no right; where it fails, the thread is as important as the others.
        if (niceness > 0) setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), niceness);
        if (!spin) {
            context.run();
            return;
        }
        while (!context.stopped()) context.poll();
    }
};

IoThread::IoThread(const IoThreadOptions& options) : impl_(std::make_unique<Impl>()) {
    impl_->thread = std::thread([impl = impl_.get(), spin = options.spin, niceness = options.niceness] { impl->run(spin, niceness); });
    pthread_setname_np(impl_->thread.native_handle(), options.name.substr(0, 15).c_str());
}

IoThread::~IoThread() { stop(); }

bool IoThread::post(std::function<void()> work) { return impl_->mailbox->post(std::move(work)); }

bool IoThread::post_after(std::chrono::nanoseconds delay, std::function<void()> work) {
    return impl_->mailbox->post([this, delay, work = std::move(work)]() mutable {
        auto timer = std::make_shared<boost::asio::steady_timer>(impl_->context, delay);
        timer->async_wait([timer, work = std::move(work)](const boost::system::error_code& error) {
            if (!error) work();
        });
    });
}

bool IoThread::is_current() const { return impl_->mailbox->is_current(); }

void IoThread::stop() {
    if (!impl_->thread.joinable()) return;
    TRELLIS_CHECK(!is_current(), "an io thread is not stopped by itself");
    impl_->context.stop();
    impl_->thread.join();
    impl_->mailbox->close();
    // Whoever posted before the mailbox closed was told that it runs, and may wait for it.
    impl_->mailbox->set_owner(std::this_thread::get_id());
    impl_->context.restart();
    impl_->context.poll();
    impl_->mailbox->set_owner({});
}

const std::shared_ptr<IoMailbox>& IoThread::mailbox() const { return impl_->mailbox; }

}  // namespace trellis::adapters
