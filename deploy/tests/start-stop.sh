#!/usr/bin/env bash
# Starts, stops and breaks an appliance in every way that people and machines do, and looks at what it says and leaves behind.
# usage: deploy/tests/start-stop.sh [FOLDER [PORT]]     (a new temporary folder, 18180; PORT to PORT+5 are used)
# Needs what ./docket start needs; as root it also tries a full disk and a machine without a JDK.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=deploy/tests/lib.sh
. "$root/deploy/tests/lib.sh"
work=$(realpath -m "${1:-$(mktemp -d)}")
port=${2:-18180}
data=$work/data
output=$work/output
mkdir -p "$work"
process=

docket() {
    "$root/docket" "$@"
}

cleanup() {
    docket stop --data "$data" >/dev/null 2>&1 || true
}
trap cleanup EXIT

# In a process group of its own, as a terminal gives to each command.
begin() {
    # Here and not only in the background, where it may come too late: what the last start said must not count for this one.
    : >"$output"
    # A shell lets what it starts in the background ignore Ctrl-C.
    env --default-signal=INT setsid "$root/docket" start --data "$data" --port "$port" >"$output" 2>&1 &
    process=$!
}

is_ready() {
    kill -0 "$process" 2>/dev/null || { cat "$output" >&2; fail "the start ended"; }
    grep -q 'Docket is ready' "$output"
}

# What was started with the process, and PostgreSQL, which leaves its session.
left() {
    pgrep -a -s "$process" || true
    pgrep -a -f -- "$data" || true
}

is_gone() {
    [ -z "$(left)" ]
}

says() {
    grep -q -- "$1" "$output"
}

start() {
    begin
    wait_for 900 is_ready || fail "not ready within 15 minutes: $(cat "$output")"
}

nothing_left() {
    wait_for 120 is_gone || fail "$1: processes are left: $(left)"
    if grep -v '^WARNING: Using incubator modules' "$output" | grep -q '^docket: \|^	at '; then
        fail "$1: complains: $(cat "$output")"
    fi
    printf 'ok: %s\n' "$1"
}

# refused NAME PATTERN COMMAND…: the command fails, and says why in one line with the pattern.
refused() {
    local name=$1 pattern=$2 status=0 lines
    shift 2
    "$@" >"$output" 2>&1 </dev/null || status=$?
    [ "$status" = 1 ] || [ "$status" = 2 ] || fail "$name: exit status $status: $(cat "$output")"
    lines=$(grep -c '^docket: ' "$output" || true)
    [ "$lines" = 1 ] || fail "$name: $lines lines say why: $(cat "$output")"
    grep '^docket: ' "$output" | grep -q -- "$pattern" || fail "$name: says something else: $(cat "$output")"
    if grep -v '^docket: \|^WARNING: Using incubator\|^Data: \|^Starting ' "$output" | grep -q .; then
        fail "$name: says more: $(cat "$output")"
    fi
    printf 'ok: %s: %s\n' "$name" "$(grep '^docket: ' "$output")"
}

# --- without anything running ---------------------------------------------------------------------------------------
docket status --data "$data" >"$output" 2>&1 && fail "status of nothing has exit status 0"
printf 'ok: status of nothing: %s\n' "$(grep -v WARNING "$output")"
docket stop --data "$data" >"$output" 2>&1 || fail "stop of nothing: $(cat "$output")"
printf 'ok: stop of nothing: %s\n' "$(grep -v WARNING "$output")"
refused 'a word for a port' 'port' docket start --data "$data" --port eighty
refused 'a port too large' '70000' docket start --data "$data" --port 70000
touch "$work/file"
mkdir -p "$work/empty"
refused 'a file for a data directory' "$work/file" docket start --data "$work/file" --port "$port"
mkdir -p "$work/future"
printf '7\n' >"$work/future/format"
refused 'data of a newer Docket' 'format 7' docket start --data "$work/future" --port "$port"
refused 'a PostgreSQL without a Keycloak' 'DOCKET_OIDC_URL' \
    env DOCKET_DB_URL=jdbc:postgresql://localhost:1/docket "$root/docket" start --data "$work/other" --port "$port"
refused 'a PostgreSQL that is not there' 'is it running' \
    env DOCKET_DB_URL=jdbc:postgresql://localhost:1/docket DOCKET_OIDC_URL=http://localhost:1/realms/docket \
    "$root/docket" start --data "$work/other" --port "$port"
refused 'a Keycloak that is not there' 'does not answer' \
    env DOCKET_OIDC_URL=http://localhost:1/realms/docket DOCKET_OIDC_SECRET=0123456789012345678901234567890123456789 \
    "$root/docket" start --data "$work/other" --port "$port"
