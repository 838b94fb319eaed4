"""A stand-in for what acts on processes."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

from hertzmon_gui.model.actions import ActionOutcome, ProcessAction, ProcessDetails, Refusal
from hertzmon_gui.model.snapshot import ProcessKey

Call = tuple[ProcessAction, tuple[ProcessKey, ...], int | Sequence[int] | None]


class FakeProcessControl:
    """Acts on the pairs in `living` and, as the real one, on no other; `answers` are details that are known."""

    def __init__(self, *living: ProcessKey) -> None:
        self.living = set(living)
        self.refusals: dict[ProcessKey, Refusal] = {}
        self.protected: set[int] = set()
        self.calls: list[Call] = []
        self.answers: dict[ProcessKey, ProcessDetails] = {}
        self.questions: list[tuple[ProcessKey, Future[ProcessDetails | None]]] = []
        self.answers_at_once = True

    def act(
        self, action: ProcessAction, keys: Sequence[ProcessKey], value: int | Sequence[int] | None = None
    ) -> Future[tuple[ActionOutcome, ...]]:
        self.calls.append((action, tuple(keys), value))
        future: Future[tuple[ActionOutcome, ...]] = Future()
        future.set_result(tuple(ActionOutcome(key, self._refusal(key)) for key in keys))
        return future

    def is_protected(self, pid: int) -> bool:
        return pid in self.protected

    def details(self, key: ProcessKey) -> Future[ProcessDetails | None]:
        future: Future[ProcessDetails | None] = Future()
        self.questions.append((key, future))
        if self.answers_at_once:
            future.set_result(self.answers.get(key))
        return future

    def _refusal(self, key: ProcessKey) -> Refusal | None:
        if key in self.refusals:
            return self.refusals[key]
        if key in self.living:
            return None
        is_reused = any(pid == key[0] for pid, _ in self.living)
        return Refusal.IDENTITY_CHANGED if is_reused else Refusal.GONE
