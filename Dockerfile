# A Debian machine with all that the suite and its tests use.
#
#     docker build -t async-in-c .
#     docker run -it --rm async-in-c make run
#
# docs/platforms.md says what runs in it.
FROM debian:bookworm

WORKDIR /suite

COPY .ci/packages .ci/install .ci/
RUN .ci/install && rm -rf /var/lib/apt/lists/*

COPY . .
RUN make

CMD ["make", "run"]
