"""Every example on the reference pages is run: calls, requests and answers, against the local service."""

from __future__ import annotations

import ast
import asyncio
import functools
import http.client
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote_plus, unquote, urlsplit

import apis
import pytest
from support import differ, wire

from nibe_uplink import FileStore

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


class Api(NamedTuple):
    """An API with its pages and its client."""

    pages: Path
    spec: Path
    package: Any

    def simulator(self) -> Any:
        """A service that answers from the examples of the spec."""
        return self.package.Simulator(spec=self.spec)

    def functions(self) -> list[Path]:
        """A page for each function."""
        return sorted((self.pages / "functions").glob("*.md"))


APIS = {api.name: Api(REFERENCE / api.folder, api.spec, api.package) for api in apis.APIS}


def api_of(name: str) -> apis.Api:
    """What the list of APIs says of one."""
    return next(api for api in apis.APIS if api.name == name)


EVERY = pytest.mark.parametrize("name", APIS)
PAGES = pytest.mark.parametrize(
    ("name", "page"), [(name, page.stem) for name, api in APIS.items() for page in api.functions()]
)
# What the service gives while the examples of a page are followed.
GIVEN = ("CODE", "ACCESS_TOKEN", "REFRESH_TOKEN")


def blocks(page: Path) -> list[tuple[str, str]]:
    """The fenced blocks of a page, each with its language."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)


class Message:
    """A request or an answer as it stands on a page."""

    def __init__(self, text: str) -> None:
        head, _, body = text.partition("\n\n")
        self.start, *lines = head.splitlines()
        self.headers = dict(line.split(": ", 1) for line in lines)
        self.body = body.strip()


def exchanges(page: Path) -> list[tuple[Message, Message | None]]:
    """The requests of a page, each with the answer that follows."""
    messages = [Message(text) for language, text in blocks(page) if language == "http"]
    found: list[tuple[Message, Message | None]] = []
    for message in messages:
        if message.start.startswith("HTTP/"):
            found[-1] = (found[-1][0], message)
        else:
            found.append((message, None))
    return found


class Reader:
    """Follows the examples of a page; the words in capitals are filled in."""

    def __init__(self, simulator: Any) -> None:
        self.host = urlsplit(simulator.base_url).netloc
        token, refresh, _, _ = simulator._service.issue(list(simulator._every_scope))
        account = [f"{name}:{simulator._service.password}" for _, name, _ in simulator._service.credentials()]
        self.values = {
            "BASE64_OF_USERNAME_AND_PASSWORD": b64encode("".join(account).encode()).decode(),
            "CLIENT_ID": simulator.client_id,
            "CLIENT_SECRET": simulator.client_secret,
            "REDIRECT_URI": simulator.redirect_uri,
            "ACCESS_TOKEN": token,
            "REFRESH_TOKEN": refresh or "",
        }

    def fill(self, text: str, encode: Callable[[str], str] = str) -> str:
        """The text with what is known."""
        return re.sub(r"\b[A-Z][A-Z0-9]*(_[A-Z]+)*\b", lambda m: encode(self.values.get(m[0], m[0])), text)

    def follow(self, request: Message, expected: Message | None) -> None:
        """Sends a request and compares the answer."""
        method, target, _ = self.fill(request.start, quote_plus).split(" ")
        headers = {name: self.fill(value) for name, value in request.headers.items()}
        connection = http.client.HTTPConnection(self.host, timeout=10)
        form = "form" in request.headers.get("Content-Type", "")
        body = self.fill(request.body, quote_plus if form else str)
        connection.request(method, target, body.encode() or None, headers)
        answer = connection.getresponse()
        content = answer.read()
        # Bytes stand on the pages as base64.
        binary = answer.headers.get("Content-Type") == "application/octet-stream"
        body = b64encode(content).decode() if binary else content.decode()
        connection.close()
        if expected is None:
            assert answer.status < 400, (request.start, body)
            return
        assert answer.status == int(expected.start.split(" ")[1]), (request.start, body)
        if "Location" in expected.headers:
            self.learn(expected.headers["Location"], answer.headers["Location"])
        if "Content-Type" in expected.headers:
            assert answer.headers["Content-Type"].startswith(expected.headers["Content-Type"])
            if binary:
                assert body == expected.body
            else:
                self.compare(json.loads(expected.body), json.loads(body))
        else:
            assert body == ""

    def learn(self, expected: str, got: str) -> None:
        """Takes over what an address brings."""
        found = re.fullmatch(self.pattern(expected), got)
        assert found, (expected, got)
        self.values |= {name: unquote(value) for name, value in found.groupdict().items()}

    def pattern(self, text: str) -> str:
        """What an address must look like."""
        pieces = re.split(r"\b(CODE|ACCESS_TOKEN|REDIRECT_URI)\b", text)
        made = (f"(?P<{p}>[^&#]+)" if p in GIVEN else re.escape(self.values.get(p, p)) for p in pieces)
        return "".join(made)

    def compare(self, expected: Any, got: Any) -> None:
        """Compares the bodies; what the service gives is taken over, times and sentences are its own."""
        if isinstance(expected, dict) and "timestamp" in expected:
            assert expected.keys() == got.keys()
            expected |= {"timestamp": got["timestamp"], "details": got["details"]}
        if isinstance(expected, dict):
            for key, value in expected.items():
                if value in GIVEN:
                    self.values[value] = expected[key] = got[key]
        assert expected == got


@pytest.fixture(scope="module")
def services() -> Iterator[dict[str, Any]]:
    """A service for each API that answers from the examples of its spec."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(api.simulator()) for name, api in APIS.items()}


