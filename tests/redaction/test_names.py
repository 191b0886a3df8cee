import pytest

from guild_jupyter.redaction.names import is_secret_name, tells_nothing


@pytest.mark.parametrize(
    "name",
    [
        *("API_KEY", "apiKey", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "access_token", "PAT"),
        *("PASSWORD", "DB_PASS", "DB_PWD", "GITHUB_PAT", "CREDENTIALS", "AUTHORIZATION", "COOKIE"),
        *("SENTRY_DSN", "SLACK_WEBHOOK_URL", "oauth2", "SESSION_ID", "CONN_STR", "MNEMONIC"),
    ],
)
def test_a_name_tells_that_its_value_is_a_secret(name):
    assert is_secret_name(name, "hunter2")


@pytest.mark.parametrize(
    "name",
    [
        *("author", "authors", "authored", "keyboard", "monkey", "tokenizer", "keypoints", "path"),
        *("compass", "num_passes", "credit", "patience", "pattern", "hockey", "learning-rate"),
        *("pad_token", "eos_token", "sort_key", "primary_key", "monitor_key", "token_type"),
        *("key_dim", "key_path", "password_file", "token_ttl", "secrets_dir"),
    ],
)
def test_a_name_that_only_looks_alike_tells_nothing(name):
    assert not is_secret_name(name, "hunter2")


def test_a_number_or_a_choice_under_a_doubtful_name_is_no_secret():
    for value in ("4096", "1e6", "-0.5", "yes", "False", "null", "None", "", "***"):
        assert not is_secret_name("max_tokens", value)
        assert tells_nothing(value)
    assert is_secret_name("token", "123456789012")
    assert is_secret_name("password", "4096")
