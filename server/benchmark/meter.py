"""What a server and all of its processes have used: processor time and memory."""

import os
import pathlib
import subprocess

TICK = os.sysconf("SC_CLK_TCK")


def cgroup_parent():
    """The directory of this process in the hierarchy of cgroups v2, if groups can be made below it."""
    mounts = [line.split() for line in pathlib.Path("/proc/mounts").read_text().splitlines()]
    own = [line[3:] for line in pathlib.Path("/proc/self/cgroup").read_text().splitlines() if line.startswith("0::")]
    for mount in mounts:
        if mount[2] == "cgroup2" and own:
            path = pathlib.Path(mount[1] + own[0])
            return path if os.access(path, os.W_OK) else None
    return None


class Group:
    """A cgroup of version 2, which counts processes that have ended, too."""

    def __init__(self, parent, name):
        self.path = parent / f"benchmark-{os.getpid()}-{name}"
        self.path.mkdir()
        self.processes = self.path / "cgroup.procs"

    def enter(self):
        """For the new process, before it is the server."""
        self.processes.write_text("0")

    def begin(self, process):
        """Nothing to do: the process is in the group already."""

    def pids(self):
        return [int(pid) for pid in self.processes.read_text().split()]

    def cpu(self):
        for line in (self.path / "cpu.stat").read_text().splitlines():
            if line.startswith("usage_usec "):
                return int(line.split()[1]) / 1e6
        raise OSError(f"{self.path}/cpu.stat has no usage_usec")

    def close(self):
        self.path.rmdir()


class Tree:
    """A process and its descendants by /proc: those that ended count once their parent has asked for them."""

    def __init__(self):
        self.root = None

    def enter(self):
        pass

    def begin(self, process):
        self.root = process.pid

    def pids(self):
        children = {}
        for entry in os.listdir("/proc"):
            if entry.isdigit() and (stat := stat_of(entry)):
                children.setdefault(int(stat[1]), []).append(int(entry))
        found, new = [], [self.root]
        while new:
            found += new
            new = [child for pid in new for child in children.get(pid, [])]
        return found

    def cpu(self):
        return sum(sum(int(ticks) for ticks in stat[11:15]) for pid in self.pids() if (stat := stat_of(pid))) / TICK

    def close(self):
        pass


def stat_of(pid):
    """The fields of /proc/PID/stat from the third on, or nothing if the process has ended."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def memory(pids):
    """The proportional set size of the processes, in bytes: what is shared counts once."""
    total = 0
    for pid in pids:
        try:
            for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        except OSError:
            pass  # It has ended meanwhile.
    return total


def threads(pids):
    return sum(int(stat[17]) for pid in pids if (stat := stat_of(pid)))


def live_heap(jcmd, pid):
    """The bytes of all live objects of a Java virtual machine, after a collection; none if jcmd is not there."""
    try:
        shown = subprocess.run([jcmd, str(pid), "GC.class_histogram"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    last = shown.stdout.strip().splitlines()[-1:] or [""]
    return int(last[0].split()[2]) if last[0].startswith("Total") else None
