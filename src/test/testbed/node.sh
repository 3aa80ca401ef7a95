# shellcheck shell=bash
# Sourced by up.sh: what containerd and kubelet are told.

# Without restrict_oom_score_adj no pod starts where even root may not lower that score. The network plugin is only there to make the
# node ready: every pod is on the host network.
containerd_settings() {
  cat <<TOML
version = 2
root = "$STATE/containerd"
state = "$RUN/containerd"
[grpc]
  address = "$CONTAINERD"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "testbed.local/pause:1"
  disable_apparmor = true
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$STATE/cni"
[plugins."io.containerd.internal.v1.opt"]
  path = "$STATE/containerd-opt"
TOML
}

cni_settings() { echo '{"cniVersion": "0.3.1", "name": "none", "plugins": [{"type": "loopback"}]}'; }

# Images are never collected, since they can be pulled from nowhere; a full disk ends pods only when next to nothing is left.
kubelet_settings() {
  cat <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: 127.0.0.1
healthzBindAddress: 127.0.0.1
authentication: {anonymous: {enabled: false}, webhook: {enabled: false}, x509: {clientCAFile: $STATE/pki/ca.crt}}
authorization: {mode: AlwaysAllow}
containerRuntimeEndpoint: unix://$CONTAINERD
cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
oomScoreAdj: 0
makeIPTablesUtilChains: false
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, nodefs.inodesFree: 1%, imagefs.available: 1%, imagefs.inodesFree: 1%}
podLogsDir: $STATE/podlogs
volumePluginDir: $STATE/volume-plugins
YAML
}
