import random
import time

import pytest

from guild_jupyter.redaction import credentials
from guild_jupyter.redaction.credentials import WITHHELD, redact


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgres://anna:pw@db/x", "postgres://***@db/x"),
        (
            "git clone https://abcdefghijklmnop1234@github.com/x.git",
            "git clone https://***@github.com/x.git",
        ),
        ("proxy http://u:p@proxy:3128 used", "proxy http://***@proxy:3128 used"),
        ("GET /x?page=2&token=abcdef&sig=a1b2c3d4", "GET /x?page=2&token=***&sig=***"),
        ("key AKIAIOSFODNN7EXAMPLE.", "key ***."),
        ("Authorization: Bearer abcdefghijkl", "Authorization: ***"),
        ("basic YW5uYTpzM2NyZXQ= sent", "basic *** sent"),
        ("password: hunter2", "password: ***"),
        ("password=hunter2, user=anna", "password=***, user=anna"),
        ("password: 12345678", "password: ***"),
        ("Namespace(api_key='hunter2', lr=0.1)", "Namespace(api_key='***', lr=0.1)"),
        ('{"client_secret": "a b", "n": 1}', '{"client_secret": "***", "n": 1}'),
        ('{\\"api_key\\": \\"hunter2\\"}', '{\\"api_key\\": \\"***"}'),
        ("tool --password hunter2 --lr 0.1", "tool --password *** --lr 0.1"),
        ("['tool', '--api-key', 'hunter2']", "['tool', '--api-key', '***']"),
        ("export SESSION=first", "export SESSION=***"),
        ("session: 12ab34cd56", "session: ***"),
        ("passphrase: correct horse battery\nnext", "passphrase: ***\nnext"),
        ("auth: password=hunter", "auth: password=***"),
        ("token => 'x1y2z3a4'", "token => '***'"),
        ("session=9fQ2xL7pTz0KbW4v, ok", "session=***, ok"),
        ("Set-Cookie: 9fQ2xL7pTz0KbW4v; path=/", "Set-Cookie: ***; path=/"),
        ("tool --session 9fQ2xL7pTz0KbW4v", "tool --session ***"),
        ("export SESSION_COOKIE=abcd", "export SESSION_COOKIE=***"),
        ("DB_PASSWORD=mean=0.3", "DB_PASSWORD=***"),
        ("my.config.db_pass: hunter", "my.config.db_pass: ***"),
        ("credentials: hunter22", "credentials: ***"),
    ],
)
def test_a_credential_is_blotted_out_and_the_rest_stays(text, shown):
    assert redact(text) == shown
    assert redact(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        *(
            "password = getpass('Password: ')",
            "api_key = os.environ['API_KEY']",
            "token = next(it)",
        ),
        *(
            "invalid value for 'password': expected a number",
            "PASS: 12 tests",
            "key: layer1.weight",
        ),
        *(
            "tokens/s: 1234.5 max_tokens=4096",
            "http://host:8080/a@b",
            "Author: Anna99",
            "auth: ok",
        ),
        *(
            "password: ",
            "secrets: 3",
            "session: first",
            "?page=2&sort_key=name",
            "password_file=/x",
        ),
    ],
)
def test_what_programs_say_every_day_stays(text):
    assert redact(text) == text


def test_a_secret_is_withheld_to_its_end_however_long():
    assert redact("password: " + "x1" * 2000 + " next") == "password: *** next"


def test_a_private_key_is_blotted_out_whole_even_if_its_beginning_is_missing():
    key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabcd\n-----END RSA PRIVATE KEY-----"
    whole = "-----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----"
    assert redact(f"a\n{key}\nb") == f"a\n{whole}\nb"
    assert redact("abcd\n-----END PRIVATE KEY-----\nb") == "***-----END PRIVATE KEY-----\nb"
    assert redact("-----BEGIN PRIVATE KEY-----\nMIIE") == "-----BEGIN PRIVATE KEY-----***"


def test_what_is_known_to_be_secret_is_withheld_wherever_it_stands():
    assert redact("a-s3cr3t-b s3cr3t", ["s3cr3t"]) == "a-***-b ***"


def test_a_sign_whose_lower_case_is_longer_moves_nothing():
    assert redact("İİİ password: hunter2") == "İİİ password: ***"
    assert redact("İİİ PASSWORD: hunter2") == "İİİ PASSWORD: ***"


@pytest.mark.parametrize(
    "piece",
    [
        *("sk-", "://a:", "pass", "pat=", 'key="', "pass.key-", "secret: ", "passphrase:", "eyJ."),
        *(
            "basic ",
            "-----BEGIN PRIVATE KEY-----",
            "=token",
            "?token=",
            "://" + "a" * 50,
            "\\'key",
            "key: " + "_a" * 100 + "! ",
            "token=" + "a1/" * 60 + "! ",
            "password: a 0.",
            "low_pass.",
        ),
    ],
)
def test_no_text_takes_more_than_linear_time(piece):
    # The ratio, not the time, is what is claimed: eight times the text, far from 64 times.
    def cost(length):
        text = (piece * length)[:length]
        times = []
        for _ in range(3):
            begin = time.process_time()
            redact(text)
            times.append(time.process_time() - begin)
        return min(times)

    small, large = cost(20_000), cost(160_000)
    assert large < max(small, 0.002) * 30


def test_any_text_is_taken_and_what_was_withheld_stays_withheld():
    chance = random.Random(1)
    signs = "abKEY=:'\"-/@?& \n{}token password sk- eyJ.\\***é🙂\0"
    for _ in range(2000):
        text = "".join(chance.choice(signs) for _ in range(60))
        once = redact(text)
        assert once.count("\n") <= text.count("\n")
        assert WITHHELD in once or once == text


def test_a_short_text_is_told_to_be_harmless_only_if_nothing_in_it_is_withheld():
    chance = random.Random(2)
    marks = [mark for mark, _ in credentials._BY_LOOK] + list(credentials._NAME_MARKS)
    pieces = [
        *marks,
        *map(str.upper, marks),
        *("=", ": ", " ", "-", "/", "İ", "\u212a", "ſ", "é", '"'),
        *("hunter2", "aB3" * 14, "0123456789abcdef" * 2, "u:pw@host", "lr=0.1", "data/part-5.csv"),
    ]
    withheld = 0
    for _ in range(20_000):
        text = "".join(chance.choice(pieces) for _ in range(chance.randint(1, 6)))
        full = credentials._without_credentials(text)
        assert credentials._known_texts.__wrapped__(text) == full
        withheld += full != text
    assert withheld > 100
