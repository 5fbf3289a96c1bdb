#!/usr/bin/env bash
# The main job in a browser on the real collections: upload, half of the labels, train, search by predicted label.
# usage: deploy/tests/real-collections.sh [FOLDER]     (../shared/data/collections; contracts.zip, tickets.zip, *_labels.csv)
# Needs a JDK 25 in JAVA_HOME and Chromium. Screenshots: web-ui/target/screenshots/real-*.png
set -euo pipefail
folder=$(cd "$(dirname "$0")/../.." && realpath -m "${1:-../shared/data/collections}")
cd "$(dirname "$0")/../.."
# Trained as in the appliance, with the language model that is shipped.
export DOCKET_TRAINING_TIME=${DOCKET_TRAINING_TIME:-PT3M}
[ -f "$folder/contracts.zip" ] || { printf 'no contracts.zip in %s: name the folder of the collections\n' "$folder" >&2; exit 2; }
exec ./mvnw -B -ntp -pl web-ui -am test -Dmdep.analyze.skip=true -Dtest=RealCollectionsTrial -Dsurefire.failIfNoSpecifiedTests=false \
    -Ddocket.test.base-model="$PWD/ml/models/base-en" -Ddocket.collections="$folder"
