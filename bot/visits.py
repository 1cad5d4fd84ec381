"""The checks of what is elsewhere: Telegram and its clock, the models, the bucket."""

import asyncio
import json
import secrets
import time
from email.utils import parsedate_to_datetime

from agents import errors as agent_errors
from agents import http
from bot import copies, providers
from bot.checkup import Check, Finding
from bot.settings import Settings, SettingsError
from storage import bucket, errors
from storage.bucket import Bucket

_SLOW = 30.0  # seconds that the clock may be off; links and certificates bear no more


async def telegram(settings: Settings) -> list[Finding]:
    """The token, by asking who it is, and the clock, by the date of the answer."""
    what = "Telegram"
    if not settings.telegram_bot_token:
        advice = "Set TELEGRAM_BOT_TOKEN: @BotFather gives one for /newbot."
        return [Finding(False, what, "there is no token", advice)]
    url = f"{settings.telegram_api_url}/bot{settings.telegram_bot_token}/getMe"
    async with http.client() as client:
        try:
            reply = await http.get(client, url)
        except agent_errors.ModelError as trouble:
            advice = "Check the network, a firewall, or TELEGRAM_API_URL."
            return [Finding(False, what, str(trouble), advice)]
    return [_token(reply), *_clock(reply)]


def _token(reply: http.Reply) -> Finding:
    if reply.status == 200:
        name = _json(reply).get("result", {}).get("username", "?")
        return Finding(True, "Telegram", f"the token is @{name}'s")
    if reply.status in (401, 404):
        advice = "Take the token from @BotFather again (/token), whole, without spaces."
        return Finding(False, "Telegram", "it does not know the token", advice)
    advice = "Wait a little and check again; if TELEGRAM_API_URL is set, look at that server."
    return Finding(False, "Telegram", f"it answers with {reply.status}", advice)


def _clock(reply: http.Reply) -> list[Finding]:
    try:
        theirs = parsedate_to_datetime(reply.headers.get("date", "")).timestamp()
    except ValueError:
        return [Finding(None, "Clock", "nothing to compare it with")]
    off = time.time() - theirs
    if abs(off) <= _SLOW:
        return [Finding(True, "Clock", "as Telegram's")]
    way = "ahead of" if off > 0 else "behind"
    advice = "Switch time synchronisation on (timedatectl set-ntp true)."
    return [Finding(False, "Clock", f"{abs(off):.0f} s {way} Telegram's", advice)]


async def people(settings: Settings) -> list[Finding]:
    """Whether anybody may use the bot."""
    if settings.allow_everyone or settings.allowed_user_ids or settings.admin_ids:
        return [Finding(True, "People", "somebody may use the bot")]
    advice = "Set ALLOWED_USER_IDS, or ADMIN_IDS to your own: the bot tells strangers their id."
    return [Finding(False, "People", "nobody may use the bot", advice)]


async def models(settings: Settings) -> list[Finding]:
    """Each provider's key, by a question that costs nothing."""
    if not settings.providers:
        return [Finding(None, "Model", "none: the bot works by rules alone")]
    found = []
    async with http.client() as client:
        for name, url, headers in providers.questions(settings):
            try:
                reply = await http.get(client, url, headers)
            except agent_errors.ModelError as trouble:
                advice = "Check the network, or the address in the settings."
                found.append(Finding(False, name, str(trouble), advice))
            else:
                found.append(_key(name, reply))
    return found


def _key(name: str, reply: http.Reply) -> Finding:
    if reply.status in (400, 401, 403):
        return Finding(False, name, "it refuses the key", "Make a new key there, and set it.")
    if reply.status == 404:
        return Finding(None, name, "it answers, and does not say whether the key is good")
    if reply.status != 200:
        advice = "Wait a little and check again, or look at the provider's status page."
        return Finding(False, name, f"it answers with {reply.status}", advice)
    left = (_json(reply).get("data") or {}) if name == "OpenRouter" else {}
    credit = left.get("limit_remaining") if isinstance(left, dict) else None
    if isinstance(credit, int | float):
        if credit <= 0:
            return Finding(False, name, "the key has no credit left", "Raise its limit there.")
        return Finding(True, name, f"the key is good, ${credit:.2f} are left")
    return Finding(True, name, "the key is good")


async def elsewhere(settings: Settings) -> list[Finding]:
    """The second place for backups: written to, read and cleared."""
    what = "Bucket"
    advice = "See that bucket, endpoint, region and key belong together and may write."
    try:
        place = copies.place(settings)
    except OSError as trouble:
        return [Finding(False, what, type(trouble).__name__, advice)]
    except SettingsError as trouble:
        mend = "age-keygen makes a key pair: the public key (age1…) is BACKUP_RECIPIENT."
        return [Finding(False, what, str(trouble), mend)]
    if place is None:
        mend = "Set BACKUP_BUCKET and BACKUP_RECIPIENT: a lost disk takes its backups with it."
        return [Finding(None, what, "backups stay on this machine", mend)]
    try:
        await asyncio.to_thread(_try, place)
    except errors.StorageError as trouble:
        return [Finding(False, what, str(trouble).partition("\n")[0][:200], advice)]
    return [Finding(True, what, "written to, read and cleared")]


def _try(place: Bucket) -> None:
    name = f"doctor-{secrets.token_hex(8)}"
    bucket.put_open(place, name, b"x")
    try:
        if bucket.get_open(place, name) != b"x":
            raise errors.Unavailable("the bucket gives back something else")
    finally:
        bucket.delete(place, [name])


def _json(reply: http.Reply) -> dict[str, dict[str, object]]:
    try:
        told = json.loads(reply.text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


CHECKS: tuple[Check, ...] = (telegram, people, models, elsewhere)
