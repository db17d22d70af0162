//! Its clients, blocking and asynchronous.

use super::Package;

impl Package<'_> {
    pub(super) fn client(&self) -> String {
        self.base("blocking", "_blocking", ["BaseClient", "BlockingClient", "Pages"])
    }

    pub(super) fn aclient(&self) -> String {
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
}
