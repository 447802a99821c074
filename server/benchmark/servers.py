"""The servers of the benchmark: how each is started, and what it needs to be there."""

import os
import pathlib
import shutil
import subprocess
import typing

HERE = pathlib.Path(__file__).resolve().parent
JAR = HERE.parent / "target" / "ephemeral-ftp-server.jar"
USER, PASSWORD = "demo", "a-password-of-the-benchmark"
# Its bcrypt hash at the least cost: thousands log in, and how hard a password is to guess is not what is measured.
BCRYPT = "$2a$04$/Ge9tem/1pgiqyZ1bzBD0eE5Q8yJ66QcVWGSch7mjeEwYp.O5pu9C"
MANY = 6000


class Site(typing.NamedTuple):
    """Where a server runs: its own directory and port, and what all share."""

    directory: pathlib.Path
    port: int
    first: int
    last: int
    home: pathlib.Path
    pem: pathlib.Path

    def write(self, name, *lines):
        path = self.directory / name
        path.write_text("\n".join(lines) + "\n")
        path.chmod(0o600)
        return str(path)

    def hashed(self):
        return subprocess.run(
            ["openssl", "passwd", "-6", PASSWORD], check=True, capture_output=True, text=True
        ).stdout.strip()


def java(program="java"):
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/{program}" if home else program


class Peer:
    """A peer's Debian package, unpacked by .ci/peers, or else installed."""

    def __init__(self, name, *programs):
        cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
        unpacked = pathlib.Path(cache, "ephemeral-ftp-peers", name)
        self.root = unpacked if unpacked.is_dir() else pathlib.Path("/")
        self.programs = programs

    def missing(self):
        for program in self.programs:
            if not (self.root / program).exists():
                return f"{self.root / program} is not there; 'bash .ci/peers' fetches it on Debian"
        return None

    def command(self, program, *arguments):
        libraries = [str(path) for at in ("lib", "usr/lib") for path in self.root.glob(f"{at}/*-linux-*")]
        own = [f"LD_LIBRARY_PATH={':'.join(libraries)}"] if self.root != pathlib.Path("/") else []
        return ["env", *own, str(self.root / program), *arguments]


class Server:
    """A server by its defaults, but for addresses, limits on clients, and logs that it would write below /var."""

    name = ""
    account = (USER, PASSWORD)
    is_java = False
    is_ours = False
    peer = Peer("none")

    def missing(self):
        """Why it cannot be measured here, or nothing."""
        return self.peer.missing()

    def command(self, site):
        raise NotImplementedError


class Ours(Server):
    """This project's server as a user starts it."""

    name = "Ephemeral FTP"
    is_java = True
    is_ours = True
    options = ()

    def missing(self):
        if not JAR.exists():
            return f"{JAR} is not there; 'mvn -q -DskipTests package' makes it"
        return None if shutil.which(java()) else f"there is no {java()}"

    def command(self, site):
        users = site.write("users", f"{USER}:{BCRYPT}:{site.home}:rw")
        return [java(), *self.java_options(), "-jar", str(JAR), "--port", str(site.port), "--bind-address",
                "127.0.0.1", "--passive-ports", f"{site.first}-{site.last}", "--home", str(site.home), "--users", users,
                "--max-sessions", str(MANY), "--max-sessions-per-address", str(MANY), "--tls",
                "optional", "--tls-cert", str(site.pem), "--tls-key", str(site.pem), *self.options]

    @staticmethod
    def java_options():
        return os.environ.get("BENCHMARK_JAVA_OPTIONS", "").split()


class OursWithoutSync(Ours):
    """Uploads are not forced to the disk, as with all the others."""

    name = "Ephemeral FTP, --upload-sync off"
    options = ("--upload-sync", "off")


class Stock(Ours):
    """Apache FtpServer alone, from the very jars that ours is built on; it logs warnings only."""

    name = "Apache FtpServer"
    is_ours = False

    def missing(self):
        if shutil.which(java("javac")) is None:
            return f"there is no {java('javac')}"
        return super().missing()

    def command(self, site):
        subprocess.run([java("javac"), "-cp", str(JAR), "-d", str(site.directory), str(HERE / "StockServer.java")],
                       check=True)
        log = site.write("logback.xml", "<configuration><root level='WARN'/></configuration>")
        return [java(), f"-Dlogback.configurationFile={log}", "-cp", f"{JAR}:{site.directory}", "StockServer",
                str(site.port), f"{site.first}-{site.last}", *self.account, str(site.home), self.keys(site)]

    @staticmethod
    def keys(site):
        path = str(site.directory / "keys.p12")
        subprocess.run(["openssl", "pkcs12", "-export", "-in", str(site.pem), "-inkey", str(site.pem), "-out", path,
                        "-passout", f"pass:{PASSWORD}"], check=True)
        return path


