#!/usr/bin/env bash
# A PostgreSQL server of one's own for tests: postgres.sh start DIR PORT prints its address | stop DIR
set -euo pipefail
dir=$2
as_server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
case $1 in
  start)
    if [ -z "$bin" ]; then
      apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
      bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
    fi
    mkdir -p "$dir"
    [ "$(id -u)" != 0 ] || chown postgres "$dir"
    [ -d "$dir/data" ] || as_server "$bin/initdb" -D "$dir/data" -U use -A trust -E UTF8 --no-locale >/dev/null
    as_server "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" \
      -o "-p $3 -k $dir -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c synchronous_commit=off" start >/dev/null
    echo "postgres://use@127.0.0.1:$3/postgres"
    ;;
  stop) as_server "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null ;;
esac
