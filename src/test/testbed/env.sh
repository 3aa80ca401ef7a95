#!/usr/bin/env bash
# env.sh: prints how the running test bed is reached, in the variables by which the cluster tests find any cluster. So
#     eval "$(src/test/testbed/env.sh)"
# makes tests, kubectl, argo and helm use a test bed that keeps running.
set -euo pipefail
cd "$(dirname "$0")"
. ./settings.sh
cat <<TEXT
export KUBECONFIG="$KUBECONFIG"
export PATH="$BIN:\$PATH"
export E2E_TOOLS="$BIN"
export E2E_S3_ENDPOINT="http://127.0.0.1:$S3_PORT"
export E2E_S3_ACCESS_KEY="$S3_ACCESS_KEY"
export E2E_S3_SECRET_KEY="$S3_SECRET_KEY"
export E2E_S3_KILL="'$TESTBED/minio.sh' kill"
export E2E_S3_START="'$TESTBED/minio.sh' start"
export E2E_ARGO_SERVER="http://127.0.0.1:$ARGO_SERVER_PORT"
export E2E_SHELL_IMAGE="testbed.local/busybox:1"
TEXT
