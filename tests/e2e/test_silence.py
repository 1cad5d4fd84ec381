"""No token, key, name or text in any log line, error report, metric or health answer of a run."""

import asyncio
import gzip
import sys
from pathlib import Path

import httpx
from aiohttp import web

from tests.e2e.test_endpoints import until

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
METRICS = "metrics-canary-0123456789"
KEY = "sk-or-canary-0123456789"
TROUBLE = """
import asyncio, sys, threading
from bot import handlers
from documents import child

real = child.render

async def fail(text):
    raise ValueError(text)

async def help(self, update, context):
    text = update.effective_message.text
    asyncio.get_running_loop().create_task(fail(text))  # nobody waits for it
    thread = threading.Thread(target=lambda: int(text))
    thread.start()
    thread.join()
    raise LookupError(f"nothing for {update.effective_user.full_name}: {text}")

async def render(*arguments, **more):
    child.render = real
    raise RuntimeError(repr(arguments))

handlers.Handlers.help = help
child.render = render
from bot.__main__ import main
sys.exit(main([]))
"""


async def deliver(person, resume, posting, agree):
    """One run, to a document or to the sentence that there is none."""
    person.send_document(resume, "zyxqv-resume.docx")
    await person.chat.wait_for_button("Cancel", timeout=PATIENCE)
    person.send(posting)
    before = await agree(person)
    history = person.chat.history

    def ended():
        return any(m.document or m.text.startswith("⚠️") for m in history[before:])

    await person.chat.until(ended, PATIENCE)


async def test_a_run_in_trouble_gives_nothing_away(
    bot_process, telegram, model, ask, port, tmp_path, resume, posting, agree
):
    """With everything failing once, at the most talkative level, the canaries stay unsaid."""
    reports = []

    async def take(request):
        body = await request.read()
        reports.append(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)
        return web.json_response({})

    app = web.Application()
    app.router.add_post("/{path:.*}", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    dsn = f"http://dsncanary@127.0.0.1:{site._server.sockets[0].getsockname()[1]}/1"

    class Troubled(bot_process):
        async def start(self):
            with self.log.open("ab") as log:
                self.process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-c", TROUBLE),
                    cwd=ROOT,
                    env=self.environ,
                    stderr=log,
                    stdout=log,
                )
            return self

    bot = Troubled(
        tmp_path,
        telegram,
        model,
        OPENROUTER_API_KEY=KEY,
        LLM_API_KEY=KEY,
        SENTRY_DSN=dsn,
        PORT=str(port),
        METRICS_TOKEN=METRICS,
        LOG_FORMAT="json",
        LOG_LEVEL="DEBUG",
    )
    await bot.start()
    model.fault("invalid_json", agent="job_analysis", calls=(1, 2))
    model.fault("500", agent="polish", calls=(1,))
    eve = telegram.person("Qwyzzle Example")
    words = f"{posting[:3000]}\nYou will herd the zorblatt flock."
    await deliver(eve, resume, words, agree)  # fails at the document
    await deliver(eve, resume, words + " Twice.", agree)
    eve.send("/help zorblatt")
    await until(ask, "/healthz", 200)
    answers = [await ask("/healthz"), await ask("/metrics", Authorization=f"Bearer {METRICS}")]
    async with asyncio.timeout(PATIENCE):
        while len(reports) < 4:  # the run, the handler, its task and its thread
            await asyncio.sleep(0.1)
    await bot.stop()
    await runner.cleanup()
    told = "\n".join([bot.read(), *(answer.text for answer in answers)])
    said = "\n".join([told, *(body.decode() for body in reports)])
    canaries = ("zorblatt", "Qwyzzle", "zyxqv", "Lindgren", "Tidalgate", KEY, METRICS)
    for canary in (*canaries, telegram.token):
        assert canary.casefold() not in said.casefold(), canary
    assert "dsncanary" not in told  # its own server knows it
    for name in ("RuntimeError", "LookupError", "ValueError"):
        assert name in said
    assert '"application": 1' in said
    assert '"agent"' in said
    assert isinstance(answers[0], httpx.Response)
