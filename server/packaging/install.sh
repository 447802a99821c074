#!/bin/sh
# Installs the server as a service: install.sh, or install.sh uninstall. After an update of Java, install.sh class-archive
# makes the archive anew that takes a third off a start; JAVA_HOME chooses the Java, which must be the service's.
# PREFIX (/usr/local) and SYSCONFDIR (/etc) say where it will be; DESTDIR, where files go instead, for who makes packages.
set -eu

packaging="$(cd "$(dirname "$0")" && pwd)"
prefix="${PREFIX:-/usr/local}"
sysconfdir="${SYSCONFDIR:-/etc}"
destdir="${DESTDIR:-}"

jar="${packaging}/../target/ephemeral-ftp-server.jar"
bin="${destdir}${prefix}/bin/ephemeral-ftp-server"
share="${destdir}${prefix}/share/ephemeral-ftp"
man="${destdir}${prefix}/share/man/man1"
completion="${destdir}${prefix}/share/bash-completion/completions/ephemeral-ftp-server"
unit="${destdir}${prefix}/lib/systemd/system/ephemeral-ftp.service"
sysusers="${destdir}${prefix}/lib/sysusers.d/ephemeral-ftp.conf"
config="${destdir}${sysconfdir}/ephemeral-ftp/ephemeral-ftp.conf"
class_archive="${prefix}/share/ephemeral-ftp/ephemeral-ftp-server.jsa"

put() {
    install -d "$(dirname "$3")"
    install -m "$1" "$2" "$3"
}

# It is good for one Java and one place of the jar, so it is made where the server will run.
make_class_archive() {
    set -- "${JAVA_HOME:+${JAVA_HOME}/bin/}java" -cp "${prefix}/share/ephemeral-ftp/ephemeral-ftp-server.jar" \
        org.ephemeralftp.server.cli.ClassArchive "${class_archive}"
    if [ -n "${destdir}" ]; then
        echo "no class archive, since DESTDIR is set; once the files are in their places: $*"
    elif ! command -v "$1" > /dev/null; then
        echo "no class archive, since there is no $1; once there is: install.sh class-archive"
    else
        # Without it the server runs, too; it has said why there is none.
        "$@" || true
    fi
}

install_all() {
    if [ ! -f "${jar}" ]; then
        echo "install.sh: there is no ${jar}: build it first, with mvn -DskipTests package" >&2
        exit 1
    fi
    put 755 "${packaging}/ephemeral-ftp-server" "${bin}"
    put 644 "${jar}" "${share}/ephemeral-ftp-server.jar"
    make_class_archive
    for page in "${packaging}"/man/*.1; do
        put 644 "${page}" "${man}/$(basename "${page}")"
    done
    put 644 "${packaging}/ephemeral-ftp-server.bash-completion" "${completion}"
    put 644 "${packaging}/ephemeral-ftp.sysusers" "${sysusers}"
    put 644 "${packaging}/ephemeral-ftp.service" "${unit}"
    sed -i -e "s|@bindir@|${prefix}/bin|g" -e "s|@sysconfdir@|${sysconfdir}|g" "${unit}"
    if [ -e "${config}" ]; then
        echo "kept ${config}"
    else
        # Passwords may come into it.
        put 640 "${packaging}/ephemeral-ftp.conf" "${config}"
    fi
    echo "installed below ${destdir}${prefix} and ${destdir}${sysconfdir}"
}

uninstall_all() {
    rm -f "${bin}" "${completion}" "${sysusers}" "${unit}"
    rm -rf "${share}"
    for page in "${packaging}"/man/*.1; do
        rm -f "${man}/$(basename "${page}")"
    done
    echo "removed from ${destdir}${prefix}; kept: ${config}, the user ephemeral-ftp and /var/lib/ephemeral-ftp"
}

case "${1:-install}" in
    install) install_all ;;
    uninstall) uninstall_all ;;
    class-archive) make_class_archive ;;
    *)
        echo "install.sh: '$1' is none of install, uninstall and class-archive" >&2
        exit 2
        ;;
esac
