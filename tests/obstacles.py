"""A spec full of obstacles: what must not trip the generator, in either language.

Names that are keywords, that generated code uses itself, that differ only in case or are not ASCII; texts with quotes
and comment ends; words of enumerations that are no names at all; empty types; and more than 200 functions.
"""

from __future__ import annotations

import json

# Keywords and reserved words of both languages, and names that generated or hand-written code around it uses.
NAMES = """
    abstract answer api args arguments as assert async await base_url become bool box break call case class client clone
    cls code collect const continue core crate data def default del dict do dyn elif else enum except exec extern extra
    final finally float fmt fn for from from_env from_token function future gen global if impl import in include init
    inner int into into_future is item items iter key lambda len let list login logout loop macro main match mod model
    module move mut name new next none nonlocal not null object ok open option or override page pages params pass path
    post print priv property pub raise range raw read ref replace request result return scopes self send set some
    static str stream string struct super test text to_dict token tokens trait true try type typeof union unsafe
    unsized untyped use value vec vector virtual wait where while wire with write yield datetime json known values
    größe straße ñandú naïve getone getOne a1 x2y
""".split()  # noqa: SIM905
# Every client has methods, and every model fields, of these names; the check of a spec says so.
METHODS = {"api", "base_url", "from_env", "from_token", "login", "logout", "new", "scopes", "untyped"}
FIELDS = {"extra", "replace", "to_dict"}

# Types by names that the languages and the code around use as well.
TYPES = """
    Box Copy Default Empty2 Enum Err Error Exception Iterator List None Object Ok Result Send Some True Type Union Self
    Größe ThingA Thinga
""".split()  # noqa: SIM905

# Words of an enumeration, and names for those that would give none, or the name of another.
WORDS = {
    "": None, "1st": None, "2-nd": None, "007": None, "on": None, "None": None, "True": None, "self": None, "super": None,
    "crate": None, "name": None, "value": None, "mro": None, "known": None, "grün": None, "日本": None, "a b": None,
    "r#x": None, 'say "hi"': None, "back\\slash": None, "it's": None, "class": None, "type": None, "async": None,
    "%s": None, "<b>": None, "On": "capital_on", "ON": "capitals_on", "GRÜN": "capitals_grün", "-": "minus", "+": "plus",
    "½": "half", "x²": "x_squared", "a-b": "a_dash_b", "a_b": "a_line_b", "Unlisted": "not_listed", "🔥": "fire",
    "\t": "tab", "*/": "comment",
}  # fmt: skip

DOCS = [
    'Says """three""" quotes.',
    'Ends with a quote "hi"',
    "Ends with a backslash \\",
    "Escapes \\n, \\x41, \\N{DASH}, \\u{1F525} and \\",
    "Ends a comment */ and begins one /* too.",
    "Has [links] that lead [nowhere](nowhere.md), [a][b], and [`code`].",
    "Has <tags>, &entities;, {braces}, %s, $x, `code` and `half code.",
    "Ünïcödé, 日本語, 🔥, and a | pipe.",
    "Two.\n\nParagraphs.\r\nAnd lines.",
    "# A title\n- and a list",
    "",
]


ANSWER = '{"Type":1,"class":[]}'


