//! The options of its clients.

use super::Package;
use super::credentials::Credential;
use crate::python::text::literal;

impl Package<'_> {
    pub(super) fn api(&self) -> String {
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
}