class PureFtpd(Server):
    """Logs each transfer to the system's log."""

    name = "Pure-FTPd"
    peer = Peer("pure-ftpd", "usr/sbin/pure-ftpd", "usr/bin/pure-pw")

    def missing(self):
        return self.peer.missing() or (None if os.geteuid() == 0 else "only root can start it")

    def command(self, site):
        accounts = site.write("accounts", f"{USER}:{site.hashed()}:65534:65534::{site.home}/./" + ":" * 12)
        database = str(site.directory / "accounts.pdb")
        subprocess.run(self.peer.command("usr/bin/pure-pw", "mkdb", database, "-f", accounts), check=True)
        return self.peer.command(
            "usr/sbin/pure-ftpd", "-4", f"--bind=127.0.0.1,{site.port}", f"--login=puredb:{database}", "--noanonymous",
            "--dontresolve", f"--passiveportrange={site.first}:{site.last}", "--tls=1", f"--certfile={site.pem}",
            f"--maxclientsnumber={MANY}", f"--maxclientsperip={MANY}", "--limitrecursion=200000:5",
            f"--pidfile={site.directory / 'pid'}")


class Vsftpd(Server):
    """One process for each session, and a log of transfers, as Debian configures it."""

    name = "vsftpd"
    account = ("anonymous", "somebody@example.org")
    peer = Peer("vsftpd", "usr/sbin/vsftpd")

    def command(self, site):
        user = subprocess.run(["id", "-un"], check=True, capture_output=True, text=True).stdout.strip()
        return self.peer.command("usr/sbin/vsftpd", site.write(
            "vsftpd.conf", "listen=YES", "listen_address=127.0.0.1", f"listen_port={site.port}", "background=NO",
            "run_as_launching_user=YES", f"ftp_username={user}", "connect_from_port_20=NO", "seccomp_sandbox=NO",
            "local_enable=NO", "anonymous_enable=YES", f"anon_root={site.home}", "allow_writeable_chroot=YES",
            "write_enable=YES", "anon_upload_enable=YES", "anon_other_write_enable=YES", "anon_world_readable_only=NO",
            f"pasv_min_port={site.first}", f"pasv_max_port={site.last}", "max_clients=0", "max_per_ip=0",
            "ssl_enable=YES", "allow_anon_ssl=YES", "force_anon_data_ssl=NO", "force_anon_logins_ssl=NO",
            f"rsa_cert_file={site.pem}", "require_ssl_reuse=NO",
            "xferlog_enable=YES", f"vsftpd_log_file={site.directory / 'log'}",
            f"xferlog_file={site.directory / 'xferlog'}"))


class ProFtpd(Server):
    """Logs each transfer to a file."""

    name = "ProFTPD"
    peer = Peer("proftpd", "usr/sbin/proftpd")

    def command(self, site):
        uid, gid = os.getuid(), os.getgid()
        user, group = (subprocess.run(["id", what], check=True, capture_output=True, text=True).stdout.strip()
                       for what in ("-un", "-gn"))
        users = site.write("users", f"{USER}:{site.hashed()}:{uid}:{gid}::{site.home}:/bin/sh")
        groups = site.write("groups", f"g:x:{gid}:{USER}")
        return self.peer.command("usr/sbin/proftpd", "--nodaemon", "--config", site.write(
            "proftpd.conf", f"ModulePath {self.peer.root / 'usr/lib/proftpd'}", "LoadModule mod_tls.c",
            "ServerType standalone", "UseIPv6 off", "DefaultAddress 127.0.0.1", "SocketBindTight on",
            f"Port {site.port}", f"PassivePorts {site.first} {site.last}", f"User {user}", f"Group {group}",
            "RootLogin on", "AuthOrder mod_auth_file.c", f"AuthUserFile {users}", f"AuthGroupFile {groups}",
            "RequireValidShell off", "UseFtpUsers off", "UseReverseDNS off", "WtmpLog off", "MaxInstances none",
            "MaxClients none", f"TransferLog {site.directory / 'xferlog'}", f"SystemLog {site.directory / 'log'}",
            f"PidFile {site.directory / 'pid'}", f"ScoreboardFile {site.directory / 'scoreboard'}", "DelayTable none",
            f"ControlsSocket {site.directory / 'controls'}", "AllowOverwrite on", "TLSEngine on", "TLSRequired off",
            "TLSOptions NoSessionReuseRequired", f"TLSLog {site.directory / 'tls.log'}",
            f"TLSRSACertificateFile {site.pem}", f"TLSRSACertificateKeyFile {site.pem}"))


class Pyftpdlib(Server):
    """A script of a few lines on Debian's Python; logs each transfer to standard error."""

    name = "pyftpdlib"
    peer = Peer("pyftpdlib", "usr/lib/python3/dist-packages/pyftpdlib")
    python = "/usr/bin/python3"

    def missing(self):
        return self.peer.missing() or (None if os.path.exists(self.python) else f"there is no {self.python}")

    def command(self, site):
        path = self.peer.root / "usr/lib/python3/dist-packages"
        return ["env", f"PYTHONPATH={path}", self.python, str(HERE / "pyftpdlib_server.py"), *self.account,
                str(site.home), str(site.pem), str(site.first), str(site.last), str(site.port), str(MANY)]


ALL = (Ours(), OursWithoutSync(), PureFtpd(), Vsftpd(), ProFtpd(), Pyftpdlib(), Stock())
