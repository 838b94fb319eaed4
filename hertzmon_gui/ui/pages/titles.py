"""What the pages are called: in the sidebar, on themselves and in the settings."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def page_title(page_id: str) -> str:
    """A page's name in the user's language."""
    translate = QCoreApplication.translate
    titles = {
        "overview": translate("Pages", "Overview"),
        "processes": translate("Pages", "Processes"),
        "cpu": translate("Pages", "CPU"),
        "memory": translate("Pages", "Memory"),
        "disks": translate("Pages", "Disks"),
        "network": translate("Pages", "Network"),
        "gpu": translate("Pages", "GPU"),
        "sensors": translate("Pages", "Sensors"),
        "remote-access": translate("Pages", "Remote access"),
    }
    return titles[page_id]
