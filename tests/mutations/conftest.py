"""The copy of the repository that faults are put into."""

from __future__ import annotations

from pathlib import Path

import pytest
from changed import copy_of_repository


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository to put faults into."""
    return copy_of_repository(tmp_path_factory.mktemp("mutated"))
