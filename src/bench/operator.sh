#!/usr/bin/env bash
# One side of the row "operator": operator.sh [NUMBER] puts that many ModelReassemblies before the packaged operator and prints figures as JSON.
# With KUBECONFIG on that cluster, where nothing may run Workflows; without it on an API server of its own, of the test bed's programs.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
number=${1:-1000}
namespace=operator-load

[ -f "$root/operator/controller/target/quarkus-app/quarkus-run.jar" ] || { echo "operator.sh: build operator/controller first" >&2; exit 1; }
if [ -n "${KUBECONFIG:-}" ]; then
    tidy() { kubectl delete namespace "$namespace" --wait=false; }
else
    . "$here/apiserver.sh"
    server_settings
    tidy() { stop_server; }
fi
proxy=
trap '[ -z "$proxy" ] || kill "$proxy"; tidy >/dev/null' EXIT
[ -z "${STATE:-}" ] || start_server

kubectl apply --server-side -f "$root/manifests/crd/modelreassemblies.reassembly.dev-v1.yml"
# kubectl gives up on a definition that has no conditions yet, so it is asked until it says yes.
for _ in {1..100}; do
    ! kubectl wait --for=condition=Established crd/modelreassemblies.reassembly.dev crd/workflows.argoproj.io --timeout=1s 2>/dev/null || break
    sleep 0.2
done
kubectl create namespace "$namespace"
port=$(mktemp)
kubectl proxy --port=0 >"$port" &
proxy=$!
until grep -q ':[0-9]*$' "$port"; do kill -0 "$proxy"; sleep 0.1; done
address=http://$(grep -o '127.0.0.1:[0-9]*$' "$port")
rm "$port"
[ -z "${STATE:-}" ] || sign_in_as_a_pod "$namespace"
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$here/target/performance.jar:$here/target/lib/*" dev.reassembly.performance.operator.OperatorLoad \
    "$address" "$namespace" "$number" "$root"
