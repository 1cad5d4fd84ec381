"""A call to somebody who misses it: each good backup says that the bot lives and keeps its word."""

import logging

from agents import errors, http

log = logging.getLogger(__name__)

_TRIES = 2


async def beat(url: str) -> bool:
    """Ask for the address, where there is one; trouble is logged and changes nothing."""
    if not url:
        return False
    async with http.client() as client:
        for _ in range(_TRIES):
            try:
                reply = await http.get(client, url)
            except errors.ModelError as trouble:
                log.warning("The heartbeat was not heard: %s", trouble)
                continue
            if reply.status < 400:
                return True
            log.warning("The heartbeat was refused with %d", reply.status)
    return False
