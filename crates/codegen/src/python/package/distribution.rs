//! What is beside the package: how it is installed, what it is, and its program.

use super::Package;
use super::credentials::Credential;
use crate::python::text::literal;

impl Package<'_> {
    pub(super) fn project(&self) -> String {
        let (api, distribution) = (&self.model.api, self.name.replace('_', "-"));
        format!(
            "[build-system]\nrequires = [\"flit_core>=3.11,<4\"]\nbuild-backend = \"flit_core.buildapi\"\n\n\
             [project]\nname = {}\nversion = \"0.1.0\"\ndescription = {}\nreadme = \"README.md\"\n\
             requires-python = \">=3.11\"\ndependencies = [\"{}{}\"]\n\
             classifiers = [\"Typing :: Typed\"]\n\n[project.scripts]\n{distribution} = {}\n\n[tool.flit.module]\nname = {}\n",
            literal(&distribution),
            toml(&format!("Client of {} {}", api.name, api.version)),
            self.runtime.distribution,
            self.runtime.versions(),
            literal(&format!("{}.__main__:main", self.name)),
            literal(self.name),
        )
    }

    pub(super) fn readme(&self) -> String {
        let (api, name, distribution) = (&self.model.api, self.name, self.name.replace('_', "-"));
        let first = self.model.functions.iter().find(|f| f.arguments.iter().all(|a| !a.required));
        let call = first.or(self.model.functions.first()).map_or_else(String::new, |f| {
            let arguments: Vec<&str> = f.arguments.iter().filter(|a| a.required).map(|_| "...").collect();
            format!("    print(client.{}({}))\n", crate::python::names::called(f), arguments.join(", "))
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

    pub(super) fn program(&self) -> String {
        let (name, runtime) = (self.name, self.runtime.module);
        format!(
            "\"\"\"The program: `python -m {name} --help`.\"\"\"\n\nimport sys\n\nfrom {runtime}._described import program\n\n\n\
             def main() -> int:\n    \"\"\"Runs the program with the arguments of this process.\"\"\"\n    \
             return program({}, {})\n\n\nif __name__ == \"__main__\":\n    sys.exit(main())\n",
            literal(name),
            literal(&name.to_uppercase()),
        )
    }
}

/// A text on one line as TOML has it, whose escapes are those of JSON.
fn toml(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    serde_json::Value::from(line.join(" ")).to_string().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use super::toml;

    #[test]
    fn names_with_quotes_are_texts_of_toml() {
        assert_eq!(toml("Netlify's \"API\"\n\\ 2"), r#""Netlify's \"API\" \\ 2""#);
        assert_eq!(toml("a\u{1}\u{7f}é"), r#""a\u0001\u007fé""#);
    }
}
