"""The one way set-up ends early: a sentence in two languages instead of a traceback."""

from __future__ import annotations


class Stop(Exception):
    """Set-up cannot go on; carries one line for people and the exit status.

    `english` and `chinese` say the same: what is wrong and what to do about it.
    """

    def __init__(self, english: str, chinese: str, status: int = 1) -> None:
        """Join both sentences into the one line that is printed."""
        super().__init__(f"{english} {chinese}".replace("\n", " "))
        self.status = status


def stop_for_system_error(error: OSError) -> Stop:
    """Say what the operating system refused, without a traceback."""
    where = f" ({error.filename})" if error.filename else ""
    return Stop(
        f"the system refused: {error.strerror or error}{where}.",
        "系统拒绝了操作，请检查磁盘空间与目录权限。",
    )
