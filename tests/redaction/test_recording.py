import random

import pytest

from guild_jupyter.redaction import (
    WITHHELD,
    is_secret_name,
    is_secret_value,
    recorded_environment,
    redacted,
    redacted_flags,
    redacted_words,
)
from guild_jupyter.redaction.recording import is_secret

PREFIXES = ["", "MY_", "x.", "FLAG_", "PROD_DB_", "svc-"]
NAMES = [
    *("API_KEY", "apiKey", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "access_token", "TOKENS"),
    *("SECRET", "PASSWORD", "PASSWD", "PASS", "PASSPHRASE", "PASS1", "DB_PWD", "GITHUB_PAT"),
    *("PAT", "CREDENTIALS", "AUTH", "AUTHORIZATION", "OAUTH2", "BASIC_AUTH", "COOKIE"),
    *("SESSION_ID", "SENTRY_DSN", "PRIVATE", "SSH_KEY", "SIGNATURE", "JWT", "BEARER"),
    *("SLACK_WEBHOOK", "CONNECTION_STRING", "TF_TOKEN_app_terraform_io", "SLURM_JWT"),
]
VALUES = [
    *("postgres://anna:s3cret@db/x", "redis://:s3cret@host:6379/0"),
    *("https://abcdefghijklmnop1234@github.com/x.git", "https://x/y?a=1&sig=abc%2Fdefgh123"),
    *("https://x/y?api_key=0123456789", "host=db password=hunter22 user=x"),
    *("AccountName=x;AccountKey=abcd1234==;", "Bearer abcdefghijklmnop", "basic YW5uYTpzM2NyZXQ="),
    *("AKIAIOSFODNN7EXAMPLE", "ghp_" + "a1" * 18, "github_pat_" + "a1" * 20),
    *("glpat-" + "a1" * 10, "xoxb-12345678-abc", "https://hooks.slack.com/services/T0/B0/xyz"),
    *("sk-proj-" + "aB3" * 10, "sk_live_" + "a1" * 10, "hf_" + "aB" * 17, "AIza" + "aB3" * 12),
    *("ya29." + "aB" * 10, "GOCSPX-" + "aB" * 10, "npm_" + "aB3" * 12, "pypi-" + "AgEI" * 10),
    *("dapi" + "0f" * 16, "gsk_" + "aB" * 20, "dop_v1_" + "0f" * 32),
    *("SG." + "aB" * 11 + "." + "aB" * 20, "12345678:AA" + "b" * 33),
    *("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc", "-----BEGIN RSA PRIVATE KEY-----"),
]
HARMLESS = {
    "PATH": "/usr/bin",
    "CUDA_VISIBLE_DEVICES": "0,1",
    "TOKENIZERS_PARALLELISM": "false",
    "OMP_NUM_THREADS": "4",
    "CONDA_PREFIX": "/opt/conda",
    "SLURM_JOB_ID": "77",
    "FLAG_LR": "0.1",
    "FLAG_MAX_TOKENS": "4096",
    "FLAG_TOKENIZER": "bert-base",
    "FLAG_KEYPOINTS": "coco",
    "FLAG_KEYBOARD": "de",
    "FLAG_MONKEY": "george",
    "FLAG_AUTHOR": "anna",
    "FLAG_AUTHORS": "anna, ben",
    "FLAG_COMPASS": "north",
    "FLAG_NUM_PASSES": "many",
    "FLAG_CREDIT": "score",
    "FLAG_PATIENCE": "3",
    "FLAG_PATTERN": "*.txt",
    "FLAG_USE_AUTH": "yes",
    "FLAG_KEY_DIM": "64",
    "FLAG_MODEL": "sk-learn-classifier-of-digits",
    "FLAG_URL": "https://example.org:8080/a@b",
    "FLAG_SHA": "9b" * 20,
    "FLAG_DATA": "s3://bucket/key/part",
    "LANG": "C.UTF-8",
}


def test_two_hundred_planted_secrets_are_withheld():
    planted = {
        f"{prefix}{name}": f"hunter{number}x{index}"
        for number, prefix in enumerate(PREFIXES)
        for index, name in enumerate(NAMES)
    } | {f"FLAG_{number}": value for number, value in enumerate(VALUES)}
    assert len(planted) >= 200
    recorded = recorded_environment(planted, own=planted)
    leaked = [name for name, value in recorded.items() if value != WITHHELD]
    assert leaked == []


def test_harmless_values_stay():
    assert recorded_environment(HARMLESS) == HARMLESS


