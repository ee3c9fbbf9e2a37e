# Private redis-server and PostgreSQL for ops/bench: in a scratch folder of the same disk where that is possible, on loopback or a
# unix socket only, ended by stop_peers. Exports TRELLIS_BENCH_REDIS (host:port) and TRELLIS_BENCH_POSTGRES (conninfo).

peers_scratch=""
redis_pid=""
postgres_data=""

make_scratch() {
    [ -n "$peers_scratch" ] && return 0
    mkdir -p build/peers
    peers_scratch=$(mktemp -d "$PWD/build/peers/run.XXXXXX")
    chmod 755 "$peers_scratch"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# until_true TRIES COMMAND...: tries each tenth of a second.
until_true() {
    local tries=$1
    shift
    while ! "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.1
    done
}

start_redis() {
    command -v redis-server >/dev/null || return 1
    make_scratch
    local port
    port=$(free_port)
    mkdir -p "$peers_scratch/redis"
    # The benches choose appendfsync themselves (CONFIG SET) and load an append-only file again (DEBUG LOADAOF).
    redis-server --port "$port" --bind 127.0.0.1 --dir "$peers_scratch/redis" --save "" --appendonly yes \
        --appendfsync always --auto-aof-rewrite-percentage 0 --enable-debug-command local --daemonize no \
        >"$peers_scratch/redis.log" 2>&1 &
    redis_pid=$!
    until_true 100 redis-cli -p "$port" ping || return 1
    export TRELLIS_BENCH_REDIS="127.0.0.1:$port"
}

# PostgreSQL refuses to run as root: then its own user runs it, in a folder that user can reach.
postgres_run() {
    if [ "$(id -u)" -eq 0 ]; then
        runuser -u postgres -- env -C / "$@"
    else
        "$@"
    fi
}

start_postgres() {
    local bin
    bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    [ -x "$bin/initdb" ] || return 1
    make_scratch
    local home="$peers_scratch/postgres"
    mkdir -p "$home"
    if [ "$(id -u)" -eq 0 ]; then
        chown postgres "$home" || return 1
        if ! postgres_run test -w "$home" 2>/dev/null; then
            rmdir "$home"
            home=$(mktemp -d /var/tmp/trellis-bench.XXXXXX)
            chown postgres "$home"
        fi
    fi
    # The socket has a folder of its own: its path may not be longer than 107 bytes.
    postgres_socket=$(mktemp -d /tmp/trellis-pg.XXXXXX)
    [ "$(id -u)" -ne 0 ] || chown postgres "$postgres_socket"
    postgres_home=$home
    postgres_bin=$bin
    postgres_data="$home/data"
    postgres_run "$bin/initdb" -D "$postgres_data" -U bench -A trust --no-locale -E UTF8 >"$peers_scratch/initdb.log" 2>&1 || return 1
    postgres_run "$bin/pg_ctl" -D "$postgres_data" -w -t 30 -l "$home/log" \
        -o "-c listen_addresses='' -c unix_socket_directories='$postgres_socket' -c fsync=on -c synchronous_commit=on" \
        start >"$peers_scratch/pg_ctl.log" 2>&1 || return 1
    export TRELLIS_BENCH_POSTGRES="host=$postgres_socket user=bench dbname=postgres"
}

stop_peers() {
    if [ -n "$redis_pid" ]; then
        kill "$redis_pid" 2>/dev/null
        wait "$redis_pid" 2>/dev/null
        redis_pid=""
    fi
    if [ -n "$postgres_data" ]; then
        postgres_run "$postgres_bin/pg_ctl" -D "$postgres_data" -m immediate -w stop >/dev/null 2>&1
        rm -rf "$postgres_socket" "$postgres_home"
        postgres_data=""
    fi
    if [ -n "$peers_scratch" ]; then
        rm -rf "$peers_scratch"
        peers_scratch=""
    fi
}
