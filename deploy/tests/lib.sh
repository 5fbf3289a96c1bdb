# Shared by the trials of start and stop; sourced, not run.
# shellcheck shell=bash

# What a trial says when it fails.
fail() {
    printf '%s: %s\n' "$(basename "$0" .sh)" "$1" >&2
    exit 1
}

seconds_since() {
    awk -v begin="$1" -v end="$(date +%s.%N)" 'BEGIN { printf "%.1f", end - begin }'
}

# The address that the first form of a page sends to.
form_action() {
    grep -o 'action="[^"]*"' | head -1 | sed -e 's/^action="//' -e 's/"$//' -e 's/&amp;/\&/g'
}

# sign_in ADDRESS USER PASSWORD COOKIES: follows the sign-in as a browser does, prints the page that comes after it.
sign_in() {
    local address=$1 user=$2 password=$3 jar=$4 page action
    rm -f "$jar"
    page=$(curl -sS -L -c "$jar" -b "$jar" "$address/" 2>/dev/null) || return 1
    action=$(printf '%s' "$page" | form_action)
    [ -n "$action" ] || return 1
    if ! printf '%s' "$page" | grep -q 'id="password"'; then
        # Organisations make Keycloak ask for the name first.
        page=$(curl -sS -L -c "$jar" -b "$jar" --data-urlencode "username=$user" "$action" 2>/dev/null) || return 1
        action=$(printf '%s' "$page" | form_action)
        [ -n "$action" ] || return 1
    fi
    curl -sS -L -c "$jar" -b "$jar" --data-urlencode "username=$user" --data-urlencode "password=$password" "$action" 2>/dev/null
}

# wait_for SECONDS COMMAND…: until the command succeeds.
wait_for() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.2
    done
}
