//! A whole Python package of an API: pure Python over the extension, which reads the spec that lies inside of it.

use uplink_spec::identifiers;
use uplink_spec::model::{AuthKind, Function, Model, TypeKind};

use super::text::literal;
use crate::{File, Spec};

/// The options that every client may have.
const OPTIONS: [&str; 13] = [
    "base_url",
    "client_id",
    "client_secret",
    "redirect_uri",
    "scopes",
    "token_store",
    "token",
    "timeout",
    "retries",
    "keep_pace",
    "root_certificate",
    "on_request",
    "on_response",
];
/// What a package stands on.
#[derive(Clone, Copy, Debug)]
pub struct Runtime {
    /// The Python package with the extension.
    pub module: &'static str,
    /// The distribution that it is in.
    pub distribution: &'static str,
    /// The first version that will do: major, minor, patch.
    pub version: [&'static str; 3],
    /// The program that writes the package anew.
    pub generator: &'static str,
}

impl Runtime {
    /// The versions that will do, as `pip` writes them: up to the next one that may break what stands on it.
    fn versions(&self) -> String {
        let [major, minor, patch] = self.version;
        let after = |number: &str| number.parse::<u32>().map_or_else(|_| number.to_owned(), |n| (n + 1).to_string());
        let end = if major == "0" { format!("0.{}", after(minor)) } else { after(major) };
        format!(">={major}.{minor}.{patch},<{end}")
    }
}

/// The files of a package that can be installed by itself.
///
/// # Errors
/// A sentence when the name is none of a package, or the spec needs code of its own.
pub fn files(spec: &Spec, name: &str, runtime: Runtime) -> Result<Vec<File>, String> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name == runtime.module {
        return Err(format!("`{name}` is what packages stand on; give the package another name with --name"));
    }
    if !name.starts_with(|c: char| c.is_ascii_lowercase())
        || !name.chars().all(good)
        || super::names::KEYWORDS.contains(&name)
    {
        return Err(format!(
            "`{name}` is no name of a Python package; use small letters, digits and _, a letter first"
        ));
    }
    let computed = |def: &&uplink_spec::model::TypeDef| matches!(&def.kind, TypeKind::Struct { computed, .. } if !computed.is_empty());
    if let Some(def) = spec.model.types.iter().find(computed) {
        return Err(format!(
            "`{}` has `computed` words, which need code of your own; leave them out, or write a package by hand over the target python",
            def.name
        ));
    }
    let package = Package { spec, model: &spec.model, name, runtime };
    let head: String = spec.head().iter().map(|line| format!("# {line}\n")).collect();
    let module = |path: &str, text: String| File { path: format!("{name}/{path}.py"), text: format!("{head}{text}") };
    let mut files = vec![
        File { path: "pyproject.toml".into(), text: format!("{head}{}", package.project()) },
        File { path: "README.md".into(), text: package.readme() },
        File { path: format!("{name}/py.typed"), text: String::new() },
        File { path: format!("{name}/{}", spec.file), text: spec.text.clone() },
        module("__init__", package.root()),
        module("__main__", package.program()),
        module("_api", package.api()),
        module("_client", package.client()),
        module("_aclient", package.aclient()),
        module("_simulator", package.simulator()),
        module("_enum", reexport(runtime.module, "What enumerations stand on.", "_enum", &["OpenEnum"])),
        module(
            "_model",
            reexport(runtime.module, "What models stand on.", "_model", &["NOT_GIVEN", "Model", "NotGiven"]),
        ),
        module("_file", reexport(runtime.module, "What files are given as.", "_file", &["FileLike"])),
        File { path: "tests/conftest.py".into(), text: format!("{head}{}", package.conftest()) },
        File { path: "tests/support.py".into(), text: format!("{head}{}", support(runtime.module)) },
    ];
    if spec.model.functions.iter().any(|f| f.deprecated.is_some()) {
        let text = reexport(runtime.module, "What tells of deprecated functions.", "_deprecated", &["deprecated"]);
        files.push(module("_deprecated", text));
    }
    if package.logs_in() {
        files.push(module("_login", package.login()));
    }
    if let (Some(catalogue), Some(table)) = (&spec.model.catalogue, &spec.table) {
        files.push(File { path: format!("{name}/{}", catalogue.file), text: table.clone() });
    }
    files.extend(
        super::files(spec, name).into_iter().map(|f| File { path: format!("{name}/_generated/{}", f.path), ..f }),
    );
    let tests = crate::tests::python(spec, name);
    files.push(File { path: format!("tests/{}", tests.path), ..tests });
    Ok(files)
}

