# shellcheck shell=bash disable=SC2034
# Sourced by every script of the test bed: versions, places and addresses. Nothing is written outside these places but Debian
# packages, pods' control groups and /var/log/containers, and down.sh takes the latter two away again.

KUBERNETES_VERSION=v1.34.4
ARGO_VERSION=v4.0.5
ARGO_SUM=h1:/1lru5oXUd+k6KEDUps6rLX5OKfi1jTfabgXTly/VFU=
HELM_VERSION=v3.18.6
HELM_SUM=h1:S/2CqcYnNfLckkHLI0VgQbxgcDaU3N4A/46E3n9wSNY=
# etcd and MinIO are pinned by the go.mod files beside this one; containerd and runc are those of the Debian release.

TESTBED=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${REASSEMBLY_TESTBED:-${XDG_CACHE_HOME:-$HOME/.cache}/reassembly-testbed}
BIN=$CACHE/bin          # what build.sh made; java-base.tar is there too
IMAGES=$CACHE/images    # image archives; up.sh imports all of them
STATE=$CACHE/state      # the running cluster; gone after down.sh
LOGS=$CACHE/logs        # output of the last cluster's processes; kept for a look afterwards
RUN=/run/reassembly-testbed
KUBECONFIG=$STATE/kubeconfig
PATH=$BIN:$PATH
KUBECACHEDIR=$STATE/kubectl
export KUBECONFIG KUBECACHEDIR PATH

# The API server listens on the very address that the Service "kubernetes" gets, so in-cluster clients find it without kube-proxy.
API_ADDRESS=127.1.0.1
SERVICE_RANGE=127.1.0.0/24
ETCD_PORT=12379
ETCD_PEER_PORT=12380
S3_PORT=19000
ARGO_SERVER_PORT=12746
S3_ACCESS_KEY=testbed
S3_SECRET_KEY=testbed-secret
S3_BUCKET=artifacts
CONTAINERD=$RUN/containerd.sock

say() { printf 'test bed: %s\n' "$*"; }

# The only way to give up: one sentence, and what to do instead.
refuse() {
  printf 'The test bed %s. Point KUBECONFIG at a cluster with Argo Workflows and an S3 store instead, or leave the cluster tests out with -DskipE2E.\n' "$*" >&2
  exit 1
}

containers() { ctr --address "$CONTAINERD" --namespace k8s.io "$@"; }
