import csv
import hashlib
import io
from statistics import mean

from guild_jupyter.scaffold.flowers import table


def test_the_table_is_the_same_wherever_it_is_made():
    digest = hashlib.sha256(table().encode()).hexdigest()
    assert digest == "cd99af4b3c94cdb01388e61701a2829f05148c6f77fda0eac80a022d23dd441a"


def test_another_seed_gives_other_flowers():
    assert table(2) != table(1)
    assert table(2) == table(2)


def test_the_kinds_come_in_turn_and_differ_in_their_measures():
    header, *rows = csv.reader(io.StringIO(table(rows=300)))
    assert header == ["petal_length", "petal_width", "leaf_length", "leaf_width", "kind"]
    assert [row[-1] for row in rows[:4]] == ["anemone", "bellflower", "cornflower", "anemone"]
    petals = [mean(float(row[0]) for row in rows[kind::3]) for kind in range(3)]
    assert petals == sorted(petals)
    assert min(float(value) for row in rows for value in row[:-1]) >= 0.1
