"""The container image, built and run without a Docker engine: `python -m benchmarks.image`.

It needs root, and buildah and mmdebstrap of Debian. The base of the Dockerfile stands for an image
of a registry; with --stand-in a Debian of the same release with its own Python takes that name, so
the run shows the Dockerfile's steps and the container's behaviour, not the real base image.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from sandbox import telegram as telegrams
from sandbox.world import World

ROOT = Path(__file__).parents[1]
TAG = "localhost/resume-tailor"
_PORT = 18080
_PATIENCE = 60.0  # seconds for the bot to answer
_REST = 5.0  # seconds until it has nothing to do any more
_ENVIRON = {**os.environ, "STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"}
_BASE = "python3,python3-venv,ca-certificates"
_PROBE = """
import os, pathlib
print(os.getuid(), os.getgid(), os.getgroups())
status = pathlib.Path("/proc/self/status").read_text()
print(*[line for line in status.splitlines() if line.startswith(("CapEff", "NoNewPrivs"))])
roots = [path for path in pathlib.Path("/").iterdir() if path.name not in ("proc", "sys", "dev")]
found = []
for root in roots:
    for folder, _, files in os.walk(root):
        found += [each for each in [folder, *map(folder.__add__, map("/".__add__, files))]
                  if not os.path.islink(each) and os.access(each, os.W_OK)]
print(*sorted(found), sep="\\n")
"""


def main(arguments: Sequence[str]) -> int:
    """Build, look, run, stop; 0 when everything holds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.image", description=__doc__)
    parser.add_argument("--stand-in", action="store_true", help="make a base of Debian's packages")
    parser.add_argument("--base", type=Path, help="a tar of that base from an earlier run")
    parser.add_argument("--volume", action="append", default=[], help="as buildah's: for the build")
    parser.add_argument("--no-build", action="store_true", help="look at the image that is there")
    chosen = parser.parse_args(arguments)
    if not chosen.no_build:
        if chosen.stand_in:
            _stand_in(chosen.base)
        _build(chosen.volume, pull=not chosen.stand_in)
    container = _buildah("from", "--pull-never", TAG)
    try:
        held = _look(container) & asyncio.run(_live(container))
    finally:
        _buildah("rm", container)
    return 0 if held else 1


def _stand_in(ready: Path | None) -> None:
    """A Debian with Python under the name of the Dockerfile's base."""
    name = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.M)[0]
    with tempfile.TemporaryDirectory() as folder:
        tar = ready or Path(folder) / "base.tar"
        if not tar.exists():
            make = ("mmdebstrap", "--variant=minbase", f"--include={_BASE}", "bookworm", str(tar))
            subprocess.run(make, check=True)
        container = _buildah("from", "scratch")
        _buildah("add", container, str(tar), "/")
        _buildah("run", container, "--", "ln", "-sf", "python3", "/usr/bin/python")
        _buildah("commit", "--quiet", "--rm", container, f"docker.io/library/{name}")


def _build(volumes: Sequence[str], *, pull: bool) -> None:
    began = time.monotonic()
    command = ["build", "--pull" if pull else "--pull-never", "--network", "host"]
    for volume in volumes:
        command += ["--volume", volume]
    _buildah(*command, "--format", "docker", "--tag", TAG, str(ROOT), quiet=False)
    print(f"built in {time.monotonic() - began:.0f} s")


def _look(container: str) -> bool:
    """Size, health check, user, and every place that the bot can write to."""
    config = json.loads(_buildah("inspect", "--type", "image", TAG))["Docker"]["config"]
    print("health check:", " ".join(config["Healthcheck"]["Test"]))
    print("entry:", *config["Entrypoint"], *config["Cmd"])
    root = Path(_buildah("mount", container))
    size = subprocess.run(["du", "-sm", root], capture_output=True, text=True, check=True).stdout
    print(f"size on disk: {size.split()[0]} MB")
    seen = _buildah("run", container, "--", "/app/docker-entrypoint.sh", "python", "-c", _PROBE)
    who, rights, *places = seen.splitlines()
    print("user, group, groups:", who)
    print(rights)
    print("can write to:", *places)
    return who == "10001 10001 []" and places == ["/app/data", "/app/data/tmp", "/app/exports"]


async def _live(container: str) -> bool:
    """The bot in the container: it answers, is healthy by its own check, and stops in time."""
    async with telegrams.serve() as telegram, _running(container, telegram) as bot:
        began = time.monotonic()
        ready = await _until("/readyz", began)
        print(f"ready after {ready:.1f} s" if ready else "never ready")
        script = ("/venv/bin/python", "-S", "-E", "/app/healthcheck.py")
        check = await asyncio.to_thread(_status, container, *script)
        print("its own health check ends with", check)
        [tini] = _children(bot.pid, "tini")
        await asyncio.sleep(_REST)
        print(f"memory at rest: {sum(map(_memory, _children(tini, 'python'))):.0f} MB")
        os.kill(tini, signal.SIGTERM)
        began = time.monotonic()
        async with asyncio.timeout(30):
            status = await bot.wait()
        took = time.monotonic() - began
        print(f"ended with {status} after SIGTERM in {took:.1f} s")
        return bool(ready) and check == 0 and status == 0 and took < 8


@asynccontextmanager
async def _running(container: str, telegram: World) -> AsyncIterator[asyncio.subprocess.Process]:
    environ = {
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        "MODEL": "off",
        "PORT": str(_PORT),
    }
    given = [word for name, value in environ.items() for word in ("--env", f"{name}={value}")]
    entry = ("--", "/app/docker-entrypoint.sh", "python", "-m", "bot")
    process = await asyncio.create_subprocess_exec(
        "buildah", "run", "--network", "host", *given, container, *entry, env=_ENVIRON
    )
    try:
        yield process
    finally:
        for pid in _children(process.pid, "tini"):
            os.kill(pid, signal.SIGKILL)
        await process.wait()


async def _until(path: str, began: float) -> float | None:
    """Seconds until the path answers with 200, None when it does not in time."""
    while time.monotonic() - began < _PATIENCE:
        if await asyncio.to_thread(_answers, path):
            return time.monotonic() - began
        await asyncio.sleep(0.2)
    return None


def _answers(path: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{_PORT}{path}", timeout=3) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _status(container: str, *command: str) -> int:
    run = ["buildah", "run", "--network", "host", "--env", f"PORT={_PORT}", container, "--"]
    return subprocess.run([*run, *command], env=_ENVIRON, check=False).returncode


def _memory(pid: int) -> float:
    """What is resident of a process, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    [found] = re.findall(r"^VmRSS:\s+(\d+) kB", status, re.M)
    return int(found) / 1024


def _children(pid: int, name: str) -> list[int]:
    """The processes of this name under *pid*, which are not further ones of the same name."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,comm="], capture_output=True, text=True)
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    below, grown = {pid}, True
    while grown:
        more = {int(row[0]) for row in rows if int(row[1]) in below} - below
        grown = bool(more)
        below |= more
    return [int(row[0]) for row in rows if int(row[0]) in below and row[2] == name]


def _buildah(*arguments: str, quiet: bool = True) -> str:
    done = subprocess.run(
        ["buildah", *arguments],
        env=_ENVIRON,
        check=True,
        text=True,
        stdout=subprocess.PIPE if quiet else None,
    )
    return done.stdout.strip() if quiet else ""


if __name__ == "__main__":
    if not shutil.which("buildah"):
        sys.exit("buildah is not installed")
    sys.exit(main(sys.argv[1:]))
