"""What the environment says: every setting, its meaning and default, read and checked in one go."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agents.model import Price
from agents.values import Agent

T = TypeVar("T")


class SettingsError(Exception):
    """Settings are missing or wrong; the message has a line for each."""


_EFFORTS = ("minimal", "low", "medium", "high", "none")
_UTC = ZoneInfo("UTC")
_AMOUNT = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
_MODEL = "google/gemini-3.5-flash-lite"


@dataclass(frozen=True, slots=True)
class Settings:
    """The bot's settings. Names in capitals are the environment's."""

    telegram_bot_token: str = field(repr=False)
    telegram_api_url: str = "https://api.telegram.org"
    openrouter_api_key: str = field(default="", repr=False)
    llm_base_url: str = ""
    llm_api_key: str = field(default="", repr=False)
    llm_model: str = _MODEL
    llm_model_best: str = ""
    llm_models: Mapping[Agent, str] = field(default_factory=dict)
    llm_name: str = ""
    llm_effort: str = "minimal"
    gemini_api_key: str = field(default="", repr=False)
    gemini_model: str = "gemini-3.5-flash-lite"
    gemini_base_url: str = "https://generativelanguage.googleapis.com/v1beta"
    model: str = "on"
    prices: Mapping[str, Price] = field(default_factory=dict)
    daily_applications_per_user: int = 0
    monthly_budget_usd: float = 0.0
    allowed_user_ids: frozenset[int] = frozenset()
    allow_everyone: bool = False
    admin_ids: frozenset[int] = frozenset()
    data_dir: Path = Path("data")
    exports_dir: Path = Path("exports")
    database_url: str = field(default="", repr=False)
    concurrency: int = 16
    timezone: ZoneInfo = _UTC
    retention_days: int = 90
    backup_bucket: str = ""
    backup_recipient: str = ""
    bucket_endpoint: str = ""
    bucket_region: str = ""
    bucket_key_id: str = field(default="", repr=False)
    bucket_secret: str = field(default="", repr=False)
    bucket_style: str = "path"
    log_level: str = "INFO"
    log_format: str = ""
    port: int = 0
    metrics_token: str = field(default="", repr=False)
    sentry_dsn: str = field(default="", repr=False)
    heartbeat_url: str = field(default="", repr=False)

    @property
    def providers(self) -> tuple[str, ...]:
        """Who answers the model calls, in the order of asking; nobody in rules mode."""
        if self.model == "off":
            return ()
        names = []
        if self.llm_base_url:
            names.append(self.llm_name or urlsplit(self.llm_base_url).netloc)
        elif self.openrouter_api_key:
            names.append("OpenRouter")
        if self.gemini_api_key:
            names.append("Google Gemini")
        return tuple(names)

    @property
    def provider(self) -> str:
        """All of them, in words for the consent sentence; "" in rules mode."""
        return " or ".join(self.providers)[:60]

    @property
    def unpriced(self) -> tuple[str, ...]:
        """The models whose cost nobody tells: neither their provider nor PRICES."""
        if self.model == "off":
            return ()
        own = self.llm_base_url and not self.openrouter_api_key
        best = [self.llm_model_best] if self.offers_best else []
        used = [self.llm_model, *self.llm_models.values(), *best] if own else []
        used += [self.gemini_model] if self.gemini_api_key else []
        return tuple(model for model in used if model not in self.prices)

    @property
    def offers_best(self) -> bool:
        """Whether people can choose between LLM_MODEL and LLM_MODEL_BEST."""
        reached = self.llm_base_url or self.openrouter_api_key
        return bool(self.provider and reached and self.llm_model_best)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must stand in no log."""
        keys = (self.openrouter_api_key, self.llm_api_key, self.gemini_api_key)
        watch = (self.metrics_token, self.sentry_dsn, self.heartbeat_url)
        database = (self.database_url, urlsplit(self.database_url).password or "")
        return (self.telegram_bot_token, *keys, self.bucket_secret, *watch, *database)

    @property
    def effort(self) -> str:
        """How hard the model is to think; "" for models that do not."""
        return "" if self.llm_effort == "none" else self.llm_effort

    def admits(self, person: int) -> bool:
        """Whether *person* (a Telegram user id) may use the bot."""
        return self.allow_everyone or person in self.allowed_user_ids | self.admin_ids


