"""The load generator for transfers under TLS: as load.c, but one session, and transfers only, no seconds.

    python3 tls_load.py HOST PORT USER PASSWORD VERB NAME SIZE 1 WARMUP MEASURED

All of the work is done in OpenSSL, a record at a time.
"""

import json
import resource
import socket
import ssl
import sys
import time

LIMIT = 60
BLOCK = 1 << 18


class Session:
    def __init__(self, host, port, user, password):
        self.host = host
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.context.check_hostname = False
        self.context.verify_mode = ssl.CERT_NONE
        plain = socket.create_connection((host, port), LIMIT)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.use(plain)
        self.expect("2")
        self.command("AUTH TLS", "2")
        self.use(self.context.wrap_socket(plain))
        for line, digit in ((f"USER {user}", "3"), (f"PASS {password}", "2"), ("PBSZ 0", "2"), ("PROT P", "2"),
                            ("TYPE I", "2")):
            self.command(line, digit)

    def use(self, control):
        self.control, self.replies = control, control.makefile("rb")

    def expect(self, digit):
        while True:
            line = self.replies.readline().decode()
            if len(line) > 3 and line[:3].isdigit() and line[3] == " ":
                if line[0] != digit:
                    raise OSError(line.strip())
                return line
            if not line:
                raise OSError("no reply")

    def command(self, line, digit):
        self.control.sendall(f"{line}\r\n".encode())
        return self.expect(digit)

    def transfer(self, verb, name, size):
        port = int(self.command("EPSV", "2").split("|||")[1].split("|")[0])
        plain = socket.create_connection((self.host, port), LIMIT)
        self.command(f"{verb} {name}", "1")
        data = self.context.wrap_socket(plain, session=self.control.session)
        if verb == "STOR":
            block = memoryview(bytes(BLOCK))
            for sent in range(0, size, BLOCK):
                data.sendall(block[: size - sent])
        else:
            got, block = 0, bytearray(BLOCK)
            while count := data.recv_into(block):
                got += count
            if got != size:
                raise OSError(f"{got} bytes came, not {size}")
        try:
            data.unwrap().close()
        except OSError:
            data.close()  # The server does not wait for the end of TLS.
        self.expect("2")


def own_cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main():
    host, port, user, password, verb, name, size, _, warmup, measured = sys.argv[1:]
    session = Session(host, int(port), user, password)
    say_and_wait("ready")
    for number in range(int(warmup)):
        session.transfer(verb, f"{name}.w{number}" if verb == "STOR" else name, int(size))
    say_and_wait("warm")
    begin, cpu, errors, error = time.monotonic(), own_cpu(), 0, ""
    for number in range(int(measured)):
        try:
            session.transfer(verb, f"{name}.{number}" if verb == "STOR" else name, int(size))
        except OSError as broken:
            errors, error = int(measured) - number, str(broken)
            break
    seconds = time.monotonic() - begin
    done = int(measured) - errors
    say_and_wait(json.dumps({"transfers": done, "errors": errors, "bytes": done * int(size), "seconds": seconds,
                             "own_cpu": own_cpu() - cpu, "p50": 0, "p99": 0, "first_byte": 0, "whole": 0,
                             "error": error}))


def say_and_wait(line):
    print(line, flush=True)
    sys.stdin.readline()


main()