def text(value: str) -> str:
    """A TOML string."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def function(number: int, name: str) -> str:
    """A function of some name whose arguments have names from the list, with its example."""
    required, optional = NAMES[(number * 7 + 3) % len(NAMES)], NAMES[(number * 11 + 5) % len(NAMES)]
    if required == optional:
        optional = "other"
    doc = text(DOCS[number % len(DOCS)] or "Nothing.")
    kind, value, wire = [
        ("int", "-9007199254740993", "-9007199254740993"),
        ("string", text('a/b ü?#%&"'), text('a/b ü?#%&"')),
        ("bool", "true", "true"),
        ("float", "0.1", "0.1"),
        ("[string]", '["x", "y z"]', '["x","y z"]'),
        ("Word", '"1st"', '"1st"'),
        ("datetime", '"2024-02-03T04:05:06Z"', '"2024-02-03T04:05:06Z"'),
        ("Either", '"x"', '"x"'),
        ("{[int]}", '{ "a b" = [1, 2] }', '{"a b":[1,2]}'),
        ("Form", '{ Type = 1, type = "x", class = [] }', '{"Type":1,"type":"x","class":[]}'),
        ("any", "{ a = [1] }", '{"a":[1]}'),
    ][number % 11]
    in_body = number % 11 >= 8 or number % 2
    place, method = ("body", "POST") if in_body else ("query", "GET")
    sent = "{" + text(camel(required)) + ":" + wire + "}"
    body = [f"body = {text(sent)}"] if in_body else []
    return "\n".join(
        [
            f"[function.{text(name)}]",
            f"doc = {doc}",
            f'http = "{method} /obstacles/{number}"',
            'scope = "odd:scope"' if number % 3 else 'scope = "none"',
            f'{place}.{text(required)} = {{ type = "{kind}", doc = {doc} }}',
            f'query.{text(optional)} = {{ type = "int", default = 0, unit = "°C", doc = {doc} }}',
            f'answer.200 = "{TYPES[number % len(TYPES)]}"',
            f"[[example.{text(name)}]]",
            f"arguments = {{ {text(required)} = {value}, {text(optional)} = 5 }}",
            *body,
            f"answer = {text(ANSWER)}",
            "",
        ]
    )


def camel(name: str) -> str:
    """The name on the wire."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def structs() -> str:
    """A type for each name; each mentions another one."""
    lines = []
    for number, name in enumerate(TYPES):
        doc = text(DOCS[number % len(DOCS)] or "Nothing.")
        other = TYPES[(number + 1) % len(TYPES)]
        lines += [
            f"[struct.{text(name)}]",
            f"doc = {doc}",
            f'field.type = {{ type = "int", wire = "Type", doc = {doc} }}',
            f'field.class = {{ type = "[{other}]", doc = {doc} }}',
        ]
        # The names of all fields in turn, so that each stands in some struct.
        for field in NAMES[number :: len(TYPES)]:
            if field not in {"type", "class", *FIELDS}:
                lines.append(f'field.{text(field)} = {{ type = "{other}?", doc = {doc} }}')
    return "\n".join(lines) + "\n"


def word_lines() -> str:
    """The values of the enumeration."""

    def line(word: str, rename: str | None) -> str:
        meaning = text(f"Means {word!r}.")
        return f"values.{text(word)} = " + (f"{{ rename = {text(rename)}, doc = {meaning} }}" if rename else meaning)

    return "\n".join(line(word, rename) for word, rename in WORDS.items())


