"""Posts on job boards are asked of the board's API; where that fails, the page is taken."""

import json

import pytest
from aiohttp import web

from bot import links
from bot.links import Links
from tests.contract import internet
from tests.contract.internet import HTML, PUBLIC


@pytest.fixture
async def world():
    """The two servers; in the end, nobody has come to the inside one."""
    async with internet.serve() as it:
        yield it


@pytest.fixture
def board(world):
    """Links that find all names at the public server, whatever their port."""

    class Everywhere(Links):
        async def get(self, url, kinds=links.PAGES):
            host, _, path = url.partition("://")[2].partition("/")
            return await super().get(f"http://{host}:{world.port}/{path}", kinds)

    def permits(address, port):
        return str(address) == PUBLIC and port == world.port

    async def resolve(host, _port):
        world.lookups.append(host)
        return [PUBLIC]

    return Everywhere(resolve=resolve, permits=permits)


POST = {"title": "Accountant", "content": "<p>Keep books</p>", "company_name": "Example"}


async def test_a_post_on_a_board_is_asked_of_its_api(world, board):
    """The page itself would need a browser."""
    world.serves(json.dumps(POST), content_type="application/json")
    page = await board.open("https://boards.greenhouse.io/example/jobs/42")
    assert b"JobPosting" in page
    assert world.lookups == ["boards-api.greenhouse.io"]
    assert world.requests[0].path_qs == "/v1/boards/example/jobs/42?pay_transparency=true"


@pytest.mark.parametrize("answer", [{"status": 500}, {"text": "[]"}, {"content_type": "text/html"}])
async def test_where_the_api_fails_the_page_is_taken(world, board, answer):
    """Perhaps it states the post itself."""

    async def handler(request):
        if request.path.startswith("/v1/"):
            return web.Response(**({"text": "[]", "content_type": "application/json"} | answer))
        return web.Response(text=HTML, content_type="text/html")

    world.handler = handler
    page = await board.open("https://job-boards.eu.greenhouse.io/example/jobs/42")
    assert HTML.encode() in page
    assert [request.path.split("/")[1] for request in world.requests] == ["v1", "v1", "example"]


async def test_a_company_s_own_page_leads_to_the_board_that_it_embeds(world, board):
    """The page says whose board it is, the link which post."""

    async def handler(request):
        if request.path.startswith("/v1/"):
            return web.json_response(POST)
        script = "https://boards.greenhouse.io/embed/job_board/js?for=example"
        return web.Response(text=f"<script src={script}></script>", content_type="text/html")

    world.handler = handler
    assert b"JobPosting" in await board.open("https://example.com/careers?gh_jid=42")
    assert world.lookups == ["example.com", "boards-api.greenhouse.io"]
