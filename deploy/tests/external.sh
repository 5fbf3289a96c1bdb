#!/usr/bin/env bash
# An appliance over a PostgreSQL and a Keycloak that it did not start: the settings of docs/administrators.md, and each mistake in them.
# usage: deploy/tests/external.sh [FOLDER [PORT]]     (a new temporary folder, 18280; PORT to PORT+4 are used)
# Needs a PostgreSQL of its own (POSTGRESQL_BIN, or the newest in /usr/lib/postgresql) and the Keycloak that ./docket start prepares.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=deploy/tests/lib.sh
. "$root/deploy/tests/lib.sh"
work=$(realpath -m "${1:-$(mktemp -d)}")
port=${2:-18280}
address=http://localhost:$port
postgresql=${POSTGRESQL_BIN:-$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1)}
[ -x "$postgresql/initdb" ] || fail "no PostgreSQL in POSTGRESQL_BIN or /usr/lib/postgresql: install the package 'postgresql'"
version=$(sed -n 's:.*<keycloak.version>\(.*\)</keycloak.version>.*:\1:p' "$root/pom.xml")
keycloak=${DOCKET_CACHE:-$HOME/.cache/docket}/keycloak-$version-postgresql/keycloak-$version
[ -x "$keycloak/bin/kc.sh" ] || fail "no Keycloak in $keycloak: './docket start' prepares it"
# Needed by Keycloak's scripts, which ./docket finds by itself.
[ -n "${JAVA_HOME:-}" ] || fail "JAVA_HOME must name a JDK"
export JAVA_HOME
mkdir -p "$work"
chmod 755 "$work"
output=$work/output
realm=http://localhost:$((port + 4))
secret=external-secret-of-more-than-32-characters
kc_process=
process=

as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

sql() {
    as_postgres "$postgresql/psql" -qAt -h 127.0.0.1 -p $((port + 3)) -U postgres -v ON_ERROR_STOP=1 "$@"
}

cleanup() {
    "$root/docket" stop --data "$work/data" >/dev/null 2>&1 || true
    [ -z "$kc_process" ] || kill "$kc_process" 2>/dev/null || true
    as_postgres "$postgresql/pg_ctl" stop -D "$work/postgresql/cluster" -m fast >/dev/null 2>&1 || true
}
trap cleanup EXIT

# with SETTING=VALUE…: the appliance's command line with right settings, the given ones instead.
with() {
    env DOCKET_DB_URL="jdbc:postgresql://127.0.0.1:$((port + 3))/docket" \
        DOCKET_DB_USER=docket_app DOCKET_DB_PASSWORD=app DOCKET_DB_OWNER_USER=docket_owner DOCKET_DB_OWNER_PASSWORD=owner \
        DOCKET_OIDC_URL="$realm/realms/docket" DOCKET_OIDC_SECRET="$secret" "$@" \
        "$root/docket" start --data "$work/data" --port "$port"
}

# refused NAME PATTERN SETTING…
refused() {
    local name=$1 pattern=$2
    shift 2
    if with "$@" >"$output" 2>&1 </dev/null; then
        fail "$name: it started"
    fi
    [ "$(grep -c '^docket: ' "$output")" = 1 ] || fail "$name: not one line: $(cat "$output")"
    grep '^docket: ' "$output" | grep -q -- "$pattern" || fail "$name: says something else: $(cat "$output")"
    if grep -q '^	at ' "$output"; then
        fail "$name: says more: $(cat "$output")"
    fi
    printf 'ok: %s: %s\n' "$name" "$(grep '^docket: ' "$output")"
}

mkdir -p "$work/postgresql"
printf 'super\n' >"$work/postgresql/password"
[ "$(id -u)" != 0 ] || chown -R postgres "$work/postgresql"
as_postgres "$postgresql/initdb" -D "$work/postgresql/cluster" -U postgres --auth-local=trust --auth-host=scram-sha-256 \
    --encoding=UTF8 --locale=C --pwfile="$work/postgresql/password" >"$work/initdb.log" 2>&1 || fail "initdb: $(cat "$work/initdb.log")"
export PGPASSWORD=super
as_postgres "$postgresql/pg_ctl" start -D "$work/postgresql/cluster" -w -l "$work/postgresql/log" \
    -o "-p $((port + 3)) -c listen_addresses=127.0.0.1 -c unix_socket_directories=" >/dev/null
