#!/usr/bin/env bash
# From a fresh clone to a usable page, as a newcomer gets there: nothing built, an empty Maven repository, nothing prepared
# on the machine, the default java. Then the same once more, warm. Prints seconds and memory.
# usage: deploy/tests/fresh-clone.sh [FOLDER [PORT]]     (a new temporary folder, 18080; with a FOLDER of an earlier run, warm only)
# Needs git, curl and the network. What it made stays in FOLDER: about 5 GB.
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=deploy/tests/lib.sh
. "$source/deploy/tests/lib.sh"
work=${1:-$(mktemp -d)}
port=${2:-18080}
mkdir -p "$work/home"
address=http://localhost:$port
started=

docket() {
    env -u JAVA_HOME HOME="$work/home" MAVEN_USER_HOME="$work/home/.m2" MAVEN_ARGS="-Dmaven.repo.local=$work/repository" \
        DOCKET_CACHE="$work/cache" "$work/clone/docket" "$@"
}

cleanup() {
    if [ -n "$started" ]; then
        docket stop --data "$work/data" >/dev/null 2>&1 || true
    fi
}
trap cleanup EXIT

# Starts the appliance and waits for the first page after the sign-in. Prints "name: seconds".
start() {
    local name=$1 begin page password output=$work/$1.out process
    begin=$(date +%s.%N)
    docket start --demo --data "$work/data" --port "$port" >"$output" 2>&1 &
    process=$!
    started=yes
    until grep -q 'Docket is ready' "$output"; do
        kill -0 "$process" 2>/dev/null || { cat "$output" >&2; fail "the start ended"; }
        sleep 0.2
    done
    printf '%-28s %8s s until "Docket is ready" (load %s)\n' "$name" "$(seconds_since "$begin")" "$(cut -d' ' -f1 /proc/loadavg)"
    password=$(cat "$work/data/demo-password.txt")
    page=$(sign_in "$address" demo-admin "$password" "$work/cookies") || fail "the sign-in failed"
    printf '%s' "$page" | grep -q '<title>Home' || fail "the page after the sign-in is not ours: $(printf '%s' "$page" | head -c 300)"
    printf '%-28s %8s s until the first page after the sign-in\n' "$name" "$(seconds_since "$begin")"
    if [ "$name" = cold ]; then
        # The demonstration is loaded when its classifier labels documents.
        until curl -sS -b "$work/cookies" "$address/search?q=agreement" | grep -q 'class="[^"]*chip'; do
            [ "$(seconds_since "$begin" | cut -d. -f1)" -lt 3600 ] || fail "the demonstration was not labelled within an hour"
            sleep 1
        done
        printf '%-28s %8s s until a search shows predicted labels\n' "$name" "$(seconds_since "$begin")"
    fi
    docket status --data "$work/data" | sed "s/^/    /"
    begin=$(date +%s.%N)
    docket stop --data "$work/data" >/dev/null
    wait "$process" || true
    started=
    printf '%-28s %8s s to stop\n' "$name" "$(seconds_since "$begin")"
}

printf 'java: %s\nfolder: %s\n' "$(java -version 2>&1 | head -1)" "$work"
if [ -d "$work/clone" ]; then
    printf 'the clone is there: no cold start\n'
else
    git clone -q --no-hardlinks "$source" "$work/clone"
    mkdir -p "$work/repository"
    start cold
fi
printf 'Maven repository: %s MB, prepared programs: %s MB, data: %s MB\n' \
    "$(du -sm "$work/repository" | cut -f1)" "$(du -sm "$work/cache" | cut -f1)" "$(du -sm "$work/data" | cut -f1)"
start second
start third
# Nothing of it may be left.
! pgrep -af -- "$work/data" || fail "processes are left"
printf 'nothing is left running\n'
