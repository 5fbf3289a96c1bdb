#!/usr/bin/env bash
# Kills the application with SIGKILL at random moments of an upload and proves that nothing acknowledged is lost or doubled.
# usage: deploy/tests/kill-upload.sh [FILES [KILLS [SEED]]]     (2000 files, 20 kills)
# Needs a JDK 25 in JAVA_HOME. Output of the killed application: web-ui/target/kill-trial.log
set -euo pipefail
cd "$(dirname "$0")/../.."
./mvnw -B -ntp -q package -DskipTests -Dmdep.analyze.skip=true
# With the modules it needs, so that a fresh clone can run it; -Dtest leaves their own tests out.
exec ./mvnw -B -ntp -pl web-ui -am test -Dmdep.analyze.skip=true -Dtest=KillUploadTrial -Dsurefire.failIfNoSpecifiedTests=false \
    -Ddocket.kill.files="${1:-2000}" -Ddocket.kill.kills="${2:-20}" -Ddocket.kill.seed="${3:-20261122}"
