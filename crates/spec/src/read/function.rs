//! Functions.

use std::collections::HashSet;
use std::ops::Range;

use super::argument::{Shared, plain};
use super::{Reader, Written};
use crate::model::*;
use crate::pairs::is_query;
use crate::places::{Thing, path};
use crate::syntax::{At, Table};

const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

/// What is wrong with a request that is no method and path, and what to write instead.
fn no_request(http: &str, method: &str, path: &str) -> Option<(String, String)> {
    let example = "write a method and a path, such as \"GET /things/{id}\"".to_owned();
    let upper = method.to_uppercase();
    match () {
        () if method.is_empty() => Some((format!("`{http}` is no request"), example)),
        () if METHODS.contains(&method) => match path {
            path if path.starts_with('/') => None,
            path if path.contains("://") => {
                let help = "write the part after `base_url` only; all functions are relative to it";
                Some((format!("`{path}` is a whole address"), help.to_owned()))
            }
            path => {
                Some((format!("the path `{path}` does not begin with a slash"), format!("write \"{method} /{path}\"")))
            }
        },
        () if METHODS.contains(&upper.as_str()) => {
            Some((format!("the method `{method}` is not in capitals"), format!("write \"{upper} {path}\"")))
        }
        () => {
            let help = format!("use one of {}", METHODS.join(", "));
            Some((format!("there is no method `{method}` here"), help))
        }
    }
}

/// The ways of a function when nothing says them: the token, where there can be one; else each of the schemes by itself.
fn unsaid(schemes: &[AuthScheme], token: bool) -> Vec<Vec<String>> {
    if token || schemes.is_empty() {
        return vec![vec![TOKEN.to_owned()]];
    }
    schemes.iter().map(|scheme| vec![scheme.name.clone()]).collect()
}

