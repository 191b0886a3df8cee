import pytest

from guild_jupyter.redaction.names import (
    counts_in_text,
    is_certain_name,
    is_random,
    is_secret_name,
    is_suspect_name,
)
from guild_jupyter.redaction.values import tells_nothing


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


@pytest.mark.parametrize(
    "name",
    [
        *("s3_key", "data_key", "file-key", "state_key", "last_token", "first_pass", "one_pass"),
        *("ghPat", "GHPAT", "mydsn", "SECRET_NAME", "model.cache_key"),
    ],
)
def test_before_a_generated_value_a_harmless_use_is_none(name):
    assert is_secret_name(name, "wJalrXUtnFEMIK7MDENG")
    for value in ("models/ResNet50/Run1.pt", "9f86d081884c7d65", "ImageNet2012", "train_v2"):
        assert not is_secret_name(name, value) or is_secret_name(name, "word")


def test_a_long_number_under_a_name_that_can_mean_nothing_else_is_a_secret():
    assert is_secret_name("api_key", "83920174")
    assert is_secret_name("access_token", "000000")
    assert not is_secret_name("api_key", "12345")
    assert not is_secret_name("max_tokens", "1000000")


def test_a_number_or_a_choice_under_a_doubtful_name_is_no_secret():
    for value in ("4096", "1e6", "-0.5", "yes", "False", "null", "None", "", "***"):
        assert not is_secret_name("max_tokens", value)
        assert tells_nothing(value)
    assert is_secret_name("token", "123456789012")
    assert is_secret_name("password", "4096")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("low_pass", "butter"), ("pass", "2"), ("cache_key", "data-v2"), ("key", "val_loss")),
        *(("s3_key", "coco/train2017.zip"), ("key", "val/acc"), ("token", "<sks>")),
        *(("subject_session", "ses-01"), ("mask-token", "[MASK]"), ("token", "[V]")),
        *(("api_key_env", "OPENAI_API_KEY"), ("secret_name", "foo-bar1"), ("key_dtype", "bf16")),
        *(("model.embed_tokens.weight", "x"), ("encoder.key.bias", "x"), ("opt.cache-key", "x")),
    ],
)
def test_a_harmless_use_of_a_doubtful_word_is_no_secret(name, value):
    assert not is_secret_name(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("my_key", "planted-0123"), ("service_key", "abc"), ("MY_TOKEN", "abc")),
        *(("X_AUTH", "abc"), ("SESSION_COOKIE", "abc"), ("SESSION_ID", "abc"), ("db_pass", "2")),
        *(("my_session", "abc"), ("apikey", "abc"), ("secret_key", "abc"), ("github_pat", "abc")),
        *(("access_key", "abc"), ("private_key", "abc"), ("auth_token", "abc"), ("dsn", "abc")),
        *(("hf_token", "abc"), ("client_secret", "abc"), ("credentials", "abc"), ("jwt", "abc")),
        *(("key", "Zx81kQpL0vT2mN7c"), ("session", "9fQ2xL7pTz0KbW4v"), ("pass", "hunter2")),
        *(("password", "<sks>"), ("low_pass_token", "abc"), ("secret_cache_key", "abc")),
        *(("login.api_key", "abc"), ("secrets.database", "abc"), ("api_key.prod", "abc")),
    ],
)
def test_no_other_word_near_it_makes_a_secret_harmless(name, value):
    assert is_secret_name(name, value)


def test_variables_of_the_environment_are_suspect_by_any_doubtful_word():
    for name in ("CACHE_KEY", "LOW_PASS", "KEY", "SUBJECT_SESSION", "API_KEY_ENV", "token.weight"):
        assert is_suspect_name(name, "abc")
        assert not is_secret_name(name.lower(), "abc")


def test_few_names_can_mean_nothing_else():
    assert all(map(is_certain_name, ("api_key", "db_pass", "secret", "hf_token", "PASSWORD")))
    assert not any(map(is_certain_name, ("key", "token", "cookie", "session", "auth", "pass")))


def test_a_short_digest_is_random_unless_a_key_or_signature_is_one():
    assert not is_random("key", "a1b2c3d4e5f6")
    assert not is_random("signature", "8a7b6c5d4e3f2a1b")
    assert is_random("session", "a1b2c3d4e5f6")
    assert is_random("my_key", "a1b2c3d4e5f6")
    assert is_random("key", "a1b2c3d4e5f6" * 2)


def test_in_running_text_a_common_name_counts_before_a_random_value_alone():
    for name in ("key", "token", "session", "cookie", "auth", "pass", "github_pat", "signature"):
        assert counts_in_text(name, "Zx81kQpL0vT2mN7c")
        assert not counts_in_text(name, "layer4.1.bn2")
    assert counts_in_text("credentials", "hunter22")
