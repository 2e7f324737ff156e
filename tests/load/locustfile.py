"""
What locust runs: users who each send one request a second, and a line for each answer.

They begin at a random moment of a second, so that requests come spread over it as strangers' do.
"""

import itertools
import json
import os
import random
import time
from pathlib import Path

from locust import FastHttpUser, constant_throughput, events, task

KIND = os.environ["LOAD_KIND"]
FIELD = {"search": "query", "answer": "question"}[KIND]
QUESTIONS = json.loads(Path(os.environ["LOAD_QUESTIONS"]).read_text(encoding="utf-8"))
OUT = Path(os.environ["LOAD_OUT"])
SENT: list[str] = []
CHANCE = random.Random(os.environ.get("LOAD_SEED", "0"))
TURNS = itertools.count(CHANCE.randrange(1000))


class Asking(FastHttpUser):
    wait_time = constant_throughput(1)
    connection_timeout = network_timeout = 30.0

    def on_start(self):
        time.sleep(CHANCE.random())

    @task
    def ask(self):
        question = QUESTIONS[next(TURNS) % len(QUESTIONS)]
        body = {FIELD: question, "confirmed": True}
        with self.client.post(f"/v1/{KIND}", json=body, catch_response=True) as answer:
            answer.success()


@events.request.add_listener
def keep(start_time, response_time, response, **_rest):
    status = getattr(response, "status_code", 0) or 0
    SENT.append(f"{start_time:.3f} {response_time:.2f} {status}\n")


@events.quitting.add_listener
def end(**_rest):
    OUT.write_text("".join(SENT), encoding="utf-8")