FIXED = f"""
[struct.Form]
doc = "What is sent."
field.type = {{ type = "int", wire = "Type", doc = "Wire names that differ only in case." }}
field.kind = {{ type = "string?", wire = "type", doc = "The other one." }}
field.class = {{ type = "[Word]", doc = "Words." }}

[struct.Empty]
doc = "Has no field."

[enum.Word]
doc = "Words that are no names."
{word_lines()}

[enum.Single]
doc = "Has one word."
values = ["only"]

[alias.Either]
type = "int | float | bool | string"
doc = "Of several types."

[alias.Words]
type = "{{[Word]}}?"
doc = "An alias of something nested."

[function.obstacle_words]
doc = "Sends and gets every word."
http = "POST /obstacles/{{größe}}/words"
scope = ["odd:scope", "Odd-Scope"]
path."größe" = {{ type = "string", wire = "größe", doc = "In the path." }}
header.self = {{ type = "string", wire = "X-Self", doc = "In a header." }}
body.words = {{ type = "[Word]", doc = "All of them." }}
body.list = {{ type = "[int]?", doc = "May be null." }}
answer.200 = "[Word]"

[[example.obstacle_words]]
arguments = {{ "größe" = "ä/ö ü..", self = "me", words = [{", ".join(map(text, WORDS))}] }}
body = {text('{"words":' + json.dumps(list(WORDS), ensure_ascii=False, separators=(",", ":")) + ',"list":null}')}
answer = {text(json.dumps(list(WORDS), ensure_ascii=False, separators=(",", ":")))}

[function.obstacle_pages]
doc = "Comes in pages."
http = "GET /obstacles/pages"
auth  = "none"
page = {{ number = "self", size = "type", total = "None", items = "class", default_size = 2 }}
answer.200 = "[Words]"

[[example.obstacle_pages]]
arguments = {{ self = 1, type = 5 }}
answer = '{{"self":1,"type":5,"None":2,"class":[{{"a":["on","1st"]}},null]}}'

[function.obstacle_cursor]
doc = "Comes in pages that name the next one."
http = "GET /obstacles/cursor"
auth  = "none"
page = {{ cursor = "match", next = "None.self", size = "fn", more = "type", items = "class.in", max_size = 9 }}
answer.200 = "[Words]"

[[example.obstacle_cursor]]
arguments = {{ match = "ä&b", fn = 5 }}
answer = '{{"class":{{"in":[{{"a":["on","1st"]}},null]}},"type":false,"None":{{"self":null}}}}'

[function.obstacle_links]
call = "lüftung.list"
doc = "Lists with links between them."
http = "GET /obstacles/links"
auth  = "none"
page = {{ number = "while", link_header = "next" }}
answer.200 = "[Word]"

[[example.obstacle_links]]
answer = '["on"]'

[function.obstacle_empty]
doc = "Answers an empty object, or nothing."
http = "DELETE /obstacles/empty"
scope = "none"
answer.200 = "Empty"
answer.204 = "none"

[[example.obstacle_empty]]
answer = "{{}}"

[function.obstacle_single]
call = "lüftung.def"
doc = "Answers one word."
http = "GET /obstacles/single"
scope = "Odd-Scope"
query.single = {{ type = "[Single]?", style = "comma", doc = "One word, twice." }}
answer.200 = "Single"

[[example.obstacle_single]]
arguments = {{ single = ["only", "only"] }}
answer = '"only"'

[function.obstacle_moments]
call = "łódź.login"
deprecated = 'Use "links" \\ {{or}} `none`.'
doc = "Answers moments by name."
http = "GET /obstacles/moments"
scope = "none"
answer.200 = "{{[datetime?]}}"

[[example.obstacle_moments]]
answer = '{{"a b":["2024-02-03T04:05:06Z",null],"":[]}}'

[struct.Error2]
doc = "Has a tag that is no name."
field.tag = {{ type = "Word", wire = "@type", doc = "What it is." }}
field.value = {{ type = "[Tagged]", doc = "Others of them." }}

[struct.Deserializer]
doc = "Another one, by a name that the code around it uses."
field.tag = {{ type = "string?", wire = "@type", doc = "What it is." }}
field.error = {{ type = "int", doc = "A number." }}

[alias.Tagged]
doc = "Told apart by words that are no names."
tag = "@type"
variants = {{ "1st" = "Error2", "two words" = "Deserializer", "日本" = "Error2" }}

[alias.Untagged]
doc = "Told apart by what they know."
type = "Deserializer | Error2 | string"

[function.obstacle_tags]
doc = "Sends and gets what is told apart."
http = "POST /obstacles/tags"
scope = "none"
body.one = {{ type = "Tagged", doc = "One." }}
body.all = {{ type = "{{Untagged}}", doc = "All." }}
answer.200 = "[Tagged]"

[[example.obstacle_tags]]
arguments = {{ one = {{ "@type" = "two words", error = 1 }}, all = {{ a = "x", b = {{ "@type" = "1st", value = [] }} }} }}
body = {text('{"one":{"@type":"two words","error":1},"all":{"a":"x","b":{"@type":"1st","value":[]}}}')}
answer = {text('[{"@type":"1st","value":[{"@type":"two words","error":2}]},{"@type":"日本","value":[]}]')}

[struct.Spread]
doc = "Fields whose names are none."
field.type = {{ type = "int?", wire = "a b", doc = "A number." }}
field.class = {{ type = "string?", wire = "@ü", doc = "A text." }}

[function.obstacle_styles]
doc = "Has lists and objects in its path, a header and a cookie."
http = "GET /obstacles/styles{{match}}/x{{def}}"
auth = "none"
path.match = {{ type = "[int]", style = "matrix_exploded", wire = "größe;", doc = "A list." }}
path.def = {{ type = "Spread", style = "label_exploded", doc = "An object." }}
header.fn = {{ type = "Spread?", wire = "X-Fn", style = "json", doc = "An object." }}
cookie.none = {{ type = "{{int}}?", style = "comma", doc = "An object." }}
answer.204 = "none"

[[example.obstacle_styles]]
arguments = {{ match = [1, 2], def = {{ "a b" = 1, "@ü" = "x.y" }}, fn = {{ "@ü" = "🔥" }}, none = {{ a = 1 }} }}
status = 204

[function.obstacle_nothing]
doc = "Answers nothing, ever."
http = "PUT /obstacles/nothing"
scope = "none"
retry = "safe"
timeout = "90s"
answer.204 = "none"

[[example.obstacle_nothing]]
status = 204
"""


def add_obstacles(spec: str) -> str:
    """The spec with all of them."""
    named = [name for name in NAMES if name not in METHODS]
    functions = named + [f"function_{n}" for n in range(200 - len(named))]
    assert "[scope]\n" in spec
    scopes = '"odd:scope" = "An odd one."\n"Odd-Scope" = { rename = "other_scope", doc = "Differs in case only." }\n'
    made = "\n".join(function(number, name) for number, name in enumerate(functions))
    return spec.replace("[scope]\n", f"[scope]\n{scopes}") + FIXED + structs() + made
