"""What each process takes of a GPU, from the `drm-` keys that kernel drivers write into /proc/<pid>/fdinfo."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from hertzmon_gui.collector.files import names_in, read_bytes
from hertzmon_gui.collector.rates import CounterRates
from hertzmon_gui.collector.texts import encodable_name
from hertzmon_gui.model.snapshot import GpuProcess

_SCAN_SECONDS = 5.0
_UNITS = {"": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3}


class DrmClient(Struct, frozen=True, gc=False):
    """One opening of a GPU: busy nanoseconds by engine, or busy and all cycles, and the memory that it holds."""

    address: str
    client_id: str
    busy_ns: dict[str, int]
    cycles: dict[str, tuple[int, int]]
    capacity: dict[str, int]
    memory_bytes: int | None


def parse_fdinfo(data: bytes) -> DrmClient | None:
    """The GPU client in a file of fdinfo; None when the descriptor is something else."""
    fields: dict[str, str] = {}
    for line in data.split(b"\n"):
        if line.startswith(b"drm-"):
            key, _, value = encodable_name(line[4:]).partition(":")
            fields[key] = value.strip()
    if "pdev" not in fields or "client-id" not in fields:
        return None
    return DrmClient(
        address=fields["pdev"],
        client_id=fields["client-id"],
        busy_ns={
            key[7:]: _number(value)
            for key, value in fields.items()
            if key.startswith("engine-") and not key.startswith("engine-capacity-")
        },
        cycles={
            key[7:]: (_number(value), _number(fields[f"total-{key}"]))
            for key, value in fields.items()
            if key.startswith("cycles-") and f"total-{key}" in fields
        },
        capacity={
            key[16:]: max(1, _number(value)) for key, value in fields.items() if key.startswith("engine-capacity-")
        },
        memory_bytes=_memory(fields),
    )


def _number(text: str) -> int:
    number, _, unit = text.partition(" ")
    return int(number) * _UNITS.get(unit.strip(), 1) if number.isdigit() else 0


def _memory(fields: dict[str, str]) -> int | None:
    """Memory on the card; where the GPU has none of its own, what it uses of the system's."""
    for prefixes in (("resident-vram", "resident-local"), ("memory-vram",), ("resident-system",), ("memory-gtt",)):
        amounts = [_number(value) for key, value in fields.items() if key.startswith(prefixes)]
        if amounts:
            return sum(amounts)
    return None


class FdinfoReader:
    """Reads /proc under `root`; which descriptors are GPUs is looked up every few seconds, for it is costly."""

    def __init__(self, root: Path) -> None:
        self._proc = root / "proc"
        self._files: dict[int, list[str]] = {}
        self._scanned_at: float | None = None
        self._rates = CounterRates()

    def read(self, now: float) -> dict[str, tuple[GpuProcess, ...]]:
        """The processes on each GPU by its PCI address; loads are None until two readings exist."""
        if self._scanned_at is None or now - self._scanned_at >= _SCAN_SECONDS:
            self._files, self._scanned_at = self._scan(), now
        self._rates.begin(now)
        seen: set[tuple[str, str]] = set()
        loads: dict[tuple[str, int], dict[str, float]] = {}
        memory: dict[tuple[str, int], int | None] = {}
        for pid, files in self._files.items():
            for file in files:
                client = parse_fdinfo(read_bytes(file) or b"")
                # One opening of the GPU can have several descriptors, in one process or in several.
                if client is None or (client.address, client.client_id) in seen:
                    continue
                seen.add((client.address, client.client_id))
                key = (client.address, pid)
                engines = loads.setdefault(key, {})
                for engine, percent in self._loads(client).items():
                    engines[engine] = engines.get(engine, 0.0) + percent
                known = memory.get(key)
                memory[key] = known if client.memory_bytes is None else (known or 0) + client.memory_bytes
        found: dict[str, tuple[GpuProcess, ...]] = {}
        for (address, pid), engines in loads.items():
            # Engines work side by side: the busiest is how busy the process keeps the GPU.
            busiest = min(100.0, max(engines.values())) if engines else None
            found[address] = (*found.get(address, ()), GpuProcess(pid, busiest, memory[address, pid]))
        return found

    def _loads(self, client: DrmClient) -> dict[str, float]:
        loads = {}
        for engine, nanoseconds in client.busy_ns.items():
            rate = self._rates.rate((client.address, client.client_id, engine), nanoseconds)
            if rate is not None:
                loads[engine] = rate / 1e7 / client.capacity.get(engine, 1)
        for engine, (busy, total) in client.cycles.items():
            grown = self._rates.difference((client.address, client.client_id, engine), busy)
            passed = self._rates.difference((client.address, client.client_id, engine, "total"), total)
            if grown is not None and passed:
                loads[engine] = 100 * grown / passed / client.capacity.get(engine, 1)
        return loads

    def _scan(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for pid in names_in(self._proc):
            if not pid.isdigit():
                continue
            directory = f"{self._proc}/{pid}"
            for descriptor in names_in(Path(f"{directory}/fd")):
                try:
                    target = os.readlink(f"{directory}/fd/{descriptor}")  # noqa: PTH115 (a Path for each is costly)
                except OSError:
                    continue
                if target.startswith("/dev/dri/"):
                    found.setdefault(int(pid), []).append(f"{directory}/fdinfo/{descriptor}")
        return found

    def forget(self) -> None:
        """Nobody looks any more: the next reading begins anew."""
        self._files, self._scanned_at = {}, None
        self._rates.forget()
