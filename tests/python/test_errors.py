"""Each mistake gives the right exception, one clear sentence, and no secret."""

from __future__ import annotations

import pickle
import re
import socket
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

import nibe_uplink
from nibe_uplink import errors
from nibe_uplink.errors import UplinkError

if TYPE_CHECKING:
    from conftest import Silent

SECRET = "not-to-be-shown-5f2a9c"


def caught(kind: type[UplinkError], call: Callable[[], object], *secrets: str) -> Any:
    """The exception of a call, checked for what all exceptions promise."""
    with pytest.raises(kind) as info:
        call()
    error = info.value
    assert type(error) is kind
    text = str(error)
    assert text
    assert "\n" not in text
    for dump in ("Some(", "None)", "Err(", " { ", "reqwest", "hyper"):
        assert dump not in text
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), text, vars(error))
    for secret in (SECRET, "Bearer", *secrets):
        assert secret not in text + repr(error) + repr(vars(error))
        assert secret.encode() not in pickle.dumps(error)
    return error


def test_kinds_are_the_words_of_rust() -> None:
    rust = Path(__file__).resolve().parents[2] / "crates" / "runtime" / "src" / "kind.rs"
    words = re.findall(r'ErrorKind::\w+ => "(\w+)"', rust.read_text(encoding="utf-8"))
    classes = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, UplinkError)]
    # Two are the bases of others.
    ours = [kind.kind for kind in classes if kind not in (UplinkError, errors.LoginError, errors.UnknownParameter)]
    assert sorted(ours) == sorted(words)


def test_what_passes_by_itself_says_so_as_in_rust() -> None:
    rust = Path(__file__).resolve().parents[2] / "crates" / "runtime" / "src" / "kind.rs"
    text = rust.read_text(encoding="utf-8")
    [variants] = re.findall(r"matches!\(self, (RateLimited [^)]*)\)", text)
    words = {word for name, word in re.findall(r'ErrorKind::(\w+) => "(\w+)"', text) if name in variants.split(" | ")}
    classes = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, UplinkError)]
    assert {kind.kind for kind in classes if kind.is_retryable} == words != set()


def test_an_unknown_system(sim: nibe_uplink.Simulator) -> None:
    error = caught(errors.NotFound, lambda: sim.client().system(999_999))
    assert (error.function, error.status, error.name) == ("system", 404, "UNKNOWN_SYSTEM")
    assert "system" in str(error)


@pytest.mark.parametrize(
    ("argument", "call"),
    [
        ("page", lambda c: c.systems(page=-1).collect()),
        ("system_id", lambda c: c.system(-5)),
        ("system_id", lambda c: c.system("40201")),
        ("system_id", lambda c: c.system(10**30)),
        ("system_id", lambda c: c.system(None)),
        ("parameter_ids", lambda c: c.parameters(1, [])),
        ("parameter_ids", lambda c: c.parameters(1, [1.5])),
        ("settings", lambda c: c.set_parameters(1, {})),
        ("mode", lambda c: c.set_smarthome_mode(1, "PARTY")),
        ("valve_position", lambda c: c.set_thermostat(1, 1, "x", valve_position=101)),
    ],
)
def test_a_wrong_argument_sends_nothing(sim: nibe_uplink.Simulator, argument: str, call: Callable[..., object]) -> None:
    client = sim.client()
    error = caught(errors.ArgumentError, lambda: call(client))
    assert error.argument == argument
    assert isinstance(error, ValueError)
    assert sim.requests() == []


@pytest.mark.parametrize("value", [float("nan"), object(), b"x"])
def test_a_value_that_json_does_not_know_sends_nothing(sim: nibe_uplink.Simulator, value: Any) -> None:
    error = caught(errors.ArgumentError, lambda: sim.client().set_parameters(1, {47011: value}))
    assert error.function == "set_parameters"
    assert sim.requests() == []


