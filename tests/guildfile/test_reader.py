import hashlib
from pathlib import Path

import pytest

from guild_jupyter.errors import GuildFileError, NoGuildFile, ProjectError
from guild_jupyter.guildfile import reader

# The Guild files of the texts that the project began with, as they stand there.
FASHION_ONLY = """\
model: fashion
description: Basic fashion MNIST image classifier.
"""
FASHION = """\
model: fashion
description: Basic fashion MNIST image classifier.
operations:
  train:
    description: Train classifier from scratch.
    main: train
  predict:
    description: Use trained model to make predictions.
    main: predict
    requires: trained-model
resources:
  trained-model:
    path: model
    sources:
      - operation: train
"""
CIFAR = """\
model: cifar10-cnn
description: CNN classifier for CIFAR10 dataset
operations:
  train:
    description: Train the CNN
    cmd: train_cnn
    flags:
      epochs: 10000
      batch-size: 128
"""
IRIS = """\
- model: iris
  description:
    TODO - model description
  operations:
    train:
      description: Train the model
      cmd: train
      flags:
        epochs:
          description: Number of epochs to train
          default: 20
        batch-size:
          description: Training batch size
          default: 64
        learning-rate:
          description: Learning rate
          default: 0.01
      requires:
        - data
  resources:
    data:
      descrition: Data for training and validation
      sources:
        - url: http://pub.guild.ai.s3.amazonaws.com/samples/data.csv
          sha256: 6be6b1203f3d51df0b553a70e57b8a723cd405683958204f96d23d7cd6aea659
"""


def test_a_model_alone_is_a_project(read):
    (model,) = read(FASHION_ONLY).models.values()
    assert (model.name, model.description) == (
        *("fashion", "Basic fashion MNIST image classifier."),
    )
    assert model.operations == {}


def test_one_mapping_with_a_model_at_the_top(read):
    project = read(FASHION)
    assert [op.spec for op in project.operations] == ["fashion:train", "fashion:predict"]
    predict = project.models["fashion"].operations["predict"]
    assert (predict.main, predict.requires, predict.line) == ("predict", ("trained-model",), 7)
    resource = project.models["fashion"].resources["trained-model"]
    assert (resource.target_path, resource.sources[0].uri) == ("model", "operation:train")


def test_cmd_is_the_old_name_of_main_and_flags_may_be_bare_defaults(read):
    (train,) = read(CIFAR).operations
    assert train.main == "train_cnn"
    assert {name: flag.default for name, flag in train.flags.items()} == {
        "epochs": 10000,
        "batch-size": 128,
    }


def test_a_list_of_objects_with_flags_as_mappings(read):
    (train,) = read(IRIS).operations
    assert train.main == "train"
    assert train.flags["learning-rate"].default == 0.01
    assert train.flags["epochs"].description == "Number of epochs to train"
    (source,) = read(IRIS).models["iris"].resources["data"].sources
    assert source.sha256.startswith("6be6b120")


def test_operations_alone_are_of_the_anonymous_model(read):
    project = read("train: train\neval: {main: evaluate}\n")
    assert list(project.models) == [""]
    assert [(op.spec, op.main) for op in project.operations] == [
        *(("train", "train"), ("eval", "evaluate")),
    ]


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n"])
def test_an_empty_file_is_a_project_without_models(read, text):
    assert read(text).models == {}


def test_an_empty_mapping_is_an_anonymous_model_without_operations(read):
    assert read("{}").models[""].operations == {}


def test_packages_and_configs_are_no_models(read):
    project = read("- package: p\n- config: c\n  flags: {x: 1}\n- model: m\n")
    assert list(project.models) == ["m"]


def test_the_digest_is_that_of_the_bytes(read, tmp_path):
    assert read("a: b\n").digest == hashlib.md5(b"a: b\n").hexdigest()
    assert read("a: b\n").file == tmp_path / "guild.yml"


def test_a_byte_order_mark_is_no_hindrance(read):
    assert [op.name for op in read(b"\xef\xbb\xbftrain: train\n").operations] == ["train"]


def test_load_looks_for_the_file_above(tmp_path):
    (tmp_path / "guild.yml").write_text("train: train\n")
    (tmp_path / "sub").mkdir()
    assert reader.load(tmp_path / "sub").file == tmp_path / "guild.yml"
    with pytest.raises(NoGuildFile):
        reader.load(tmp_path / "none")


BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 10)}]\n"
    for old, new in zip("abcde", "bcdef", strict=True)
)
BROKEN = [
    ("train: {main: train\n", 1, "not valid YAML"),
    ("train:\n  main: [\n", 3, "not valid YAML"),
    ("a: b: c\n", 1, "not valid YAML"),
    ("a:\n\tx: 1\n", 2, "not valid YAML"),
    ("a: 'open\n", 1, "not valid YAML"),
    ("a: !!python/object:os.system x\n", 1, "not valid YAML"),
    (b"a: b\nc: \xff\n", 2, "is not UTF-8"),
    ("a: \x07\n", 1, "not valid YAML"),
    (BOMB, 0, "more than"),
    ("a: " + "[" * 200 + "]" * 200, 0, "nested deeper"),
    ("# " + "x" * (1 << 20), 0, "larger than 1024 KiB"),
    ("a: *unknown\n", 1, "not valid YAML"),
    ("train", 1, "expected operations or a list of models"),
    ("5", 1, "expected operations or a list of models"),
    ("- 5\n", 1, "expected a mapping"),
    ("- model: m\n- description: x\n", 2, "an object of no type"),
    ("- model: m\n  package: p\n", 1, "an object of two types"),
    ("- model: [m]\n", 1, "expected a name"),
    ("- model: m\n- model: m\n", 2, "a second model"),
]


@pytest.mark.parametrize(("text", "line", "said"), BROKEN, ids=lambda value: str(value)[:30])
def test_a_file_that_makes_no_sense_is_said_with_file_line_and_remedy(read, text, line, said):
    with pytest.raises(GuildFileError, match=said) as caught:
        read(text)
    error = caught.value
    assert error.file.endswith("guild.yml")
    assert error.hint
    assert error.file in str(error)
    if line:
        assert error.line == line


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    (tmp_path / "guild.yml").mkdir()
    with pytest.raises(ProjectError, match="cannot read"):
        reader.read(Path(tmp_path / "guild.yml"))
