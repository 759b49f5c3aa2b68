"""Programs of the machine that some tests need: fail aloud in CI, skip aloud elsewhere."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from bootstrap.programs import (
    OFFICE,
    PDF_TO_PICTURE,
    Program,
    find,
    in_continuous_integration,
)

PATIENCE = 180  # seconds for one document


def require(program: Program) -> Path:
    """Return the program's path; without it the test fails in CI and is skipped elsewhere."""
    path = find(program)
    if path is not None:
        return path
    reason = f"{program.names[0]} is missing: install {' '.join(program.packages)}"
    if in_continuous_integration():
        pytest.fail(reason)
    pytest.skip(reason)


def document_as_pdf(document: Path, folder: Path) -> Path:
    """Convert an office document with LibreOffice, as a person's print command would."""
    office = require(OFFICE)
    command = [str(office), "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(document)]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return folder / f"{document.stem}.pdf"


def pdf_as_pictures(document: Path, folder: Path, dots_per_inch: int = 100) -> list[Path]:
    """Render every page of a PDF as PNG, in order."""
    renderer = require(PDF_TO_PICTURE)
    target = folder / document.stem
    command = [str(renderer), "-png", "-r", str(dots_per_inch), str(document), str(target)]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE, env=os.environ)
    return sorted(folder.glob(f"{document.stem}-*.png"))
