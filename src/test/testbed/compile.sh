# shellcheck shell=bash
# Sourced by build.sh: one function for each thing that is compiled, and what makes compiling it idempotent and its slowness visible.

# Modules and Go's own cache are apart from the user's, and go when all is compiled: they are 11 GB, the programs one.
export GOPATH=$CACHE/go GOCACHE=$CACHE/go/build GOFLAGS="-buildvcs=false -modcacherw" GOWORK=off CGO_ENABLED=0

# compile NAME VERSION [FOLDER]: runs build_NAME unless its stamp says that it was built from the same version and files.
compile() {
  local name=$1 stamp began=$SECONDS beat
  stamp=$({ declare -f "build_$name"; cat ${3:+"$3"/*} </dev/null; } | sha256sum | cut -c1-16)\ $2
  [ "$(cat "$BIN/.$name" 2>/dev/null)" = "$stamp" ] && return
  say "compiling $name"
  heartbeat "$name" "$began" 9>&- &
  beat=$!
  # Not "if build_...": that would switch errexit off inside.
  trap 'kill $beat 2>/dev/null' RETURN EXIT
  "build_$name" 2> >(grep -v "^go: downloading" >&2)
  kill $beat
  trap - RETURN EXIT
  echo "$stamp" >"$BIN/.$name"
  say "compiled $name in $((SECONDS - began)) s"
}

# heartbeat NAME BEGAN: Go prints nothing for minutes; whoever watches should see that it goes on. Ends with its sleep when told to.
heartbeat() {
  trap 'kill $!; exit' TERM
  while sleep 30 & wait $!; do say "still compiling $1, $((SECONDS - $2)) s"; done
}

build_kubernetes() {
  local minor=${KUBERNETES_VERSION#v1.} package flags=
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    flags+=" -X $package.gitVersion=$KUBERNETES_VERSION -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*}"
  done
  (cd kubernetes && go build -trimpath -ldflags "-s -w$flags" -o "$BIN/kubernetes" .)
  ln -sf kubernetes "$BIN/kubectl"
}

build_minio() {
  (cd minio && go build -trimpath -ldflags "-s -w" -o "$BIN/minio" github.com/minio/minio)
}

# module PATH VERSION SUM: downloads a module, compares its sum, prints its folder.
module() {
  local found
  found=$(cd / && go mod download -json "$1@$2")
  grep -qF "\"Sum\": \"$3\"" <<<"$found" || { echo "$1@$2 is not what it was: its sum is not $3" >&2; return 1; }
  sed -n 's/.*"Dir": "\(.*\)".*/\1/p' <<<"$found"
}

# Argo is built in a copy of its module: a module's archive holds no links (one source file is one) and no web page built by npm,
# and controller and server listen on every interface unless told otherwise here.
build_argo() {
  local source=$CACHE/argo-$ARGO_VERSION origin name package=github.com/argoproj/argo-workflows/v4
  origin=$(module "$package" "$ARGO_VERSION" "$ARGO_SUM")
  rm -rf "$source"
  cp -r "$origin" "$source"
  chmod -R u+w "$source"
  cp "$source"/workflow/executor/osspecific/signal_{darwin,linux}.go
  mkdir -p "$source/ui/dist/app"
  echo '<html><body>The web page is not part of the test bed; the API and the artifacts are.</body></html>' >"$source/ui/dist/app/index.html"
  loopback "$source/cmd/workflow-controller/main.go" 'ListenAndServe(":6060"' 'ListenAndServe("127.0.0.1:6060"'
  loopback "$source/server/apiserver/argoserver.go" 'Listen(ctx, "tcp", address)' 'Listen(ctx, "tcp", "127.0.0.1"+address)'
  for name in workflow-controller argoexec argo; do
    (cd "$source" && go build -trimpath -ldflags "-s -w -X $package.version=$ARGO_VERSION -X $package.gitTag=$ARGO_VERSION \
      -X $package.gitTreeState=clean -X $package.buildDate=1970-01-01T00:00:00Z" -o "$BIN/$name" "./cmd/$name")
    say "compiled $name"
  done
  rm -rf "$CACHE/argo-crds"
  mkdir "$CACHE/argo-crds"
  cp "$source"/manifests/base/crds/full/argoproj.io_*.yaml "$CACHE/argo-crds/"
  rm -rf "$source"
}

# loopback FILE OLD NEW
loopback() {
  grep -qF "$2" "$1" || { echo "$1 no longer says $2" >&2; return 1; }
  local text
  text=$(<"$1")
  printf '%s\n' "${text/"$2"/"$3"}" >"$1"
}

build_helm() {
  module helm.sh/helm/v3 "$HELM_VERSION" "$HELM_SUM" >/dev/null
  (cd / && GOBIN=$BIN go install -trimpath -ldflags "-s -w -X helm.sh/helm/v3/internal/version.version=$HELM_VERSION" \
    "helm.sh/helm/v3/cmd/helm@$HELM_VERSION")
}

# Beside what comes next: hundreds of thousands of files, minutes on a slow disk. What an ended one left goes with the next.
forget_sources() {
  [ -d "$GOPATH" ] && mv -T "$GOPATH" "$CACHE/go-$$"
  rm -rf "$CACHE"/go-[0-9]* 9>&- </dev/null >/dev/null 2>&1 &
}