def test_a_wrong_token(sim: nibe_uplink.Simulator) -> None:
    client = nibe_uplink.Client.from_token(SECRET, base_url=sim.base_url, retries=0)
    caught(errors.LoginRequired, lambda: client.system(sim.systems[0]))
    assert SECRET not in repr(client) + repr(vars(client)) + repr(client.token_store)


def test_an_expired_token_is_refreshed(sim: nibe_uplink.Simulator) -> None:
    client = sim.client()
    sim.expire_tokens()
    assert client.system(sim.systems[0]).system_id == sim.systems[0]
    assert [request.status for request in sim.requests()] == [401, 200]


def test_a_missing_scope_sends_no_write(sim: nibe_uplink.Simulator) -> None:
    client = sim.client(scopes=["READSYSTEM"])
    error = caught(errors.MissingScope, lambda: client.set_parameters(sim.systems[0], {47011: 1}))
    assert (error.function, error.needs, error.granted) == ("set_parameters", ["WRITESYSTEM"], ["READSYSTEM"])
    assert sim.requests() == []
    assert client.scopes == ["READSYSTEM"]


def test_a_service_that_is_down() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    client = nibe_uplink.Client.from_token(SECRET, base_url=f"http://127.0.0.1:{port}", retries=0)
    error = caught(errors.TransportError, lambda: client.system(1))
    assert isinstance(error, ConnectionError)
    assert f"127.0.0.1:{port}" in str(error)


def test_a_service_that_hangs_up(sim: nibe_uplink.Simulator) -> None:
    sim.tamper("hang_up")
    caught(errors.TransportError, lambda: sim.client(retries=0).system(sim.systems[0]))


def test_an_answer_that_is_late(sim: nibe_uplink.Simulator) -> None:
    sim.tamper("delay", seconds=5)
    error = caught(errors.RequestTimeout, lambda: sim.client(retries=0, timeout=0.2).system(sim.systems[0]))
    assert isinstance(error, TimeoutError)


def test_a_page_of_html(sim: nibe_uplink.Simulator) -> None:
    sim.tamper("html")
    error = caught(errors.DecodeError, lambda: sim.client(retries=0).system(sim.systems[0]))
    assert error.function == "system"


def test_json_that_is_cut(sim: nibe_uplink.Simulator) -> None:
    sim.tamper("truncate")
    with pytest.raises((errors.DecodeError, errors.TransportError)):
        sim.client(retries=0).system(sim.systems[0])
    sim.tamper("body", body='[{"parameterId": 40004, "title": "out')
    caught(errors.DecodeError, lambda: sim.client(retries=0).parameters(sim.systems[0], [40004]))


def test_null_in_a_required_field(sim: nibe_uplink.Simulator) -> None:
    sim.tamper("null_field", field="rawValue")
    with pytest.warns(errors.OddAnswerWarning, match=r"parameters: what came at \[0\]\.rawValue "):
        (reading,) = sim.client(retries=0).parameters(sim.systems[0], [40004])
    assert (reading.raw_value, reading.extra["rawValue"], reading.parameter_id) == (None, None, 40004)


def test_null_in_a_required_field_of_a_page(sim: nibe_uplink.Simulator) -> None:
    sim.tamper("null_field", field="systemId")
    with pytest.warns(errors.OddAnswerWarning, match=r"systems: what came at objects\[0\]\.systemId "):
        systems = sim.client(retries=0).systems().collect()
    assert [system.system_id for system in systems] == [None] * 3


def test_a_list_in_place_of_an_object(sim: nibe_uplink.Simulator) -> None:
    sim.tamper("body", body='["VACATION"]')
    error = caught(errors.DecodeError, lambda: sim.client(retries=0).smarthome_mode(sim.systems[0]))
    assert error.function == "smarthome_mode"


def test_a_new_field_is_no_error(sim: nibe_uplink.Simulator) -> None:
    sim.tamper("add_field")
    (reading,) = sim.client().parameters(sim.systems[0], [40004])
    assert "simulatorExtra" in reading.extra


