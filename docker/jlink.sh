#!/bin/sh
# Makes a Java runtime of the modules that the lab's jar needs, which has the server and the client in it, too, so that
# the image can be built on a base without Java: docker/Dockerfile takes docker/target/jlink if it is there.
# Usage: sh docker/jlink.sh [JAR [DIRECTORY]]. JAVA_HOME chooses the JDK; the runtime runs where its C library is as new.
set -eu

here="$(cd "$(dirname "$0")" && pwd)"
jar="${1:-${here}/target/ephemeral-ftp-lab.jar}"
directory="${2:-${here}/target/jlink}"
bin="${JAVA_HOME:+${JAVA_HOME}/bin/}"

if [ ! -f "${jar}" ]; then
    echo "jlink.sh: there is no ${jar}: run mvn -q -DskipTests package first" >&2
    exit 1
fi
if ! command -v "${bin}jlink" > /dev/null; then
    echo "jlink.sh: there is no ${bin}jlink: install a JDK, 17 or newer, or set JAVA_HOME" >&2
    exit 1
fi
# What is found only when the program runs: elliptic curves of TLS, which are part of java.base later, and signals.
at_run_time=jdk.crypto.ec,jdk.unsupported
modules="$("${bin}jdeps" --print-module-deps --ignore-missing-deps --multi-release 17 "${jar}")"
rm -rf "${directory}"
mkdir -p "${directory}"
"${bin}jlink" --add-modules "${modules},${at_run_time}" --strip-debug --no-header-files --no-man-pages \
    --output "${directory}/runtime"
