"""Values by themselves: credentials under names that tell nothing, and what only looks alike."""

import base64
import random
import string

_ALNUM = string.ascii_letters + string.digits
_HEX = "0123456789abcdef"


def _text(chance, signs, length):
    return "".join(chance.choice(signs) for _ in range(length))


#: Makers of credentials that their own form gives away, by who hands them out.
FORMATS = {
    "AWS access key": lambda c: "AKIA" + _text(c, string.ascii_uppercase + string.digits, 16),
    "AWS session key": lambda c: "ASIA" + _text(c, string.ascii_uppercase + string.digits, 16),
    "GitHub classic": lambda c: "ghp_" + _text(c, _ALNUM, 36),
    "GitHub OAuth": lambda c: "gho_" + _text(c, _ALNUM, 36),
    "GitHub app": lambda c: "ghs_" + _text(c, _ALNUM, 36),
    "GitHub fine": lambda c: f"github_pat_{_text(c, _ALNUM, 22)}_{_text(c, _ALNUM, 59)}",
    "GitLab": lambda c: "glpat-" + _text(c, _ALNUM + "-_", 20),
    "Slack bot": lambda c: f"xoxb-{_text(c, string.digits, 12)}-{_text(c, _ALNUM, 24)}",
    "Slack hook": lambda c: f"https://hooks.slack.com/services/T0/B0/{_text(c, _ALNUM, 24)}",
    "Discord hook": lambda c: f"https://discord.com/api/webhooks/1/{_text(c, _ALNUM, 60)}",
    "OpenAI": lambda c: "sk-proj-" + _text(c, _ALNUM, 48) + "A1",
    "Anthropic": lambda c: "sk-ant-api03-" + _text(c, _ALNUM + "-_", 90) + "A1",
    "Stripe": lambda c: "sk_live_" + _text(c, _ALNUM, 24),
    "Hugging Face": lambda c: "hf_" + _text(c, string.ascii_letters, 34),
    "Google": lambda c: "AIza" + _text(c, _ALNUM + "-_", 35),
    "Google OAuth": lambda c: "ya29." + _text(c, _ALNUM + "-_", 60),
    "Google client": lambda c: "GOCSPX-" + _text(c, _ALNUM + "-_", 28),
    "npm": lambda c: "npm_" + _text(c, _ALNUM, 36),
    "PyPI": lambda c: "pypi-AgEIcHlwaS5vcmc" + _text(c, _ALNUM + "-_", 100),
    "Databricks": lambda c: "dapi" + _text(c, _HEX, 32),
    "Groq": lambda c: "gsk_" + _text(c, _ALNUM, 52),
    "DigitalOcean": lambda c: "dop_v1_" + _text(c, _HEX, 64),
    "SendGrid": lambda c: f"SG.{_text(c, _ALNUM, 22)}.{_text(c, _ALNUM, 43)}",
    "Telegram": lambda c: f"{_text(c, '123456789', 10)}:AA{_text(c, _ALNUM + '-_', 33)}",
    "JWT": lambda c: f"eyJ{_text(c, _ALNUM, 33)}.eyJ{_text(c, _ALNUM, 80)}.{_text(c, _ALNUM, 43)}",
    "private key": lambda c: (
        f"-----BEGIN PRIVATE KEY-----\n{_text(c, _ALNUM, 64)}\n-----END PRIVATE KEY-----"
    ),
    "database URL": lambda c: f"postgres://anna:{_text(c, _ALNUM, 12)}@db:5432/x",
    "Git URL": lambda c: f"https://{_text(c, _ALNUM, 20)}@github.com/x/y.git",
    "signed URL": lambda c: f"https://x.blob.net/a?sv=1&sig={_text(c, _ALNUM, 40)}%3D",
    "presigned URL": lambda c: f"https://s3.example/a?X-Amz-Signature={_text(c, _HEX, 64)}",
    "URL with a token": lambda c: f"https://x/y?access_token={_text(c, _ALNUM, 24)}",
    "Azure storage": lambda c: f"AccountName=x;AccountKey={_text(c, _ALNUM, 86)}==;",
    "connection string": lambda c: f"Server=x;User Id=y;Password={_text(c, _ALNUM, 12)};",
    "bearer": lambda c: f"Authorization: Bearer {_text(c, _ALNUM, 30)}",
    "basic": lambda c: "Basic " + base64.b64encode(_text(c, _ALNUM, 18).encode()).decode(),
    "NVIDIA": lambda c: "nvapi-" + _text(c, _ALNUM + "-_", 64),
    "Replicate": lambda c: "r8_" + _text(c, _ALNUM, 37),
    "LangSmith": lambda c: f"lsv2_pt_{_text(c, _HEX, 32)}_{_text(c, _HEX, 10)}",
    "Vault": lambda c: "hvs." + _text(c, _ALNUM, 24),
    "Docker": lambda c: "dckr_pat_" + _text(c, _ALNUM + "-_", 27),
}

#: Formats that the package has no pattern for: what stays unseen under a harmless name.
UNKNOWN_FORMATS = {
    "Twilio": lambda c: "SK" + _text(c, _HEX, 32),
    "Mailgun": lambda c: "key-" + _text(c, _HEX, 32),
    "Notion": lambda c: "ntn_" + _text(c, _ALNUM, 46),
    "Linear": lambda c: "lin_api_" + _text(c, _ALNUM, 40),
    "Weights & Biases": lambda c: _text(c, _HEX, 40),
    "Cloudflare": lambda c: _text(c, _ALNUM + "-_", 40),
    "Azure key": lambda c: _text(c, _ALNUM + "+/", 86) + "==",
    "Heroku": lambda c: "-".join(_text(c, _HEX, n) for n in (8, 4, 4, 4, 12)),
}

