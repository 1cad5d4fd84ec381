"""Public job boards: which of their APIs has the post behind a link, and what its answer says."""

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from documents.jobposting import Posting

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_GREENHOUSE = re.compile(r"(?:job-)?boards(\.eu)?\.greenhouse\.io/([\w-]+)/jobs/(\d+)")
_GREENHOUSE_FORM = re.compile(r"(?:job-)?boards(\.eu)?\.greenhouse\.io/embed/job_app")
_LEVER = re.compile(rf"jobs(\.eu)?\.lever\.co/([\w.-]+)/({_UUID})")
_ASHBY = re.compile(rf"jobs\.ashbyhq\.com/([\w.%-]+)/({_UUID})")
_WORKDAY = re.compile(
    r"(([\w-]+)\.(?:wd\d+\.)?myworkdayjobs\.com)/(?:[a-z]{2}(?:-[A-Z]{2})?/)?"
    r"([\w-]+)/(?:job|details)/([\w./%-]+?)(?:/apply(?:/.*)?|/)?$"
)
_WORKDAY_SITE = re.compile(
    r"(wd\d+\.myworkdaysite\.com)/(?:[a-z]{2}(?:-[A-Z]{2})?/)?recruiting/"
    r"([\w-]+)/([\w-]+)/(?:job|details)/([\w./%-]+?)(?:/apply(?:/.*)?|/)?$"
)
_EMBEDDED_GREENHOUSE = re.compile(
    rb"boards(\.eu)?\.greenhouse\.io/embed/job_board(?:/js)?\?(?:[^\"'\s]*&(?:amp;)?)?for=([\w-]+)"
)
_EMBEDDED_ASHBY = re.compile(rb"jobs\.ashbyhq\.com/([\w.%-]+)/embed")


@dataclass(frozen=True, slots=True)
class Job:
    """A post on a board: the addresses that may have it as JSON, the best one first."""

    board: str
    company: str
    id: str
    apis: tuple[str, ...]


def find(url: str, page: bytes = b"") -> Job | None:
    """The post that *url* names, or, on a company's own site, the one that *page* would embed."""
    try:
        parts = urlsplit(url)
        place = f"{(parts.hostname or '').removeprefix('www.')}{parts.path}"
    except ValueError:
        return None
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    for known in (_greenhouse, _lever, _ashby, _workday):
        job = known(place, query)
        if job is not None:
            return job
    return _embedded(query, page) if page else None


def render(job: Job, answer: bytes) -> bytes:
    """The API's answer about *job* as an HTML page whose JSON-LD states the posting.

    Raises LookupError where the answer does not have the post.
    """
    try:
        found = _POSTINGS[job.board](json.loads(answer), job)
    except (ValueError, RecursionError, AttributeError, TypeError, KeyError) as error:
        raise LookupError(f"{job.board}: no such post in the answer") from error
    stated = {"@context": "https://schema.org", "@type": "JobPosting"} | {
        key: value for key, value in found.items() if value
    }
    # Nothing in the JSON may end the element that it stands in.
    script = json.dumps(stated).replace("<", "\\u003c")
    title = html.escape(str(found["title"]))
    head = f'<meta charset="utf-8"><title>{title}</title>'
    page = f'<!doctype html>{head}<script type="application/ld+json">{script}</script>'
    return page.encode()


def _greenhouse(place: str, query: Mapping[str, str]) -> Job | None:
    if found := _GREENHOUSE.match(place):
        return _greenhouse_job(found[1], found[2], found[3])
    form = _GREENHOUSE_FORM.match(place)
    board, id = query.get("for", ""), query.get("token", "")
    if form and re.fullmatch(r"[\w-]+", board) and id.isdecimal():
        return _greenhouse_job(form[1], board, id)
    return None


def _greenhouse_job(european: str | None, board: str, id: str) -> Job:
    # European boards were seen to answer at either host.
    hosts = ("boards-api.eu", "boards-api") if european else ("boards-api",)
    path = f"greenhouse.io/v1/boards/{board}/jobs/{id}?pay_transparency=true"
    return Job("greenhouse", board, id, tuple(f"https://{host}.{path}" for host in hosts))


def _lever(place: str, _query: Mapping[str, str]) -> Job | None:
    found = _LEVER.match(place)
    if found is None:
        return None
    european, site, id = found.groups()
    api = f"https://api{european or ''}.lever.co/v0/postings/{site}/{id}?mode=json"
    return Job("lever", site, id, (api,))


def _ashby(place: str, _query: Mapping[str, str]) -> Job | None:
    found = _ASHBY.match(place)
    return _ashby_job(*found.groups()) if found else None


