#!/usr/bin/env bash
# java_base.sh JDK ROOT: puts a Java runtime into a root file system, with the shared libraries that it and the natives of the
# steps (PyTorch, OR-Tools, ONNX Runtime, tokenizers) link against, and CA certificates.
set -euo pipefail
jdk=$1 root=$2
runtime=$root/opt/java
mkdir -p "$root/opt"

# java.se rather than a list: what a public Java image has is here as well, and nothing is found missing later. The rest:
# elliptic curves for TLS, zip file systems, Unsafe, container metrics, and name look-up.
"$jdk/bin/jlink" --module-path "$jdk/jmods" --output "$runtime" --no-header-files --no-man-pages \
  --add-modules java.se,jdk.crypto.ec,jdk.zipfs,jdk.unsupported,jdk.management,jdk.net,jdk.naming.dns
"$runtime/bin/java" -Xshare:dump >/dev/null 2>&1   # class data sharing: a third of a second for each start

# libraries FILE...: the paths of what files link against, theirs included in turn. Display and sound are left out: pods are headless.
libraries() { ldd "$@" 2>/dev/null | grep -o '/[^ ()]*\.so[^ ()]*' | grep -v "^$runtime" | grep -v ':$' || true; }
known=$(ldconfig -p)
linked() { awk -v name="$1" '$1 == name && /x86-64/ && !found {print $NF; found = 1}' <<<"$known"; }
natives=$(find "$runtime" -name '*.so' ! -name 'libawt_xawt.so' ! -name 'libsplashscreen.so' ! -name 'libjsound.so' ! -name 'libjawt.so')
{
  # shellcheck disable=SC2086
  libraries "$runtime/bin/java" $natives
  for name in libstdc++.so.6 libgcc_s.so.1 libgomp.so.1 libz.so.1 libm.so.6 libdl.so.2 librt.so.1 libpthread.so.0 libutil.so.1 \
              libresolv.so.2 libnss_dns.so.2 libnss_files.so.2 ld-linux-x86-64.so.2; do
    found=$(linked $name)
    if [ -n "$found" ]; then echo "$found"; libraries "$found"; fi
  done
} | sort -u | while read -r file; do
  mkdir -p "$root$(dirname "$file")"
  cp -L "$file" "$root$file"
done

if [ -f /etc/ssl/certs/ca-certificates.crt ]; then
  mkdir -p "$root/etc/ssl/certs"
  cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
fi
