"""NVIDIA GPUs by whichever way works, none of them woken, and each left to sleep when it does nothing."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hertzmon_gui.collector.gpu.pci import NVIDIA, PciBus, PciGpu, PciNames
from hertzmon_gui.collector.gpu.protocol import GpuFailure, GpuReader, GpuReading, LibraryMissing, NoDevices, Request
from hertzmon_gui.model.snapshot import GpuDevice

_LONGEST_BACKOFF_SECONDS = 60.0
_NO_DEVICES_RETRY_SECONDS = 30.0
_MISSING_RETRY_SECONDS = 300.0

_IDLE_SECONDS = 10.0
_REST_SECONDS = 25.0
_NO_REST_SECONDS = 600.0


class _Seat:
    """A reader, and when it is to be asked again after it failed."""

    def __init__(self, reader: GpuReader) -> None:
        self.reader = reader
        self.outcome: Exception | None = None
        self._failures = 0
        self._retry_at = 0.0

    def read(self, request: Request) -> GpuReading | None:
        """The reading; None when there is none now, and `outcome` says why."""
        if self.outcome is not None and request.now < self._retry_at:
            return None
        try:
            reading = self.reader.read(request)
        except LibraryMissing as missing:
            self._back_off(missing, request.now + _MISSING_RETRY_SECONDS)
        except NoDevices as none:
            self._back_off(none, request.now + _NO_DEVICES_RETRY_SECONDS)
        except Exception as error:  # noqa: BLE001 (whatever a driver's library throws)
            delay = min(2.0**self._failures, _LONGEST_BACKOFF_SECONDS)
            self._failures += 1
            self._back_off(error, request.now + delay)
        else:
            self.outcome, self._failures = None, 0
            return reading
        return None

    def _back_off(self, outcome: Exception, retry_at: float) -> None:
        self.outcome, self._retry_at = outcome, retry_at


class _Rest:
    """Lets go of GPUs that do nothing, so that the system can power them down: being looked at keeps them awake."""

    def __init__(self) -> None:
        self._idle_since: float | None = None
        self._rest_until: float | None = None
        self._no_rest_until = 0.0

    def is_resting(self, now: float) -> bool:
        """Whether to leave the GPUs alone for now; the first call after a rest says that it did not help."""
        if self._rest_until is None:
            return False
        if now < self._rest_until:
            return True
        # Someone else keeps them awake; our not looking gains nothing.
        self._rest_until, self._idle_since = None, None
        self._no_rest_until = now + _NO_REST_SECONDS
        return False

    def fell_asleep(self) -> None:
        """The GPUs sleep, as they should."""
        self._rest_until = self._idle_since = None
        self._no_rest_until = 0.0

    def saw(self, now: float, devices: Sequence[GpuDevice]) -> bool:
        """Take note of a reading; True when a rest begins."""
        idle = all(device.load_percent == 0 and not device.processes for device in devices)
        if not idle or now < self._no_rest_until:
            self._idle_since = None
            return False
        self._idle_since = now if self._idle_since is None else self._idle_since
        if now - self._idle_since < _IDLE_SECONDS:
            return False
        self._rest_until = now + _REST_SECONDS
        return True


class NvidiaReader:
    """NVML first, GPUtil behind it; a GPU that sleeps is shown so from what the bus knows."""

    def __init__(self, readers: Sequence[GpuReader], bus: PciBus, names: PciNames) -> None:
        self._seats = [_Seat(reader) for reader in readers]
        self._bus = bus
        self._names = names
        self._rest = _Rest()
        self._known: dict[str, GpuDevice] = {}  # by PCI address
        self._latest: GpuReading | None = None
        self.name = self._seats[0].reader.name

    def read(self, request: Request) -> GpuReading:
        """Read the GPUs that are awake; raises what the first reader with something to say did."""
        gpus = self._bus.nvidia_gpus(request.now)
        sleeping = [gpu for gpu in gpus if gpu.is_asleep]
        if gpus and len(sleeping) == len(gpus):
            self._let_go()
            self._rest.fell_asleep()
            return GpuReading(tuple(self._asleep(gpu, index) for index, gpu in enumerate(gpus)))
        may_sleep = any(gpu.may_sleep and not gpu.is_asleep for gpu in gpus)
        if may_sleep and self._rest.is_resting(request.now) and self._latest is not None:
            return self._latest
        awake = tuple(gpu.address for gpu in gpus if not gpu.is_asleep)
        reading = self._read_awake(
            Request(request.now, request.processes, awake if gpus else None, some_asleep=bool(sleeping))
        )
        reading = self._with_sleeping(reading, gpus)
        if may_sleep and self._rest.saw(request.now, [device for device in reading.devices if not device.asleep]):
            self._let_go()
        self._latest = reading
        return reading

    def _read_awake(self, request: Request) -> GpuReading:
        for seat in self._seats:
            reading = seat.read(request)
            if reading is not None:
                self.name = seat.reader.name
                return reading
        outcomes = [seat.outcome for seat in self._seats if seat.outcome is not None]
        # A failure is worth telling before an absence, and an absence before a missing library.
        for outcome in outcomes:
            if not isinstance(outcome, (NoDevices, LibraryMissing)):
                raise GpuFailure(str(outcome) or type(outcome).__name__)
        for outcome in outcomes:
            if isinstance(outcome, NoDevices):
                raise NoDevices(str(outcome))
        raise LibraryMissing(", ".join(map(str, outcomes)))

    def _with_sleeping(self, reading: GpuReading, gpus: tuple[PciGpu, ...]) -> GpuReading:
        """The readers' rows and those of the GPUs they were kept from, in the order of the bus."""
        awake = [gpu for gpu in gpus if not gpu.is_asleep]
        if len(awake) == len(reading.devices):
            self._known |= {gpu.address: device for gpu, device in zip(awake, reading.devices, strict=True)}
        if len(awake) == len(gpus):
            return reading
        rows = iter(reading.devices)
        merged = [self._asleep(gpu, index) if gpu.is_asleep else next(rows, None) for index, gpu in enumerate(gpus)]
        devices = tuple(
            msgspec.structs.replace(device, index=index) for index, device in enumerate(filter(None, merged))
        )
        return GpuReading(devices, reading.driver_version)

    def _asleep(self, gpu: PciGpu, index: int) -> GpuDevice:
        known = self._known.get(gpu.address)
        name = known.name if known else self._names.name(NVIDIA, gpu.device_id)
        return GpuDevice(
            index=index,
            name=name or "NVIDIA GPU",
            vendor="nvidia",
            uuid=known.uuid if known else None,
            memory_total=known.memory_total if known else None,
            asleep=True,
        )

    def _let_go(self) -> None:
        for seat in self._seats:
            seat.reader.close()

    def close(self) -> None:
        """Let go of the driver."""
        self._let_go()
