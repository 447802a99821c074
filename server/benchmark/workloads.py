"""What is measured, and how much of it."""

import typing

KIB, MIB = 1024, 1024 * 1024
BIG, SMALL, FEW, MANY = "big", "small", "few", "many"  # in the home


class Scale(typing.NamedTuple):
    seconds: float
    warm_up: float
    big: int
    bulk: int
    entries: int
    idle: int
    at_once: int
    long_run: int
    patience: float

    @staticmethod
    def of(quick, seconds):
        if quick:
            return Scale(seconds, 0.2, 4 * MIB, 1, 2000, 20, 40, 320, 120)
        return Scale(seconds, 20, 256 * MIB, 4, 100_000, 5000, 500, 100_000, 900)


class Workload(typing.NamedTuple):
    id: str
    label: str
    verb: str
    name: str
    size: int  # 0: a listing
    sessions: int
    warmup: str  # as load.c has it
    measured: str
    kind: str  # what is told of it: rate, throughput, first-byte, memory, errors, flat
    tls: bool = False
    rounds: int = 0  # 0: as many as are asked for
    chunks: int = 1


def make(scale):
    repeated = (f"{max(0.1, scale.seconds / 5)}s", f"{scale.seconds}s")
    bulk = ("1", str(scale.bulk))
    big = f"{scale.big // MIB} MiB"
    entries = f"{scale.entries:,}"
    chunk = str(scale.long_run // 16 // 10)
    return [
        Workload("retr-1", "1 KiB RETR, 1 session", "RETR", SMALL, KIB, 1, *repeated, "rate"),
        Workload("retr-16", "1 KiB RETR, 16 sessions", "RETR", SMALL, KIB, 16, *repeated, "rate"),
        Workload("stor-1", "1 KiB STOR, 1 session", "STOR", "up", KIB, 1, *repeated, "rate"),
        Workload("stor-16", "1 KiB STOR, 16 sessions", "STOR", "up", KIB, 16, *repeated, "rate"),
        Workload("list-8", "LIST of 100, 8 sessions", "LIST", FEW, 0, 8, *repeated, "rate"),
        Workload("big-retr", f"{big} RETR", "RETR", BIG, scale.big, 1, *bulk, "throughput"),
        Workload("big-stor", f"{big} STOR", "STOR", "up", scale.big, 1, *bulk, "throughput"),
        Workload("tls-retr", f"{big} RETR, TLS", "RETR", BIG, scale.big, 1, *bulk, "throughput", tls=True),
        Workload("tls-stor", f"{big} STOR, TLS", "STOR", "up", scale.big, 1, *bulk, "throughput", tls=True),
        Workload("list-many", f"LIST of {entries}", "LIST", MANY, 0, 1, "1", "1", "first-byte"),
        Workload("mlsd-many", f"MLSD of {entries}", "MLSD", MANY, 0, 1, "1", "1", "first-byte"),
        Workload("idle", f"{scale.idle:,} idle sessions", "RETR", SMALL, KIB, scale.idle, "0", "0", "memory", rounds=1),
        Workload("at-once", f"{scale.at_once} transfers at once from 10 ports", "RETR", SMALL, KIB, scale.at_once, "0",
                 "1", "errors", rounds=1),
        Workload("long-run", f"{scale.long_run:,} transfers", "RETR", SMALL, KIB, 16, "0", chunk, "flat", rounds=1,
                 chunks=10),
    ]


IDS = [one.id for one in make(Scale.of(True, 1))]