@pytest.mark.parametrize("name", ["DB_PASS", "FLAG_SECRET"])
def test_a_password_is_withheld_even_if_it_is_a_number(name):
    assert is_secret_name(name, "123456")


def test_a_doubtful_name_counts_as_secret_where_the_value_is_not_known():
    assert is_secret_name("API_KEY")
    assert not is_secret_name("FLAG_MAX_TOKENS", "512")


def test_a_variable_that_is_not_known_is_withheld_unless_the_operation_sets_it():
    environment = {"COMPANY_THING": "x", "PATHX": "y"}
    assert recorded_environment(environment) == {"COMPANY_THING": WITHHELD, "PATHX": WITHHELD}
    assert recorded_environment(environment, own={"PATHX"})["PATHX"] == "y"


def test_a_variable_is_withheld_for_any_doubtful_word_but_that_of_a_harmless_flag():
    variables = {"CACHE_KEY": "data-v2", "API_KEY_ENV": "X", "FLAG_KEY": "a1b2", "FLAG_PASS": "b"}
    assert set(recorded_environment(variables, own=variables).values()) == {WITHHELD}
    flags = {"FLAG_CACHE_KEY": "data-v2", "FLAG_LOW_PASS": "butter"}
    assert recorded_environment(flags) == flags


def test_env_secrets_are_left_out_altogether():
    assert recorded_environment({"LANG": "C", "K": "v"}, own=["K"], removed=["K"]) == {"LANG": "C"}


def test_an_allowed_name_does_not_let_a_secret_value_through():
    assert is_secret_value("https://anna:pw@proxy")
    assert recorded_environment({"PIP_NO_INDEX": "https://a:b@c"}) == {"PIP_NO_INDEX": WITHHELD}


def test_of_a_secret_flag_three_asterisks_are_recorded():
    flags = {
        "password": 1234,
        "lr": 0.1,
        "url": "https://a:b@c",
        "api_key": None,
        "use_auth": True,
    }
    assert redacted_flags(flags) == flags | {"password": WITHHELD, "url": WITHHELD}
    nested = {"login": {"password": "x"}, "urls": ["a", "https://a:b@c"], "keys": [1, 2]}
    assert redacted_flags(nested) == {"login": WITHHELD, "urls": WITHHELD, "keys": [1, 2]}


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["--password", "hunter2", "--lr", "1"], ["--password", "***", "--lr", "1"]),
        (["--password=hunter2", "API_KEY=x y"], ["--password=***", "API_KEY=***"]),
        (["--password", "--lr", "1"], ["--password", "--lr", "1"]),
        (["--token", "${token}", "key=${key}"], ["--token", "${token}", "key=${key}"]),
        (["-p", "hunter2", "https://a:b@c"], ["-p", "hunter2", "https://***@c"]),
        (["--max-tokens", "4096", "tokens='8'"], ["--max-tokens", "4096", "tokens='8'"]),
        (["sh", "-c", "x --password hunter2"], ["sh", "-c", "x --password ***"]),
        (["--secret", ""], ["--secret", ""]),
        (["a-b-c-d"], ["a-***-d"]),
    ],
)
def test_the_words_of_a_command_are_recorded_without_secrets(words, shown):
    assert redacted_words(words, ["b-c"]) == shown


def test_plain_data_is_redacted_as_deep_as_it_goes():
    data = {"a": [{"password": "x", "n": 1}, "https://a:b@c"], "api_key": {"arg": "k"}, "f": 0.5}
    assert redacted(data) == {
        "a": [{"password": "***", "n": 1}, "https://***@c"],
        "api_key": {"arg": "k"},
        "f": 0.5,
    }


def test_flags_are_withheld_one_by_one_as_each_of_them_is_secret():
    chance = random.Random(3)
    values = [0, 1, -2.5, float("nan"), True, False, None, "", "adam", "hunter2", 12345678]
    values += [*VALUES, ["a", VALUES[0]], [1, 2], {"password": "x"}, {"n": 1}, (1, "b")]
    names = [*NAMES, "lr", "epochs", "max_tokens", "pad_token", "sort_key", "key", "seed"]
    for _ in range(2000):
        flags = {name: chance.choice(values) for name in chance.sample(names, 8)}
        shown = redacted_flags(flags)
        assert list(shown) == list(flags)
        for name, value in flags.items():
            assert shown[name] is (WITHHELD if is_secret(name, value) else value)
        assert shown is not flags
