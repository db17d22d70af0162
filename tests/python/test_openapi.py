"""The exported OpenAPI documents are valid, and another generator makes a whole client of them."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
import tomllib
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from changed import ROOT, run, skeleton
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from nibe_uplink import myuplink

SPECS = [
    *sorted(path for path in (ROOT / "spec").glob("*.toml") if path.name != "Cargo.toml"),
    ROOT / "crates/codegen/examples/kettle/kettle.toml",
]

by_spec = pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.stem)


def codegen(*arguments: str | Path) -> str:
    """Runs the generator of this repository and returns what it prints."""
    command = ["cargo", "run", "--quiet", "-p", "nibe-uplink-codegen", "--", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def exported(spec: Path) -> dict[str, Any]:
    """The OpenAPI document of a spec."""
    document: dict[str, Any] = json.loads(codegen("export-openapi", spec))
    return document


def functions(spec: Path) -> dict[str, Any]:
    """The functions as the spec file has them."""
    table: dict[str, Any] = tomllib.loads(spec.read_text(encoding="utf-8"))["function"]
    return table


def operations(document: dict[str, Any]) -> dict[str, Any]:
    """The operations of a document by name."""
    return {operation["operationId"]: operation for item in document["paths"].values() for operation in item.values()}


def client(document: dict[str, Any], folder: Path) -> Path:
    """What the other generator makes; any warning of it is a failure."""
    (folder / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    tool = Path(sys.executable).parent
    command = [tool / "openapi-python-client", "generate", "--path", "openapi.json", "--meta", "none"]
    done = subprocess.run(
        [*command, "--output-path", "made", "--fail-on-warning"],
        cwd=folder,
        env=os.environ | {"PATH": f"{tool}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "made"


@by_spec
def test_it_is_valid(spec: Path) -> None:
    assert list(OpenAPIV31SpecValidator(exported(spec)).iter_errors()) == []


@by_spec
def test_it_says_the_scope_of_each_function(spec: Path) -> None:
    document = exported(spec)
    found = operations(document)
    assert found.keys() == functions(spec).keys()
    schemes = document["components"]["securitySchemes"]
    for name, function in functions(spec).items():
        scope = function.get("scope", "none")
        scopes = [scope] if isinstance(scope, str) and scope != "none" else scope if scope != "none" else []
        security = found[name]["security"]
        # An API without a login has what calls go by for all of them.
        scheme = "oauth2" if "oauth2" in schemes else tomllib.loads(spec.read_text(encoding="utf-8"))["api"]["auth"]
        assert security == ([{scheme: scopes}] if function.get("auth") != "none" else [])
        for flow in schemes.get("oauth2", {}).get("flows", {}).values():
            assert set(scopes) <= flow["scopes"].keys()


@by_spec
def test_another_generator_drops_nothing(spec: Path, tmp_path: Path) -> None:
    document = exported(spec)
    made = client(document, tmp_path)
    modules = {path.stem for path in (made / "api" / "default").glob("*.py")} - {"__init__"}
    assert modules == functions(spec).keys()
    for name, operation in operations(document).items():
        text = (made / "api" / "default" / f"{name}.py").read_text(encoding="utf-8")
        for status, response in operation["responses"].items():
            # A type that is dropped would be an answer of nothing at all.
            if status != "default" and "content" in response:
                assert re.search(rf"response_{status} = (?!cast\(Any, None\))", text), name


def test_its_client_takes_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client(exported(ROOT / "crates/codegen/examples/kettle/kettle.toml"), tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    kettle = importlib.import_module("made.models.kettle").Kettle
    known = kettle.from_dict({"kettleId": 1, "waterTemperature": 21.5, "lid": "OPEN"})
    assert known.lid.value == "OPEN"
    newer = kettle.from_dict({"kettleId": 1, "waterTemperature": 21.5, "lid": "STUCK", "colour": "red"})
    assert newer.lid == "STUCK"
    assert newer.additional_properties == {"colour": "red"}


def test_what_is_exported_is_imported_again(tmp_path: Path) -> None:
    for spec in SPECS:
        document = tmp_path / "openapi.json"
        codegen("export-openapi", spec, "--out", document)
        again = tmp_path / spec.name
        codegen("import-openapi", document, "--out", again)
        found, expected = exported(again), exported(spec)
        # The hash of the spec file; the two are not written alike.
        del found["x-generated-from"], expected["x-generated-from"]
        assert found == expected


@pytest.mark.builds
def test_a_client_of_an_imported_spec_compiles(tmp_path: Path) -> None:
    # Types that hold themselves, names that clients have already, words that no language has, bytes, whole bodies.
    imported = ROOT / "crates/codegen-cli/tests/documents/foreign.toml"
    crate = skeleton(tmp_path, imported.read_text(encoding="utf-8"))
    run(["cargo", "check", "--offline", "--quiet"], crate)


def test_an_answer_may_have_its_wrapper() -> None:
    document = exported(ROOT / "spec/myuplink-v2.toml")
    schema = operations(document)["subscriptions"]["responses"]["200"]["content"]["application/json"]["schema"]
    packages = [{"type": "manage", "validUntil": None}]
    check = validator(document, schema)
    assert check.is_valid({"subscriptions": packages})
    assert check.is_valid(packages)
    assert not check.is_valid({"packages": packages})
    # What the service sends fits what the document says.
    with myuplink.Simulator() as cloud:
        url = f"{cloud.base_url}/v2/systems/{cloud.systems[0]}/subscriptions"
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {cloud._service.issue([])[0]}"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            sent = json.loads(answer.read())
    assert "subscriptions" in sent
    assert check.is_valid(sent)


def test_words_are_closed_where_they_are_sent_and_open_where_they_come() -> None:
    document = exported(ROOT / "spec/nibe-uplink-v1.toml")
    found = operations(document)
    body = found["set_smarthome_mode"]["requestBody"]["content"]["application/json"]["schema"]
    assert validator(document, body).is_valid({"mode": "VACATION"})
    assert not validator(document, body).is_valid({"mode": "PARTY"})
    answer = found["smarthome_mode"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert validator(document, answer).is_valid({"mode": "PARTY"})
    kind = next(p["schema"] for p in found["notifications"]["parameters"] if p["name"] == "type")
    assert validator(document, kind).is_valid("ALARM")
    assert not validator(document, kind).is_valid("WARNING")


def test_what_must_be_given_is_not_empty() -> None:
    document = exported(ROOT / "spec/nibe-uplink-v1.toml")
    for operation in operations(document).values():
        for parameter in operation.get("parameters", []):
            schema = parameter["schema"]
            text = schema.get("type") == "string" and parameter["required"]
            assert (schema.get("minLength") == 1) == text, (operation["operationId"], parameter["name"])
    serial = next(p["schema"] for p in operations(document)["software"]["parameters"] if p["name"] == "serialNumber")
    assert not validator(document, serial).is_valid("")


def validator(document: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    """Judges values by a schema of a document."""
    return Draft202012Validator({"components": document["components"], "allOf": [schema]})


def test_the_client_of_another_generator_works_with_the_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client(exported(ROOT / "spec/myuplink-v2.toml"), tmp_path)
    (tmp_path / "made").rename(tmp_path / "made_of_myuplink")
    monkeypatch.syspath_prepend(str(tmp_path))
    made = importlib.import_module("made_of_myuplink")

    def function(name: str) -> Any:
        return importlib.import_module(f"made_of_myuplink.api.default.{name}")

    with myuplink.Simulator() as cloud:
        token = cloud._service.issue([])[0]
        other = made.AuthenticatedClient(base_url=cloud.base_url, token=token, raise_on_unexpected_status=True)
        with other:
            page = function("systems").sync(client=other, items_per_page=100)
            assert [system.system_id for system in page.systems] == cloud.systems
            device = page.systems[0].devices[0].id
            points = function("points").sync(device_id=device, client=other, parameters=["40004", "40940"])
            assert [point.parameter_id for point in points] == ["40004", "40940"]
            packages = function("subscriptions").sync(system_id=cloud.systems[0], client=other)
            assert packages.subscriptions[0].type_.value == "manage"
            mode = function("smarthome_mode").sync(system_id=cloud.systems[0], client=other)
            assert mode.smart_home_mode.value == "Default"
