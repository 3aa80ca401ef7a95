#!/usr/bin/env bash
# status.sh: what of the test bed is built, what runs, and how to reach it.
set -euo pipefail
cd "$(dirname "$0")"
. ./settings.sh
. ./processes.sh
say "built in $BIN: $(cd "$BIN" 2>/dev/null && ls -x -w 0 || echo nothing)"
if [ ! -d "$STATE/pids" ]; then
  say "nothing runs"
  exit
fi
for file in "$STATE"/pids/*; do
  name=$(basename "$file")
  if running "$name"; then
    printf '%-20s %8s kB\n' "$name" "$(awk '/^VmRSS/ {print $2}' "/proc/$(<"$file")/status")"
  else
    printf '%-20s ended\n' "$name"
  fi
done
./env.sh
kubectl get pods --all-namespaces
