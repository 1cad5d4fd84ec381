"""Résumés and postings of synthetic people, for the tests of the agents."""

from collections.abc import Iterable, Mapping, Sequence

from documents.resume import Fact, Kind, Resume, Section, Topic

Role = tuple[str, str, str, Sequence[str]]  # title, employer, dates, bullets


class Maker:
    """Builds a résumé section by section; ids are f1, f2… in reading order, entries e1, e2…."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self.sections: list[Section] = []
        self.facts: list[Fact] = []
        self.entries = 0

    def section(self, topic: Topic, title: str = "") -> "Maker":
        self.sections.append(Section(f"s{len(self.sections) + 1}", topic, title))
        return self

    def add(self, kind: Kind, *texts: str, entry: str = "", group: str = "") -> "Maker":
        for text in texts:
            id = f"f{len(self.facts) + 1}"
            self.facts.append(Fact(id, kind, text, self.sections[-1].id, entry, group))
        return self

    def role(self, title: str, employer: str, dates: str, bullets: Iterable[str]) -> "Maker":
        self.entries += 1
        entry = f"e{self.entries}"
        self.add(Kind.TITLE, title, entry=entry).add(Kind.EMPLOYER, employer, entry=entry)
        return self.add(Kind.DATES, dates, entry=entry).add(Kind.BULLET, *bullets, entry=entry)

    def done(self) -> Resume:
        return Resume(tuple(self.sections), tuple(self.facts), self.language)


def resume(
    roles: Sequence[Role],
    *,
    language: str = "en",
    headline: str = "",
    summary: Sequence[str] = (),
    skills: Mapping[str, Sequence[str]] | None = None,
    degrees: Sequence[str] = (),
    certificates: Sequence[str] = (),
    languages: Sequence[str] = (),
) -> Resume:
    """A résumé of Ada Example."""
    maker = Maker(language).section(Topic.CONTACT)
    maker.add(Kind.NAME, "Ada Example").add(Kind.CONTACT, "ada@example.com", "+1 555 0100")
    if headline:
        maker.add(Kind.HEADLINE, headline)
    if summary:
        maker.section(Topic.SUMMARY, "Profile").add(Kind.SUMMARY, *summary)
    maker.section(Topic.EXPERIENCE, "Experience")
    for role in roles:
        maker.role(*role)
    for topic, kind, texts in (
        (Topic.EDUCATION, Kind.DEGREE, degrees),
        (Topic.CERTIFICATES, Kind.CERTIFICATE, certificates),
        (Topic.LANGUAGES, Kind.LANGUAGE, languages),
    ):
        if texts:
            maker.section(topic, topic.value).add(kind, *texts)
    if skills:
        maker.section(Topic.SKILLS, "Skills")
        for group, names in skills.items():
            maker.add(Kind.SKILL, *names, group=group)
    return maker.done()


ENGINEER = resume(
    [
        (
            "Backend Engineer",
            "Example Freight",
            "2019 – present",
            [
                "Organised the reading group of the office.",
                "Wrote the user handbook.",
                "Moved 14 services from bare servers to Kubernetes in two years.",
                "Was responsible for running PostgreSQL for 40 million events a day.",
            ],
        ),
        (
            "Developer",
            "Sample Shop",
            "2014 – 2019",
            [
                "Answered customer mail.",
                "Built the order service in Python and Django; orders went from 200 to 900 a day.",
                "Learned Terraform (basics) from a colleague.",
            ],
        ),
    ],
    headline="Backend Engineer",
    summary=["Engineer who likes quiet systems."],
    skills={"": ["Git", "Linux", "Python", "Docker"]},
    degrees=["BSc Computer Science"],
    certificates=["AWS Certified Developer"],
    languages=["English (native)", "German (B2)"],
)

POSTING = """Senior Backend Engineer — Northwind Example AB (Gothenburg)

About us
We move parcels.

What you will do
- Run our services on Kubernetes

Must have
- 5+ years of backend experience
- Python, Kubernetes and PostgreSQL
- Terraform
- Fluent English

Nice to have
- Docker
- German
"""
