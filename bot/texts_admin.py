"""What only admins read, in English and in Telegram's HTML. It names people by their ids alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from bot.health import Check
from storage.applications import Application
from storage.audit import Entry, Outcome
from storage.broadcasts import Reach
from storage.figures import Day, Failure, User
from storage.spending import Sum

_MOST = 4000  # characters of a message, some fewer than Telegram takes

ALLOWED = "<code>{}</code> may use the bot now."
IS_ADMIN = "An admin cannot be blocked: take the id out of ADMIN_IDS first."
NO_JOB = "There is no such application any more."
STOPPED = "#{} is stopped."
OVER = "#{} was over before."
SERVED = "The data is on a database server, which has backups of its own."
PAUSED = "⏸ Nothing new is taken, except from admins. What is under way goes on. /resume_intake"
PAUSED_BEFORE = "It is paused already. /resume_intake ends that."
RESUMED = "▶️ New things are taken again."
NOT_PAUSED = "It was not paused."
NO_DRAFT = "That is no draft any more."
DROPPED = "Dropped: nobody got it."
NOT_SENDING = "That is not being sent any more."


def usage(command: str, words: str) -> str:
    """How a command is to be written."""
    return f"Write it as <code>/{command} {escape(words)}</code>."


def fit(text: str) -> str:
    """The text, without the last lines where it is too long for one message."""
    if len(text) <= _MOST:
        return text
    kept = text[:_MOST].rpartition("\n")[0]
    return f"{kept}{'</pre>' if kept.count('<pre>') > kept.count('</pre>') else ''}\n…"


def users(
    number: int, known: Sequence[User], costs: Mapping[int | None, float], zone: ZoneInfo
) -> str:
    """Who uses the bot."""
    lines = [f"<b>{_many(number, 'person', 'people')}</b>"]
    for user in known:
        standing = f" · {user.standing}" if user.standing != "unset" else ""
        quota = f" · {user.quota} a day" if user.quota is not None else ""
        last = f", last {_date(user.last, zone)}" if user.last else ""
        cost = f" · {_usd(costs[user.id])} this month" if costs.get(user.id) else ""
        made = f"{_applications(user.applications)}{last}"
        lines.append(f"<code>{user.id}</code>{standing}{quota} · {made}{cost}")
    if number > len(known):
        lines.append(f"… and {number - len(known)} more")
    return "\n".join(lines)


def blocked(person: int, stopped: int) -> str:
    """A person is shut out."""
    runs = f" {_applications(stopped)} of theirs stopped." if stopped else ""
    return f"<code>{person}</code> is shut out.{runs}"


def quota(person: int, most: int | None, general: int) -> str:
    """A quota is set."""
    who = f"<code>{person}</code>"
    if most is None:
        return f"{who} has the quota of everybody: {general or 'none'}."
    if most == 0:
        return f"{who} works by rules only."
    return f"{who} may begin {_applications(most)} with a model a day."


def invite(link: str, until: datetime) -> str:
    """An invite, to be passed on."""
    return f"One person can come in with this link, until {until:%d %b %H:%M} UTC:\n{escape(link)}"


def jobs(shown: Sequence[Application], number: int, running: set[int], now: datetime) -> str:
    """What runs and waits."""
    if not number:
        return "Nothing runs, nothing waits."
    lines = [f"<b>{number} under way</b>"]
    for row in shown:
        state = f"{row.state}{'' if row.id in running or row.state == 'waiting' else ', queued'}"
        age = _span((now - row.created_at).total_seconds())
        rules = " · by rules" if row.rules else ""
        lines.append(f"#{row.id} · <code>{row.person}</code> · {state} · {age}{rules}")
    if number > len(shown):
        lines.append(f"… and {number - len(shown)} more")
    return "\n".join(lines)


def errors(
    failures: Sequence[Failure], troubles: Mapping[str, int], days: int, zone: ZoneInfo
) -> str:
    """What failed, and why models were not used."""
    lines = ["<b>Failed applications</b>", *([] if failures else ["None."])]
    lines += [
        f"{_time(each.at, zone)} · #{each.application} · <code>{each.person}</code> · "
        f"{escape(each.trouble)}"
        for each in failures
    ]
    lines += ["", f"<b>Models in {days} days</b>", *([] if troubles else ["No trouble."])]
    lines += [f"{number} × {escape(trouble)}" for trouble, number in troubles.items()]
    return "\n".join(lines)


def backup_failed(reason: str) -> str:
    """A backup could not be made."""
    return f"⚠️ There is no new backup: {escape(reason)}"


def health(checks: Mapping[str, Check], *, paused: bool) -> str:
    """Every check with its figure."""
    well = all(check.ok for check in checks.values())
    lines = ["✅ <b>All is well</b>" if well else "⚠️ <b>Not all is well</b>"]
    for name, check in checks.items():
        figure = "" if check.figure is None else f" {_figure(name, check.figure)}"
        limit = "" if check.limit is None else f" (limit {_figure(name, check.limit)})"
        note = f" · {escape(check.note)}" if check.note else ""
        lines.append(f"{'✅' if check.ok else '❌'} {name}{figure}{limit}{note}")
    return "\n".join([*lines, *(["⏸ paused: nothing new is taken"] if paused else [])])


def version(number: str, commit: str, pipeline: str, uptime: float) -> str:
    """What runs, and since when."""
    built = f" ({commit})" if commit else ""
    return f"Version {number}{built}, {pipeline}, up for {_span(uptime)}."


def log(entries: Sequence[Entry], zone: ZoneInfo) -> str:
    """What admins did."""
    marks = {Outcome.DONE: "✅", Outcome.REFUSED: "✋", Outcome.FAILED: "❌"}
    lines = [
        f"{marks[each.outcome]} {_time(each.at, zone)} · <code>{each.admin}</code> · "
        f"{escape(' '.join(filter(None, (each.action, each.target, each.detail))))}"
        for each in entries
    ]
    return "\n".join(lines) or "Nothing yet."


def stats(people: int, days: Sequence[Day], costs: Sequence[Sum]) -> str:
    """The figures of some days, today last."""
    begun = sum(day.begun for day in days)
    delivered = sum(day.delivered for day in days)
    failed = sum(day.failed for day in days)
    today = days[-1]
    return (
        f"<b>{_applications(begun)} in {len(days)} days</b>: {delivered} delivered, "
        f"{failed} failed, {_usd(sum(each.cost for each in costs))}.\n"
        f"Today {today.begun} by {today.people} of {_many(people, 'person', 'people')}, "
        f"{_usd(costs[-1].cost)}."
    )


def cost(
    total: Sum,
    applications: int,
    budget: float,
    days: Sequence[tuple[datetime, Sum]],
    shares: Mapping[str, Mapping[object, Sum]],
) -> str:
    """What this month has cost."""
    limit = f" of {_usd(budget)}" if budget else ""
    each = f" · {_applications(applications)}"
    each += f", {_usd(total.cost / applications)} each" if applications else ""
    cached = round(100 * total.cached_tokens / total.input_tokens) if total.input_tokens else 0
    inward, outward = _tokens(total.input_tokens), _tokens(total.output_tokens)
    lines = [
        f"<b>{_usd(total.cost)}{limit} this month</b>{each}",
        f"{total.calls} calls, {inward} tokens in ({cached} % cached), {outward} out",
    ]
    if total.unpriced:
        lines.append(f"⚠️ {total.unpriced} calls without a price are not in it: see PRICES.")
    told = {f"{day:%d %b}": each for day, each in days if each.calls}
    for name, rows in ({"day": told} | dict(shares)).items():
        costs = {_label(key): each.cost for key, each in rows.items() if each.calls}
        if costs:
            lines += ["", f"By {name}", _table(costs)]
    return "\n".join(lines)


def send_to(number: int) -> str:
    """The button that sends a broadcast."""
    return f"📣 Send to {number}"


def rehearsal(text: str, number: int, seconds: float) -> str:
    """What a broadcast will look like, to how many it goes, and how long that takes."""
    who = _many(number, "person", "people")
    head = f"<b>Nothing is sent yet.</b> {who} would get this, in {_span(seconds)}:"
    return f"{head}\n\n{escape(text)}"


def broadcast_begun(progress: Mapping[Reach, int]) -> str:
    """A broadcast is under way."""
    who = _many(sum(progress.values()), "person", "people")
    return f"📣 Sending to {who}. I tell you when it is over; /broadcast says how far."


def broadcast_progress(sent: int, number: int) -> str:
    """How far a broadcast is."""
    return f"📣 {sent} of {number} people have it."


def broadcast_stopped(progress: Mapping[Reach, int]) -> str:
    """A broadcast was stopped."""
    return f"Stopped: {progress[Reach.SENT]} of {sum(progress.values())} people have it."


def broadcast_over(progress: Mapping[Reach, int]) -> str:
    """A broadcast has come to its end."""
    lost = progress[Reach.UNREACHABLE]
    rest = f" {lost} cannot be reached: they have blocked the bot or are gone." if lost else ""
    return f"📣 Sent: {progress[Reach.SENT]} people have it.{rest}"


def _many(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _applications(number: int) -> str:
    return _many(number, "application", "applications")


def _table(costs: Mapping[str, float]) -> str:
    width = max(map(len, costs))
    lines = [f"{escape(name.ljust(width))}  {_usd(amount):>8}" for name, amount in costs.items()]
    return "<pre>" + "\n".join(lines) + "</pre>"


def _label(key: object) -> str:
    return "forgotten" if key is None else str(key)[-28:] or "rules"


def _usd(amount: float) -> str:
    return f"${amount:.2f}" if amount >= 1 or not amount else f"${amount:.4f}"


def _tokens(number: int) -> str:
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if number >= size:
            return f"{number / size:.1f} {unit}"
    return str(number)


def _figure(name: str, figure: float) -> str:
    return f"{figure / 1e9:.1f} GB" if name == "disk" else _span(figure)


def _span(seconds: float) -> str:
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def _date(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d %b}"


def _time(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d %b %H:%M}"
