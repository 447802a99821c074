"""The machine that the numbers are of."""

import os
import platform
import subprocess


def describe(directory, java):
    cpu = next((line.partition(":")[2].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")),
               platform.machine())
    shown = subprocess.run([java, "-version"], capture_output=True, text=True).stderr.splitlines()
    mounts = [line.split()[1:3] for line in open("/proc/mounts")]
    files = max((len(at), kind) for at, kind in mounts if directory.resolve().is_relative_to(at))[1]
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return {"cpu": cpu, "cores": len(os.sched_getaffinity(0)), "memory": f"{memory:.0f} GiB",
            "kernel": f"{platform.system()} {platform.release()}", "jdk": shown[1] if len(shown) > 1 else "none",
            "files": files, "load": os.getloadavg()[0]}