def _ashby_job(board: str, id: str) -> Job:
    api = f"https://api.ashbyhq.com/posting-api/job-board/{board}?includeCompensation=true"
    return Job("ashby", board, id, (api,))


def _workday(place: str, _query: Mapping[str, str]) -> Job | None:
    found = _WORKDAY.match(place) or _WORKDAY_SITE.match(place)
    if found is None:
        return None
    host, tenant, site, path = found.groups()
    return Job("workday", tenant, path, (f"https://{host}/wday/cxs/{tenant}/{site}/job/{path}",))


def _embedded(query: Mapping[str, str], page: bytes) -> Job | None:
    id = query.get("gh_jid", "")
    if id.isdecimal() and (found := _EMBEDDED_GREENHOUSE.search(page)):
        return _greenhouse_job(".eu" if found[1] else None, found[2].decode(), id)
    id = query.get("ashby_jid", "")
    if re.fullmatch(_UUID, id) and (found := _EMBEDDED_ASHBY.search(page)):
        return _ashby_job(found[1].decode(), id)
    return None


def _from_greenhouse(answer: Any, job: Job) -> Posting:
    pay = [
        {
            "currency": each["currency_type"],
            "value": {"minValue": each["min_cents"] // 100, "maxValue": each["max_cents"] // 100},
        }
        for each in answer.get("pay_input_ranges") or ()
    ]
    return {
        "title": answer["title"],
        "description": html.unescape(answer["content"]),
        "hiringOrganization": answer.get("company_name") or _called(job),
        "jobLocation": answer["location"]["name"] if answer.get("location") else "",
        "baseSalary": pay,
    }


def _from_lever(answer: Any, job: Job) -> Posting:
    lists = (
        f"<h3>{html.escape(each['text'])}</h3><ul>{each['content']}</ul>"
        for each in answer.get("lists") or ()
    )
    about = answer.get("categories") or {}
    pay = answer.get("salaryRange") or {}
    return {
        "title": answer["text"],
        "description": "".join(
            (answer.get("description") or "", *lists, answer.get("additional") or "")
        ),
        "hiringOrganization": _called(job),
        "jobLocation": about.get("allLocations") or about.get("location"),
        "jobLocationType": "TELECOMMUTE" if answer.get("workplaceType") == "remote" else "",
        "employmentType": about.get("commitment"),
        "baseSalary": pay
        and {
            "currency": pay.get("currency"),
            "value": {
                "minValue": pay.get("min"),
                "maxValue": pay.get("max"),
                "unitText": str(pay.get("interval") or "").removeprefix("per-").split("-")[0],
            },
        },
    }


def _from_ashby(answer: Any, job: Job) -> Posting:
    listed = answer["jobs"]
    [found] = (each for each in listed if job.id in (each.get("id"), _id_in(each.get("jobUrl"))))
    pay = found.get("compensation") or {}
    return {
        "title": found["title"],
        "description": found.get("descriptionHtml") or found["descriptionPlain"],
        "hiringOrganization": _called(job),
        "jobLocation": [
            found.get("location"),
            *(each.get("location") for each in found.get("secondaryLocations") or ()),
        ],
        "jobLocationType": "TELECOMMUTE" if found.get("isRemote") else "",
        "employmentType": re.sub(r"(?<=[a-z])(?=[A-Z])", " ", found.get("employmentType") or ""),
        "baseSalary": pay.get("compensationTierSummary"),
    }


def _from_workday(answer: Any, job: Job) -> Posting:
    info = answer["jobPostingInfo"]
    return {
        "title": info["title"],
        "description": info["jobDescription"],
        "hiringOrganization": (answer.get("hiringOrganization") or {}).get("name") or _called(job),
        "jobLocation": [info.get("location"), *(info.get("additionalLocations") or ())],
        "employmentType": info.get("timeType"),
        "jobLocationType": "TELECOMMUTE" if info.get("remoteType") == "Remote" else "",
        "validThrough": info.get("endDate"),
    }


_POSTINGS: dict[str, Callable[[Any, Job], Posting]] = {
    "greenhouse": _from_greenhouse,
    "lever": _from_lever,
    "ashby": _from_ashby,
    "workday": _from_workday,
}


def _id_in(url: str | None) -> str:
    found = re.search(_UUID, url or "")
    return found[0] if found else ""


def _called(job: Job) -> str:
    """What the board calls the company, as a name: "north-freight" is North Freight."""
    words = re.split(r"[\s_-]+", unquote(job.company))
    return " ".join(word[:1].upper() + word[1:] for word in words)
