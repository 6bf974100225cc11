"""Makes a throw-away data directory for tests and checks, before the settings read it."""

import os
import tempfile
from pathlib import Path

if "KAWARABAN_SCRATCH" not in os.environ:
    root = Path(tempfile.mkdtemp(prefix="kawaraban-scratch-"))
    (root / "keys").mkdir()
    for name in ("secret", "ledger"):
        (root / "keys" / f"{name}.key").write_text(
            f"{name}-key-of-a-scratch-paper-" + "0" * 32, encoding="ascii"
        )
    os.environ["KAWARABAN_SCRATCH"] = str(root)
os.environ["KAWARABAN_DATA"] = os.environ["KAWARABAN_SCRATCH"]
