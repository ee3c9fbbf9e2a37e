// The commands that start a server, or look after its directory.
#include "ops/trellis/backup.hpp"
#include "ops/trellis/commands.hpp"
#include "ops/trellis/demo.hpp"
#include "ops/trellis/doctor.hpp"
#include "ops/trellis/init.hpp"
#include "ops/trellis/serve.hpp"

namespace trellis::program {

namespace {

void add_listeners(CLI::App* command, std::string& webhook, std::string& admin) {
    command->add_option("--webhook-listen", webhook, "Where webhooks come in, over the configuration's")
        ->envname("TRELLIS_WEBHOOK_LISTEN")
        ->type_name("HOST:PORT");
    command->add_option("--admin-listen", admin, "Where the admin API answers, over the configuration's")
        ->envname("TRELLIS_ADMIN_LISTEN")
        ->type_name("HOST:PORT");
}

void add_serve(const CommandSet& set) {
    const auto options = std::make_shared<ServeOptions>();
    auto* command = add_command(set.app, "serve", "Run the engine: take signals, trade on paper, answer the admin API, until SIGTERM",
                                "  trellis serve --config my/trellis.json\n"
                                "  trellis serve --config my/trellis.json --data-dir my/data --admin-listen 127.0.0.1:8780");
    command->add_option("--config", options->config, "The configuration")
        ->envname("TRELLIS_CONFIG")
        ->capture_default_str()
        ->type_name("FILE");
    command->add_option("--data-dir", options->data_dir, "Journal and snapshots (default: app.data_dir of the configuration)")
        ->envname("TRELLIS_DATA_DIR")
        ->type_name("DIR");
    add_listeners(command, options->webhook_listen, options->admin_listen);
    command->add_flag("--live", options->live, "Trade real money; also needs \"mode\": \"live\" (not built yet)");
    run_with(set, command, options, serve);
}

void add_demo(const CommandSet& set) {
    const auto options = std::make_shared<DemoOptions>();
    auto* command = add_command(set.app, "demo", "Show it at work: a server on a made-up market with signals of its own; needs no file and no key",
                                "  trellis demo\n  trellis demo --dir my-demo --admin-listen 127.0.0.1:8780");
    command->add_option("--dir", options->directory, "Its set-up and data; the next start goes on with it")
        ->capture_default_str()
        ->type_name("DIR");
    add_listeners(command, options->webhook_listen, options->admin_listen);
    run_with(set, command, options, demo);
}

void add_init(const CommandSet& set) {
    const auto options = std::make_shared<InitOptions>();
    auto* command = add_command(set.app, "init", "Write a set-up to start from: configuration, secrets, alert text, on paper", "  trellis init my");
    command->add_option("DIR", options->directory, "Made if it is not there; else it must be empty")->required();
    run_with(set, command, options, init);
}

void add_doctor(const CommandSet& set) {
    const auto options = std::make_shared<DoctorOptions>();
    auto* command = add_command(set.app, "doctor", "Look for what stands against a server on this machine, and say what to do",
                                "  trellis doctor --config my/trellis.json\n  trellis doctor --config my/trellis.json --json");
    command->add_option("--config", options->config, "The configuration (default: trellis.json)")->envname("TRELLIS_CONFIG")->type_name("FILE");
    command->add_option("--data-dir", options->data_dir, "Over app.data_dir of the configuration")->envname("TRELLIS_DATA_DIR")->type_name("DIR");
    command->add_flag("--json", options->json, "Print what was found as JSON");
    run_with(set, command, options, doctor);
}

void add_backup(const CommandSet& set) {
    const auto options = std::make_shared<BackupOptions>();
    auto* command = add_command(set.app, "backup", "Copy what a restore needs to one file, of a running server or of its data directory",
                                "  trellis backup monday.tar\n"
                                "  trellis backup tuesday.tar --data-dir my/data   # also while no server runs");
    command->add_option("FILE", options->file, "The tar file; must not exist")->required();
    add_client_options(command, options->client);
    run_with(set, command, options, backup);

    const auto restored = std::make_shared<RestoreOptions>();
    auto* restore_command = add_command(set.app, "restore", "Make a data directory of a backup, and check that a server can start with it",
                                        "  trellis restore monday.tar restored");
    restore_command->add_option("FILE", restored->file, "What `trellis backup` wrote")->required();
    restore_command->add_option("DIR", restored->directory, "Made if it is not there; else it must be empty")->required();
    run_with(set, restore_command, restored, restore);
}

}  // namespace

void add_server_commands(const CommandSet& set) {
    add_serve(set);
    add_demo(set);
    add_init(set);
    add_doctor(set);
    add_backup(set);
}

}  // namespace trellis::program