def load(environ: Mapping[str, str], *, telegram: bool = True) -> Settings:
    """Read the settings; without *telegram* the token may be missing (the one-shot commands).

    Raises SettingsError naming every problem at once.
    """
    reader = _Reader(environ)
    everyone, allowed = reader.people("ALLOWED_USER_IDS")
    settings = Settings(
        telegram_bot_token=reader.text("TELEGRAM_BOT_TOKEN", "", required=telegram),
        telegram_api_url=reader.url("TELEGRAM_API_URL", "https://api.telegram.org"),
        openrouter_api_key=reader.text("OPENROUTER_API_KEY", ""),
        llm_base_url=reader.url("LLM_BASE_URL", ""),
        llm_api_key=reader.text("LLM_API_KEY", ""),
        llm_model=reader.text("LLM_MODEL", _MODEL),
        llm_model_best=reader.text("LLM_MODEL_BEST", ""),
        llm_models=reader.models("LLM_MODELS"),
        llm_name=reader.text("LLM_NAME", ""),
        llm_effort=reader.choice("LLM_EFFORT", "minimal", _EFFORTS),
        gemini_api_key=reader.text("GEMINI_API_KEY", ""),
        gemini_model=reader.text("GEMINI_MODEL", "gemini-3.5-flash-lite"),
        gemini_base_url=reader.url(
            "GEMINI_BASE_URL", "https://generativelanguage.googleapis.com/v1beta"
        ),
        model=reader.choice("MODEL", "on", ("on", "off")),
        prices=reader.prices("PRICES"),
        daily_applications_per_user=reader.number(
            "DAILY_APPLICATIONS_PER_USER", 0, low=0, high=10_000
        ),
        monthly_budget_usd=reader.money("MONTHLY_BUDGET_USD", 0.0),
        allowed_user_ids=allowed,
        allow_everyone=everyone,
        admin_ids=reader.people("ADMIN_IDS")[1],
        data_dir=Path(reader.text("DATA_DIR", "data")),
        exports_dir=Path(reader.text("EXPORTS_DIR", "exports")),
        database_url=reader.text("DATABASE_URL", ""),
        concurrency=reader.number("CONCURRENCY", 16, low=1, high=200),
        timezone=reader.zone("TIMEZONE", "UTC"),
        retention_days=reader.number("RETENTION_DAYS", 90, low=1, high=3650),
        backup_bucket=reader.text("BACKUP_BUCKET", ""),
        backup_recipient=reader.text("BACKUP_RECIPIENT", ""),
        bucket_endpoint=reader.url("BUCKET_ENDPOINT", ""),
        bucket_region=reader.text("BUCKET_REGION", ""),
        bucket_key_id=reader.text("BUCKET_KEY_ID", ""),
        bucket_secret=reader.text("BUCKET_SECRET", ""),
        bucket_style=reader.choice("BUCKET_STYLE", "path", ("path", "virtual")),
        log_level=reader.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
        log_format=reader.choice("LOG_FORMAT", "", ("json", "text")),
        port=reader.number("PORT", 0, low=1, high=65535),
        metrics_token=reader.text("METRICS_TOKEN", ""),
        sentry_dsn=reader.url("SENTRY_DSN", ""),
        heartbeat_url=reader.url("HEARTBEAT_URL", ""),
    )
    reader.problems += _conflicts(settings)
    if reader.problems:
        raise SettingsError("\n".join(reader.problems))
    return settings


