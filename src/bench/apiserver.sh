# shellcheck shell=bash
# Sourced by operator.sh: etcd and an API server alone, out of the test bed's programs, with our definition and Argo's Workflow. Nothing
# else runs: no controller follows up on what is written, so every request comes from the operator, the load or the server itself.

# Another address and other ports than the test bed's, which may run at the same time.
server_settings() {
    . "$root/src/test/testbed/settings.sh"
    STATE=$(mktemp -d) LOGS=$STATE/logs
    KUBECONFIG=$STATE/kubeconfig KUBECACHEDIR=$STATE/kubectl API_ADDRESS=127.1.0.2
    mkdir "$STATE/pids" "$LOGS"
    . "$root/src/test/testbed/processes.sh"
    . "$root/src/test/testbed/keys.sh"
}

start_server() {
    [ -x "$BIN/kubernetes" ] || { echo "operator.sh: no API server; build the test bed with src/test/testbed/build.sh or set KUBECONFIG" >&2; exit 1; }
    make_keys 2>"$LOGS/openssl.log"
    local etcd=http://127.0.0.1:22379 etcd_peer=http://127.0.0.1:22380
    start etcd kubernetes etcd --data-dir "$STATE/etcd" --unsafe-no-fsync --log-level warn --listen-client-urls "$etcd" --advertise-client-urls "$etcd" \
        --listen-peer-urls "$etcd_peer" --initial-advertise-peer-urls "$etcd_peer" --initial-cluster "default=$etcd_peer"
    start apiserver kubernetes kube-apiserver --etcd-servers "$etcd" --bind-address "$API_ADDRESS" --secure-port 443 \
        --service-cluster-ip-range 127.1.0.0/24 --endpoint-reconciler-type none --authorization-mode RBAC \
        --tls-cert-file "$PKI/apiserver.crt" --tls-private-key-file "$PKI/apiserver.key" --client-ca-file "$PKI/ca.crt" \
        --service-account-issuer https://kubernetes.default.svc \
        --service-account-key-file "$PKI/accounts.key" --service-account-signing-key-file "$PKI/accounts.key"
    await 120 "the API server is ready" kubectl get --raw /readyz
    kubectl apply --server-side -f "$CACHE/argo-crds/argoproj.io_workflows.yaml" >/dev/null
}

# sign_in_as_a_pod NAMESPACE: from now on with a service account's token, as the operator does in its pod. The key of a client's certificate takes Java
# a fifth of a second to unpack.
sign_in_as_a_pod() {
    kubectl create serviceaccount operator --namespace "$1" >/dev/null
    kubectl create clusterrolebinding operator --clusterrole cluster-admin --serviceaccount "$1:operator" >/dev/null
    kubectl config set-credentials operator --token "$(kubectl create token operator --namespace "$1" --duration 24h)" >/dev/null
    kubectl config set-context --current --user operator >/dev/null
    kubectl config delete-user admin >/dev/null
}

stop_server() {
    finish apiserver KILL
    finish etcd KILL
    rm -rf "$STATE"
}
