"""A closed-loop load from a process of its own: each client sends its next request when the last one is answered."""

import http.client
import multiprocessing
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Barrier, Thread
from urllib.parse import urlsplit

Step = Callable[["Client", int], None]


@dataclass(frozen=True)
class Result:
    """Flows per second over all clients; latencies in milliseconds; answers that were not expected."""

    per_second: float
    p50: float
    p99: float
    failures: int
    p95: float = 0.0


class Client:
    """One kept-alive connection with cookies, as a browser has it."""

    def __init__(self, base_url: str) -> None:
        split = urlsplit(base_url)
        self.connection = http.client.HTTPConnection(split.hostname or "127.0.0.1", split.port, timeout=30)
        self.cookies: dict[str, str] = {}

    def request(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Status and body; a redirect is not followed, its Location stands in `self.location`."""
        sent = {"Host": "localhost", **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body or None, sent)
        response = self.connection.getresponse()
        content = response.read()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, _ = value.partition(";")
                key, _, worth = cookie.partition("=")
                self.cookies[key] = worth
        self.location = response.headers.get("Location", "")
        return response.status, content


def _clients(
    base_url: str,
    step: Step,
    numbers: Sequence[range],
    seconds: float,
    answer: "multiprocessing.Queue[tuple[list[float], int, float]]",
) -> None:
    latencies: list[float] = []
    failures = [0]
    all_warm = Barrier(len(numbers) + 1)

    def attempt(client: Client, number: int) -> None:
        try:
            step(client, number)
        except (AssertionError, OSError, http.client.HTTPException):
            failures[0] += 1

    def run(own: range) -> None:
        client = Client(base_url)
        attempt(client, own[0])
        all_warm.wait()
        until = time.perf_counter() + seconds
        for number in own[1:]:
            started = time.perf_counter()
            if started >= until:
                return
            attempt(client, number)
            latencies.append((time.perf_counter() - started) * 1000)

    threads = [Thread(target=run, args=(own,)) for own in numbers]
    for thread in threads:
        thread.start()
    all_warm.wait()
    begin = time.perf_counter()
    for thread in threads:
        thread.join()
    answer.put((latencies, failures[0], time.perf_counter() - begin))


def measure(
    base_url: str, step: Step, *, clients: int = 8, seconds: float = 4.0, first: int = 0, most: int = 10**6
) -> Result:
    """Runs `step(client, number)` over and over for `seconds`; each number is used once, from `first` on.

    The first step of each client is not measured: templates and statements are compiled at their first use.
    """
    share = most // clients
    numbers = [range(first + share * index, first + share * (index + 1)) for index in range(clients)]
    answer: multiprocessing.Queue[tuple[list[float], int, float]] = multiprocessing.Queue()
    process = multiprocessing.Process(target=_clients, args=(base_url, step, numbers, seconds, answer))
    process.start()
    latencies, failures, took = answer.get(timeout=seconds + 60)
    process.join(10)
    ordered = sorted(latencies)
    p99 = ordered[int(len(ordered) * 0.99)] if ordered else 0.0
    p95 = ordered[int(len(ordered) * 0.95)] if ordered else 0.0
    return Result(len(ordered) / took, statistics.median(ordered) if ordered else 0.0, p99, failures, p95)
