import pytest

from guild_jupyter.runstore import pace
from guild_jupyter.runstore.pace import Pace


@pytest.mark.parametrize(
    ("output", "what", "done", "total"),
    [
        ("Epoch 3/10", "epoch", 3, 10),
        ("Epoch [3/10], loss: 0.1", "epoch", 3, 10),
        ("epoch: 3 of 10", "epoch", 3, 10),
        ("step 200/1000 loss 0.3", "step", 200, 1000),
        ("Iteration 7/7", "iteration", 7, 7),
        ("steps: 5 / 20", "step", 5, 20),
        ("\x1b[32mEpoch 3/10\x1b[0m", "epoch", 3, 10),
        (" 45%|████▌     | 45/100 [00:10<00:12,  4.40it/s]", "step", 45, 100),
        (" 45%|████▌     |", "%", 45, 100),
        ("Epoch 3/10\n 50%|█████     | 10/20 [00:10<00:12]", "epoch", 2.5, 10),
        ("Epoch 3/10 step 10/20", "epoch", 2.5, 10),
        ("Epoch 2/10\nstep 5/20\nstep 10/20", "epoch", 1.5, 10),
        ("Epoch 3/10\n100%|██████████| 20/20 [00:10<00:00]", "epoch", 3, 10),
        ("Epoch 2/10\nEpoch 3/10\nloss 0.1", "epoch", 3, 10),
    ],
)
def test_progress_is_told_by_what_is_printed(output, what, done, total):
    found = pace.of_output(output)
    assert (found.what, found.done, found.total) == (what, done, total)


@pytest.mark.parametrize(
    "output",
    [
        "",
        "loss: 0.5",
        "accuracy 45% of 3/10 samples",
        "epoch 12/10",
        "epoch 3/0",
        "see 10/12/2024",
        "took a step 3 of",
        "step 1/2\n" + "other\n" * 50,
    ],
)
def test_what_tells_no_progress_is_not_taken_for_it(output):
    assert pace.of_output(output) is None


@pytest.mark.parametrize(
    ("first", "last", "flags", "what", "done", "total"),
    [
        (1, 3, {"epochs": 10}, "epoch", 3, 10),
        (0, 2, {"epochs": 10}, "epoch", 3, 10),
        (0, 9, {"epochs": 10}, "epoch", 10, 10),
        (0, 10, {"epochs": 10}, "epoch", 10, 10),
        (10, 500, {"epochs": 3, "max-steps": 1000}, "step", 500, 1000),
        (1, 30, {"max_iter": 100.0}, "iteration", 30, 100),
        (1, 2, {"num_boost_round": 50}, "round", 2, 50),
    ],
)
def test_progress_is_told_by_steps_and_flags(first, last, flags, what, done, total):
    found = pace.of_scalars(first, last, flags)
    assert (found.what, found.done, found.total) == (what, done, total)


@pytest.mark.parametrize(
    ("last", "flags"),
    [
        (3, {}),
        (3, {"lr": 10}),
        (30, {"epochs": 10}),
        (3, {"epochs": "10"}),
        (3, {"epochs": True}),
        (3, {"epochs": 10.5}),
        (3, {"epochs": 0}),
        (3, {"epochs": float("inf")}),
        (3, {"epochs": float("nan")}),
    ],
)
def test_steps_that_no_flag_fits_tell_nothing(last, flags):
    assert pace.of_scalars(1, last, flags) is None


@pytest.mark.parametrize(
    ("known", "seconds", "left"),
    [
        (Pace("step", 25, 100), 10, 30),
        (Pace("step", 100, 100), 10, 0),
        (Pace("step", 0, 100), 10, None),
        (Pace("step", 25, None), 10, None),
        (Pace("step", 25, 100), None, None),
        (Pace("step", 75, 100, begin=50), 10, 10),
    ],
)
def test_what_is_left_takes_as_long_as_what_was_done(known, seconds, left):
    assert known.seconds_left(seconds) == left


def test_steps_that_go_on_from_a_checkpoint_are_counted_from_there():
    assert pace.of_scalars(501, 750, {"steps": 1000}).begin == 500
