"""Loaded by pytest before Django's settings: keeps a test run away from a person's own data.

Only QM_TEST_DATABASE_URL chooses another database than SQLite, so that a forgotten
QM_DATABASE_URL never leads the tests to a real server.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

KEPT = ("QM_TEST_DATABASE_URL",)


def use_a_folder_of_our_own() -> None:
    """Point the data folder to a temporary one; each test process has its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        # The controlling process made the folder and removes it.
        folder = Path(os.environ["QM_DATA_DIR"]) / worker
        folder.mkdir(exist_ok=True)
    else:
        folder = Path(tempfile.mkdtemp(prefix="qm-tests-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["QM_DATA_DIR"] = str(folder)


def forget_the_persons_settings() -> None:
    """Drop every QM_ variable but those that are meant for tests."""
    for name in [name for name in os.environ if name.startswith("QM_") and name not in KEPT]:
        if name != "QM_DATA_DIR":
            del os.environ[name]
    address = os.environ.get("QM_TEST_DATABASE_URL")
    if address:
        os.environ["QM_DATABASE_URL"] = address


forget_the_persons_settings()
use_a_folder_of_our_own()