impl Reader<'_> {
    pub(super) fn function(
        &mut self,
        key: At<String>,
        t: Table<'_>,
        shared: &Shared,
        (schemes, oauth): (&[AuthScheme], bool),
    ) -> Function {
        let name = At { value: self.name(&key, "function", &t), span: key.span.clone() };
        let http = t.required("http");
        // Without a method, the rest is taken for a path, so that it is not missed as well.
        let (method, path_text) = http.value.split_once(' ').unwrap_or(("", &http.value));
        if t.has("http")
            && let Some((message, help)) = no_request(&http.value, method, path_text)
        {
            self.mistakes.add("S007", &http.span, message, Some(help));
        }
        let mut segments = self.path(path_text, &http.span);
        let said = self.function_ways(&t);
        let with_token = said.as_ref().is_none_or(|ways| ways.iter().flatten().any(|name| name == TOKEN));
        let scopes = self.function_scopes(&t, with_token && (oauth || schemes.is_empty()));
        let mut arguments = self.arguments(&key, &name.value, &t, &mut segments, &http.span, shared);
        if let Some(fixed) = t.text("fixed_query") {
            self.fixed_query(&fixed, &mut segments);
        }
        let retry_words = [(Retry::Safe, "safe"), (Retry::Never, "never")];
        let default_retry = if matches!(method, "GET" | "HEAD") { Retry::Safe } else { Retry::Never };
        let page = t.table("page").and_then(|p| self.page(p));
        if let Some(page) = &page {
            self.page_arguments(&key.value, &name.value, page, &mut arguments);
        }
        let timeout = t.duration_ms("timeout");
        if let Some(timeout) = timeout.as_ref().filter(|d| d.value == 0) {
            self.mistakes.add("S019", &timeout.span, "`timeout` must be longer than nothing", Some("raise it".into()));
        }
        let base_url = t.text("base_url").inspect(|base_url| self.base_url(base_url));
        let content_type = t.text("content_type").map_or_else(ContentType::default, |c| ContentType::of(&c.value));
        let mut arguments = plain(arguments);
        if !matches!(content_type, ContentType::Json(_)) {
            // Only JSON knows it.
            arguments.iter_mut().for_each(|a| a.null = Null::Never);
        }
        let function = Function {
            doc: t.required("doc").value,
            why: self.why(&t),
            deprecated: t.text("deprecated").map(|reason| reason.value),
            call: t.text("call").and_then(|call| self.grouped(&call)),
            method: method.to_owned(),
            path: segments,
            auth: said.unwrap_or_else(|| unsaid(schemes, oauth || !scopes.is_empty())),
            scopes,
            arguments,
            content_type,
            accept: t.text("accept").map(|accept| accept.value),
            answers: self.answers(&t),
            wrapped: t.text("wrapped").map(|w| w.value),
            retry: self.word(&t, "retry", &retry_words).unwrap_or(default_retry),
            page,
            timeout_s: timeout.map(|d| d.value.div_ceil(1000)),
            base_url: base_url.map(|base_url| base_url.value),
            examples: Vec::new(),
            name: name.value,
        };
        self.places.put(Thing::Function(function.name.clone()), path(["function", &key.value]));
        t.finish();
        function
    }

    /// `GROUP.NAME`
    fn grouped(&self, call: &At<String>) -> Option<Grouped> {
        let Some((group, name)) = call.value.split_once('.').filter(|(_, name)| !name.contains('.')) else {
            let help = "write the group and the name in it, such as \"kettles.boil\" for `client.kettles.boil()`";
            self.mistakes.add("S008", &call.span, format!("`{}` is no name in a group", call.value), Some(help.into()));
            return None;
        };
        for (part, what) in [(group, "group"), (name, "function")] {
            self.plain(&At { value: part.to_owned(), span: call.span.clone() }, what, char::is_lowercase);
        }
        Some(Grouped { group: group.to_owned(), name: name.to_owned() })
    }

    fn path(&mut self, path: &str, span: &Range<usize>) -> Vec<Segment> {
        let wrong = |word: &str, message: String, help: &str| {
            self.mistakes.add("S007", &self.places.word(span, word), message, Some(help.to_owned()));
        };
        let mut segments: Vec<Segment> = Vec::new();
        let mut seen = HashSet::new();
        let mut rest = path;
        while let Some(open) = rest.find('{') {
            let Some(close) = rest[open..].find('}') else {
                wrong(&rest[open..], "a placeholder of the path is not closed".into(), "add `}`");
                return segments;
            };
            let name = &rest[open + 1..open + close];
            if open > 0 {
                segments.push(Segment::Text(rest[..open].to_owned()));
            }
            if !seen.insert(name) {
                wrong(
                    name,
                    format!("the placeholder `{{{name}}}` stands in the path twice"),
                    "give each a name of its own",
                );
            } else {
                segments.push(Segment::Argument(name.to_owned()));
            }
            rest = &rest[open + close + 1..];
        }
        if rest.contains('}') {
            wrong(rest, "a placeholder of the path is not opened".into(), "add `{`");
        }
        if path.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#')) {
            let help = "write the path alone; arguments of the query go into `query.NAME`, and what is always sent there into \
                        `fixed_query`";
            wrong("", format!("`{path}` is no path"), help);
        }
        if !rest.is_empty() {
            segments.push(Segment::Text(rest.to_owned()));
        }
        segments
    }

    /// What is always sent in the query stands at the end of the path.
    fn fixed_query(&mut self, fixed: &At<String>, segments: &mut Vec<Segment>) {
        if !is_query(&fixed.value) {
            let help = "write names and values as they travel, such as \"beta=true&mode=a%20b\"";
            self.mistakes.add("S007", &fixed.span, format!("`{}` is no query", fixed.value), Some(help.to_owned()));
            return;
        }
        let query = format!("?{}", fixed.value);
        match segments.last_mut() {
            Some(Segment::Text(text)) => text.push_str(&query),
            _ => segments.push(Segment::Text(query)),
        }
    }

    /// What a function says of who may call it, or the API for all of them.
    fn function_ways(&mut self, t: &Table<'_>) -> Option<Vec<Vec<String>>> {
        // The older word for it.
        let token = t.flag("token");
        if let (Some(_), true) = (token, t.has("auth")) {
            let help = "remove `token`: `auth` says it";
            self.mistakes.add("S040", &t.span, format!("{} has both `auth` and `token`", t.name), Some(help.into()));
        }
        self.ways(t).or(match token {
            Some(false) => Some(Vec::new()),
            Some(true) => Some(vec![vec![TOKEN.to_owned()]]),
            None => self.ways.clone(),
        })
    }

    fn function_scopes(&mut self, t: &Table<'_>, asked: bool) -> Vec<String> {
        let help = "write `scope = \"WORD\"`, or `scope = \"none\"` when any token does";
        let scopes: Vec<At<String>> = match t.json("scope").map(|s| s.value) {
            None if !asked => return Vec::new(),
            None => {
                self.mistakes.add("S021", &t.span, format!("{} lacks `scope`", t.name), Some(help.into()));
                return Vec::new();
            }
            Some(serde_json::Value::Array(_)) => t.texts("scope").unwrap_or_default(),
            Some(_) => t.text("scope").into_iter().filter(|s| s.value != "none").collect(),
        };
        let mut seen = HashSet::new();
        for scope in &scopes {
            if !seen.insert(&scope.value) {
                let message = format!("the scope `{}` stands in the list twice", scope.value);
                self.mistakes.add("S009", &scope.span, message, Some("remove one of the two".into()));
            }
        }
        self.places.scopes.extend(scopes.iter().cloned());
        scopes.into_iter().map(|s| s.value).collect()
    }

    fn answers(&mut self, t: &Table<'_>) -> Vec<Answer> {
        let Some(table) = t.table("answer") else {
            if !t.has("answer") {
                t.lacks("answer", "add `answer.200 = \"TYPE\"`, or \"none\" for an empty answer");
            }
            return Vec::new();
        };
        let mut answers = Vec::new();
        for key in table.keys() {
            let text = table.required(key.value);
            let status = match key.value.parse() {
                Ok(status @ 200..=299) => Some(Some(status)),
                _ => (key.value.eq_ignore_ascii_case(SUCCESSFUL)).then_some(None),
            };
            match status {
                Some(status) => {
                    let content = match text.value.as_str() {
                        "none" => None,
                        "bytes" => Some(Type::Bytes),
                        "" if !matches!(table.json(key.value), Some(v) if v.value.is_string()) => None,
                        _ => Some(self.parse(&text, Written::Answer)),
                    };
                    answers.push(Answer { status, content });
                }
                None => {
                    let message = format!("`{}` is no status of success", key.value);
                    self.mistakes.add(
                        "S004",
                        &key.span,
                        message,
                        Some("write 200 to 299, or 2XX for all of them".into()),
                    );
                }
            }
        }
        table.finish();
        answers
    }
}
