# shellcheck shell=bash
# Sourced by what starts and ends the test bed's processes: each has a file with its process id in $STATE/pids and a log in $LOGS.

# start NAME COMMAND...: in a session of its own, so that an interrupt at the terminal reaches only who tidies up.
start() {
  local name=$1
  shift
  setsid "$@" >>"$LOGS/$name.log" 2>&1 </dev/null 9>&- &
  echo $! >"$STATE/pids/$name"
  disown   # or bash reports its end
}

# A zombie has gone, whoever has yet to ask for its status.
alive() { grep -qE '^State:[[:space:]]+[^ZX]' "/proc/$1/status" 2>/dev/null; }

running() { [ -f "$STATE/pids/$1" ] && alive "$(<"$STATE/pids/$1")"; }

# finish NAME [SIGNAL]: ends it and waits; after 10 s it is killed.
finish() {
  local pid file=$STATE/pids/$1
  [ -f "$file" ] || return 0
  pid=$(<"$file")
  kill -s "${2:-TERM}" "$pid" 2>/dev/null || true
  for _ in {1..100}; do
    alive "$pid" || break
    sleep 0.1
  done
  if alive "$pid"; then kill -s KILL "$pid" || true; fi
  rm -f "$file"
}

# await SECONDS WHAT COMMAND...: until the command succeeds. A process that ended meanwhile says at once what went wrong.
await() {
  local until=$((SECONDS + $1)) what=$2 file
  shift 2
  until "$@" >/dev/null 2>&1; do
    for file in "$STATE"/pids/*; do
      alive "$(<"$file")" && continue
      printf 'test bed: %s ended while waiting for %s; the end of its log:\n' "$(basename "$file")" "$what" >&2
      tail -n 5 "$LOGS/$(basename "$file").log" >&2
      return 1
    done
    if [ $SECONDS -ge $until ]; then
      echo "test bed: waited too long for $what; the logs are in $LOGS" >&2
      return 1
    fi
    sleep 0.2
  done
  say "$what after $SECONDS s"
}

# Nothing is kept from one cluster to the next, so MinIO's folder lies with the cluster's state and survives only restarts of MinIO.
start_minio() {
  start minio env MINIO_ROOT_USER="$S3_ACCESS_KEY" MINIO_ROOT_PASSWORD="$S3_SECRET_KEY" MINIO_BROWSER=off MINIO_UPDATE=off CI=true \
    minio server --quiet --address "127.0.0.1:$S3_PORT" "$STATE/s3"
}

minio_ready() { curl -fs "http://127.0.0.1:$S3_PORT/minio/health/ready"; }
