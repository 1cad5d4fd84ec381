"""The tables. What a person wrote or sent stands in LargeBinary columns, sealed by the vault."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
)

from storage.moment import Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer(), "sqlite")  # only an INTEGER key counts up in SQLite


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def _person() -> Column[int]:
    return Column("person", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), nullable=False)


def _application(key: bool = False) -> Column[int]:
    owner = ForeignKey("applications.id", ondelete="CASCADE")
    return Column("application", Id, owner, primary_key=key, nullable=False)


def _of_same_person(column: str, table: str) -> ForeignKeyConstraint:
    """A row may only point at a file of its own person."""
    return ForeignKeyConstraint(
        [column, "person"], [f"{table}.id", f"{table}.person"], ondelete="CASCADE"
    )


people = Table(
    "people",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(35), nullable=False),
    Column("label", LargeBinary, nullable=False),  # of the key that this person's values need
    Column("created_at", Moment, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("person", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("provider", String(64), primary_key=True),
    Column("created_at", Moment, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("update_id", BigInteger, nullable=False, unique=True),
    Column("person", BigInteger, nullable=False),  # 0 where an update is nobody's
    Column("payload", LargeBinary),
    Column("taken_at", Moment, nullable=False),
    Column("done_at", Moment, index=True),
    CheckConstraint("(payload IS NULL) = (done_at IS NOT NULL)", name="purged_when_done"),
    Index(None, "person"),
    sqlite_autoincrement=True,
)

resumes = Table(
    "resumes",
    metadata,
    _id(),
    _person(),
    Column("name", LargeBinary, nullable=False),
    Column("format", String(16), nullable=False),
    Column("source", LargeBinary, nullable=False),
    Column("reading", LargeBinary, nullable=False),
    Column("reader", Integer, nullable=False),
    Column("mark", LargeBinary, nullable=False),  # tells a file sent twice, see vault.mark
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("person", "mark", "reader"),
    UniqueConstraint("id", "person"),
    sqlite_autoincrement=True,
)

postings = Table(
    "postings",
    metadata,
    _id(),
    _person(),
    Column("name", LargeBinary, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("source", LargeBinary, nullable=False),
    Column("mark", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("person", "mark"),
    UniqueConstraint("id", "person"),
    sqlite_autoincrement=True,
)

desks = Table(
    "desks",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    _person(),
    Column("resume", Id),
    Column("posting", Id),
    Column("card", BigInteger),
    Column("asked", LargeBinary, nullable=False),
    Column("pending", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    _of_same_person("resume", "resumes"),
    _of_same_person("posting", "postings"),
    CheckConstraint("version > 0", name="version"),
    Index(None, "person"),
)

applications = Table(
    "applications",
    metadata,
    _id(),
    _person(),
    Column("chat", BigInteger, nullable=False),
    Column("resume", Id, nullable=False),
    Column("posting", Id, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("card", BigInteger),
    Column("title", LargeBinary, nullable=False),
    Column("company", LargeBinary, nullable=False),
    Column("folder", LargeBinary, nullable=False),
    Column("trouble", LargeBinary, nullable=False),
    Column("cost", Float, nullable=False),
    Column("status", String(16), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("rules", Boolean, nullable=False, server_default=false()),  # no model may be asked
    _of_same_person("resume", "resumes"),
    _of_same_person("posting", "postings"),
    CheckConstraint(
        "state IN ('waiting', 'running', 'delivering', 'delivered', 'stopped', 'failed')",
        name="state",
    ),
    CheckConstraint(
        "(state IN ('delivered', 'stopped', 'failed')) = (finished_at IS NOT NULL)",
        name="finished_when_final",
    ),
    CheckConstraint(
        "status IN ('saved', 'applied', 'interview', 'offer', 'rejected')", name="status"
    ),
    CheckConstraint("cost >= 0", name="cost"),
    Index(None, "person", "state"),
    sqlite_autoincrement=True,
)

steps = Table(
    "steps",
    metadata,
    _application(key=True),
    Column("name", String(200), primary_key=True),
    Column("payload", LargeBinary, nullable=False),
    Column("spent", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    _application(key=True),
    Column("number", Integer, primary_key=True),
    Column("edits", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("folder", LargeBinary, nullable=False),
    Column("file_id", String(255), nullable=False),
    Column("created_at", Moment, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _application(),
    Column("what", String(200), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("message_id", BigInteger),
    Column("file_id", String(255), nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("sent_at", Moment),
    UniqueConstraint("application", "what"),
    CheckConstraint("state IN ('sending', 'sent')", name="state"),
    CheckConstraint("(state = 'sent') = (message_id IS NOT NULL)", name="message_when_sent"),
    CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="time_when_sent"),
    CheckConstraint("attempts > 0", name="attempts"),
    sqlite_autoincrement=True,
)

reviews = Table(
    "reviews",
    metadata,
    _application(key=True),
    Column("message", BigInteger, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    _application(key=True),
    Column("number", Integer, primary_key=True),
    Column("edit", String(200), nullable=False),
    Column("choice", String(16), nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("version", Integer),
    Column("created_at", Moment, nullable=False),
    CheckConstraint(
        "choice IN ('accepted', 'rejected', 'worded', 'undone', 'sent')", name="choice"
    ),
    CheckConstraint("(choice = 'sent') = (version IS NOT NULL)", name="version_when_sent"),
    CheckConstraint("number > 0", name="number"),
    UniqueConstraint("application", "version"),
)

evidence = Table(
    "evidence",
    metadata,
    _id(),
    _person(),
    Column("kind", String(16), nullable=False),
    Column("term", LargeBinary, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("resume", Id),
    Column("section", String(64), nullable=False),
    Column("entry", String(64), nullable=False),
    Column("mark", LargeBinary, nullable=False),  # tells what was said once from what is new
    Column("created_at", Moment, nullable=False),
    _of_same_person("resume", "resumes"),
    CheckConstraint("kind IN ('told', 'denied', 'worded')", name="kind"),
    CheckConstraint("(kind = 'worded') = (resume IS NOT NULL)", name="resume_when_worded"),
    UniqueConstraint("person", "mark"),
    sqlite_autoincrement=True,
)

silences = Table(
    "silences",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("person", BigInteger, nullable=False),  # a private chat's; a group's own id elsewhere
    Column("until", Moment, nullable=False),
)

preferences = Table(
    "preferences",
    metadata,
    Column("person", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("language", String(35), nullable=False),  # "" for the one that Telegram tells
    Column("quality", String(16), nullable=False),
    Column("layout", String(16), nullable=False),
    Column("retention", Integer),  # days; NULL for the operator's RETENTION_DAYS
    CheckConstraint("quality IN ('fast', 'best')", name="quality"),
    CheckConstraint("layout IN ('own', 'clean')", name="layout"),
    CheckConstraint("retention > 0", name="retention"),
)

analyses = Table(
    "analyses",
    metadata,
    Column("mark", LargeBinary, primary_key=True),  # of the post, the model and the prompt
    _person(),  # who sent the post first
    Column("payload", LargeBinary, nullable=False),
    Column("spent", LargeBinary),  # NULL once an application has it on its bill
    Column("created_at", Moment, nullable=False, index=True),
    Index(None, "person"),
)
