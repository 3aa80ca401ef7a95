#!/usr/bin/env bash
# Measures this project beside its peers: performance.sh [--only NAME,...] [FOLDER], the folder being what fetch.sh made.
# Builds, sets up the peers (PyTorch and ONNX Runtime from PyPI, 3 GB) in target/peers, runs every row, and writes docs/performance.csv.
# Needs python3 with venv. Nothing else should run meanwhile.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
only=()
if [ "${1:-}" = --only ]; then
    [ $# -ge 2 ] || { echo "performance.sh: --only needs names" >&2; exit 2; }
    only=(--only "$2")
    shift 2
fi
[ $# -le 1 ] || { echo "usage: $0 [--only NAME,...] [FOLDER]" >&2; exit 2; }
assets=()
[ $# -eq 0 ] || assets=(--assets "$(cd "$1" && pwd)")

log=$here/target/build.log
mkdir -p "$here/target"
echo "Building..." >&2
mvn -B -ntp -q -f "$root/pom.xml" -pl src/bench,operator/controller -am package -DskipTests >"$log" 2>&1 || { tail -n 40 "$log" >&2; exit 1; }
venv=${REASSEMBLY_PEERS:-$here/target/peers}
if ! cmp -s "$here/peers/requirements.txt" "$venv/ready"; then
    echo "Setting up the peers in $venv..." >&2
    python3 -m venv "$venv" || { echo "performance.sh: python3 -m venv failed; on Debian: apt-get install python3-venv" >&2; exit 1; }
    "$venv/bin/pip" install -q --disable-pip-version-check -r "$here/peers/requirements.txt"
    cp "$here/peers/requirements.txt" "$venv/ready"
fi

# The same for every process, ours and the peers': huge pages, one arena, no trimming, as ./reassemble sets them, and waiting threads that don't spin.
export THP_MEM_ALLOC_ENABLE=1 MALLOC_ARENA_MAX=1 MALLOC_TOP_PAD_=268435456 MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=1073741824
export GOMP_SPINCOUNT=10000
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$here/target/performance.jar:$here/target/lib/*" dev.reassembly.performance.Main --suite "$here/performance.yaml" --docs "$root/docs" \
    --python "$venv/bin/python" --logs "$here/target/logs" "${assets[@]}" "${only[@]}"
