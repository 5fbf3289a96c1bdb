#!/usr/bin/env bash
# Extracts a folder of hostile files and compares each outcome with the tags of its manifest.csv.
# usage: deploy/tests/extract-agreement.sh [FOLDER]     (../shared/data/files)
# Needs a JDK 25 in JAVA_HOME.
set -euo pipefail
folder=$(cd "$(dirname "$0")/../.." && realpath -m "${1:-../shared/data/files}")
cd "$(dirname "$0")/../.."
[ -f "$folder/manifest.csv" ] || { printf 'no manifest.csv in %s: name the folder of the files\n' "$folder" >&2; exit 2; }
exec ./mvnw -B -ntp -pl ingest test -Dmdep.analyze.skip=true -Dtest=AgreementTrial -Dsurefire.failIfNoSpecifiedTests=false \
    -Ddocket.files="$folder"