_PICTURE = base64.b64encode(bytes(range(200))).decode()
#: Flags that hold no secret: every one must be recorded and shown as it is.
HARMLESS = {
    "max_tokens": "4096",
    "author": "Anna",
    "keyboard": "de",
    "tokenizer": "bert-base-cased",
    "monkey": "george",
    "learning-rate": "0.001",
    "authors": "anna, ben",
    "turkey": "gobble",
    "key_dim": "64",
    "num_keypoints": "17",
    "keyframe": "first",
    "keywords": "red,green",
    "pad_token": "[PAD]",
    "eos_token": "</s>",
    "stop_token": "<|end|>",
    "image_token": "<img>",
    "sort_key": "accuracy",
    "primary_key": "id",
    "monitor_key": "val_loss",
    "key_type": "rsa",
    "use_auth": "yes",
    "tokens": "512",
    "token_type": "word",
    "num_tokens": "1e6",
    "keys": "8",
    "compass": "north",
    "num_passes": "many",
    "passage": "first",
    "passenger": "bob",
    "bypass": "layer1",
    "passive": "mode",
    "passthrough": "all",
    "trespass": "never",
    "credit": "score",
    "creditor": "bank",
    "accredited": "maybe-not",
    "patience": "three",
    "pattern": "*.txt",
    "path": "/data/x",
    "patch": "16",
    "spatial": "2d",
    "hockey": "puck",
    "donkey": "grey",
    "jockey": "light",
    "keynote": "talk",
    "authoring": "x",
    "sha": "9b" * 20,
    "digest": "sha256:" + "ab12" * 16,
    "md5": "d41d8cd98f00b204e9800998ecf8427e",
    "commit": "8e46a32",
    "uuid": "6f9619ff-8b86-d011-b42d-00c04fc964ff",
    "run": "ab12" * 8,
    "picture": f"data:image/png;base64,{_PICTURE}",
    "blob": _PICTURE,
    "windows": "C:\\Users\\anna\\data.csv",
    "share": "\\\\server\\folder\\x",
    "posix": "/a/b/c",
    "url": "http://localhost:8888/tree",
    "endpoint": "https://example.org:8443/v1/a@b",
    "s3": "s3://bucket/key/part-00001",
    "git": "git@github.com:x/y.git",
    "mail": "a@example.org",
    "query": "https://x.org/?page=2&sort_key=name&q=token",
    "ssh": "ssh://git@host:22/x",
    "model": "sk-learn-classifier-of-digits",
    "checkpoint": "hf-internal/tiny-random-bert",
    "image": "nvcr.io/nvidia/pytorch:24.01-py3",
    "package": "npm_config_cache",
    "time": "2024-01-01T12:30:45Z",
    "ratio": "16:9",
    "range": "0.1:0.9",
    "layers": "[32,16]",
    "seed": "123456789012",
    "phone": "+49 30 123456",
    "version": "1.2.3rc1",
    "hash": "0xdeadbeef",
    "regex": "(?P<key>[a-z]+)=(?P<token>\\d+)",
    "format": "{key}: {value}",
    "text": "the key idea",
    "prompt": "Write a story about a secret garden",
    "title": "Pass the salt",
    "note": "no token",
    "loss": "token-level",
    "metric": "pass@1",
    "split": "train[:10%]",
    "device": "cuda:0",
    "optimizer": "adamw_torch",
    "schedule": "cosine",
    "dtype": "bfloat16",
    "size": "1,024",
    "lang": "de_DE.UTF-8",
    "glob": "**/*.parquet",
    "command": "python -m train --lr 0.1",
    "password_file": "/run/pw",
    "key_path": "~/.ssh/id",
    "token_limit": "none",
    "ttl": "3600",
    "signal": "SIGTERM",
    "design": "a",
    "assign": "b",
    "connect": "yes",
    "connection": "wifi",
}

#: Lines that programs print every day, and that hold no secret.
HARMLESS_LINES = [
    *("step: 3", "loss: 0.25 tokens/s: 1234.5", "PASS: 12 tests", "--- PASS: TestX (0.00s)"),
    *("Loading tokenizer: bert-base-cased", "key: layer1.weight", "auth: ok", "session: first"),
    *("api_key = os.environ['API_KEY']", "token = next(tokens)", "def f(password: str): ..."),
    *("special tokens: {'pad_token': '[PAD]', 'eos_token': '</s>'}", "Author: Anna <a@x.org>"),
    *("Enter password: ", "invalid value for 'password': expected a number", "secrets: 3 found"),
    *("sha256: " + "ab12" * 16, "commit 8e46a32f00d1", "saved to /runs/ab12/model-1.pt"),
    *("45%|████▌     | 450/1000 [00:12<00:15, 36.2it/s]", "http://127.0.0.1:6006/ (Ctrl+C)"),
    *("Epoch 1/3 - val_loss: 0.1 - sort_key: val_loss", "monkey: george123", "patience: 3"),
]


def credentials(number, seed=1, formats=FORMATS):
    """Return (format, value) pairs, the formats in turn."""
    chance = random.Random(seed)
    names = list(formats)
    return [
        (names[index % len(names)], formats[names[index % len(names)]](chance))
        for index in range(number)
    ]