def test_a_new_word_is_no_error(sim: nibe_uplink.Simulator) -> None:
    sim.tamper("body", body='{"mode": "PARTY"}')
    setting = sim.client().smarthome_mode(sim.systems[0])
    assert (setting.mode, setting.mode.known) == ("PARTY", False)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadRequest),
        (403, errors.Forbidden),
        (404, errors.NotFound),
        (418, errors.ApiError),
        (429, errors.RateLimited),
        (500, errors.ServerError),
        (503, errors.ServerError),
    ],
)
def test_statuses_have_classes_of_their_own(
    sim: nibe_uplink.Simulator, status: int, kind: type[errors.ApiError]
) -> None:
    sim.tamper("status", status=status, body="sorry")
    error = caught(kind, lambda: sim.client(retries=0).system(sim.systems[0]))
    assert (error.status, error.code) == (status, None)
    assert isinstance(error, errors.ApiError)


def test_too_many_requests_whatever_the_status(sim: nibe_uplink.Simulator) -> None:
    body = '{"httpStatusCode":400,"errorCode":28,"timestamp":"2023-01-02T03:04:05Z","details":[],"data":null}'
    sim.tamper("status", status=400, body=body)
    error = caught(errors.RateLimited, lambda: sim.client(retries=0).system(sim.systems[0]))
    assert (error.status, error.code, error.name) == (400, 28, "RATE_LIMIT")


def test_a_machine_file_that_cannot_be_read(tmp_path: Path) -> None:
    missing = tmp_path / "missing.json"
    error = caught(errors.SetupError, lambda: nibe_uplink.Simulator(machines=[missing]))
    assert str(missing) in str(error)
    assert "does not run" in repr(nibe_uplink.Simulator.__new__(nibe_uplink.Simulator))
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    assert str(broken) in str(caught(errors.SetupError, lambda: nibe_uplink.Simulator(machines=[broken])))


def test_a_spec_that_cannot_be_read(tmp_path: Path) -> None:
    missing = tmp_path / "missing.toml"
    assert str(missing) in str(caught(errors.SetupError, lambda: nibe_uplink.Simulator(spec=missing)))
    broken = tmp_path / "broken.toml"
    broken.write_text('[api]\nname = "X"\nwrong', encoding="utf-8")
    assert f"{broken}:3:" in str(caught(errors.SetupError, lambda: nibe_uplink.Simulator(spec=broken)))


@pytest.mark.parametrize(
    "options",
    [
        {"client_id": ""},
        {"base_url": "http://example.com"},
        {"base_url": f"https://user:{SECRET}@example.com"},
        {"timeout": 0},
        {"timeout": float("nan")},
        {"timeout": -1},
        {"redirect_uri": "nonsense"},
        {"retries": -1},
        {"token_store": "tokens.json"},
    ],
)
def test_an_option_that_cannot_work(options: dict[str, Any]) -> None:
    settings: dict[str, Any] = {"client_id": "id", "client_secret": SECRET} | options
    caught(errors.SetupError, lambda: nibe_uplink.Client(**settings))


def test_a_service_that_is_closed_says_so() -> None:
    with nibe_uplink.Simulator() as sim:
        pass
    caught(errors.SetupError, lambda: sim.requests())
    sim.close()


def test_a_port_that_is_taken(sim: nibe_uplink.Simulator) -> None:
    port = int(sim.base_url.rsplit(":", 1)[1])
    assert str(port) in str(caught(errors.SetupError, lambda: nibe_uplink.Simulator(port=port)))


def test_clients_keep_their_secrets(sim: nibe_uplink.Simulator, tmp_path: Path) -> None:
    client = nibe_uplink.Client(client_id="id", client_secret=SECRET, token_store=nibe_uplink.FileStore(tmp_path / "t"))
    for thing in (client, client._core, client.token_store, sim):
        assert SECRET not in repr(thing) + str(thing)
        assert sim.client_secret not in repr(thing)
    for thing in (client, sim.client(), sim.async_client(), nibe_uplink.MemoryStore()):
        with pytest.raises(TypeError, match="cannot be pickled"):
            pickle.dumps(thing)
    store = pickle.loads(pickle.dumps(client.token_store))
    assert store.path == tmp_path / "t"


