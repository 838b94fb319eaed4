"""What the Processes page says about actions: their names, and one sentence for each refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from hertzmon_gui.model.actions import ActionOutcome, ProcessAction, Refusal
from hertzmon_gui.model.snapshot import Process, ProcessKey
from hertzmon_gui.ui.hidden_characters import without_hidden_characters


def title_of(process: Process) -> str:
    """Name and pid, as a process is called in sentences."""
    return f"{without_hidden_characters(process.identity.name) or '?'} ({process.identity.pid})"


def command_of(process: Process) -> str:
    """The command line, or the name in brackets, as ps writes it, where there is none."""
    identity = process.identity
    return without_hidden_characters(" ".join(identity.command_line)) or f"[{without_hidden_characters(identity.name)}]"


def refusal_sentence(action: ProcessAction, process: Process, outcome: ActionOutcome) -> str:
    """Why nothing was done, and what would be needed."""
    translate = QCoreApplication.translate
    who = title_of(process)
    match outcome.refusal:
        case Refusal.GONE:
            return translate("Refusal", "{0} has already ended.").format(who)
        case Refusal.IDENTITY_CHANGED:
            return translate(
                "Refusal", "{0} has ended, and another process has its PID now. Nothing was done to that one."
            ).format(who)
        case Refusal.NOT_PERMITTED:
            if action is ProcessAction.SET_PRIORITY:
                return translate(
                    "Refusal", "The system does not let you give {0} this priority. Administrator rights are needed."
                ).format(who)
            return translate(
                "Refusal", "{0} belongs to {1}. Start HertzMon with administrator rights to do this."
            ).format(who, without_hidden_characters(process.identity.username or "?"))
        case Refusal.NOT_SUPPORTED:
            return translate("Refusal", "This system cannot do that to {0}.").format(who)
        case Refusal.PROTECTED:
            return translate("Refusal", "{0} is protected: HertzMon itself, or the system, would end with it.").format(
                who
            )
        case Refusal.INVALID_VALUE:
            return translate("Refusal", "The system does not accept this value for {0}.").format(who)
        case _:
            return translate("Refusal", "The system refused to do this to {0}: {1}").format(
                who, without_hidden_characters(outcome.detail)
            )


def summary_sentence(
    action: ProcessAction, outcomes: Sequence[ActionOutcome], processes: Mapping[ProcessKey, Process]
) -> str:
    """What to tell of all that was refused; empty when nothing was."""
    sentences = [
        refusal_sentence(action, processes[outcome.key], outcome)
        for outcome in outcomes
        if not outcome.done and outcome.key in processes
    ]
    if len(sentences) <= 2:
        return " ".join(sentences)
    more = QCoreApplication.translate("Refusal", "{0} others were refused too.").format(len(sentences) - 1)
    return f"{sentences[0]} {more}"
