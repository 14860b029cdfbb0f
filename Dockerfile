# A Debian machine with all that the suite and its tests use.
#
#     docker build -t async-in-c .
#     docker run -it --rm async-in-c make run
#
# docs/platforms.md says what runs in it.
FROM debian:bookworm

WORKDIR /suite

# The cross compilers are made for x86-64 machines; elsewhere, as on Apple
# silicon, `make check` skips the CPUs that it has no compiler for.
COPY .ci/packages .ci/packages-cross .ci/
RUN apt-get update \
 && xargs apt-get install -y --no-install-recommends < .ci/packages \
 && if [ "$(dpkg --print-architecture)" = amd64 ]; then \
        xargs apt-get install -y --no-install-recommends < .ci/packages-cross; \
    fi \
 && rm -rf /var/lib/apt/lists/*

COPY . .
RUN make

CMD ["make", "run"]
