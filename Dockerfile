FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY bot bot
COPY db db
# For `imerr demo` and `imerr manifest`.
COPY local_slack local_slack
COPY manifest.json ./
# Built here, so that a start takes no training and the running user needs no right to write.
RUN python -m bot table build

RUN useradd --system --no-create-home imerr && install -d -o imerr /data
USER imerr
# What teams add; mount a volume there, or set DATABASE_URL to a PostgreSQL.
ENV IMERR_HOST=0.0.0.0 PORT=3000 DATABASE_URL=sqlite:////data/memory.sqlite3
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD python -c "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/readyz', timeout=4)"
CMD ["python", "-m", "bot", "serve"]
