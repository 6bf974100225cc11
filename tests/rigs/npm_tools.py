"""Programs and files from npm that tests drive: `make test` puts them into .make/npm."""

import shutil
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / ".make" / "npm" / "node_modules"
HTML_VALIDATE = FOLDER / "html-validate" / "bin" / "html-validate.mjs"
SITE_MAP_SCHEMA = FOLDER / "sitemap" / "schema" / "sitemap.xsd"


def missing(*files: Path, programs: tuple[str, ...]) -> str:
    """Why a test cannot run here; "" when it can."""
    absent = [name for name in programs if not shutil.which(name)]
    absent += [str(file.relative_to(FOLDER)) for file in files if not file.exists()]
    return f"not here: {', '.join(absent)} (tools/npm_tools.sh installs them)" if absent else ""
