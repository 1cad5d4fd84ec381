#!/bin/sh
# Volumes are mounted as root: make the run-time folders the bot's own, then be the bot and nobody
# else. With one volume, EXPORTS_DIR points into it.
set -eu

data="${DATA_DIR:-/app/data}"
exports="${EXPORTS_DIR:-/app/exports}"
# What is temporary is somebody's page, too: it has a place of its own, empty at every start.
export TMPDIR="$data/tmp"
rm -rf "$TMPDIR"
mkdir -p "$data" "$exports" "$TMPDIR"
if [ "$(id -u)" = 0 ]; then
    chown -R 10001:10001 "$data" "$exports"
    exec setpriv --reuid=10001 --regid=10001 --clear-groups --no-new-privs --inh-caps=-all \
        tini -- "$@"
fi
exec tini -- "$@"
