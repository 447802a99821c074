"""Answers lines of "TIMEOUT CHECK..." with a line of JSON: what became of each check, which all run at once.

Arguments: the IPv4 and the IPv6 address of the host to reach. A check is NAME.ipv4 or NAME.ipv6, and its result "ok" or
what went wrong. Names: pasv.plain, epsv.tls and so on: a listing; epsv-PORT.plain: one over that passive port;
implicit.tls: a listing on port 990; ping: an echo; tcp-PORT: a connection.
"""

import ftplib
import json
import os
import select
import socket
import ssl
import struct
import sys
import threading
import time

ADDRESSES = {"ipv4": (socket.AF_INET, sys.argv[1]), "ipv6": (socket.AF_INET6, sys.argv[2])}
TRUSTING = ssl.create_default_context()
TRUSTING.check_hostname = False
TRUSTING.verify_mode = ssl.CERT_NONE


class Implicit(ftplib.FTP_TLS):
    """TLS begins with the first byte."""

    def connect(self, host, port, timeout):
        self.sock = self.context.wrap_socket(socket.create_connection((host, port), timeout), server_hostname=host)
        self.host, self.timeout, self.af = host, timeout, self.sock.family
        self.file = self.sock.makefile("r", encoding=self.encoding)
        self.welcome = self.getresp()


def listing(mode, protection, host, timeout):
    mode, _, port = mode.partition("-")
    if mode == "implicit":
        ftp = Implicit(context=TRUSTING)
    else:
        ftp = ftplib.FTP_TLS(context=TRUSTING) if protection == "tls" else ftplib.FTP()
    try:
        ftp.connect(host, 990 if mode == "implicit" else 21, timeout=timeout)
        ftp.login("u", "p")
        if protection == "tls":
            ftp.prot_p()
        if port:
            ftp.sendcmd("SITE LEASE PORT " + port)
        if mode in ("port", "eprt"):
            # ftplib chooses by the family; both commands are for IPv4, too.
            ftp.set_pasv(False)
            if mode == "eprt":
                ftp.sendport = lambda *address: eprt(ftp, *address)
        elif mode != "pasv":
            ftp.makepasv = lambda: (host, ftplib.parse229(ftp.sendcmd("EPSV"), ftp.sock.getpeername())[1])
        ftp.retrlines("LIST", lambda line: None)
        ftp.quit()
    finally:
        ftp.close()


def eprt(ftp, host, port):
    return ftp.voidcmd("EPRT |%d|%s|%d|" % (1 if ftp.af == socket.AF_INET else 2, host, port))


def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


def ping(family, host, timeout):
    v4 = family == socket.AF_INET
    protocol = socket.IPPROTO_ICMP if v4 else socket.IPPROTO_ICMPV6
    token = os.urandom(8)
    # A new identifier: to the kernel, echos with the same one are one connection.
    request = struct.pack("!BBHHH", 8 if v4 else 128, 0, 0, struct.unpack("!H", token[:2])[0], 7) + token
    if v4:
        request = request[:2] + struct.pack("!H", checksum(request)) + request[4:]
    with socket.socket(family, socket.SOCK_RAW, protocol) as raw:
        raw.sendto(request, (host, 0))
        deadline = time.monotonic() + timeout
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([raw], [], [], left)[0]:
                raise TimeoutError("no echo")
            answer = raw.recv(2048)
            if answer.endswith(token) and answer[20 if v4 else 0] == (0 if v4 else 129):
                return


def run(check, timeout, results):
    *name, family = check.split(".")
    kind, host = ADDRESSES[family]
    try:
        if name[0] == "ping":
            ping(kind, host, timeout)
        elif name[0].startswith("tcp-"):
            try:
                socket.create_connection((host, int(name[0][4:])), timeout).close()
            except ConnectionResetError:
                pass  # The server does that with whoever has no lease, and not a firewall.
        else:
            listing(name[0], name[1], host, timeout)
        results[check] = "ok"
    except Exception as e:
        results[check] = "%s: %s" % (type(e).__name__, e)


print("ready", flush=True)
for line in sys.stdin:
    limit, *checks = line.split()
    found = {}
    threads = [threading.Thread(target=run, args=(check, float(limit), found)) for check in checks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(found), flush=True)