def _conflicts(settings: Settings) -> Iterator[str]:
    """What is wrong with settings that do not go together."""
    if bool(settings.backup_bucket) != bool(settings.backup_recipient):
        yield (
            "BACKUP_BUCKET and BACKUP_RECIPIENT go together: "
            "what leaves this machine is encrypted for an age public key (age1…)."
        )
    if settings.monthly_budget_usd and (unpriced := settings.unpriced):
        yield (
            f"PRICES must have {', '.join(unpriced)}: MONTHLY_BUDGET_USD cannot be held "
            "where nobody tells what a call costs."
        )


class _Reader:
    """Reads values and remembers what is wrong with them."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: list[str] = []

    def text(self, name: str, default: str, *, required: bool = False) -> str:
        value = self._environ.get(name, "").strip()
        if required and not value:
            self.problems.append(f"{name} is missing: get one from @BotFather in Telegram.")
        return value or default

    def url(self, name: str, default: str) -> str:
        def parse(value: str) -> str:
            parts = urlsplit(value)
            if parts.scheme not in ("http", "https") or not parts.netloc:
                raise ValueError("an address that starts with http:// or https://")
            return value.rstrip("/")

        return self._parsed(name, default, parse)

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        def parse(value: str) -> str:
            for choice in choices:
                if value.casefold() == choice.casefold():
                    return choice
            raise ValueError("one of " + ", ".join(choices))

        return self._parsed(name, default, parse)

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        def parse(value: str) -> int:
            if not value.isdecimal() or not low <= int(value) <= high:
                raise ValueError(f"a whole number from {low} to {high}")
            return int(value)

        return self._parsed(name, default, parse)

    def money(self, name: str, default: float) -> float:
        def parse(value: str) -> float:
            if not _AMOUNT.fullmatch(value):
                raise ValueError("an amount such as 20 or 4.50")
            return float(value)

        return self._parsed(name, default, parse)

    def models(self, name: str) -> Mapping[Agent, str]:
        def parse(value: str) -> Mapping[Agent, str]:
            pairs = [entry.partition("=") for entry in value.replace(",", " ").split()]
            if not all(agent in list(Agent) and model for agent, _, model in pairs):
                raise ValueError(f"agent=model with commas between; agents: {', '.join(Agent)}")
            return {Agent(agent): model for agent, _, model in pairs}

        return self._parsed(name, {}, parse)

    def prices(self, name: str) -> Mapping[str, Price]:
        def parse(value: str) -> Mapping[str, Price]:
            found = {}
            for entry in value.replace(",", " ").split():
                model, _, figures = entry.rpartition("=")
                parts = figures.split("/")
                if not model or len(parts) not in (2, 3) or not all(map(_AMOUNT.fullmatch, parts)):
                    raise ValueError(
                        "model=input/output or model=input/cached/output in USD per million "
                        "tokens, with commas between the models"
                    )
                found[model] = Price(float(parts[0]), float(parts[-2]), float(parts[-1]))
            return found

        return self._parsed(name, {}, parse)

    def zone(self, name: str, default: str) -> ZoneInfo:
        def parse(value: str) -> ZoneInfo:
            try:
                return ZoneInfo(value)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                raise ValueError("a time zone such as Europe/Berlin") from None

        return self._parsed(name, ZoneInfo(default), parse)

    def people(self, name: str) -> tuple[bool, frozenset[int]]:
        def parse(value: str) -> tuple[bool, frozenset[int]]:
            words = value.replace(",", " ").split()
            everyone = "*" in words and name == "ALLOWED_USER_IDS"
            ids = [word for word in words if not (everyone and word == "*")]
            if not all(word.isdecimal() for word in ids):
                raise ValueError("Telegram user ids (numbers) with commas between them")
            return everyone, frozenset(map(int, ids))

        nobody: tuple[bool, frozenset[int]] = (False, frozenset())
        return self._parsed(name, nobody, parse)

    def _parsed(self, name: str, default: T, parse: Callable[[str], T]) -> T:
        value = self._environ.get(name, "").strip()
        if not value:
            return default
        try:
            return parse(value)
        except ValueError as problem:
            self.problems.append(f"{name} must be {problem}, not {value!r}.")
            return default
