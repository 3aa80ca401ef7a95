#!/usr/bin/env bash
# minio.sh kill|start: takes the running test bed's object store away without warning, or brings it back with what was in it.
set -euo pipefail
cd "$(dirname "$0")"
. ./settings.sh
. ./processes.sh
case ${1:-} in
kill) finish minio KILL ;;
start)
  running minio || start_minio
  await 60 "MinIO is ready" minio_ready
  ;;
*)
  echo "usage: minio.sh kill|start" >&2
  exit 2
  ;;
esac
