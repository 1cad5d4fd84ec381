"""Links in the chat: opened on the public web only, and never without an answer."""

import contextlib

import pytest
from aiohttp import web

from bot import app as apps
from bot import settings
from bot.incoming import Incoming
from bot.links import Links
from bot.polls import Polls
from bot.services import Services
from bot.turns import Turns
from storage import database, people

PATIENCE = 60.0
POST = """<html><head><title>Accountant</title></head><body><main><h1>Accountant at Example</h1>
<h2>What you will do</h2><ul><li>Keep the books of two companies</li><li>Prepare the closing of
each month and of the year together with the auditors</li></ul><h2>Requirements</h2><ul><li>Five
years of experience as an accountant</li><li>Sound knowledge of Excel and of tax law</li></ul>
<p>We offer 30 days of vacation and a salary of $60,000. You will join a team of seven people who
look after the accounts of our customers. Apply by 15 December.</p></main></body></html>"""
WALL = "<html><body><div id=root></div><script src=app.js></script></body></html>"

REFUSED = [
    "http://127.0.0.1/jobs/1",
    "https://localhost/jobs/1",
    "http://2130706433/",
    "http://[::ffff:127.0.0.1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://ada:secret@example.com/",
]


async def test_links_to_the_inside_are_refused(start_bot, telegram, ada):
    """The real bot, as it is shipped: there is no switch that would let it in."""
    bot = await start_bot()
    for link in REFUSED:
        sent = ada.send(link)
        answer = await ada.chat.wait_for_text("public web", after=sent.id, timeout=PATIENCE)
        assert "paste the text" in answer.text
        assert "screenshot" in answer.text
    assert "secret" not in bot.read()


@pytest.fixture
async def web_server():
    """A site on loopback that answers by path."""

    async def answer(request):
        if request.path == "/post":
            return web.Response(text=POST, content_type="text/html")
        if request.path == "/app":
            return web.Response(text=WALL, content_type="text/html")
        if request.path == "/cv.pdf":
            return web.Response(body=b"%PDF-1.7", content_type="application/pdf")
        raise web.HTTPNotFound

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://jobs.example:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
async def incoming(telegram, ada, tmp_path):
    """The bot's own handlers in this process, where loopback may play the public web."""

    async def resolve(host, _port):
        return ["127.0.0.1"] if host == "jobs.example" else []

    chosen = settings.load(
        {
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "ALLOWED_USER_IDS": "*",
            "MODEL": "off",
            "DATA_DIR": str(tmp_path / "data"),
        }
    )
    async with contextlib.AsyncExitStack() as stack:
        db = await database.open(chosen.data_dir, "")
        stack.push_async_callback(db.close)
        await people.meet(db, ada.id, "en")
        turns = Turns()
        app, _ = apps.build(chosen, db, turns, Polls())
        links = Links(resolve=resolve, permits=lambda address, _port: address.is_loopback)
        services = Services(chosen, db, app.bot, None, turns, links=links)
        handlers = Incoming(services)
        handlers.install(app)
        await app.initialize()
        stack.push_async_callback(app.shutdown)
        await app.start()
        stack.push_async_callback(app.stop)
        await app.updater.start_polling(allowed_updates=apps.UPDATES)
        stack.push_async_callback(app.updater.stop)
        yield handlers


@pytest.mark.parametrize("text", ["{link}", "Accountant at Example: {link}"])
async def test_a_link_to_a_post_becomes_the_post(incoming, web_server, ada, text):
    """Fetched, read without what stands around it, and laid on the table."""
    ada.send(text.format(link=f"{web_server}/post"))
    card = await ada.chat.wait_for_text("Job post: Accountant at Example", timeout=PATIENCE)
    assert "Now send your résumé" in card.text


async def test_a_link_behind_words_and_one_below_a_photo_are_opened(incoming, web_server, ada):
    """Channels hide links behind words, or put them below a picture."""
    ada.send(f'<a href="{web_server}/post">See the vacancy</a>', html=True)
    card = await ada.chat.wait_for_text("Job post: Accountant", timeout=PATIENCE)
    picture = (
        b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0\0\0\x08" * 2 + b"\x08\0\0\0\0" + bytes(9)
    )
    ada.send_photo(picture, caption=f"Apply: {web_server}/post")
    await ada.chat.wait_for_text("Job post: Accountant", after=card.id, timeout=PATIENCE)


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/app", "only in a browser or after a login"),
        ("/cv.pdf", "does not lead to a web page"),
        ("/nothing", "no page behind this link"),
    ],
)
async def test_a_link_of_no_use_ends_in_what_helps(incoming, web_server, ada, path, sentence):
    """Paste the text, or send a screenshot: that always works."""
    ada.send(web_server + path)
    answer = await ada.chat.wait_for_text(sentence, timeout=PATIENCE)
    assert "paste the text" in answer.text
    assert "screenshot" in answer.text
    assert not answer.labels
