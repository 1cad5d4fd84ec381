"""Web pages with a posting, stated as JSON-LD or shown as text."""

from documents import webpage

DUTIES = (
    "<h2>What you will do</h2><ul><li>Keep the books of two companies</li>"
    "<li>Prepare the monthly and the yearly closing</li></ul>"
    "<h2>Requirements</h2><ul><li>Five years of experience as an accountant</li>"
    "<li>Sound knowledge of Excel and of tax law</li></ul>"
    "<p>We offer 30 days of vacation and a salary of $60,000. Apply by mail to our team.</p>"
)
PROSE = (
    "<p>You will join a team of seven people who look after the accounts of our customers, and "
    "you will be the first to whom they turn when a number looks odd. We work from Tuesday to "
    "Friday, mostly in the office, and we take the time to explain things to each other.</p>"
)
POSTING = {"@type": "JobPosting", "title": "Accountant", "description": DUTIES + PROSE}


def page(*scripts, body="<h1>Careers</h1><nav>Home Jobs</nav>", head=""):
    """A page with JSON-LD."""
    said = "".join(f'<script type="application/ld+json">{each}</script>' for each in scripts)
    return f"<!doctype html><html><head>{head}{said}</head><body>{body}</body></html>".encode()


def text_of(*scripts, **more):
    """The text that is read from such a page."""
    return webpage.read(page(*scripts, **more)).text
