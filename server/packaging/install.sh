#!/bin/sh
# Installs the server as a service: install.sh, or install.sh uninstall.
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

put() {
    install -d "$(dirname "$3")"
    install -m "$1" "$2" "$3"
}

install_all() {
    if [ ! -f "${jar}" ]; then
        echo "install.sh: there is no ${jar}: build it first, with mvn -DskipTests package" >&2
        exit 1
    fi
    put 755 "${packaging}/ephemeral-ftp-server" "${bin}"
    put 644 "${jar}" "${share}/ephemeral-ftp-server.jar"
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
    *)
        echo "install.sh: '$1' is neither install nor uninstall" >&2
        exit 2
        ;;
esac
