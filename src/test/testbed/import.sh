#!/usr/bin/env bash
# import.sh ARCHIVE...: gives images to the running cluster. They can be pulled from nowhere, so pods name them by a fixed tag.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ./settings.sh
for archive in "$@"; do
  containers images import "$archive" >/dev/null
  say "imported $(basename "$archive")"
done
