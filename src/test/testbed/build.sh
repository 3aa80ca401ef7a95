#!/usr/bin/env bash
# build.sh: builds or installs everything that the test bed runs, from package registries alone. What is current is kept.
set -euo pipefail
cd "$(dirname "$0")"
. ./settings.sh
. ./requirements.sh
. ./compile.sh
require_host
require_go
require_jdk
mkdir -p "$BIN" "$IMAGES"
exec 9>"$CACHE/build.lock"
flock -n 9 || { say "another build of the test bed is under way; waiting for it"; flock 9; }
[ -e "$BIN/helm" ] || require_space 13
require_programs
want_browser

compile kubernetes "$KUBERNETES_VERSION" kubernetes
compile minio pinned minio
compile argo "$ARGO_VERSION $ARGO_SUM"
compile helm "$HELM_VERSION $HELM_SUM"
forget_sources
./images.sh "$JDK"
say "everything is built, in $BIN, after $SECONDS s"
