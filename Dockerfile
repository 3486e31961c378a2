# Two stages: the first has pip and builds the environment and the static files, the second only runs them.
FROM python:3.13-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY requirements.txt .
# Tests and checks stand below their comment; the image does without them.
RUN python -m venv /venv && sed '/^# tests and checks/,$d' requirements.txt >/tmp/run.txt && /venv/bin/pip install -r /tmp/run.txt
COPY . .
RUN /venv/bin/python scripts/compile_messages.py \
 && DJANGO_SETTINGS_MODULE=cms.settings.production SECRET_KEY=only-while-the-image-is-built-0123456789-0123456789-0123 \
    ALLOWED_HOSTS=localhost SITE_URL=https://localhost STATIC_ROOT=/app/collected \
    /venv/bin/python manage.py collectstatic --noinput

FROM python:3.13-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1 \
    DJANGO_SETTINGS_MODULE=cms.settings.production STATIC_ROOT=/app/collected MEDIA_ROOT=/data/media
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin use \
 && mkdir -p /data/media /app/var && chown -R use /data
COPY --from=build /venv /venv
COPY --from=build --chown=root:root /app /app
RUN chown use /app/var
WORKDIR /app
USER use
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s CMD ["python", "-c", "import urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/health/live', headers={'Host': 'localhost'}), timeout=4)"]
# Two processes with four threads each for every core that the container gets; recycled so that leaks do not add up.
CMD ["gunicorn", "cms.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--max-requests=5000", "--max-requests-jitter=500", "--timeout=30", "--graceful-timeout=25", "--access-logfile=-", "--forwarded-allow-ips=*"]