refused 'a secret too short' 'DOCKET_OIDC_SECRET' \
    env DOCKET_OIDC_URL=http://localhost:1/realms/docket DOCKET_OIDC_SECRET=short \
    "$root/docket" start --data "$work/other" --port "$port"
if [ "$(id -u)" = 0 ]; then
    mkdir -p "$work/small"
    mount -t tmpfs -o size=300m tmpfs "$work/small"
    refused 'a full disk' 'MB left' docket start --data "$work/small/data" --port "$port" || { umount "$work/small"; exit 1; }
    umount "$work/small"
    # shellcheck disable=SC2016 # expanded by the inner shell
    refused 'no JDK' 'no JDK 25 found' env -u JAVA_HOME HOME="$work/empty" EMPTY="$work/empty" ROOT="$root" DATA="$data" \
        unshare --mount bash -c 'mount --bind "$EMPTY" /usr/lib/jvm && exec "$ROOT/docket" start --data "$DATA"'
fi

# --- one that runs --------------------------------------------------------------------------------------------------
start
docket status --data "$data" --json >"$work/status.json" || fail "status of a running appliance: $(cat "$work/status.json")"
grep -q '"healthy" : true' "$work/status.json" || fail "not healthy: $(cat "$work/status.json")"
printf 'ok: status: %s\n' "$(tr -d '\n' <"$work/status.json" | tr -s ' ')"
cp "$output" "$work/running"
refused 'a data directory in use' 'is in use by process' docket start --data "$data" --port $((port + 3))
refused 'check of a data directory in use' 'is in use by process' docket check --data "$data"
refused 'import before anybody signed in' 'sign in once' docket import --data "$data" --collection c "$work/empty"
refused 'a port in use' "Port $port (Docket) is taken" docket start --data "$work/other" --port "$port"
refused 'the second port in use' "Port $port (Keycloak) is taken" docket start --data "$work/other" --port $((port - 1))
cp "$work/running" "$output"
kill -INT -- "-$process"
nothing_left 'Ctrl-C'

# --- killed ---------------------------------------------------------------------------------------------------------
start
kill -9 "$process"
wait "$process" 2>/dev/null || true
[ "$(left | grep -c .)" -ge 2 ] || fail "kill -9 left nothing, so nothing is proved"
start
printf 'ok: start after kill -9: %s\n' "$(grep 'Started in' "$output")"
docket stop --data "$data" >"$work/stop" 2>&1 || fail "stop: $(cat "$work/stop")"
nothing_left 'stop'
start
kill -9 "$process"
wait "$process" 2>/dev/null || true
docket stop --data "$data" >"$work/stop" 2>&1 || fail "stop after kill -9: $(cat "$work/stop")"
nothing_left 'stop after kill -9'
for part in keycloak.pid database/cluster/postmaster.pid; do
    start
    kill -9 "$(head -1 "$data/$part" | cut -d' ' -f1)"
    wait_for 150 is_gone || fail "$part killed: processes are left: $(left)"
    says 'ended by itself' || fail "$part killed, and nothing said: $(cat "$output")"
    printf 'ok: %s killed: %s\n' "$part" "$(grep 'ended by itself' "$output")"
done

# --- ended while it starts ------------------------------------------------------------------------------------------
for seconds in 1 3 6 10; do
    begin
    wait_for 300 says 'Starting PostgreSQL' || fail "does not start: $(cat "$output")"
    sleep "$seconds"
    kill -INT -- "-$process" 2>/dev/null || fail "ended before Ctrl-C: $(cat "$output")"
    nothing_left "Ctrl-C $seconds s into the start"
done
begin
wait_for 300 says 'Starting PostgreSQL' || fail "does not start: $(cat "$output")"
sleep 2
docket stop --data "$data" >"$work/stop" 2>&1 || fail "stop while it starts: $(cat "$work/stop")"
nothing_left 'stop while it starts'

# --- data that does not fit -----------------------------------------------------------------------------------------
mv "$data/secrets.properties" "$work/secrets"
refused 'secrets lost' 'secrets.properties is missing' docket start --data "$data" --port "$port"
mv "$work/secrets" "$data/secrets.properties"
cp "$data/database/cluster/PG_VERSION" "$work/version"
printf '15\n' >"$data/database/cluster/PG_VERSION"
refused 'a database of another version' 'was written by PostgreSQL 15' docket start --data "$data" --port "$port"
cp "$work/version" "$data/database/cluster/PG_VERSION"
start
docket stop --data "$data" >/dev/null
nothing_left 'and after all that it starts and stops'
