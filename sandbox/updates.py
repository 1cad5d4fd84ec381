"""Updates for the bot: kept until confirmed, given to one poller at a time."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.calls import Params, method
from sandbox.chats import JSON
from sandbox.refusals import conflict

if TYPE_CHECKING:
    from sandbox.world import World

_LONGEST_POLL = 50  # seconds
_KEPT = 24 * 3600.0  # seconds
_ON_REQUEST = ("chat_member", "message_reaction", "message_reaction_count")
_FIRST = 730_000_001


class Updates:
    """The queue. Its ids grow by one; nothing leaves it but by confirmation or age."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.allowed: list[str] = []  # [] = all but those on request
        self.webhook = ""
        self._clock = clock
        self._next = _FIRST
        self._queue: list[tuple[int, float, JSON]] = []
        self._poll: asyncio.Future[None] | None = None

    def push(self, kind: str, body: JSON) -> int | None:
        """Queue an update; its id, or None if the bot does not want this *kind*."""
        wanted = kind in self.allowed if self.allowed else kind not in _ON_REQUEST
        if not wanted:
            return None
        id, self._next = self._next, self._next + 1
        self._queue.append((id, self._clock(), {"update_id": id, kind: body}))
        self._wake()
        return id

    @property
    def ids(self) -> set[int]:
        """The ids of all updates there ever were."""
        return set(range(_FIRST, self._next))

    def pending(self) -> list[JSON]:
        """All that is not confirmed, oldest first."""
        young = self._clock() - _KEPT
        return [update for _, time, update in self._queue if time >= young]

    async def take(self, offset: int, limit: int, timeout: float) -> list[JSON]:
        """Confirm what is below *offset* and give what is left, waiting for it if need be.

        A negative offset keeps only so many of the newest. Raises Refused (409).
        """
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        self.interrupt(
            "terminated by other getUpdates request; "
            "make sure that only one bot instance is running"
        )
        self._confirm(offset)
        if timeout and not self.pending():
            await self._wait(timeout)
        return self.pending()[:limit]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._queue = self._queue[offset:]
        elif offset <= self._next:  # Telegram passes over an offset from the future
            self._queue = [entry for entry in self._queue if entry[0] >= offset]

    async def _wait(self, timeout: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None

    def interrupt(self, reason: str) -> None:
        """Answer the poller that waits with a conflict."""
        if self._poll and not self._poll.done():
            self._poll.set_exception(conflict(reason))
        self._poll = None

    def _wake(self) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    def clear(self) -> None:
        """Forget what is pending."""
        self._queue = []

    def close(self) -> None:
        """Let the poller that waits go with what there is."""
        self._wake()


async def _get_updates(world: "World", params: Params) -> list[JSON]:
    allowed = params.json("allowed_updates", "allowed_updates")
    if isinstance(allowed, list):
        world.updates.allowed = allowed
    limit = min(max(params.whole("limit", 100), 1), 100)
    timeout = min(max(params.whole("timeout"), 0), _LONGEST_POLL)
    return await world.updates.take(params.whole("offset"), limit, timeout)


def _set_webhook(world: "World", params: Params) -> bool:
    world.updates.webhook = params.text("url")
    if world.updates.webhook:
        world.updates.interrupt("terminated by setWebhook request")
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    return True


def _get_webhook_info(world: "World", _params: Params) -> JSON:
    waiting = len(world.updates.pending())
    info: JSON = {"url": world.updates.webhook, "has_custom_certificate": False}
    info["pending_update_count"] = waiting
    return info | ({"allowed_updates": world.updates.allowed} if world.updates.allowed else {})


METHODS = {
    "getUpdates": method(_get_updates, "offset limit timeout allowed_updates"),
    "setWebhook": method(_set_webhook, "url drop_pending_updates"),
    "deleteWebhook": method(_set_webhook, "drop_pending_updates"),
    "getWebhookInfo": method(_get_webhook_info),
}
