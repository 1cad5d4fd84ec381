"""LibreOffice as a converter of Word files: a profile of its own, no network, nothing kept."""

import ctypes
import shutil
import subprocess
import tempfile
from pathlib import Path

WALL = 25.0  # seconds

_NEW_USER = 0x10000000
_NEW_NETWORK = 0x40000000
# Nothing is loaded that the file only points to, no macro is run, and nobody is asked.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def find() -> str:
    """The path of LibreOffice's program, or "" where it is not installed."""
    return shutil.which("soffice") or ""


def convert(docx: bytes) -> bytes | None:
    """The file as a PDF; None where LibreOffice is missing, fails or takes over WALL seconds.

    Meant for a process of its own, which it shuts out of the network for good.
    """
    program = find()
    if not program:
        return None
    _isolate()
    with tempfile.TemporaryDirectory(prefix="office-") as name:
        folder = Path(name)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        (folder / "resume.docx").write_bytes(docx)
        if not _run(program, folder):
            return None
        made = folder / "resume.pdf"
        return made.read_bytes() if made.exists() else None


def _run(program: str, folder: Path) -> bool:
    command = [
        program,
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--infilter=MS Word 2007 XML",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(folder),
        str(folder / "resume.docx"),
    ]
    try:
        subprocess.run(
            command,
            cwd=folder,
            env={"HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"}
            | {"PATH": "/usr/local/bin:/usr/bin:/bin", "SAL_USE_VCLPLUGIN": "svp"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=WALL,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        return False
    return True


def _isolate() -> None:
    """Takes the network away from this process and its children, where the system permits it."""
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare is not None and unshare(_NEW_NETWORK):
        unshare(_NEW_USER | _NEW_NETWORK)
