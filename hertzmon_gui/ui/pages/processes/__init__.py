"""The Processes page."""

from hertzmon_gui.ui.pages.processes.page import ProcessesPage

__all__ = ["ProcessesPage"]
