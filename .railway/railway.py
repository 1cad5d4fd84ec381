"""The bot on Railway: one service from the Dockerfile, one volume, secrets set by hand.

`railway config plan` shows what it would change, `railway config apply` changes it. Secrets are not
here: what `preserve` stands for is set once in the dashboard and stays as it is.
"""

from typing import Any

from railway_sdk import define_railway, github, preserve, project, service, volume

REPOSITORY = "your-name/resume-tailor"  # the fork that Railway builds
MOUNT = "/app/data"
SECRETS = (
    "TELEGRAM_BOT_TOKEN",
    "OPENROUTER_API_KEY",
    "GEMINI_API_KEY",
    "METRICS_TOKEN",
    "SENTRY_DSN",
    "HEARTBEAT_URL",
    "BUCKET_KEY_ID",
    "BUCKET_SECRET",
)
CHOICES = ("ALLOWED_USER_IDS", "ADMIN_IDS", "TIMEZONE", "BACKUP_BUCKET", "BACKUP_RECIPIENT")


@define_railway
def main(_context: Any) -> Any:
    """The project: a volume that holds data and exports, and the bot on it."""
    data = volume("data")
    bot = service(
        "bot",
        source=github(REPOSITORY, branch="main"),
        build={"builder": "DOCKERFILE", "dockerfilePath": "Dockerfile"},
        healthcheck="/readyz",
        healthcheckTimeout=300,
        deploy={
            "restartPolicyType": "ON_FAILURE",
            "restartPolicyMaxRetries": 10,
            "drainingSeconds": 10,  # the bot ends within eight
            "overlapSeconds": 0,  # two bots on one token get half of the messages each
            "requiredMountPath": MOUNT,
            "sleepApplication": False,
        },
        volumeMounts={MOUNT: data},
        variables={
            "PORT": "8080",
            "LOG_FORMAT": "json",
            "DATA_DIR": MOUNT,
            "EXPORTS_DIR": f"{MOUNT}/exports",
            "RAILWAY_RUN_UID": "0",  # the entrypoint takes the volume over and drops this at once
            **{name: preserve() for name in (*SECRETS, *CHOICES)},
        },
    )
    return project("resume-tailor", resources=[data, bot])
