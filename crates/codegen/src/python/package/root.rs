//! What `import` of the package gives.

use uplink_spec::model::TypeKind;

use super::Package;
use crate::python::text::literal;

impl Package<'_> {
    pub(super) fn root(&self) -> String {
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
}
