# Builds the program, then puts it alone on a small system.
FROM rust:1.95-slim-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev make perl \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cargo build --release --locked --package api --bin welfare-hub

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --home-dir /var/lib/welfare-hub --create-home welfare-hub
COPY --from=build /src/target/release/welfare-hub /usr/local/bin/welfare-hub
USER welfare-hub
WORKDIR /var/lib/welfare-hub
VOLUME /var/lib/welfare-hub
ENV HUB_BIND=0.0.0.0:8080 \
    HUB_DATABASE_URL=sqlite:///var/lib/welfare-hub/welfare-hub.db \
    HUB_DATA_DIR=/var/lib/welfare-hub/data \
    MALLOC_ARENA_MAX=2
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:8080/health/ready"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["welfare-hub"]
CMD ["serve"]