@EVERY
def test_there_is_a_page_for_each_function_with_its_scope_first(name: str) -> None:
    api = APIS[name]
    listed = re.findall(r"\]\(functions/(\w+)\.md\)", (api.pages / "functions.md").read_text(encoding="utf-8"))
    assert sorted(listed) == [page.stem for page in api.functions()]
    for page in api.functions():
        lines = [line for line in page.read_text(encoding="utf-8").splitlines()[4:] if line]
        assert lines[0] == f"# {page.stem}"
        assert re.match(r"Scope: (\*\*`(READ|WRITE)SYSTEM`\*\*$|any token|none)|Needs `account`", lines[1]), page


def test_the_pages_follow_each_other_as_in_the_original() -> None:
    links = (REFERENCE / "introduction.md").read_text(encoding="utf-8").splitlines()[3]
    titles = re.findall(r"[A-Z][a-z]+", re.sub(r"\(.*?\)", "", links))
    assert titles == ["Introduction", "Authentication", "Examples", "Functions", "Parameters", "Changelog"]


def test_links_lead_somewhere() -> None:
    for page in REFERENCE.rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        for target, anchor in re.findall(r"\]\(([^)#]*)(?:#([^)]*))?\)", text):
            assert not target or (page.parent / target).is_file(), (page.name, target)
            assert not anchor or re.search(rf"^### {anchor}$", text, re.M | re.I), (page.name, anchor)


@PAGES
def test_calls_requests_and_answers_agree(name: str, page: str, services: dict[str, Any]) -> None:
    path = APIS[name].pages / "functions" / f"{page}.md"
    calls = [text for language, text in blocks(path) if language == "python" and "await " not in text]
    travelled = exchanges(path)
    assert len(calls) == len(travelled) > 0
    for call, (request, answer) in zip(calls, travelled, strict=True):
        assert answer is not None
        Reader(services[name]).follow(request, answer)
        *before, last = ast.parse(call).body
        scope: dict[str, Any] = {"client": services[name].client()}
        exec(compile(ast.Module(before, []), page, "exec"), scope)
        assert isinstance(last, ast.Expr)
        got = eval(compile(ast.Expression(last.value), page, "eval"), scope)
        seen = services[name].requests()[-1]
        assert (seen.method, seen.path) == tuple(request.start.split(" ")[:2])
        assert seen.body == request.body
        binary = "octet-stream" in answer.headers.get("Content-Type", "")
        expected = answer.body if binary else json.loads(answer.body or "null")
        if isinstance(got, list) and isinstance(expected, dict):
            # The items of a page.
            (expected,) = (value for value in expected.values() if isinstance(value, list))
        assert not list(differ(expected, wire(got), page))


def same(service: Any, expected: Message) -> None:
    """Checks that the last request is the one on the page."""
    seen = service.requests()[-1]
    assert (seen.method, seen.path) == tuple(expected.start.split(" ")[:2])
    assert seen.body == expected.body


