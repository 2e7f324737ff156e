"""Five times the load of the knee: what is still served, how fast the rest is refused."""

import argparse
import math
import time
from http.client import HTTPConnection
from pathlib import Path

from tests.load.drive import Every, Load, Server, ask, quantile, service, table, warm
from tests.load.knee import climb, knee_of

OK = 200
WINDOW = 3


class Pulse(Every):
    """Asks /livez ten times a second, and notes how long it took in ms."""

    def __init__(self, server: Server) -> None:
        super().__init__(0.1, self._beat)
        self.took: list[float] = []
        self._connection = HTTPConnection(*server.place, timeout=30)

    def _beat(self) -> None:
        started = time.perf_counter()
        self._connection.request("GET", "/livez")
        self._connection.getresponse().read()
        self.took.append((time.perf_counter() - started) * 1000)


def recovered_after(ended: float, later: Load, usual: float) -> float:
    """Give the seconds from `ended` to the first three in which all is as usual again."""
    for second in range(int(later.seconds)):
        start = ended + second
        found = [one for one in later.sent if start <= one.at < start + WINDOW]
        refused = any(one.status != OK for one in found)
        if found and not refused and quantile([one.took for one in found], 0.95) <= usual:
            return float(second)
    return math.inf


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=Path("data/index"))
    parser.add_argument("--rate", type=int, help="of the knee; looked for if left out")
    parser.add_argument("--kind", choices=["search", "answer"], default="answer")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--workers", default="1")
    given = parser.parse_args()
    with service(given.index, "--workers", given.workers) as server, Pulse(server) as pulse:
        warm(server, given.kind)
        rate = given.rate or knee_of(climb(server, given.kind, 10))
        peak = ask(server, given.kind, rate, given.seconds)
        pulse.took.clear()
        over = ask(server, given.kind, 5 * rate, given.seconds)
        ended = time.time()
        lived = quantile(pulse.took, 0.99), max(pulse.took)
        later = ask(server, given.kind, rate, 20)
    refusals = [one.took for one in over.sent if one.status in {429, 503}]
    lost = sum(one.status not in {200, 429, 503} for one in over.sent)
    share = over.rate(200) / peak.rate(200)
    usual = 1.5 * peak.latency(0.95)
    recovery = recovered_after(ended, later, usual)
    table(
        ("figure", "found", "wanted"),
        [
            ("served a second at the knee", peak.rate(200), ""),
            ("sent a second, over", over.rate(), 5 * rate),
            ("served a second, over", over.rate(200), ""),
            ("share of the knee still served", f"{share:.2f}", ">= 0.90"),
            ("p95 of what is served, ms", over.latency(0.95), ""),
            ("refused", len(refusals), ""),
            ("p99 of refusals, ms", quantile(refusals, 0.99), "< 100"),
            ("neither served nor refused", lost, "0"),
            ("p99 of /livez, ms", lived[0], "< 100"),
            ("slowest /livez, ms", lived[1], ""),
            ("recovered after, s", recovery if math.isfinite(recovery) else "never", "< 10"),
        ],
    )


if __name__ == "__main__":
    main()
