#!/usr/bin/env bash
# One side of the row "cold-start": lays the image of the steps out in a folder, as the build does, and starts its probe of the sentiment example's
# smallest network, data and model on this disk. Prints figures as JSON.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
image=$root/steps/target/image
place=$here/target/cold-start
if [ ! "$image/app/app/steps.jar" -nt "$root/steps/target/steps.jar" ]; then
    mvn -B -ntp -q -f "$root/pom.xml" -Pimages -Djib.skip=true -pl steps -am package -DskipTests
fi
rm -rf "$place"
mkdir -p "$place/scratch"
cp -al "$image"/{pytorch,native,lib,app}/app "$place/"
sed "s#/app/#$place/app/#g; s#/scratch#$place/scratch#g" "$image/app/app/reassemble.args" >"$place/reassemble.args"
sed "s#s3://reassembly/zoo/#file://$root/steps/target/zoo/#; s#s3://reassembly/data/#file://$root/steps/src/main/resources/demo/#
    s#s3://reassembly/output/#file://$place/output/#" "$root/manifests/examples/sentiment.yaml" >"$place/sentiment.yaml"

# The environment that the image sets.
export THP_MEM_ALLOC_ENABLE=1 MALLOC_ARENA_MAX=1 MALLOC_TOP_PAD_=268435456 MALLOC_MMAP_THRESHOLD_=1073741824 MALLOC_TRIM_THRESHOLD_=1073741824
export GOMP_SPINCOUNT=10000
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$here/target/performance.jar:$here/target/lib/*" dev.reassembly.performance.ColdStart \
    "@$place/reassemble.args" probe --model minilm-l6 "$place/sentiment.yaml" --store 'file://{new}' --scratch "$place/scratch"
