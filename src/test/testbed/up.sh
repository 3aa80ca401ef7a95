#!/usr/bin/env bash
# up.sh: starts the test bed, always empty, on loopback alone. With TESTBED_OWNER=PID it ends by itself when that process has gone.
set -euo pipefail
cd "$(dirname "$0")"
. ./settings.sh
. ./requirements.sh
. ./processes.sh
. ./keys.sh
. ./node.sh
require_host
require_programs
[ -f "$BIN/.images" ] || refuse "is not built yet, run $TESTBED/build.sh first"

# One machine holds one test bed. What an earlier one left is cleared away; one that somebody is using is not.
owner=$(cat "$RUN/owner" 2>/dev/null || true)
if [ -n "$owner" ] && [ "$owner" != "${TESTBED_OWNER:-}" ] && alive "$owner"; then
  refuse "is in use by process $owner"
fi
if [ -d "$RUN" ]; then env -u TESTBED_OWNER ./down.sh; else rm -rf "$STATE"; fi   # the machine went down: /run is empty, the cache is not
trap '[ $? = 0 ] || env -u TESTBED_OWNER ./down.sh' EXIT

mkdir -p "$STATE"/{pids,cni,s3,kubelet} "$LOGS" "$RUN"
rm -f "$LOGS"/*.log
echo "$CACHE" >"$RUN/cache"
if [ -n "${TESTBED_OWNER:-}" ]; then
  echo "$TESTBED_OWNER" >"$RUN/owner"
  setsid bash -c "tail --pid=$TESTBED_OWNER -f /dev/null; exec ./down.sh" >/dev/null 2>&1 </dev/null &
  echo $! >"$RUN/watchdog"
fi
sysctl vm.overcommit_memory kernel.panic kernel.panic_on_oops >"$RUN/sysctl"   # kubelet sets them; down.sh sets them back
make_keys "$LOGS/openssl.log"

# An image that was not imported fails at once instead of being looked for in the world.
offline=(env HTTP_PROXY=http://127.0.0.1:1 HTTPS_PROXY=http://127.0.0.1:1 "NO_PROXY=127.0.0.0/8,localhost")
containerd_settings >"$STATE/containerd.toml"
cni_settings >"$STATE/cni/10-none.conflist"
start containerd "${offline[@]}" containerd --config "$STATE/containerd.toml"
start_minio

etcd=http://127.0.0.1:$ETCD_PORT etcd_peer=http://127.0.0.1:$ETCD_PEER_PORT
start etcd kubernetes etcd --data-dir "$STATE/etcd" --unsafe-no-fsync --log-level warn \
  --listen-client-urls "$etcd" --advertise-client-urls "$etcd" \
  --listen-peer-urls "$etcd_peer" --initial-advertise-peer-urls "$etcd_peer" --initial-cluster "default=$etcd_peer"
start apiserver kubernetes kube-apiserver --etcd-servers "$etcd" --bind-address "$API_ADDRESS" --secure-port 443 \
  --service-cluster-ip-range "$SERVICE_RANGE" --endpoint-reconciler-type none --authorization-mode RBAC --allow-privileged \
  --tls-cert-file "$PKI/apiserver.crt" --tls-private-key-file "$PKI/apiserver.key" --client-ca-file "$PKI/ca.crt" \
  --service-account-issuer https://kubernetes.default.svc \
  --service-account-key-file "$PKI/accounts.key" --service-account-signing-key-file "$PKI/accounts.key" \
  --kubelet-client-certificate "$PKI/admin.crt" --kubelet-client-key "$PKI/admin.key" --kubelet-preferred-address-types Hostname \
  --feature-gates MutatingAdmissionPolicy=true --runtime-config admissionregistration.k8s.io/v1beta1=true
await 60 "containerd answers" ctr --address "$CONTAINERD" version
./import.sh "$IMAGES"/*.tar
await 120 "the API server is ready" kubectl get --raw /readyz

start controllers kubernetes kube-controller-manager --kubeconfig "$KUBECONFIG" --leader-elect=false --bind-address 127.0.0.1 \
  --service-account-private-key-file "$PKI/accounts.key" --root-ca-file "$PKI/ca.crt"
start scheduler kubernetes kube-scheduler --kubeconfig "$KUBECONFIG" --leader-elect=false --bind-address 127.0.0.1
kubelet_settings >"$STATE/kubelet.yaml"
start kubelet kubernetes kubelet --kubeconfig "$KUBECONFIG" --config "$STATE/kubelet.yaml" --root-dir "$STATE/kubelet" \
  --cert-dir "$STATE/kubelet/pki" --hostname-override localhost

# The full definitions, with Argo's own schemas, so that a workflow that another cluster would refuse is refused here. They are too
# large for the annotation of a client-side apply.
kubectl apply -f manifests/ >/dev/null
kubectl apply --server-side -f "$CACHE/argo-crds" >/dev/null
# kubectl gives up on a definition that has no conditions yet, so it is asked until it says yes.
await 60 "Argo's definitions are established" \
  kubectl wait --for=condition=Established crd/workflows.argoproj.io crd/workflowtaskresults.argoproj.io --timeout=1s
start workflow-controller env LEADER_ELECTION_DISABLE=true DEFAULT_REQUEUE_TIME=200ms POD_NAME=host "${offline[@]}" \
  workflow-controller --kubeconfig "$KUBECONFIG" --namespace argo --executor-image "quay.io/argoproj/argoexec:$ARGO_VERSION" \
  --qps 200 --burst 400
start argo-server argo server --kubeconfig "$KUBECONFIG" --namespace argo --auth-mode server --secure=false --port "$ARGO_SERVER_PORT"

await 60 "MinIO is ready" minio_ready
curl -fsS -o /dev/null --aws-sigv4 aws:amz:us-east-1:s3 --user "$S3_ACCESS_KEY:$S3_SECRET_KEY" -X PUT "http://127.0.0.1:$S3_PORT/$S3_BUCKET" \
  -H "x-amz-content-sha256: $(sha256sum </dev/null | cut -d' ' -f1)"
await 120 "the node is ready" kubectl wait --for=condition=Ready node/localhost --timeout=1s
await 60 "Argo's controller is ready" curl -fs http://127.0.0.1:6060/healthz
await 60 "Argo's server is ready" curl -fs "http://127.0.0.1:$ARGO_SERVER_PORT/api/v1/version"
say "it is up; eval \"\$($TESTBED/env.sh)\" makes kubectl, argo, helm and the tests use it"