fn reexport(runtime: &str, doc: &str, module: &str, names: &[&str]) -> String {
    let imports: String =
        names.iter().map(|name| format!("from {runtime}.{module} import {name} as {name}\n")).collect();
    format!("\"\"\"{doc}\"\"\"\n\n{imports}")
}

struct Package<'s> {
    spec: &'s Spec,
    model: &'s Model,
    name: &'s str,
    runtime: Runtime,
}

/// An option of the client that is a secret, or the user name that goes with one.
struct Credential {
    scheme: String,
    username: Option<String>,
    secret: String,
    doc: String,
}

impl Package<'_> {
    /// Whether users log in.
    fn logs_in(&self) -> bool {
        self.model.oauth.is_some()
    }

    /// Whether a token that the user has is an option.
    fn takes_token(&self) -> bool {
        !self.logs_in() && self.model.functions.iter().any(Function::takes_token)
    }

    /// The options for keys and passwords. Where there is one of a kind it has the plain name.
    fn credentials(&self) -> Vec<Credential> {
        let keys = self.model.auth.iter().filter(|s| s.kind != AuthKind::Basic).count();
        let passwords = self.model.auth.len() - keys;
        let credentials = self.model.auth.iter().map(|scheme| {
            let name = &scheme.name;
            let (username, secret) = match &scheme.kind {
                AuthKind::Basic if passwords == 1 => (Some("username".to_owned()), "password".to_owned()),
                AuthKind::Basic => (Some(format!("{name}_username")), format!("{name}_password")),
                AuthKind::ApiKey { .. } if keys == 1 => (None, "api_key".to_owned()),
                AuthKind::ApiKey { .. } if OPTIONS.contains(&name.as_str()) => (None, format!("{name}_key")),
                AuthKind::ApiKey { .. } => (None, super::names::value(name)),
            };
            Credential { scheme: name.clone(), username, secret, doc: scheme.doc.clone() }
        });
        credentials.collect()
    }

    fn project(&self) -> String {
        let (api, distribution) = (&self.model.api, self.name.replace('_', "-"));
        format!(
            "[build-system]\nrequires = [\"flit_core>=3.11,<4\"]\nbuild-backend = \"flit_core.buildapi\"\n\n\
             [project]\nname = {}\nversion = \"0.1.0\"\ndescription = {}\nreadme = \"README.md\"\n\
             requires-python = \">=3.11\"\ndependencies = [\"{}{}\"]\n\
             classifiers = [\"Typing :: Typed\"]\n\n[project.scripts]\n{distribution} = {}\n\n[tool.flit.module]\nname = {}\n",
            literal(&distribution),
            literal(&format!("Client of {} {}", api.name, api.version)).replace('\'', "\""),
            self.runtime.distribution,
            self.runtime.versions(),
            literal(&format!("{}.__main__:main", self.name)),
            literal(self.name),
        )
    }

    fn readme(&self) -> String {
        let (api, name, distribution) = (&self.model.api, self.name, self.name.replace('_', "-"));
        let first = self.model.functions.iter().find(|f| f.arguments.iter().all(|a| !a.required));
        let call = first.or(self.model.functions.first()).map_or_else(String::new, |f| {
            let arguments: Vec<&str> = f.arguments.iter().filter(|a| a.required).map(|_| "...").collect();
            format!("    print(client.{}({}))\n", super::names::called(f), arguments.join(", "))
        });
        let client = match (self.logs_in(), self.credentials().first()) {
            (true, _) => format!("client = {name}.login(client_id=\"...\", client_secret=\"...\")"),
            (false, Some(Credential { username: Some(username), secret, .. })) => {
                format!("client = {name}.Client({username}=\"...\", {secret}=\"...\")")
            }
            (false, Some(Credential { secret, .. })) => format!("client = {name}.Client({secret}=\"...\")"),
            (false, None) if self.takes_token() => format!("client = {name}.Client(token=\"...\")"),
            (false, None) => format!("client = {name}.Client()"),
        };
        format!(
            "# {name}\n\nA client of {} {}: {}\n\nMade from `{name}/{}`; to change it, edit the spec and generate it again:\n\n    \
             {} generate {name}/{} --target python-package --name {name} --out .\n\n## Use\n\n\
             It is Python alone, and stands on `{}`, which `pip` brings along.\n\n```python\n\
             import {name}\n\n{client}\n```\n\nSecrets are better kept in the environment, where `{name}.Client.from_env()` finds \
             them (`{}_...`). `{name}.AsyncClient` has the same functions for asyncio.\n\n## Without an account\n\n```python\n\
             with {name}.Simulator() as service:\n    client = service.client()\n{call}```\n\nThe service runs on this machine and answers \
             from the examples of the spec. `python -m pytest tests` tries each of them.\n\n## In the shell\n\n\
             `{distribution} call --help` shows the functions, and `{distribution} simulate` runs the service; `python -m {name}` is the same program. \
             It takes its settings from the same variables.\n",
            api.name,
            api.version,
            api.doc.trim(),
            self.spec.file,
            self.runtime.generator,
            self.spec.file,
            self.runtime.distribution,
            self.name.to_uppercase(),
        )
    }

    fn program(&self) -> String {
        let (name, runtime) = (self.name, self.runtime.module);
        format!(
            "\"\"\"The program: `python -m {name} --help`.\"\"\"\n\nimport sys\n\nfrom {runtime}._described import program\n\n\n\
             def main() -> int:\n    \"\"\"Runs the program with the arguments of this process.\"\"\"\n    \
             return program({}, {})\n\n\nif __name__ == \"__main__\":\n    sys.exit(main())\n",
            literal(name),
            literal(&name.to_uppercase()),
        )
    }

    fn root(&self) -> String {
        let runtime = self.runtime.module;
        let name = self.name;
        let types: String = [
            ("enums", self.has(|kind| matches!(kind, TypeKind::Enum { .. }))),
            ("models", self.has(|kind| matches!(kind, TypeKind::Struct { .. }))),
        ]
        .into_iter()
        .filter(|(_, there)| *there)
        .map(|(module, _)| {
            format!("    from {name}._generated.{module} import *  # noqa: F403 (whatever the spec has)\n")
        })
        .collect();
        let (login, home) = match self.logs_in() {
            true => (format!("    from {name}._login import login as login\n"), "        \"login\": \"_login\",\n"),
            false => (String::new(), ""),
        };
        format!(
            r#""""Client of {} {}.

`Client` waits for its answers, `AsyncClient` has the same functions as coroutines, and `Simulator` is a local
service to try it all without an account.
"""

from {runtime} import errors as errors
from {runtime}._package import describe as _describe
from {runtime}._package import lazily as _lazily

TYPE_CHECKING = False
if TYPE_CHECKING:
    from {name}._aclient import AsyncPages as AsyncPages
    from {name}._client import Pages as Pages
    from {name}._generated.aio import AsyncClient as AsyncClient
    from {name}._generated.client import Client as Client
{types}{login}    from {name}._simulator import Simulator as Simulator

_describe({}, __file__, {})
if not TYPE_CHECKING:
    # Type checkers read the imports above. Names are loaded at their first use, so that importing the package is quick.
    _HOMES = {{
        "AsyncClient": "_generated.aio",
        "AsyncPages": "_aclient",
        "Client": "_generated.client",
        "Pages": "_client",
        "Simulator": "_simulator",
{home}    }}
    __getattr__, __dir__ = _lazily(globals(), _HOMES)
"#,
            self.model.api.name,
            self.model.api.version,
            literal(name),
            literal(&self.spec.file),
        )
    }

    fn has(&self, kind: fn(&TypeKind) -> bool) -> bool {
        self.model.types.iter().any(|def| kind(&def.kind))
    }

    /// The class with what is the same in both clients.
    fn class(&self) -> String {
        format!("Of{}", identifiers::camel(self.name))
    }

    fn api(&self) -> String {
        let runtime = self.runtime.module;
        let (name, api, class) = (self.name, &self.model.api, self.class());
        let credentials = self.credentials();
        let own = !credentials.is_empty() || !self.logs_in();
        let options: String = credentials
            .iter()
            .map(|c| {
                let names: Vec<String> = c.username.iter().chain([&c.secret]).map(|n| literal(n)).collect();
                let comma = if names.len() == 1 { "," } else { "" };
                format!("        {}: ({}{comma}),\n", literal(&c.scheme), names.join(", "))
            })
            .collect();
        let options = if options.is_empty() { String::new() } else { format!("    _options = {{\n{options}    }}\n") };
        let takes = if self.takes_token() { "    _takes_token = True\n" } else { "" };
        let logs_in = if self.logs_in() { "" } else { "    _logs_in = False\n" };
        let init = if own { self.init(&credentials) } else { String::new() };
        let imports = if own { "from __future__ import annotations\n\n" } else { "" };
        let names = if own { "Described, credentials, hidden" } else { "Described" };
        let typed = if own {
            let stores = if self.logs_in() {
                format!(
                    "    from collections.abc import Iterable\n    from typing import Unpack\n\n    from {runtime}._core import Secret\n    from {runtime}._described import Settings\n    from {runtime}.stores import TokenStore\n"
                )
            } else {
                format!(
                    "    from typing import Unpack\n\n    from {runtime}._core import Secret\n    from {runtime}._described import Settings\n"
                )
            };
            format!("\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n{stores}")
        } else {
            String::new()
        };
        format!(
            "\"\"\"What both clients of {} have in common.\"\"\"\n\n{imports}from {runtime}._described import {names}\n\nfrom {name}._generated import SCOPES\n{typed}\n\n\
             class {class}(Described):\n    \"\"\"A client of {}, in whichever way it waits.{}\"\"\"\n\n    \
             _api = {}\n    _environment = {}\n    _every_scope = SCOPES\n{options}{takes}{logs_in}{init}",
            api.name,
            api.name,
            self.arguments(&credentials),
            literal(name),
            literal(&name.to_uppercase()),
        )
    }

    /// The part of the docstring that tells the arguments.
    fn arguments(&self, credentials: &[Credential]) -> String {
        let runtime = self.runtime.module;
        if credentials.is_empty() && self.logs_in() {
            return String::new();
        }
        let mut rows =
            vec![("base_url".to_owned(), format!("Where the API is; None for {}.", self.model.api.base_url))];
        if self.logs_in() {
            rows.extend([
                ("client_id".to_owned(), "The identifier of the registered application.".to_owned()),
                ("client_secret".to_owned(), "Its secret; None for a public client.".to_owned()),
                ("redirect_uri".to_owned(), "Its callback URL.".to_owned()),
                ("scopes".to_owned(), "The scopes to ask for at a login; None for all.".to_owned()),
                ("token_store".to_owned(), "Where tokens are kept; None for memory.".to_owned()),
            ]);
        }
        if self.takes_token() {
            rows.push(("token".to_owned(), "The access token.".to_owned()));
        }
        for c in credentials {
            let doc = if c.doc.is_empty() { "No more is known of it.".to_owned() } else { c.doc.clone() };
            rows.extend(c.username.iter().map(|name| (name.clone(), format!("The user name for `{}`.", c.scheme))));
            let what = if c.username.is_some() { "Its password." } else { "The API key." };
            rows.push((c.secret.clone(), if c.doc.is_empty() { what.to_owned() } else { format!("{what} {doc}") }));
        }
        rows.push(("settings".to_owned(), format!("Those of every client; see `{runtime}._described.Described`.")));
        let rows: String = rows
            .into_iter()
            .map(|(name, doc)| {
                format!("        {name}: {}\n", doc.replace('\\', "\\\\").replace("\"\"\"", "'''").replace('\n', " "))
            })
            .collect();
        format!("\n\n    Args:\n{rows}\n    Raises:\n        SetupError: A setting cannot work.\n    ")
    }

    fn init(&self, credentials: &[Credential]) -> String {
        let mut parameters = "        base_url: str | None = None,\n".to_owned();
        let mut given = vec!["base_url"];
        if self.logs_in() {
            parameters.push_str(
                "        client_id: str | None = None,\n        client_secret: str | Secret | None = None,\n        redirect_uri: str | None = None,\n        \
                 scopes: Iterable[str] | None = None,\n        token_store: TokenStore | None = None,\n",
            );
            given.extend(["client_id", "client_secret", "redirect_uri", "scopes", "token_store"]);
        }
        let mut hidden: Vec<&str> = if self.logs_in() { vec!["client_secret"] } else { Vec::new() };
        if self.takes_token() || !credentials.is_empty() {
            parameters.push_str("        *,\n");
        }
        if self.takes_token() {
            parameters.push_str("        token: str | Secret | None = None,\n");
            hidden.push("token");
        }
        for c in credentials {
            let usernames = c.username.iter().map(|name| format!("        {name}: str | None = None,\n"));
            parameters.extend(usernames);
            parameters.push_str(&format!("        {}: str | Secret | None = None,\n", c.secret));
            hidden.push(&c.secret);
        }
        let hide: String = hidden.iter().map(|name| format!("        {name} = hidden({name})\n")).collect();
        let pairs: String = credentials
            .iter()
            .map(|c| {
                let username = c.username.as_deref().unwrap_or("None");
                format!("            ({}, {username}, {}),\n", literal(&c.scheme), c.secret)
            })
            .collect();
        let held = if pairs.is_empty() {
            String::new()
        } else {
            format!("        self._credentials = credentials(\n{pairs}        )\n")
        };
        let token = if self.takes_token() { "        self._token = token\n" } else { "" };
        format!(
            "\n    def __init__(\n        self,\n{parameters}        **settings: Unpack[Settings],\n    ) -> None:\n{hide}{held}{token}        \
             super().__init__({}, **settings)\n",
            given.join(", ")
        )
    }

    fn client(&self) -> String {
        self.base("blocking", "_blocking", ["BaseClient", "BlockingClient", "Pages"])
    }

    fn aclient(&self) -> String {
        self.base("asynchronous", "_coroutines", ["BaseAsyncClient", "CoroutineClient", "AsyncPages"])
    }

    /// What a client stands on: its class, that of the runtime, and the class of its pages.
    fn base(&self, word: &str, module: &str, [base, below, pages]: [&str; 3]) -> String {
        let runtime = self.runtime.module;
        let (name, class, api) = (self.name, self.class(), &self.model.api.name);
        let article = if word.starts_with('a') { "An" } else { "A" };
        format!(
            r#""""What the {word} client of {api} stands on."""

from {runtime}.{module} import {below}
from {runtime}.{module} import {pages} as {pages}

from {name}._api import {class}

TYPE_CHECKING = False
if TYPE_CHECKING:
    from {runtime}._options import CallOptions as CallOptions


class {base}({class}, {below}):
    """{article} {word} client of {api}, without the functions of the API."""
"#
        )
    }

    fn simulator(&self) -> String {
        let runtime = self.runtime.module;
        let (name, api) = (self.name, &self.model.api.name);
        format!(
            "\"\"\"A local service that answers like {api}, for trying things out and for tests.\"\"\"\n\nfrom {runtime}._service import DescribedSimulator\n\n\
             from {name}._generated import SCOPES\nfrom {name}._generated.aio import AsyncClient\nfrom {name}._generated.client import Client\n\n\n\
             class Simulator(DescribedSimulator[Client, AsyncClient]):\n    __doc__ = DescribedSimulator.__doc__\n\n    _api = {}\n    _every_scope = SCOPES\n\n    \
             def _kinds(self) -> tuple[type[Client], type[AsyncClient]]:\n        return Client, AsyncClient\n",
            literal(name)
        )
    }

    fn login(&self) -> String {
        let runtime = self.runtime.module;
        let (name, api) = (self.name, &self.model.api.name);
        let prefix = self.name.to_uppercase();
        let (scope, import) = match self.model.scopes[..] {
            [] => ("str", String::new()),
            _ => ("Scope", format!("\n    from {name}._generated import Scope\n")),
        };
        format!(
            r#""""Logging a user in. The program never sees the user's password: the user consents on the server's own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from {runtime}._described import hidden
from {runtime}._login import OpenBrowser, logged_in

from {name}._generated.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterable

    from {runtime}._core import Secret
    from {runtime}.stores import TokenStore
{import}

def login(
    *,
    scopes: Iterable[{scope}] | None = None,
    open_browser: OpenBrowser = True,
    paste: bool | None = None,
    timeout: float = 300.0,
    again: bool = False,
    base_url: str | None = None,
    client_id: str | None = None,
    client_secret: str | Secret | None = None,
    redirect_uri: str | None = None,
    token_store: TokenStore | None = None,
    **options: Any,
) -> Client:
    """Logs a user of {api} in, unless a good login is stored, and returns a client.

    Settings that are not given come from the environment: `{prefix}_CLIENT_ID` and so on.

    Args:
        scopes: What to ask the user for; None for everything.
        open_browser: Whether to open the browser, or a function that is given the link. The link is also printed.
        paste: Whether the user pastes the address that the browser ends at. None: in notebooks, and at terminals
            without a browser.
        timeout: Seconds to wait for the user.
        again: Whether to ask although a good login is stored.
        base_url: Where the API is; None for the address in its spec.
        client_id: The identifier of the registered application.
        client_secret: Its secret.
        redirect_uri: Its callback URL, exactly as it was registered.
        token_store: Where tokens are kept; None for the file `FileStore()`.
        options: Further options of `Client`.

    Raises:
        SetupError: The client identifier is missing, or nobody is there who could paste the address.
        LoginDenied: The user refused.
        PortBusy: Another program listens at the redirect URI; use `paste=True`.
        LoginError: Any other failure, with what to do.
    """
    client_secret = hidden(client_secret)
    given = {{
        "base_url": base_url,
        "client_id": client_id,
        "client_secret": client_secret,
        "redirect_uri": redirect_uri,
        "token_store": token_store,
    }}
    how = {{"open_browser": open_browser, "paste": paste, "timeout": timeout, "again": again}}
    return logged_in(Client, given, {{"scopes": scopes}} | options, how)
"#
        )
    }

    fn conftest(&self) -> String {
        format!(
            "\"\"\"The local service that the tests ask.\"\"\"\n\nfrom collections.abc import Iterator\n\nimport pytest\nfrom support import Service\n\nfrom {0} import Simulator\n\n\n\
             @pytest.fixture(scope=\"module\")\ndef service() -> Iterator[Service]:\n    with Simulator() as simulator:\n        yield Service(simulator)\n",
            self.name
        )
    }
}

