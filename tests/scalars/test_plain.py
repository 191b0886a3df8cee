import pytest

from guild_jupyter.scalars import plain
from tests.scalars import event_bytes as make

# what both parsers make of the same bytes is in test_vector.py


@pytest.mark.parametrize("step", [0, 5, 300, -1, -(2**63), 2**63 - 1])
@pytest.mark.parametrize("form", [make.simple, make.untimed])
def test_an_event_is_read_the_same_when_its_tag_was_seen_before(step, form):
    data = form("a", 1.5, step) * 2
    wall_time = 1.0 if form is make.simple else 0.0
    wanted = {"a": ([step] * 2, [1.5] * 2, [wall_time] * 2)}
    assert plain.parse(data, set()).columns == wanted


def test_known_tags_do_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(plain, "_MOST_KNOWN", 3)
    for number in range(10):
        plain.parse(make.simple(f"tag {number}", 1.0, 1), set())
    assert len(plain._known_tags) <= 3
