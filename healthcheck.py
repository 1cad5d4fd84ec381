"""Whether the bot in this container lives: asks /livez, or looks at its sign of life in data/.

It is run every half minute, so it imports nothing but what that takes.
"""

import os
import sys
import time
import urllib.request
from pathlib import Path

_STALE = 180.0  # seconds; the bot leaves its sign every minute


def main() -> int:
    """0 when it lives."""
    port = os.environ.get("PORT", "").strip()
    try:
        if port:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=4) as answer:
                return 0 if answer.status == 200 else 1
        sign = Path(os.environ.get("DATA_DIR") or "data") / "alive"
        return 0 if time.time() - sign.stat().st_mtime < _STALE else 1
    except OSError as trouble:
        print(type(trouble).__name__, file=sys.stderr)  # noqa: T201
        return 1


if __name__ == "__main__":
    sys.exit(main())
