# Two stages: packages are installed where pip may build, and run where there is only what runs.
# Bump the tag by hand or by a bot; it names the same base in both stages.
FROM python:3.12-slim-bookworm AS packages

WORKDIR /app
COPY requirements.txt ./
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes \
        -r requirements.txt \
    && /venv/bin/pip uninstall --quiet --yes pip setuptools

FROM python:3.12-slim-bookworm

# Languages of photos and scans beside English, as tesseract names them (apt search tesseract-ocr-).
ARG OCR_LANGUAGES="deu fra por rus spa"
# Letters of pages in Chinese, Japanese, Korean, Arabic and Hebrew: 8 MB. More scripts and better
# shapes: FONTS="fonts-noto-core fonts-noto-cjk", 133 MB.
ARG FONTS="fonts-dejavu-core fonts-wqy-microhei"
# EXTRAS="libreoffice-writer-nogui" adds the most faithful picture of a page, and 390 MB.
ARG EXTRAS=""
# Debian's own release is the pin: its packages change only for security. The words are packages.
# hadolint ignore=DL3008,SC2086
RUN ocr="tesseract-ocr" \
    && for language in ${OCR_LANGUAGES}; do ocr="${ocr} tesseract-ocr-${language}"; done \
    && apt-get update \
    && apt-get install --yes --no-install-recommends \
        tini ${ocr} \
        fonts-liberation fonts-crosextra-carlito fonts-crosextra-caladea ${FONTS} ${EXTRAS} \
    && rm -rf /var/lib/apt/lists/* \
    && chmod o-w /tmp /var/tmp /run/lock \
    && useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin bot

WORKDIR /app
COPY --from=packages /venv /venv
COPY documents ./documents
COPY agents ./agents
COPY storage ./storage
COPY bot ./bot
COPY docker-entrypoint.sh healthcheck.py ./
RUN /venv/bin/python -m compileall -q bot agents storage documents \
    && mkdir -p /app/data /app/exports

ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

# Health and metrics, where PORT says so; without it nothing listens.
EXPOSE 8080
# Over the port if there is one, else by the sign of life that the bot leaves in data/ every minute.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-S", "-E", "/app/healthcheck.py"]

# It begins as root to take over a volume that was mounted as root, and drops that at once.
ENTRYPOINT ["/app/docker-entrypoint.sh"]
CMD ["python", "-m", "bot"]
