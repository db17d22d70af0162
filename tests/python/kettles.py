"""Packages made from the spec of a kettle, for tests that look at what is made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HEAD = """
[api]
name      = "Kettle"
version   = "1"
base_url  = "https://kettle.example"
wire_case = "camel"
doc       = "Boils water."
"""

FUNCTIONS = """
[function.kettles]
doc  = "All kettles."
http = "GET /kettles"
{kettles}
query.since = {{ type = "datetime?", doc = "Only those that boiled since." }}
page = {{ number = "page", size = "size", total = "total", items = "items", default_size = 2 }}
answer.200 = "[Kettle]"

[[example.kettles]]
answer = '{{"page":1,"size":2,"total":1,"items":[{{"kettleId":1,"mode":"IDLE","parts":[]}}]}}'

[function.boil]
doc  = "Boils."
http = "POST /kettles/{{id}}/boil"
{boil}
path.id = {{ type = "int", doc = "Which." }}
body.until = {{ type = "float?", unit = "°C", doc = "How hot." }}
answer.200 = "Kettle"

[[example.boil]]
arguments = {{ id = 1, until = 95.5 }}
body = '{{"until":95.5}}'
answer = '{{"kettleId":1,"mode":"BOILING","parts":[{{"kettleId":2,"mode":"IDLE","parts":[]}}]}}'

[struct.Kettle]
doc = "A kettle."
field.kettle_id = {{ type = "int", doc = "Its id." }}
field.mode = {{ type = "Mode", doc = "What it does." }}
field.parts = {{ type = "[Kettle]", doc = "Smaller ones." }}

[enum.Mode]
doc = "What a kettle does."
values = ["IDLE", "BOILING"]
"""

KEYS = """
[auth.key]
kind = "api-key"
in   = "header"
name = "X-Key"
doc  = 'Printed "below".'

[auth.account]
kind = "basic"
"""

LOGIN = """
[oauth]
authorize = "/authorize"
token     = "/token"
grants    = ["authorization_code", "refresh_token", "client_credentials"]
pkce      = true

[scope]
LOOK = "Look."
BOIL = "Boil."
"""

# What may be asked for, and how each function says it.
KINDS = {
    "keys": (KEYS, 'auth = ["key", "account"]', 'auth = "account"'),
    "login": (LOGIN, 'scope = "LOOK"', 'scope = "BOIL"'),
    "both": (
        LOGIN + KEYS.replace('[auth.account]\nkind = "basic"\n', ""),
        'scope = "LOOK"\nauth = ["key", "token"]',
        'scope = "BOIL"',
    ),
    "elsewhere": (LOGIN.replace('"/', '"https://login.example/v2/'), 'scope = "LOOK"', 'scope = "BOIL"'),
    "one_header": (
        '\n[auth.key]\nkind = "api-key"\nin = "header"\nname = "Authorization"\n',
        'scope = "none"\nauth = ["key", "token"]',
        'scope = "none"\nauth = "token"',
    ),
    "token": ("", 'scope = "none"', 'scope = "none"'),
    "nobody": ("", 'auth = "none"', 'auth = "none"'),
}


def generate(
    generator: Path, folder: Path, kind: str, name: str = "kettle", more: str = ""
) -> subprocess.CompletedProcess[str]:
    auth, kettles, boil = KINDS[kind]
    spec = folder / "kettle.toml"
    spec.write_text(HEAD + auth + FUNCTIONS.format(kettles=kettles, boil=boil) + more, encoding="utf-8")
    command = [generator, "generate", spec, "--target", "python-package", "--name", name, "--out", folder / "made"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def python(folder: Path, *arguments: str, **environment: str) -> str:
    """What a program says that can import what was made."""
    given = {**os.environ, "PYTHONPATH": str(folder / "made"), **environment}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder / "made", env=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