@PAGES
def test_asynchronous_calls_are_the_same_requests(name: str, page: str, services: dict[str, Any]) -> None:
    path = APIS[name].pages / "functions" / f"{page}.md"
    calls = [text for language, text in blocks(path) if language == "python" and "await " in text]
    travelled = exchanges(path)
    assert len(calls) == len(travelled) > 0
    for call, (request, _) in zip(calls, travelled, strict=True):
        code = compile(call, page, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        scope: dict[str, Any] = {"client": services[name].async_client()}
        asyncio.run(eval(code, scope))
        same(services[name], request)


@pytest.fixture(scope="module")
def environments(services: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """What the program has to know of each service, with a login of every scope."""
    made = {}
    for name, sim in services.items():
        if not api_of(name).logs_in:
            continue
        path, scopes = tmp_path_factory.mktemp(name) / "tokens.json", sim._every_scope
        APIS[name].package.Client.from_tokens(
            *sim._service.issue(scopes)[:2],
            base_url=sim.base_url,
            client_id=sim.client_id,
            client_secret=sim.client_secret,
            scopes=scopes,
            token_store=FileStore(path),
        )
        words = {
            "BASE_URL": sim.base_url,
            "CLIENT_ID": sim.client_id,
            "CLIENT_SECRET": sim.client_secret,
            "TOKEN_FILE": str(path),
        }
        made[name] = {f"{api_of(name).environment}_{word}": value for word, value in words.items()}
    return made


@pytest.mark.parametrize(
    ("name", "page"),
    [(name, page.stem) for name, api in APIS.items() if api_of(name).logs_in for page in api.functions()],
)
def test_commands_are_the_same_requests(
    name: str, page: str, services: dict[str, Any], environments: dict[str, dict[str, str]]
) -> None:
    path = APIS[name].pages / "functions" / f"{page}.md"
    commands = [shlex.split(text.replace("\\\n", "")) for language, text in blocks(path) if language == "sh"]
    by_program = [command[1:] for command in commands if command[0] == "nibe-uplink"]
    by_curl = [command[1:] for command in commands if command[0] == "curl"]
    travelled = exchanges(path)
    assert len(by_program) == len(by_curl) == len(travelled) > 0
    curl = shutil.which("curl")
    for program, command, (request, _) in zip(by_program, by_curl, travelled, strict=True):
        run = [sys.executable, "-m", "nibe_uplink", "--no-pace", *program]
        subprocess.run(run, env=os.environ | environments[name], stdout=subprocess.DEVNULL, check=True, timeout=60)
        same(services[name], request)
        if curl is None:
            pytest.skip("curl is not installed")
        reader = Reader(services[name])
        moved = [re.sub(r"^https://[^/]+", f"http://{reader.host}", reader.fill(word)) for word in command]
        subprocess.run([curl, "--silent", "--fail", "--noproxy", "*", *moved], stdout=subprocess.DEVNULL, check=True)
        same(services[name], request)


@EVERY
def test_the_examples_of_a_login_work_on_the_wire(name: str, services: dict[str, Any]) -> None:
    reader = Reader(services[name])
    followed = exchanges(APIS[name].pages / "examples.md")
    assert len(followed) >= (5 if api_of(name).logs_in else 1)
    for request, answer in followed:
        reader.follow(request, answer)


def browse(url: str) -> None:
    """What a browser does with a link: follows it to the end."""
    with urllib.request.urlopen(url, timeout=10) as page:
        page.read()


@EVERY
def test_the_programs_run(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    api = APIS[name]
    ran = 0
    logs_in = api_of(name).logs_in
    with api.package.Simulator() as sim:
        if logs_in:
            login = functools.partial(api.package.login, base_url=sim.base_url, open_browser=browse, timeout=20)
            monkeypatch.setattr(api.package, "login", login)
        values = {
            "CLIENT_ID": sim.client_id,
            "CLIENT_SECRET": sim.client_secret,
            "REDIRECT_URI": "http://127.0.0.1:0/callback",
        }
        for page in sorted(api.pages.glob("*.md")):
            for language, text in blocks(page):
                if language == "python":
                    for word, value in values.items():
                        text = text.replace(word, value)
                    exec(compile(text, page.name, "exec"), {})
                    assert capsys.readouterr().out.strip() not in ("", "None", "[]", "0"), text
                    ran += 1
    assert ran >= (2 if logs_in else 1)
