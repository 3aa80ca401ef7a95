# shellcheck shell=bash
# Sourced by build.sh and up.sh: says what is missing on this machine, and installs what Debian has.

require_host() {
  [ "$(uname -s)" = Linux ] || refuse "needs Linux, and this is $(uname -s)"
  [ "$(uname -m)" = x86_64 ] || refuse "needs an x86-64 processor, and this is $(uname -m)"
  [ "$(id -u)" = 0 ] || refuse "needs root, since it runs a container runtime and a kubelet"
}

require_go() {
  command -v go >/dev/null || refuse "needs Go 1.25.7 or later to build Kubernetes, and there is no go on the PATH"
  local version
  version=$(go env GOVERSION)
  printf '%s\n' go1.25.7 "$version" | sort --check=quiet --version-sort || refuse "needs Go 1.25.7 or later, and this is $version"
}

# require_space GB: for the cache, before anything is compiled; a disk that fills up fails others too.
require_space() {
  local free
  free=$(df --output=avail --block-size=1G "$CACHE" | tail -n 1)
  [ "$free" -ge "$1" ] || refuse "needs $1 GB of free disk in $CACHE to be built, and there are ${free// /}"
}

# The JDK that runs the build is the one that is packed for the pods.
require_jdk() {
  JDK=${JAVA_HOME:-}
  if [ -z "$JDK" ] && command -v java >/dev/null; then
    JDK=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
  fi
  [ -x "$JDK/bin/jlink" ] && [ -d "$JDK/jmods" ] || refuse "needs a JDK with jlink and jmods, and ${JDK:-this machine} has none"
}

install_packages() {
  say "installing $*"
  apt-get update -qq || true
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# program:package pairs
require_programs() {
  local pair missing=()
  for pair in containerd:containerd ctr:containerd runc:runc busybox:busybox-static \
              ip:iproute2 curl:curl openssl:openssl sysctl:procps; do
    command -v "${pair%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  # what the natives of Java libraries link against
  local libraries
  libraries=$(ldconfig -p)
  [[ $libraries == *libgomp.so.1* ]] || missing+=(libgomp1)
  [[ $libraries == *libstdc++.so.6* ]] || missing+=(libstdc++6)
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || refuse "lacks ${missing[*]}, and there is no apt-get to install them"
  readarray -t missing < <(printf "%s\n" "${missing[@]}" | sort -u)
  install_packages "${missing[@]}" || refuse "could not install ${missing[*]} with apt-get"
}

# One test looks at the report in a browser; it is left out where there is none.
want_browser() {
  local name
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && return
  done
  command -v apt-get >/dev/null || return 0
  install_packages chromium || say "could not install chromium; the report will not be opened in a browser"
}
