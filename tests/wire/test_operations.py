from guild_jupyter.errors import GuildError, GuildFileError
from guild_jupyter.flags.definitions import Choice, FlagDef
from guild_jupyter.guildfile.definitions import Finding, Operation
from guild_jupyter.wire import operations, schema


def checked(flags=(), notes=(), faults=(), **more):
    of = Operation("train", flags={flag.name: flag for flag in flags}, **more)
    told = operations.operation(of, notes, is_default=False)
    answer = {
        "folder": "",
        "project": None,
        "python": "",
        "interpreters": [],
        "operations": [told],
        "faults": [operations.fault(fault) for fault in faults],
    }
    schema.validator("api_project").validate(answer)
    return answer


def test_a_flag_is_told_as_it_is_typed():
    flags = [
        FlagDef("lr", 0.1, type="float", min=0, max=1),
        FlagDef("yes", True),
        FlagDef("list", [1, "a b"]),
        FlagDef("none", None, null_label="unset"),
        FlagDef("api_key", "hunter2hunter2"),
        FlagDef("pick", 2, choices=(Choice(1, "one", alias="uno"), Choice(2)), allow_other=True),
    ]
    (told,) = checked(flags)["operations"]
    texts = {flag["name"]: flag["default"] for flag in told["flags"]}
    assert texts == {
        "lr": "0.1",
        "yes": "yes",
        "list": "[1, a b]",
        "none": None,
        "api_key": "***",
        "pick": "2",
    }
    assert [one["text"] for one in told["flags"][-1]["choices"]] == ["uno", "2"]
    assert [flag["allow_other"] for flag in told["flags"]] == [True] * 6


def test_faults_have_their_place_and_remarks_are_told_apart():
    faults = checked(
        faults=[
            GuildFileError("is odd", "Write it", file="/p/guild.yml", line=3, key="train.main"),
            Finding("/p/guild.yml", 4, "train.mian", "nobody reads it"),
            GuildError("no idea"),
        ]
    )["faults"]
    assert [(one["line"], one["is_remark"]) for one in faults] == [
        (3, False),
        (4, True),
        (None, False),
    ]
    assert faults[0]["message"] == "train.main: is odd"


def test_credentials_in_notes_are_not_told():
    (told,) = checked(notes=["password=hunter2secret is odd"])["operations"]
    assert "hunter2" not in told["notes"][0]
