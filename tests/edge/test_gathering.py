"""Who says something while a page rests is handled with the others, just before its end."""

import asyncio
import threading
import time
from itertools import pairwise

import pytest

from broadsheet.edge import gathering
from broadsheet.edge.gathering import Gathering

REST = 0.3
PEOPLE = 5
TAKES = 0.01


class Handled:
    """People who say something at the same time, and when each was handled."""

    def __init__(self, rests_for, takes=(TAKES,) * PEOPLE, fails=()):
        self.said = Gathering()
        self.takes, self.fails = takes, fails
        self.began = time.monotonic()
        self.said.rests_until = self.began + rests_for
        self.spans = []
        self.told_at = 0.0

    def at(self):
        return time.monotonic() - self.began

    async def say(self, line, number):
        async with self.said.turn(line):
            began = self.at()
            await asyncio.sleep(self.takes[number])
            self.spans.append((began, self.at()))
            if number in self.fails:
                raise ValueError(number)

    def tell(self):
        self.said.wait_until_handled()
        self.told_at = self.at()

    def run(self):
        async def all_of_them():
            line = asyncio.Lock()
            numbers = range(len(self.takes))
            await asyncio.gather(*(self.say(line, one) for one in numbers), return_exceptions=True)

        teller = threading.Thread(target=self.tell)
        teller.start()
        asyncio.run(all_of_them())
        teller.join()
        return self


def test_without_a_rest_nobody_waits():
    found = Handled(rests_for=-1, takes=(0.2,) * PEOPLE).run()
    assert max(began for began, _ended in found.spans) < 0.2
    assert found.told_at < 0.2


def test_all_are_handled_one_after_another_at_the_end_of_a_rest_and_then_told():
    found = Handled(REST).run()
    spans = sorted(found.spans)
    assert len(spans) == PEOPLE
    assert spans[0][0] >= REST - gathering.LEAD_SECONDS
    assert all(ended <= begins for (_, ended), (begins, _) in pairwise(spans))
    assert found.told_at >= spans[-1][1]


def test_one_that_fails_lets_the_others_and_the_telling_go_on():
    found = Handled(REST, fails={0}).run()
    assert len(found.spans) == PEOPLE
    assert found.told_at >= max(ended for _began, ended in found.spans)


@pytest.mark.parametrize("patience", [0.15, 0.05])
def test_one_that_takes_long_keeps_nobody(monkeypatch, patience):
    """It may wait for something far away; meanwhile the others are handled, and told."""
    monkeypatch.setattr(gathering, "PATIENCE_SECONDS", patience)
    found = Handled(REST, takes=(2.0, TAKES, TAKES)).run()
    ended = sorted(ended for _began, ended in found.spans)
    assert ended[1] < REST + gathering.LINE_SECONDS + 0.5
    assert REST <= found.told_at < REST + patience + 0.5
