#!/usr/bin/env bash
# down.sh: ends what up.sh started, whatever state it is in, and leaves no process, mount, control group or setting. Logs are kept.
set -uo pipefail
cd "$(dirname "$0")" || exit
. ./settings.sh
. ./processes.sh
[ -d "$RUN" ] || exit 0
# Called for an owner, it leaves alone what belongs to another.
if [ -n "${TESTBED_OWNER:-}" ] && [ "$(cat "$RUN/owner" 2>/dev/null)" != "$TESTBED_OWNER" ]; then exit 0; fi
# A cluster may have been started with another cache folder: its state is there.
began_in=$(cat "$RUN/cache" 2>/dev/null)
if [ -n "$began_in" ] && [ "$began_in" != "$CACHE" ]; then REASSEMBLY_TESTBED=$began_in exec ./down.sh; fi

watchdog=$(cat "$RUN/watchdog" 2>/dev/null)
if [ -n "$watchdog" ] && [ "$watchdog" != $$ ]; then kill -- "-$watchdog" 2>/dev/null; fi

# First those who would start something again; none of them keeps anything worth an orderly end.
for name in workflow-controller argo-server kubelet controllers scheduler; do finish "$name" KILL; done
if running containerd; then
  for id in $(containers tasks ls -q); do containers tasks kill -s KILL "$id"; done >/dev/null 2>&1
  for id in $(containers tasks ls -q); do containers tasks delete -f "$id"; done >/dev/null 2>&1
  for id in $(containers containers ls -q); do containers containers delete "$id"; done >/dev/null 2>&1
fi
for name in apiserver etcd minio; do finish "$name" KILL; done
finish containerd

# Containers' shims outlive containerd by design. Each names the socket of its containerd.
for folder in /proc/[0-9]*; do
  if tr '\0' ' ' 2>/dev/null <"$folder/cmdline" | grep -q "^[^ ]*containerd-shim.* -address $CONTAINERD "; then
    kill -s KILL "${folder#/proc/}" 2>/dev/null
  fi
done
awk -v state="$STATE/" -v run="$RUN/" 'index($2, state) == 1 || index($2, run) == 1 {print $2}' /proc/mounts | sort -r \
  | while read -r mount; do umount -l "$mount"; done
while read -r key _ value; do sysctl -qw "$key=$value"; done <"$RUN/sysctl"
for group in /sys/fs/cgroup/kubepods /sys/fs/cgroup/*/kubepods; do
  if [ -d "$group" ]; then find "$group" -depth -type d -exec rmdir {} + 2>/dev/null; fi
done
[ -d /var/log/containers ] && find /var/log/containers -type l -lname "$STATE/*" -delete
rm -rf "$STATE" "$RUN"
say "nothing runs any more"
