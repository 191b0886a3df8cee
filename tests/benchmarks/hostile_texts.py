"""Texts that are made to cost much: what a scanner, a composer or a constructor may be slow at."""

SIZE = 1 << 20


def fill(piece, size, before="", after=""):
    """Return a text of at most the size, filled with a piece."""
    return before + piece * ((size - len(before) - len(after)) // len(piece)) + after


def numbered(piece, size, before="", after=""):
    """The same with numbered pieces: each {} becomes a number of six digits."""
    length = len(piece.format("000000"))
    count = (size - len(before) - len(after)) // length
    return before + "".join(piece.format(f"{n:06}") for n in range(count)) + after


def bomb(levels, width):
    lines = ["a0: &a0 [x]\n"]
    for level in range(1, levels):
        aliases = ",".join([f"*a{level - 1}"] * width)
        lines.append(f"a{level}: &a{level} [{aliases}]\n")
    return "".join(lines)


def chain(depth):
    """Aliases, each nested deep in what the next one stands for."""
    return "a0: &a0 [x]\n" + "".join(
        f"a{n}: &a{n} {'[' * depth}*a{n - 1}{']' * depth}\n" for n in range(1, 50)
    )


def merges(mark):
    """Mappings that each take in the one before it twice."""
    return f"x: &a0 {{a: {mark}b}}\n" + "".join(
        f"y{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], b{n}: 1}}\n" for n in range(1, 25)
    )


def colliding(size, before="{", after="}"):
    """Numbers as keys that all have one hash."""
    modulus = (1 << 61) - 1
    count = (size - len(before) - len(after)) // 26
    return before + ",".join(str(n * modulus) for n in range(1, count)) + after


#: Name, and a function from a size to a text.
TEXTS = {
    "bomb of aliases": lambda size: bomb(6, 9),
    "wide bomb": lambda size: fill("x,", size // 2, "a: &a [", "]\nb: [") + "*a," * 40 + "]",
    "many aliases": lambda size: fill("*a,", size, "a: &a x\nb: [", "]"),
    "many aliases of a mapping": lambda size: fill("{<<: *a},", size, "a: &a {k: 1}\nb: [", "]"),
    "many aliases, tags": lambda size: fill("*a,", size, "a: &a !!str x\nb: [", "]"),
    "chain of aliases": lambda size: chain(60),
    "merged again and again": lambda size: merges(""),
    "merged again and again, tags": lambda size: merges("!!str "),
    "merged mappings": lambda size: fill("{a: 1},", size, "{<<: [", "]}"),
    "merge keys": lambda size: fill("<<: {a: 1},", size, "{", "}"),
    "large mapping, merged": lambda size: numbered(
        "k{}: 1,", size - 20, "a: &a {", "}\nb: {<<: *a}"
    ),
    "brackets": lambda size: fill("[", size),
    "braces": lambda size: fill("{", size),
    "mappings in mappings": lambda size: fill("{a: ", size),
    "brackets on lines": lambda size: fill("[\n", size),
    "dashes": lambda size: fill("- ", size),
    "question marks": lambda size: fill("? ", size),
    "dashes and question marks": lambda size: fill("- ? ", size),
    "indentation": lambda size: "".join(" " * n + "a:\n" for n in range(1400))[:size],
    "deep lists": lambda size: fill("[" * 62 + "]" * 62 + ",", size, "[", "]"),
    "empty lists": lambda size: fill("[],", min(size, 299_000), "[", "]"),
    "empty mappings": lambda size: fill("- {}\n", size),
    "small mappings": lambda size: fill("- a: 1\n", size),
    "words": lambda size: numbered("x{},", size, "[", "]"),
    "one character each": lambda size: fill("x,", size, "[", "]"),
    "nothing each": lambda size: fill("-\n", size),
    "numbers": lambda size: numbered("{}.5,", size, "[", "]"),
    "numbers of many digits": lambda size: fill("9" * 999 + ",", size, "[", "]"),
    "sixties of many digits": lambda size: fill("1" + ":1" * 499 + ",", size, "[", "]"),
    "fractions of sixties": lambda size: fill("1" + ":1" * 498 + ".,", size, "[", "]"),
    "dates": lambda size: fill("2020-01-01,", size, "[", "]"),
    "times": lambda size: fill("2020-01-01 10:10:10.5 +01:00,", size, "[", "]"),
    "digits": lambda size: "9" * size,
    "hexadecimal digits": lambda size: "0x" + "f" * (size - 2),
    "sixties": lambda size: fill(":1", size, "1"),
    "sixties that are none": lambda size: fill(":1", size, "1", "x"),
    "sixties with a fraction": lambda size: fill(":1", size, "1", ".5"),
    "underscores": lambda size: fill("_", size, "1"),
    "date and spaces": lambda size: fill(" ", size, "2020-01-01", "x"),
    "a second of many digits": lambda size: fill("1", size, "2020-01-01 10:10:10."),
    "long word": lambda size: "x" * size,
    "word over many lines": lambda size: fill("a\n", size),
    "word and empty lines": lambda size: fill("\n", size, "a", "b"),
    "word and spaces": lambda size: fill(" ", size, "a", "b"),
    "single quotes": lambda size: fill("''", size, "'"),
    "double quotes": lambda size: fill('"', size),
    "quoted texts": lambda size: fill("'a' ", size),
    "open quote over many lines": lambda size: fill("a\n", size, '"'),
    "escapes": lambda size: fill("\\U0001F600", size, '"', '"'),
    "backslashes": lambda size: fill("\\", size, '"', '"'),
    "block text": lambda size: fill(" a\n", size, "|\n"),
    "folded text": lambda size: fill(" a\n\n", size, ">\n"),
    "block texts": lambda size: fill("- |\n a\n", size),
    "anchors": lambda size: fill("&a ", size),
    "two anchors": lambda size: fill("&a &b ", size),
    "anchors of one letter each": lambda size: numbered("&a{} x,", size, "[", "]"),
    "long anchor": lambda size: fill("a", size, "&", " x"),
    "aliases": lambda size: fill("*a,", size, "[&a x,", "]"),
    "long alias": lambda size: fill("a", size, "*"),
    "colons": lambda size: fill(":", size),
    "colons and spaces": lambda size: fill(": ", size),
    "colons in brackets": lambda size: fill(":,", size, "[", "]"),
    "questions in brackets": lambda size: fill("?,", size, "[", "]"),
    "brackets and questions": lambda size: fill("[?", size),
    "keys without values": lambda size: fill("a:\n", size),
    "keys in a row": lambda size: fill("a: ", size),
    "long keys": lambda size: numbered("a" * 990 + "{}: 1\n", size),
    "long quoted key": lambda size: fill("a", size, '"', '": 1'),
    "key given again and again": lambda size: fill("a: 1\n", min(size, 249_000)),
    "keys of one hash": lambda size: colliding(size),
    "keys of one hash, tags": lambda size: colliding(min(size, 400_000), "!!map {"),
    "equals": lambda size: fill("=: 1,", size, "!!str {", "}"),
    "comments": lambda size: fill(" #\n", size),
    "long comment": lambda size: "#" * size,
    "percents": lambda size: fill("%", size),
    "directives": lambda size: numbered("%TAG !a{}! b\n", size, "", "--- x"),
    "directives after a document": lambda size: numbered("%TAG !a{}! b\n", size, "x\n...\n"),
    "directives on odd lines": lambda size: numbered("%TAG !a{}! b\u2028", size // 2),
    "unknown directive": lambda size: fill("a ", size, "%FOO ", "\n--- x"),
    "version of many digits": lambda size: fill("1", size, "%YAML 1.", "\n--- x"),
    "long tag": lambda size: fill("a", size, "!", " x"),
    "tags of a long prefix": lambda size: fill(
        "!a!c x,", size, f"%TAG !a! {'b' * (size // 2)}\n--- [", "]"
    ),
    "tags": lambda size: fill("!!int 1,", size, "[", "]"),
    "escaped tag": lambda size: fill("%41", size, "!<", "> x"),
    "tag on a deep list": lambda size: fill("!!seq [", size),
    "set": lambda size: numbered("a{},", size, "!!set {", "}"),
    "pairs": lambda size: fill("a: 1,", size, "!!pairs [", "]"),
    "mappings after a tag": lambda size: fill("- a: 1\n", size, "- !!str x\n"),
    "binary": lambda size: fill("QUJD", size, '!!binary "', '"'),
    "binary that is none": lambda size: fill("é", size // 2, "!!binary "),
    "boolean that is none": lambda size: fill("x", size, "!!bool "),
    "integer that is none": lambda size: fill("x", size, "!!int "),
    "tabs": lambda size: fill("\t", size),
    "tabs before items": lambda size: fill("\t- b\n", size, "a:\n"),
    "tabs before a value": lambda size: fill("\t", size, "a:", "b"),
    "carriage returns": lambda size: fill("\r", size),
    "marks of byte order": lambda size: fill("\ufeff", size // 3),
    "line separators": lambda size: fill("a:\u2028", size // 3),
    "a control character at the end": lambda size: fill("a\n", size, "", "\x01"),
    "half a character at the end": lambda size: fill("a\n", size, "", "\ud800"),
    "documents": lambda size: fill("---\n", size),
    "ends of documents": lambda size: fill("...\n", size),
    "ten times too large": lambda size: fill("a: b\n", 10 * size),
    "exclamation marks": lambda size: fill("!", size),
    "stars": lambda size: fill("*", size),
    "ampersands": lambda size: fill("&", size),
    "closing brackets": lambda size: fill("]", size),
    "commas": lambda size: fill(",", size, "[", "]"),
}
