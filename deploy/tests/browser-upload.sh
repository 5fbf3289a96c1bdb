#!/usr/bin/env bash
# Sends a folder of many small files, or one large archive, with a real browser. The folder's tab is closed, the server killed
# (SIGKILL) and the line cut on the way; at the end every file must be accounted for.
# usage: deploy/tests/browser-upload.sh small [FILES]       (20000 files of about 2 KB; 300000 is the full trial)
#        deploy/tests/browser-upload.sh large [MEGABYTES]   (4096)
# Needs a JDK 25 in JAVA_HOME and Chromium. QUIET=true leaves the disturbances out, SETTLE=false does not wait until the files
# are searchable. Output of the application: web-ui/target/browser-upload/application.log
set -euo pipefail
cd "$(dirname "$0")/../.."
case ${1:-} in
    small) test=everySmallFileIsAccountedForWhateverHappensOnTheWay size=-Ddocket.upload.files=${2:-20000} ;;
    large) test=aLargeArchiveArrivesInPieces size=-Ddocket.upload.megabytes=${2:-4096} ;;
    *) sed -n '2,8s/^# //p' "$0" >&2; exit 2 ;;
esac
[ "${QUIET:-false}" = true ] && disturb=false || disturb=true
./mvnw -B -ntp -q package -DskipTests -Dmdep.analyze.skip=true
# With the modules it needs, so that a fresh clone can run it; -Dtest leaves their own tests out.
exec ./mvnw -B -ntp -pl web-ui -am test -Dmdep.analyze.skip=true -Dtest="BrowserUploadTrial#$test" \
    -Dsurefire.failIfNoSpecifiedTests=false "$size" -Ddocket.upload.disturb="$disturb" -Ddocket.upload.settle="${SETTLE:-true}"
