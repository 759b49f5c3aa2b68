"""Every plan of these tests is proved: its occasions are what its rule says."""

from __future__ import annotations

import pytest

from quartermaster.base.core.proofs import PROOFS


@pytest.fixture
def proven(world):
    yield
    assert list(PROOFS["plans.occasions"].check(None)) == []
    assert list(PROOFS["plans.covered"].check(None)) == []
