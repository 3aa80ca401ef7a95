#!/usr/bin/env bash
# pack.sh NAME:TAG FOLDER ARCHIVE [CONFIG]: packs a folder as an image of one layer, in the format of `docker save`, which
# containerd imports and Jib takes as a base. No registry and no daemon. CONFIG is the JSON of the image's run-time settings.
# The same files give the same bytes.
set -euo pipefail
name=$1 root=$2 archive=$3 settings=${4:-'{}'}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tar --create --file "$work/layer.tar" --directory "$root" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --format=gnu .
layer=$(sha256sum "$work/layer.tar" | cut -d' ' -f1)
cat >"$work/config.json" <<JSON
{"architecture": "amd64", "os": "linux", "created": "1970-01-01T00:00:00Z", "config": $settings,
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$layer"]},
 "history": [{"created": "1970-01-01T00:00:00Z", "created_by": "pack.sh"}]}
JSON
config=$(sha256sum "$work/config.json" | cut -d' ' -f1)
mv "$work/config.json" "$work/$config.json"
mkdir "$work/$layer"
mv "$work/layer.tar" "$work/$layer/layer.tar"
echo "[{\"Config\": \"$config.json\", \"RepoTags\": [\"$name\"], \"Layers\": [\"$layer/layer.tar\"]}]" >"$work/manifest.json"
tar --create --file "$archive.part" --directory "$work" --mtime=@0 --owner=0 --group=0 --numeric-owner \
  manifest.json "$config.json" "$layer"
mv "$archive.part" "$archive"