sql -d postgres <<'SQL'
CREATE ROLE docket_owner LOGIN PASSWORD 'owner';
CREATE ROLE docket_app LOGIN PASSWORD 'app' NOSUPERUSER NOBYPASSRLS;
CREATE DATABASE docket OWNER docket_owner;
REVOKE ALL ON DATABASE docket FROM PUBLIC;
GRANT CONNECT ON DATABASE docket TO docket_app;
CREATE ROLE keycloak LOGIN PASSWORD 'keycloak';
CREATE DATABASE keycloak OWNER keycloak;
SQL
KC_DB_URL="jdbc:postgresql://127.0.0.1:$((port + 3))/keycloak" KC_DB_USERNAME=keycloak KC_DB_PASSWORD=keycloak \
    KC_BOOTSTRAP_ADMIN_USERNAME=admin KC_BOOTSTRAP_ADMIN_PASSWORD=admin JAVA_OPTS_KC_HEAP='-Xms64m -Xmx256m' \
    "$keycloak/bin/kc.sh" start --optimized --cache=local --http-enabled=true --http-port=$((port + 4)) \
    --hostname="$realm" >"$work/keycloak.log" 2>&1 &
kc_process=$!
wait_for 600 curl -sf -o "$work/answer" "$realm/realms/master" || fail "Keycloak does not answer: $(tail -3 "$work/keycloak.log")"
refused 'no realm' 'There is no realm' DOCKET_DB_PASSWORD=app
sed -e "s|@APPLICATION_URL@|$address|" -e "s|@PAGES_CLIENT_SECRET@|$secret|" "$root/deploy/keycloak/docket-realm.json" >"$work/realm.json"
kcadm() {
    # The prepared Keycloak has its starting script executable only.
    bash "$keycloak/bin/kcadm.sh" "$@" --config "$work/kcadm.config" 2>>"$work/kcadm.log" || fail "kcadm $1: $(tail -3 "$work/kcadm.log")"
}
kcadm config credentials --server "$realm" --realm master --user admin --password admin
kcadm create realms -f "$work/realm.json"
organisation=$(kcadm create organizations -r docket -i -s name=External -s alias=external -s 'domains=[{"name":"external.example"}]')
person=$(kcadm create users -r docket -i -s username=ext-admin -s enabled=true -s firstName=Ext -s lastName=Admin -s email=a@external.example)
kcadm set-password -r docket --username ext-admin --new-password external-password
kcadm add-roles -r docket --uusername ext-admin --rolename tenant-admin
kcadm create "organizations/$organisation/members" -r docket -b "$person"

refused 'wrong password of the application' 'DOCKET_DB_PASSWORD' DOCKET_DB_PASSWORD=wrong
refused 'wrong password of the owner' 'DOCKET_DB_OWNER_PASSWORD' DOCKET_DB_OWNER_PASSWORD=wrong
refused 'no such database' 'create the database' "DOCKET_DB_URL=jdbc:postgresql://127.0.0.1:$((port + 3))/nothing"
refused 'not an address' 'jdbc:postgresql://HOST' DOCKET_DB_URL=postgres://localhost/docket
refused 'one role for both' 'role of its own' DOCKET_DB_USER=docket_owner DOCKET_DB_PASSWORD=owner
sql -d postgres -c 'ALTER ROLE docket_app BYPASSRLS'
refused 'a role that passes row-level security' 'NOBYPASSRLS' DOCKET_DB_PASSWORD=app
sql -d postgres -c 'ALTER ROLE docket_app NOBYPASSRLS'
refused 'another secret' 'refuses the client docket-web' DOCKET_OIDC_SECRET=another-secret-of-more-than-32-characters
refused 'another name of the realm' 'calls itself' "DOCKET_OIDC_URL=http://127.0.0.1:$((port + 4))/realms/docket"

with A=b >"$output" 2>&1 &
process=$!
is_ready() {
    kill -0 "$process" 2>/dev/null || fail "the start ended: $(cat "$output")"
    grep -q 'Docket is ready' "$output"
}
wait_for 600 is_ready || fail "not ready: $(cat "$output")"
sign_in "$address" ext-admin external-password "$work/cookies" | grep -q '<title>Home' || fail 'the sign-in failed'
printf 'ok: starts over PostgreSQL %s and a Keycloak of its own, somebody signed in: %s\n' \
    "$(sql -d postgres -c 'SHOW server_version')" "$(grep 'Started in' "$output")"
"$root/docket" status --data "$work/data" | grep -v WARNING
"$root/docket" stop --data "$work/data" >/dev/null
wait_for 60 test ! -d "/proc/$process" || fail 'it does not stop'
kill -0 "$kc_process" || fail 'its stop ended a Keycloak that it did not start'
[ "$(sql -d docket -c 'SELECT count(*) > 10 FROM flyway_schema_history')" = t ] || fail 'its stop ended a PostgreSQL that it did not start'
printf 'ok: after its stop both go on\n'