def test_every_exception_has_the_same_base() -> None:
    kinds = [v for v in vars(errors).values() if isinstance(v, type) and issubclass(v, Exception)]
    for warning in (errors.OddAnswerWarning, errors.UnknownParameterWarning):
        kinds.remove(warning)
    assert len(kinds) > 20
    for kind in kinds:
        assert issubclass(kind, UplinkError)
        assert kind.__doc__


@pytest.mark.parametrize("ids", ["outdoor_temperature", 40004, {"40004": 1}, b"40004"])
def test_what_is_no_list_is_not_taken_apart(sim: nibe_uplink.Simulator, ids: Any) -> None:
    error = caught(errors.ArgumentError, lambda: sim.client().parameters(sim.systems[0], ids))
    assert error.function == "parameters"
    assert sim.requests() == []


@pytest.mark.parametrize("settings", ["47011=1", [("47011", 1)], 47011])
def test_what_is_no_map_is_refused(sim: nibe_uplink.Simulator, settings: Any) -> None:
    caught(errors.ArgumentError, lambda: sim.client().set_parameters(sim.systems[0], settings))
    assert sim.requests() == []


def test_what_cannot_be_written_is_named(sim: nibe_uplink.Simulator) -> None:
    client, system = sim.client(), sim.systems[0]
    error = caught(errors.ArgumentError, lambda: client.set_parameters(system, {47011: float("inf")}))
    assert 'settings["47011"]` is not a finite number' in str(error)
    error = caught(errors.ArgumentError, lambda: client.set_thermostat(system, 1, "\ud800"))
    assert "surrogate" in str(error)
    assert sim.requests() == []


def test_any_iterable_is_a_list(sim: nibe_uplink.Simulator) -> None:
    client, system = sim.client(), sim.systems[0]
    for ids in ((40004,), {40004}, range(40004, 40005), iter([40004]), {40004: "x"}.keys()):
        assert [reading.parameter_id for reading in client.parameters(system, ids)] == [40004]
    (result,) = client.set_parameters(system, MappingProxyType({47011: 1}))
    assert result.parameter.value == 1


@pytest.mark.parametrize(
    "options",
    [
        {"pace": "fast"},
        {"speed": -1},
        {"speed": float("nan")},
        {"speed": float("inf")},
        {"port": 65536},
        {"port": -1},
        {"at": datetime(2024, 1, 1)},
        {"at": "yesterday"},
        {"scopes": "NONE"},
    ],
)
def test_a_service_with_an_option_that_cannot_work(options: dict[str, Any]) -> None:
    caught(errors.SetupError, lambda: nibe_uplink.Simulator(**options).close())


def test_scopes_may_be_one_text(sim: nibe_uplink.Simulator) -> None:
    assert sim.client(scopes="READSYSTEM").scopes == ["READSYSTEM"]
    assert sim.client(scopes="READSYSTEM WRITESYSTEM").scopes == ["READSYSTEM", "WRITESYSTEM"]
    for scopes in ([], ["READSYSTEMS"]):
        caught(errors.SetupError, lambda scopes=scopes: sim.client(scopes=scopes))


def test_a_local_service_is_reached_past_any_proxy(
    sim: nibe_uplink.Simulator, silent: Silent, monkeypatch: pytest.MonkeyPatch
) -> None:
    # `silent` never answers: with it as the proxy the call would end with the time-out.
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, silent.base_url)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    client = sim.client(retries=0, timeout=5)
    assert client.system(sim.systems[0]).system_id == sim.systems[0]
    sim.expire_tokens()
    client.system(sim.systems[0])
    assert not silent.asked.is_set()


def test_the_base_url_is_that_of_the_service(sim: nibe_uplink.Simulator) -> None:
    assert sim.client().base_url == sim.base_url
