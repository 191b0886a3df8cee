import pytest


def test_a_preview_shows_everything_and_touches_nothing(place):
    place.ended("train", "epochs=1")
    before = place.files()
    words = ["epochs=5", "kind=two words", "-l", "my ${epochs}"]
    text = str(place.cell("train", *words, "--preview"))
    assert text.startswith("train: preview, nothing is run\n")
    assert "-um train \\\n    --code 0 \\\n    --epochs 5 \\\n" in text
    assert "    --kind 'two words' \\\n" in text
    assert "\n  epochs: 5\n" in text
    assert "\n  GUILD_OP=train\n" in text
    assert "\n  RUN_DIR=(the run directory)\n" in text
    assert "\nSource code: 3 files: evaluate.py, guild.yml, train.py\n" in text
    assert "\nLabel: my 5\n" in text
    assert text.endswith(f"\nHome: {place.home}")
    assert place.files() == before


def test_a_preview_in_a_home_that_is_not_there_does_not_make_it(place):
    place.cell("train", "--preview")
    assert not place.home.exists()


def test_a_preview_names_the_run_that_would_be_used(place):
    run = place.ended("train", "epochs=1")
    text = str(place.cell("evaluate", "--preview"))
    assert f"\nResources:\n  operation:train: {run.short_id}\n" in text


def test_a_preview_says_that_a_module_is_missing(place):
    assert "This will fail: No module named no_such_module" in str(
        place.cell("missing", "--preview")
    )


def test_a_preview_keeps_secrets_to_itself(place):
    place.write("guild.yml", "train: {main: train, env: {API_TOKEN: hush-hush, PLAIN: seen}}\n")
    text = str(place.cell("train", "--preview"))
    assert "hush-hush" not in text
    assert "PLAIN=seen" in text


def test_a_preview_names_source_files_that_are_left_out(place):
    with (place.project / "big.py").open("wb") as file:
        file.truncate(11 << 20)
    for number in range(12):
        place.write(f"more_{number:02}.py", "")
    text = str(place.cell("train", "--preview"))
    assert "  left out: big.py (" in text
    assert " and 5 more\n" in text
    place.write("guild.yml", "train: {main: train, sourcecode: no}\n")
    assert "Source code: none is copied" in str(place.cell("train", "--preview"))


def test_a_command_that_takes_no_flags_is_shown_on_one_line(place):
    assert "Command:\n  sh -c 'echo waiting; exec sleep 600'\n" in str(
        place.cell("wait", "--preview")
    )


def test_flags_in_the_middle_of_a_command_stay_there(place):
    place.write("guild.yml", "op: {exec: 'echo ${flag_args} end', flags: {a: 1}}\n")
    assert "Command:\n  echo --a 1 end\n" in str(place.cell("op", "--preview"))


def test_the_command_alone_can_be_printed(place):
    shown = place.terminal("run", "train", "kind=two words", "--print-cmd")
    assert shown.text.split(" ", 1)[1] == (
        "-um train --code 0 --epochs 2 --fast '' --kind 'two words' --lr 0.1"
    )


@pytest.mark.parametrize("words", [["epochs=x"], ["epochs=0"], ["nosuch=1"], ["kind=c"]])
def test_a_preview_of_wrong_flags_is_the_same_error_as_a_run(place, words):
    from guild_jupyter.errors import FlagError

    for more in ([], ["--preview"]):
        with pytest.raises(FlagError):
            place.cell("train", *words, *more)
    assert not place.home.exists()
