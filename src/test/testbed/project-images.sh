#!/usr/bin/env bash
# project-images.sh: builds the project's two images on the base that images.sh packs, for up.sh to import. Nothing is done when the
# sources and the base are those of the last time.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$(cd "$here/../../.." && pwd)
# shellcheck source=src/test/testbed/settings.sh
. "$here/settings.sh"
base=$BIN/java-base.tar

[ -f "$base" ] || refuse "has no base for images yet: run $here/build.sh"
mkdir -p "$IMAGES"
stamp=$({ cat "$base"
    cd "$home"
    find pom.xml steps/pom.xml operator/*/pom.xml steps/src/main steps/src/image operator/*/src/main operator/controller/src/image -type f | sort | xargs cat
} | sha256sum | cut -c1-16)
if [ "$(cat "$IMAGES/.project" 2>/dev/null)" = "$stamp" ] && [ -f "$IMAGES/steps.tar" ] && [ -f "$IMAGES/operator.tar" ]; then exit; fi

# In a copy, because the tests that call this have the jars of the tree itself on their class path.
copy=$CACHE/project
rm -rf "$copy"
mkdir -p "$copy"
(cd "$home" && find pom.xml src/test/pom.xml src/bench/pom.xml operator steps manifests charts docs -name target -prune -o -type f -print0 | tar -c --null -T -) | tar -x -C "$copy"
log=$CACHE/project-images.log
mvn -B -ntp -f "$copy/pom.xml" -Pimages -Dimage.base="tar://$base" -pl steps,operator/controller -am package -Dmaven.test.skip=true \
    >"$log" 2>&1 || { tail -n 30 "$log" >&2; refuse "could not build the project's images; the whole output is in $log"; }
for image in steps operator; do
    from=$copy/$image/target/image/$image.tar
    [ "$image" = operator ] && from=$copy/operator/controller/target/image/operator.tar
    mv "$from" "$IMAGES/$image.tar"
done
rm -rf "$copy"
echo "$stamp" >"$IMAGES/.project"
say "built the project's images: $(cd "$IMAGES" && du -h --apparent-size steps.tar operator.tar | awk '{printf "%s %s  ", $2, $1}')"
