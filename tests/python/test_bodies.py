"""Requests of packages made from specs of others: forms, files, texts, styles and cookies, as a server gets them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from kettles import generate, python

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT.parent / "shared" / "cases" / "openapi"

MORE = """
[function.order]
doc = "Orders."
http = "POST /orders"
auth = "none"
content_type = "application/x-www-form-urlencoded"
body.cups = { type = "int", doc = "How many." }
body.extras = { type = "{string}?", style = "deep", doc = "What goes into them." }
body.notes = { type = "[string]?", doc = "Notes." }
answer.2XX = "string"

[[example.order]]
arguments = { cups = 2, extras = { milk = "a drop" }, notes = ["a", "b&c"] }
body = "cups=2&extras%5Bmilk%5D=a+drop&notes=a&notes=b%26c"
status = 201
answer = '"o-1"'

[function.photo]
doc = "Sends photos."
http = "POST /photos"
auth = "none"
content_type = "multipart/form-data"
body.photo = { type = "bytes", doc = "The photo." }
body.more = { type = "[bytes]?", doc = "Further ones." }
body.title = { type = "string?", doc = "What they show." }
answer.204 = "none"

[[example.photo]]
arguments = { photo = "iVBORw==", more = ["aGVsbG8="], title = "Ü" }
status = 204

[function.stamp]
doc = "Replaces the picture."
http = "PUT /stamp"
auth = "none"
content_type = "image/png"
content.picture = { type = "bytes", doc = "The picture." }
answer.204 = "none"

[[example.stamp]]
arguments = { picture = "iVBORw==" }
status = 204

[function.print]
doc = "Prints."
http = "POST /print"
auth = "none"
content_type = "text/plain"
content.text = { type = "string", doc = "What." }
answer.204 = "none"

[[example.print]]
arguments = { text = "Grüße" }
body = "Grüße"
status = 204
"""

STYLES = [
    ("repeat", "5", "a,b%20c", "r=1,g=%C3%BC"),
    ("comma", "5", "a,b%20c", "r,1,g,%C3%BC"),
    ("json", "5", "%5B%22a%22%2C%22b%20c%22%5D", "%7B%22r%22%3A%221%22%2C%22g%22%3A%22%C3%BC%22%7D"),
    ("label", ".5", ".a,b%20c", ".r,1,g,%C3%BC"),
    ("label_exploded", ".5", ".a.b%20c", ".r=1.g=%C3%BC"),
    ("matrix", ";id=5", ";all=a,b%20c", ";size=r,1,g,%C3%BC"),
    ("matrix_exploded", ";id=5", ";all=a;all=b%20c", ";r=1;g=%C3%BC"),
]

OF_PATHS = "".join(
    f"""
[function.of_{style}]
doc = "Of a style."
http = "GET /{style}/a{{id}}/b{{all}}/c{{size}}"
auth = "none"
path.id = {{ type = "int"{"" if style in ("comma", "json") else f', style = "{style}"'} }}
path.all = {{ type = "[string]", style = "{style}" }}
path.size = {{ type = "{{string}}", style = "{style}" }}
answer.204 = "none"

[[example.of_{style}]]
arguments = {{ id = 5, all = ["a", "b c"], size = {{ r = "1", g = "ü" }} }}
status = 204
"""
    for style, *_ in STYLES
)

# A server that keeps what it gets, and a way to show it with `B` for what divides the parts of a form.
RECORDER = r"""
import asyncio, io, json, re, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

seen = []
status, answer = 204, b""