/// What the generated tests of a package stand on.
fn support(runtime: &str) -> String {
    format!(
        r#""""What the tests stand on: a service, and a look at what was sent and what came."""

import json
from base64 import b64encode
from datetime import datetime
from typing import Any

from {runtime}._model import Model


class Service:
    """A service with a client of each kind, which may do everything."""

    def __init__(self, simulator: Any) -> None:
        self.simulator = simulator
        self.client = simulator.client()

    def async_client(self) -> Any:
        """A client for another event loop."""
        return self.simulator.async_client()

    def expect(self, function: str, body: str | None, answer: object, expected: str) -> None:
        """Checks the last request that the service saw, its body unless that is None, and what came of the answer."""
        last = self.simulator.requests()[-1]
        assert last.function == function
        assert body is None or sent(last.body) == sent(body)
        assert said(wire(answer)) == said(json.loads(expected))


def sent(body: str) -> Any:
    """A body as what its JSON says, in which the order of fields says nothing; or as the text that it is."""
    try:
        return json.loads(body)
    except ValueError:
        return body


def wire(value: object) -> Any:
    """A value as it would stand in JSON."""
    if isinstance(value, Model):
        return {{name: wire(getattr(value, field)) for field, name in value._wire.items()}} | dict(value.extra)
    if isinstance(value, list):
        return [wire(item) for item in value]
    if isinstance(value, dict):
        return {{name: wire(item) for name, item in value.items()}}
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value


def said(value: Any) -> Any:
    """A value without what is null, which may as well be absent, and moments in whatever way they are written."""
    if isinstance(value, dict):
        return {{name: said(item) for name, item in value.items() if item is not None}}
    if isinstance(value, list):
        return [said(item) for item in value]
    if isinstance(value, str) and "T" in value:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    return value
"#
    )
}
