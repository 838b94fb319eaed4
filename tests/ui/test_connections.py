"""The list of connections."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from hertzmon_gui.model.snapshot import Connection
from hertzmon_gui.ui.models.connections import ConnectionsModel


@pytest.mark.usefixtures("qapp")
def test_where_a_socket_s_process_is_not_known_the_tooltip_says_why() -> None:
    model = ConnectionsModel()
    model.set_connections((Connection("ipv4", "tcp", "127.0.0.1", 80, None, None, "listen", None),), {})
    process, local = model.index(0, 0), model.index(0, 2)
    assert process.data() == "N/A"
    assert process.data(Qt.ItemDataRole.ToolTipRole) == "The system does not tell."
    assert local.data(Qt.ItemDataRole.ToolTipRole) == local.data()