class Recorder(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def take(self):
        body = b""
        if self.headers.get("Transfer-Encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        kind = self.headers.get("Content-Type", "")
        text = body.decode("latin-1")
        if found := re.search("boundary=(.*)", kind):
            text, kind = text.replace(found[1], "B"), kind.replace(found[1], "B")
        seen.append((f"{self.command} {self.path}", kind, text, self.headers))
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = take

    def log_message(self, *arguments):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
threading.Thread(target=server.serve_forever, daemon=True).start()
base_url = f"http://127.0.0.1:{server.server_port}"

def sent():
    line, kind, text, _ = seen.pop()
    print(json.dumps([line, kind, text]))
"""


def said(folder: Path, program: str, **environment: str) -> list[list[str]]:
    (folder / "made" / "try.py").write_text(RECORDER + program, encoding="utf-8")
    return [json.loads(line) for line in python(folder, "try.py", **environment).splitlines()]


@pytest.fixture
def kettle(generator: Path, tmp_path: Path) -> Path:
    made = generate(generator, tmp_path, "nobody", more=MORE)
    assert made.returncode == 0, made.stderr
    return tmp_path


def test_its_own_tests_pass(kettle: Path) -> None:
    assert "12 passed" in python(kettle, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")


def part(name: str, content: str, file: str | None = None, kind: str = "") -> str:
    named = f'; filename="{file}"' if file is not None else ""
    said = f"Content-Type: {kind}\r\n" if kind else ""
    return f'--B\r\nContent-Disposition: form-data; name="{name}"{named}\r\n{said}\r\n{content}\r\n'


def test_a_file_is_given_in_many_ways(kettle: Path) -> None:
    (kettle / "made" / "kettle.png").write_bytes(b"\x89PNG")
    got = said(
        kettle,
        """
import kettle
client = kettle.Client(base_url=base_url)
path = Path("kettle.png")
opened = path.open("rb")
opened.read(1)
class Pipe:
    def __init__(self): self.left = [b"ab", b"c"]
    def read(self, size): return b"" if size == 0 or not self.left else self.left.pop(0)
for given in (b"x", bytearray(b"x"), memoryview(b"x"), path, opened, io.BytesIO(b"x"), Pipe(), ("n.txt", b"x"),
              ("n", path, "a/b")):
    client.photo(given)
    sent()
    if isinstance(given, io.IOBase):
        given.seek(given is opened)
    given = Pipe() if isinstance(given, Pipe) else given
    client.stamp(given)
    sent()
client.photo(b"x", more=[path, b"y"], title="Ü")
sent()
async def later():
    async with kettle.AsyncClient(base_url=base_url) as client:
        await client.photo(path)
asyncio.run(later())
sent()
""",
    )
    form = ["POST /photos", "multipart/form-data; boundary=B"]
    png = "image/png"
    octets = "application/octet-stream"
    expected = [
        ("x", "photo", octets, png),
        ("x", "photo", octets, png),
        ("x", "photo", octets, png),
        ("\x89PNG", "kettle.png", png, png),
        ("PNG", "kettle.png", png, png),
        ("x", "photo", octets, png),
        ("abc", "photo", octets, png),
        ("x", "n.txt", "text/plain", png),
        ("\x89PNG", "n", "a/b", "a/b"),
    ]
    for (content, name, kind, whole), photo, stamp in zip(expected, got[0:18:2], got[1:18:2], strict=True):
        assert photo == [*form, part("photo", content, name, kind) + "--B--\r\n"]
        assert stamp == ["PUT /stamp", whole, content]
    both = part("more", "\x89PNG", "kettle.png", png) + part("more", "y", "more", octets)
    assert got[18] == [
        *form,
        part("photo", "x", "photo", octets) + both + part("title", "Ã\x9c") + "--B--\r\n",
    ]
    assert got[19] == [*form, part("photo", "\x89PNG", "kettle.png", png) + "--B--\r\n"]


def test_what_is_no_file_is_told(kettle: Path) -> None:
    got = said(
        kettle,
        """
import kettle
client = kettle.Client(base_url=base_url)
Path("a.txt").write_text("a")
for given in ("a.txt", 5, open("a.txt"), ("only",), Path("none.png"), ("a\\nb", b"x"), None):
    try:
        client.photo(given)
    except (kettle.errors.ArgumentError, TypeError) as error:
        print(json.dumps([str(error)]))
try:
    client.photo(b"x", more=b"y")
except kettle.errors.ArgumentError as error:
    print(json.dumps([str(error)]))
assert not seen
""",
    )
    forms = 'give bytes, a path (pathlib.Path), a file opened with "rb", or a tuple of name and one of these'
    assert [line[0] for line in got] == [
        f"photo: `photo` is no file but of type str; {forms}",
        f"photo: `photo` is no file but of type int; {forms}",
        'photo: `photo` is a file that reads text; open it with "rb"',
        f"photo: `photo` is a tuple of 1; {forms}",
        "photo: `photo` cannot be read: none.png: No such file or directory (os error 2)",
        "photo: `photo` has a name with control characters",
        "photo: `photo` is required",
        "photo: `more` is a list of files; give one, such as [file]",
    ]


def test_forms_and_texts(kettle: Path) -> None:
    got = said(
        kettle,
        """
import kettle
client = kettle.Client(base_url=base_url)
status, answer = 201, b'"o-1"'
assert client.order(2, extras={"milk": "a drop"}, notes=["a", "b&c"]) == "o-1"
sent()
client.order(1, extras=None)
sent()
status, answer = 204, b""
client.print("Grüße")
sent()
""",
    )
    form = "application/x-www-form-urlencoded"
    assert got == [
        ["POST /orders", form, "cups=2&extras%5Bmilk%5D=a+drop&notes=a&notes=b%26c"],
        ["POST /orders", form, "cups=1"],
        ["POST /print", "text/plain", "Grüße".encode().decode("latin-1")],
    ]


def test_values_of_paths_are_expanded(generator: Path, tmp_path: Path) -> None:
    made = generate(generator, tmp_path, "nobody", more=OF_PATHS)
    assert made.returncode == 0, made.stderr
    calls = "\n".join(f"client.of_{style}(5, ['a', 'b c'], {{'r': '1', 'g': 'ü'}}); sent()" for style, *_ in STYLES)
    got = said(tmp_path, f"import kettle\nclient = kettle.Client(base_url=base_url)\n{calls}\n")
    assert [line[0] for line in got] == [f"GET /{style}/a{one}/b{all_}/c{size}" for style, one, all_, size in STYLES]
    # The local service reads them back: what it did not understand, it would refuse.
    assert f"{2 * len(STYLES) + 4} passed" in python(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")


def test_objects_travel_in_headers_and_cookies(generator: Path, tmp_path: Path) -> None:
    function = """
[function.look]
doc = "Looks."
http = "GET /look"
auth = "none"
header.one = { type = "{int}", wire = "X-One", doc = "Named." }
header.two = { type = "{int}", wire = "X-Two", style = "comma", doc = "Joined." }
header.three = { type = "{any}", wire = "X-Three", style = "json", doc = "JSON." }
cookie.four = { type = "{int}", style = "comma", doc = "One cookie." }
cookie.five = { type = "{int}", doc = "A cookie for each." }
cookie.six = { type = "[string]", doc = "The same of a list." }
answer.204 = "none"

[[example.look]]
arguments = { one = { r = 1, g = 2 }, two = { r = 1, g = 2 }, three = { a = ["ü"] }, four = { r = 1, g = 2 }, five = { q = 1 }, six = ["a,b", "c"] }
status = 204
"""
    assert generate(generator, tmp_path, "nobody", more=function).returncode == 0
    got = said(
        tmp_path,
        """
import kettle
client = kettle.Client(base_url=base_url)
two = {"r": 1, "g": 2}
client.look(two, two, {"a": ["ü"]}, two, {"q": 1, "s": 2}, ["a,b", "c"])
headers = seen.pop()[3]
print(json.dumps([headers[name] for name in ("X-One", "X-Two", "X-Three", "Cookie")]))
""",
    )
    assert got == [["r=1,g=2", "r,1,g,2", r'{"a":["\u00fc"]}', "four=r,1,g,2; q=1; s=2; six=a,b; six=c"]]
    # The local service reads them back: what it did not understand, it would refuse.
    assert "6 passed" in python(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")


@pytest.mark.parametrize(
    ("case", "answer", "call", "expected"),
    [
        (
            "02-form-body",
            "200, b'{}'",
            "charge(amount=5)",
            ["POST /charges", "application/x-www-form-urlencoded", "amount=5"],
        ),
        (
            "03-multipart",
            "201, b''",
            "upload(file=b'x', title='t')",
            [
                "POST /photos",
                "multipart/form-data; boundary=B",
                part("file", "x", "file", "application/octet-stream") + part("title", "t") + "--B--\r\n",
            ],
        ),
        ("09-status-range", "201, b'{}'", "add_vent(name='x')", ["POST /vents", "application/json", '{"name":"x"}']),
        (
            "10-styles",
            "200, b''",
            "log([1, 2], when={'gte': 1}, tags=['a', 'b'], x_ids=['a', 'b'], session='s')",
            ["GET /log/1,2?when%5Bgte%5D=1&tags=a%7Cb", "", ""],
        ),
    ],
)
def test_documents_of_others(
    generator: Path, tmp_path: Path, case: str, answer: str, call: str, expected: list[str]
) -> None:
    spec = tmp_path / "greenhouse.toml"
    command = [generator, "import-openapi", CASES / f"{case}.yaml", "--out", spec]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "differs from the document" not in done.stderr
    command = [generator, "generate", spec, "--target", "python-package", "--name", "greenhouse", "--out"]
    subprocess.run([*command, tmp_path / "made"], check=True)
    client = "greenhouse.Client(base_url=base_url)"
    got = said(
        tmp_path,
        f"import greenhouse\nstatus, answer = {answer}\n{client}.{call}\nheaders = seen[-1][3]\nsent()\n"
        "print(json.dumps([headers.get('X-Ids'), headers.get('Cookie')]))\n",
    )
    assert got[0] == expected
    if case == "10-styles":
        assert got[1] == ["a,b", "session=s"]


def test_an_error_of_others_has_its_code_and_its_sentence(generator: Path, tmp_path: Path) -> None:
    spec = tmp_path / "greenhouse.toml"
    command = [generator, "import-openapi", CASES / "12-errors.yaml", "--out", spec]
    subprocess.run(command, capture_output=True, check=True)
    command = [generator, "generate", spec, "--target", "python-package", "--name", "greenhouse", "--out"]
    subprocess.run([*command, tmp_path / "made"], check=True)
    got = said(
        tmp_path,
        """
import greenhouse
status, answer = 404, b'{"error":{"code":"vent_stuck","message":"It is stuck.","fields":["id"]}}'
try:
    greenhouse.Client(base_url=base_url).vent("7")
except greenhouse.errors.NotFound as error:
    print(json.dumps([error.code, error.details, error.body.decode(), str(error)]))
""",
    )
    body = '{"error":{"code":"vent_stuck","message":"It is stuck.","fields":["id"]}}'
    sentence = "vent: the server answered 404 vent_stuck: It is stuck. There is no such thing"
    assert got == [["vent_stuck", ["It is stuck."], body, sentence]]
