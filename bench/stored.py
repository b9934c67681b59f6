"""Kept pages and the pulse, sent from memory, beside nginx sending the same bytes from a file."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bench import wrk
from bench.setting import Setting
from bench.table import Result, at_least, at_most, middle, missed, noted, skipped

PAGE_RATIO = 0.95
"""Accepted; what is aimed at is 1.0."""
P99_RATIO = 1.2
SHORT_RATIO = 0.8
"""For answers without a body (304)."""
_CODINGS = {"identity": "as it is", "gzip": "gzip", "br": "brotli"}


@dataclass
class Pair:
    """One thing to ask both for, and what came back so far."""

    what: str
    ours: str
    theirs: str
    our_headers: dict[str, str]
    their_headers: dict[str, str]
    ratio: float
    has_p99: bool
    our_loads: list[wrk.Load] = field(default_factory=list)
    their_loads: list[wrk.Load] = field(default_factory=list)


def measure(setting: Setting) -> Iterator[Result]:
    """Alternate between nginx and the newsroom, round by round, so that both have the same luck."""
    pairs, refused = _pairs(setting)
    for _ in range(setting.rounds):
        for pair in pairs:
            pair.their_loads.append(
                wrk.run(
                    pair.theirs,
                    core=setting.load_core,
                    seconds=setting.seconds,
                    server=setting.nginx.pid,
                    headers=pair.their_headers,
                )
            )
            pair.our_loads.append(
                wrk.run(
                    pair.ours,
                    core=setting.load_core,
                    seconds=setting.seconds,
                    server=setting.newsroom.pid,
                    headers=pair.our_headers,
                )
            )
    for pair in pairs:
        yield from _results(pair)
    yield from refused


def _pairs(setting: Setting) -> tuple[list[Pair], list[Result]]:
    newsroom, nginx = setting.newsroom, setting.nginx
    story = setting.story("quiet")
    pairs, refused = [], []
    etag = ""
    for coding, name in _CODINGS.items():
        answer = newsroom.get(story.path, Accept_Encoding=coding)
        if answer.headers.get("content-encoding", "identity") != coding:
            refused.append(missed(f"stored page, {name}", "the page does not come in this coding"))
            continue
        etag = etag or answer.headers["etag"]
        file = {"identity": "page.html", "gzip": "page.html.gz", "br": "br/page.html"}[coding]
        address = nginx.put(file, answer.body).removesuffix(".gz")
        kilobytes = len(answer.body) / 1000
        pairs.append(
            Pair(
                what=f"stored page, {name} ({kilobytes:.1f} KB)",
                ours=newsroom.url + story.path,
                theirs=address,
                our_headers={"Accept-Encoding": coding},
                their_headers={"Accept-Encoding": coding},
                ratio=PAGE_RATIO,
                has_p99=True,
            )
        )
    pairs.append(_short(setting, "304 of the page", story.path, etag, f"{nginx.url}/page.html"))
    pulse = f"/api/v1/articles/{story.id}/pulse/"
    answer = newsroom.get(pulse)
    if answer.status != 200 or "etag" not in answer.headers:
        refused.append(skipped("pulse and its 304", "there is no pulse in this version yet"))
        return pairs, refused
    address = nginx.put("pulse.json", answer.body)
    pairs.append(_short(setting, "304 of the pulse", pulse, answer.headers["etag"], address))
    pairs.append(
        Pair(
            what=f"pulse, changed ({len(answer.body)} bytes)",
            ours=newsroom.url + pulse,
            theirs=address,
            our_headers={},
            their_headers={},
            ratio=SHORT_RATIO,
            has_p99=False,
        )
    )
    return pairs, refused


def _short(setting: Setting, what: str, path: str, etag: str, theirs: str) -> Pair:
    """A pair in which both answer that nothing has changed; each has to be given its own ETag."""
    their_etag = setting.nginx.etag(theirs)
    return Pair(
        what=what,
        ours=setting.newsroom.url + path,
        theirs=theirs,
        our_headers={"If-None-Match": etag},
        their_headers={"If-None-Match": their_etag},
        ratio=SHORT_RATIO,
        has_p99=False,
    )


def _results(pair: Pair) -> Iterator[Result]:
    ratios = [
        ours.per_second / theirs.per_second
        for ours, theirs in zip(pair.our_loads, pair.their_loads, strict=True)
    ]
    errors = sum(load.errors for load in pair.our_loads)
    if errors:
        yield missed(pair.what, f"{errors} answers were errors")
        return
    ours = middle([load.per_second for load in pair.our_loads])
    theirs = middle([load.per_second for load in pair.their_loads])
    our_us = middle([load.cpu_us for load in pair.our_loads])
    their_us = middle([load.cpu_us for load in pair.their_loads])
    yield at_least(
        pair.what,
        middle(ratios),
        pair.ratio,
        unit=" × nginx",
        note=f"{ours:,.0f}/s, nginx {theirs:,.0f}/s; "
        f"processor {our_us:.1f} µs each, nginx {their_us:.1f} µs",
        ours=[load.__dict__ for load in pair.our_loads],
        nginx=[load.__dict__ for load in pair.their_loads],
        ratios=ratios,
    )
    our_p99 = [load.p99_ms for load in pair.our_loads]
    their_p99 = [load.p99_ms for load in pair.their_loads]
    p99s = [one / other for one, other in zip(our_p99, their_p99, strict=True)]
    said = f"{middle(our_p99):.2f} ms, nginx {middle(their_p99):.2f} ms"
    if pair.has_p99:
        yield at_most("  p99 of it", middle(p99s), P99_RATIO, unit=" × nginx", note=said)
    else:
        yield noted("  p99 of it", f"{middle(p99s):.2f} × nginx", note=said)
