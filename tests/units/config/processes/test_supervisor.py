import os
import tempfile
from pathlib import Path

import pytest

from kawaraban.config.env import DataDir
from kawaraban.config.processes.supervisor import _sockets_folder

# The system's limit for the path of a Unix socket.
LIMIT = 104


def test_sockets_have_a_short_path_however_deep_data_and_temporary_files_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(deep))

    with _sockets_folder(DataDir(deep)) as folder:
        assert len(os.fsencode(folder / "app-99.sock")) < LIMIT
        assert folder.stat().st_mode & 0o077 == 0

    assert not folder.exists()
