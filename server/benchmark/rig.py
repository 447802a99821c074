"""Starts servers, points the load generator at them, and reads the meter."""

import contextlib
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

import meter
import servers
import workloads

HERE = pathlib.Path(__file__).resolve().parent
PORTS = 1000
CONTROL, TEN, OWN = 10, 10, 100  # so many for control connections, for a small set, and for each server
LIMIT = 60


class Running:
    """A server at work."""

    def __init__(self, server, site, process, group, how):
        self.server, self.site, self.process, self.group, self.how = server, site, process, group, how

    def greets(self):
        try:
            with socket.create_connection(("127.0.0.1", self.site.port), LIMIT) as control:
                control.settimeout(LIMIT)
                return control.recv(3) == b"220"
        except OSError:
            return False

    def wait_for_greeting(self):
        until = time.monotonic() + LIMIT
        while not self.greets():
            if self.process.poll() is not None or time.monotonic() > until:
                printed = (self.site.directory / "printed").read_text(errors="replace")
                sys.exit(f"benchmark: {self.server.name} does not greet; it printed:\n{printed}")
            threading.Event().wait(0.05)

    def look(self):
        """Its memory, threads, and what is alive of its heap."""
        heap = meter.live_heap(servers.java("jcmd"), self.process.pid) if self.server.is_java else None
        pids = self.group.pids()
        return {"memory": meter.memory(pids), "threads": meter.threads(pids), "heap": heap}

    def end(self):
        pids = self.group.pids()
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(LIMIT)
        for pid in set(pids + self.group.pids()) - {self.process.pid}:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(LIMIT)
        until = time.monotonic() + LIMIT
        while self.group.pids() and not isinstance(self.group, meter.Tree) and time.monotonic() < until:
            threading.Event().wait(0.01)
        self.group.close()


class Yard:
    """The files, the certificate and the load generator that all measurements share."""

    def __init__(self, directory, port, scale):
        self.directory, self.port, self.scale = directory, port, scale
        directory.chmod(0o755)
        self.home = directory / "home"
        self.pem = directory / "key-and-certificate.pem"
        self.load = str(directory / "load")
        self.cgroups = meter.cgroup_parent()
        subprocess.run(["cc", "-O2", "-pthread", "-o", self.load, str(HERE / "load.c")], check=True)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                        "/CN=localhost", "-keyout", str(self.pem), "-out", str(self.pem)], check=True,
                       capture_output=True)
        self.fill()

    def fill(self):
        self.home.mkdir()
        self.home.chmod(0o777)
        (self.home / workloads.SMALL).write_bytes(bytes(workloads.KIB))
        with open(self.home / workloads.BIG, "wb") as big:
            for _ in range(self.scale.big // workloads.MIB):
                big.write(os.urandom(workloads.MIB))
        for name, count in ((workloads.FEW, 100), (workloads.MANY, self.scale.entries)):
            (self.home / name).mkdir()
            for number in range(count):
                (self.home / name / f"file-{number:06}.txt").touch()

    def start_all(self, chosen, stack):
        """Each has passive ports of its own: what others listen on would be in its way."""
        first = self.port + CONTROL + TEN
        return [stack.enter_context(self.start(server, number, first + number * OWN, OWN))
                for number, server in enumerate(chosen)]

    @contextlib.contextmanager
    def start(self, server, number, first, count):
        directory = self.directory / f"server-{number}"
        directory.mkdir()
        site = servers.Site(directory, self.port + number, first, first + count - 1, self.home, self.pem)
        group, how = meter.Tree(), "/proc"
        if self.cgroups is not None:
            with contextlib.suppress(OSError):
                group, how = meter.Group(self.cgroups, number), "cgroup v2"

        def prepare():
            resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
            group.enter()

        command = server.command(site)
        with open(directory / "printed", "wb") as printed:
            process = subprocess.Popen(command, cwd=directory, stdin=subprocess.DEVNULL, stdout=printed, stderr=printed,
                                       start_new_session=True, preexec_fn=prepare)
        group.begin(process)
        running = Running(server, site, process, group, how)
        try:
            running.wait_for_greeting()
            yield running
        finally:
            running.end()
            shutil.rmtree(directory)

    def warm_up(self, running):
        """Until the compilers of those that have some have seen what is to come, and have gone quiet about it."""
        for server in running:
            seconds = f"{self.scale.warm_up if server.server.is_java else self.scale.warm_up / 10}s"
            for verb, name, size in (("RETR", workloads.SMALL, workloads.KIB), ("STOR", "up", workloads.KIB),
                                     ("LIST", workloads.FEW, 0)):
                self.drive(server, workloads.Workload("warm-up", "", verb, name, size, 16, "0", seconds, ""))
            self.clear()
            print(f"benchmark: {server.server.name} is warm", file=sys.stderr)

    def measure(self, running, workload):
        """One round: what the load generator says, and what the server used meanwhile."""
        if workload.id == "at-once":
            with self.start(running.server, CONTROL - 1, self.port + CONTROL, TEN) as fresh:
                return self.drive(fresh, workload)
        found = self.drive(running, workload)
        if workload.kind == "flat":
            found = self.go_on_and_look(running, workload, found)
        self.clear()
        return found

    def go_on_and_look(self, running, workload, first):
        """Much more of the same; the first part is when tables and pools get their sizes."""
        before = running.look()
        parts = [first] + [self.drive(running, workload) for _ in range(workload.chunks - 1)]
        total = {key: sum(part[key] for part in parts)
                 for key in ("transfers", "errors", "bytes", "seconds", "own_cpu", "cpu")}
        error = next((part["error"] for part in parts if part["error"]), "")
        return dict(first, **total, error=error, before=before, after=running.look())

    def drive(self, running, workload):
        program = [sys.executable, str(HERE / "tls_load.py")] if workload.tls else [self.load]
        looks = workload.kind == "memory"
        before = running.look() if looks else None
        arguments = ["127.0.0.1", str(running.site.port), *running.server.account, workload.verb, workload.name,
                     str(workload.size), str(workload.sessions), workload.warmup, workload.measured]

        def prepare():
            resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)

        with subprocess.Popen(program + arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                              start_new_session=True, preexec_fn=prepare) as load:
            stop = threading.Timer(self.scale.patience, load.kill)
            stop.start()
            try:
                self.next_line(load, running, workload)
                after = running.look() if looks else None
                self.go_on(load)
                self.next_line(load, running, workload)
                cpu = running.group.cpu()
                self.go_on(load)
                result = json.loads(self.next_line(load, running, workload))
                result["cpu"] = running.group.cpu() - cpu
            finally:
                load.stdin.close()
                load.wait()
                stop.cancel()
        return dict(result, before=before, after=after)

    @staticmethod
    def next_line(load, running, workload):
        line = load.stdout.readline()
        if not line:
            sys.exit(f"benchmark: {workload.label} on {running.server.name}: the load generator ended")
        return line

    @staticmethod
    def go_on(load):
        load.stdin.write("\n")
        load.stdin.flush()

    def clear(self):
        for path in self.home.glob("up.*"):
            path.unlink()
