#!/usr/bin/env bash
# images.sh JDK: packs the images that the test bed itself needs, and the base that the project's own images are put on here.
set -euo pipefail
cd "$(dirname "$0")"
. ./settings.sh
jdk=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

stamp=$(cat pack.sh images.sh java_base.sh "$BIN/.argo" "$jdk/release" <(busybox | head -1) | sha256sum | cut -c1-16)
if [ "$(cat "$BIN/.images" 2>/dev/null)" = "$stamp" ]; then exit; fi

# root NAME: an empty root file system with the users that pods run as
root() {
  mkdir -p "$work/$1"/{bin,etc,root,home/app} "$work/$1/tmp"
  chmod 1777 "$work/$1/tmp"
  printf '%s\n' 'root:x:0:0::/root:/bin/sh' 'app:x:10001:10001::/home/app:/bin/false' >"$work/$1/etc/passwd"
  printf '%s\n' 'root:x:0:' 'app:x:10001:' >"$work/$1/etc/group"
  echo 'hosts: files dns' >"$work/$1/etc/nsswitch.conf"
}

# shell NAME: BusyBox under all its names
shell() {
  local name
  cp "$(command -v busybox)" "$work/$1/bin/busybox"
  for name in $(busybox --list); do [ "$name" = busybox ] || ln -s busybox "$work/$1/bin/$name"; done
}

path='"Env": ["PATH=/bin"]'

root busybox
shell busybox
./pack.sh testbed.local/busybox:1 "$work/busybox" "$IMAGES/busybox.tar" "{$path}"

# Every pod's first container, which holds its name spaces: it waits, and goes when told to.
./pack.sh testbed.local/pause:1 "$work/busybox" "$IMAGES/pause.tar" \
  "{$path, \"Entrypoint\": [\"/bin/sh\", \"-c\", \"trap 'exit 0' TERM INT; while :; do sleep 86400 & wait; done\"]}"

root argoexec
cp "$BIN/argoexec" "$work/argoexec/bin/"
./pack.sh "quay.io/argoproj/argoexec:$ARGO_VERSION" "$work/argoexec" "$IMAGES/argoexec.tar" "{$path, \"Entrypoint\": [\"argoexec\"]}"

root java
shell java
./java_base.sh "$jdk" "$work/java"
./pack.sh testbed.local/java:17 "$work/java" "$BIN/java-base.tar" \
  '{"Env": ["PATH=/opt/java/bin:/bin", "JAVA_HOME=/opt/java", "LANG=C.UTF-8"]}'

echo "$stamp" >"$BIN/.images"
say "packed the images: $(cd "$CACHE" && du -h --apparent-size images/*.tar bin/java-base.tar | awk '{printf "%s %s  ", $2, $1}')"
