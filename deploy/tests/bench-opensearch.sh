#!/usr/bin/env bash
# Runs ./docket bench index beside a real OpenSearch server (its jars, from Maven Central, in a JVM of its own) and prints both.
# usage: deploy/tests/bench-opensearch.sh [OPTIONS OF bench index]     (--documents 100000 --json, for example)
# Needs a JDK 25 in JAVA_HOME. Both engines get the heap of DOCKET_PEER_HEAP (2g). The server's log: target/opensearch.log
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
peer=$root/deploy/tests/opensearch
port=${DOCKET_PEER_PORT:-9271}
heap=${DOCKET_PEER_HEAP:-2g}
mkdir -p "$root/target"
work=$(mktemp -d)
server=
finish() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap finish EXIT
"$root/mvnw" -B -ntp -q -f "$peer/pom.xml" compile dependency:build-classpath -Dmdep.outputFile="$work/classpath"
"$JAVA_HOME/bin/java" -Xms"$heap" -Xmx"$heap" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -cp "$peer/target/classes:$(cat "$work/classpath")" \
    io.docket.peer.OpenSearchServer "$work/server" "$port" >"$work/out" 2>"$root/target/opensearch.log" &
server=$!
until grep -q '^ready$' "$work/out"; do
    kill -0 "$server" 2>/dev/null || { echo "OpenSearch did not start: see target/opensearch.log" >&2; exit 1; }
    sleep 1
done
# --data: both indexes lie on the same disk
DOCKET_JAVA_OPTS="-Xmx$heap ${DOCKET_JAVA_OPTS:-}" "$root/docket" bench index --opensearch "http://127.0.0.1:$port" --data "$work" "$@"
