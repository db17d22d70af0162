//! From the words of a spec file to a model.

use std::ops::Range;

use crate::catalogue;
use crate::model::*;
use crate::names::{self, WireCase};
use crate::syntax::{At, Mistakes, Table};
use crate::types;

/// Places that checks of the whole model refer to.
#[derive(Debug, Default)]
pub struct Places {
    /// Types that are mentioned, with where.
    pub types: Vec<At<String>>,
    /// Scopes that are mentioned, with where.
    pub scopes: Vec<At<String>>,
    /// Names of functions, types and so on, with what they name.
    pub names: Vec<(&'static str, At<String>)>,
    /// Examples: function name, number of the example, place.
    pub examples: Vec<(String, usize, Range<usize>)>,
    /// Arguments with a default: function, argument, place.
    pub defaults: Vec<(String, String, Range<usize>)>,
}

/// Reads a whole spec. `table` gives the text of a table beside it.
pub fn read(root: Table<'_>, mistakes: &Mistakes, table: impl Fn(&str) -> Option<String>) -> (Model, Places) {
    let mut reader = Reader { mistakes, places: Places::default(), case: WireCase::Camel };
    let api = reader.api(&root);
    let oauth = root.table("oauth").map(|t| reader.oauth(t));
    let scopes = reader.scopes(&root);
    let pace = root.table("pace").map(|t| reader.pace(t));
    let errors = root.table("error").map(|t| reader.errors(t));
    let catalogue = root.table("catalogue").and_then(|t| reader.catalogue(t, table));
    let shared: Vec<Argument> = root
        .entries("argument")
        .into_iter()
        .map(|(name, t)| {
            let place = reader.word(&t, "in", &PLACES).unwrap_or(Place::Query);
            reader.places.names.push(("argument", name.clone()));
            reader.argument(&name.value, t, place)
        })
        .collect();
    let mut functions: Vec<Function> =
        root.entries("function").into_iter().map(|(name, t)| reader.function(name, t, &shared)).collect();
    let mut types = Vec::new();
    for (name, t) in root.entries("struct") {
        types.push(reader.structure(name, t));
    }
    for (name, t) in root.entries("enum") {
        types.push(reader.enumeration(name, t));
    }
    for (name, t) in root.entries("alias") {
        types.push(reader.alias(name, t));
    }
    if let Some(examples) = root.table("example") {
        reader.examples(examples, &mut functions);
    }
    root.finish();
    let model = Model { api, oauth, scopes, pace, errors, functions, types, catalogue };
    (model, reader.places)
}

const PLACES: [(Place, &str); 5] = [
    (Place::Path, "path"),
    (Place::Query, "query"),
    (Place::Header, "header"),
    (Place::Body, "body"),
    (Place::Content, "content"),
];

struct Reader<'m> {
    mistakes: &'m Mistakes,
    places: Places,
    case: WireCase,
}

impl Reader<'_> {
    /// One of a few words.
    fn word<T: Copy>(&self, table: &Table<'_>, key: &str, words: &[(T, &str)]) -> Option<T> {
        let text = table.text(key)?;
        self.one_of(&text, key, words)
    }

    fn one_of<T: Copy>(&self, text: &At<String>, key: &str, words: &[(T, &str)]) -> Option<T> {
        let found = words.iter().find(|(_, word)| *word == text.value).map(|(value, _)| *value);
        if found.is_none() {
            let all: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
            let message = format!("`{}` is no value of `{key}`", text.value);
            self.mistakes.add("S005", &text.span, message, Some(format!("use one of {}", all.join(", "))));
        }
        found
    }

    fn doc(&self, table: &Table<'_>) -> String {
        table.text("doc").map(|t| t.value).unwrap_or_default()
    }

    fn why(&self, table: &Table<'_>) -> Option<String> {
        table.text("why").map(|t| t.value)
    }

    fn ty(&mut self, text: &At<String>) -> Type {
        match types::parse(&text.value) {
            Ok(ty) if types::has_bytes(&ty) => {
                let help = "use it by itself, as in `answer.200 = \"bytes\"`";
                self.mistakes.add("S011", &text.span, "`bytes` can only be a whole answer", Some(help.into()));
                ty
            }
            Ok(ty) => {
                let mentioned =
                    types::names(&ty).into_iter().map(|n| At { value: n.to_owned(), span: text.span.clone() });
                self.places.types.extend(mentioned);
                ty
            }
            Err(problem) => {
                let help = "write int, float, bool, string, datetime, any, bytes, a name, [T], {T} or T?";
                self.mistakes.add("S011", &text.span, problem, Some(help.into()));
                Type::Any
            }
        }
    }

    fn api(&mut self, root: &Table<'_>) -> Api {
        let Some(t) = root.table("api") else {
            let help = "add `[api]` with name, version, base_url and doc";
            self.mistakes.add("S003", &(0..0), "the spec lacks `[api]`", Some(help.into()));
            return Api {
                name: String::new(),
                version: String::new(),
                base_url: String::new(),
                doc: String::new(),
                why: None,
            };
        };
        self.case = self.word(&t, "wire_case", &WireCase::ALL).unwrap_or(WireCase::Same);
        let base_url = t.required("base_url");
        let starts = ["https://", "http://127.0.0.1", "http://localhost"].iter().any(|s| base_url.value.starts_with(s));
        if !base_url.value.is_empty() && (!starts || base_url.value.ends_with('/')) {
            let help = "write an https:// address without a slash at its end";
            self.mistakes.add("S006", &base_url.span, "the base URL cannot be used", Some(help.into()));
        }
        let api = Api {
            name: t.required("name").value,
            version: t.required("version").value,
            base_url: base_url.value,
            doc: self.doc(&t),
            why: self.why(&t),
        };
        t.finish();
        api
    }

    fn oauth(&mut self, t: Table<'_>) -> OAuth {
        let grants = t.texts("grants").unwrap_or_default();
        let words = Grant::ALL;
        let oauth = OAuth {
            authorize: t.required("authorize").value,
            token: t.required("token").value,
            grants: grants.iter().filter_map(|g| self.one_of(g, "grants", &words)).collect(),
            pkce: t.flag("pkce").unwrap_or(false),
            expires_in: t.int("expires_in").and_then(|n| u64::try_from(n.value).ok()).unwrap_or(3600),
            refresh_scope: t.text("refresh_scope").map(|scope| {
                self.places.scopes.push(scope.clone());
                scope.value
            }),
            jwt: t.flag("jwt").unwrap_or(false),
            why: self.why(&t),
        };
        t.finish();
        oauth
    }

    fn scopes(&mut self, root: &Table<'_>) -> Vec<Scope> {
        let Some(t) = root.table("scope") else { return Vec::new() };
        let scopes =
            t.keys().into_iter().map(|key| Scope { doc: t.required(&key.value).value, name: key.value }).collect();
        t.finish();
        scopes
    }

    fn pace(&mut self, t: Table<'_>) -> Pace {
        let at_least_one = |key: &str| match t.int(key) {
            Some(n) if n.value >= 1 => u32::try_from(n.value).unwrap_or(u32::MAX),
            Some(n) => {
                self.mistakes.add("S019", &n.span, format!("`{key}` must be 1 or more"), Some("raise it".into()));
                1
            }
            None => 1,
        };
        let pace = Pace {
            requests: at_least_one("requests"),
            per_ms: t.duration_ms("per").map_or(1000, |d| d.value),
            burst: at_least_one("burst"),
            headers: t.text("headers").map(|h| h.value),
            why: self.why(&t),
        };
        t.finish();
        pace
    }

    fn errors(&mut self, t: Table<'_>) -> Errors {
        let body = t.required("body");
        let example = serde_json::from_str(&body.value).unwrap_or_else(|e| {
            self.mistakes.add(
                "S020",
                &body.span,
                format!("`body` is not JSON: {e}"),
                Some("write a whole error body".into()),
            );
            serde_json::Value::Null
        });
        let mut codes = Vec::new();
        if let Some(table) = t.table("codes") {
            for key in table.keys() {
                let Some(entry) = table.table(&key.value) else { continue };
                let Ok(code) = key.value.parse() else {
                    let message = format!("`{}` is no error code", key.value);
                    self.mistakes.add("S004", &key.span, message, Some("write a whole number".into()));
                    continue;
                };
                let words = Role::ALL;
                let role = self.word(&entry, "role", &words);
                codes.push(ErrorCode { code, name: entry.required("name").value, doc: self.doc(&entry), role });
                entry.finish();
            }
        }
        let words = t.table("words").map(|table| self.error_words(table)).unwrap_or_default();
        let errors = Errors {
            status_field: t.text("status").map(|x| x.value),
            code_field: if codes.is_empty() {
                t.text("code").map(|x| x.value).unwrap_or_default()
            } else {
                t.required("code").value
            },
            details_field: t.text("details").map(|x| x.value),
            example,
            codes,
            words,
            why: self.why(&t),
        };
        t.finish();
        errors
    }

    fn error_words(&mut self, table: Table<'_>) -> Vec<ErrorWord> {
        let mut words = Vec::new();
        for (word, entry) in table.keys().into_iter().filter_map(|k| table.table(&k.value).map(|t| (k, t))) {
            words.push(ErrorWord {
                word: word.value,
                status: entry.int("status").and_then(|s| u16::try_from(s.value).ok()),
                name: entry.required("name").value,
                doc: self.doc(&entry),
            });
            entry.finish();
        }
        words
    }

    fn catalogue(&mut self, t: Table<'_>, table: impl Fn(&str) -> Option<String>) -> Option<Catalogue> {
        let file = t.required("file");
        let doc = self.doc(&t);
        t.finish();
        let Some(text) = table(&file.value) else {
            let message = format!("cannot read the table `{}`", file.value);
            self.mistakes.add("S031", &file.span, message, Some("put it beside the spec file".into()));
            return None;
        };
        let entries = catalogue::read(&file.value, &text, self.mistakes);
        Some(Catalogue { file: file.value, doc, entries })
    }

    fn argument(&mut self, name: &str, t: Table<'_>, place: Place) -> Argument {
        let ty_at = t.required("type");
        let (ty, nullable) = match self.ty(&ty_at) {
            Type::Nullable(inner) => (*inner, true),
            ty => (ty, false),
        };
        let optional = nullable;
        let nullable = nullable && !t.flag("omit").unwrap_or(false);
        let default = t.json("default");
        let limit = |key: &str| t.int(key).map(|n| n.value);
        let argument = Argument {
            name: name.to_owned(),
            wire: t.text("wire").map_or_else(|| self.case.apply(name), |w| w.value),
            place,
            ty,
            required: default.is_none() && !optional,
            nullable,
            default: default.map(|d| d.value),
            style: self
                .word(&t, "style", &[(ListStyle::Repeat, "repeat"), (ListStyle::Comma, "comma")])
                .unwrap_or(ListStyle::Repeat),
            min: limit("min"),
            max: limit("max"),
            min_items: t.count("min_items"),
            max_items: t.count("max_items"),
            batch: t.flag("batch").unwrap_or(false),
            unit: t.text("unit").map(|u| u.value),
            doc: self.doc(&t),
            why: self.why(&t),
        };
        let crossed = argument.min.zip(argument.max).is_some_and(|(a, b)| a > b)
            || argument.min_items.zip(argument.max_items).is_some_and(|(a, b)| a > b);
        if crossed {
            self.mistakes.add(
                "S019",
                &t.span,
                format!("the limits of `{name}` leave nothing"),
                Some("swap min and max".into()),
            );
        }
        if argument.batch && (argument.max_items.is_none() || !matches!(argument.ty, Type::List(_))) {
            let help = "give a list type and max_items";
            self.mistakes.add("S019", &t.span, format!("`{name}` cannot be split into batches"), Some(help.into()));
        }
        t.finish();
        argument
    }

    fn function(&mut self, name: At<String>, t: Table<'_>, shared: &[Argument]) -> Function {
        self.places.names.push(("function", name.clone()));
        let http = t.required("http");
        let (method, path) = http.value.split_once(' ').unwrap_or(("", ""));
        let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"].contains(&method);
        if !http.value.is_empty() && (!known || !path.starts_with('/')) {
            let help = "write a method and a path, such as \"GET /things/{id}\"";
            self.mistakes.add("S007", &http.span, format!("`{}` is no request", http.value), Some(help.into()));
        }
        let segments = self.path(path, &http.span);
        let scopes = self.function_scopes(&t);
        let arguments = self.arguments(&name.value, &t, &segments, &http.span, shared);
        let retry_words = [(Retry::Safe, "safe"), (Retry::Never, "never")];
        let default_retry = if matches!(method, "GET" | "HEAD") { Retry::Safe } else { Retry::Never };
        let page = t.table("page").map(|p| self.page(p));
        let mut function = Function {
            doc: t.required("doc").value,
            why: self.why(&t),
            method: method.to_owned(),
            path: segments,
            scopes,
            token: t.flag("token").unwrap_or(true),
            arguments,
            answers: self.answers(&t),
            wrapped: t.text("wrapped").map(|w| w.value),
            retry: self.word(&t, "retry", &retry_words).unwrap_or(default_retry),
            page,
            timeout_s: t.duration_ms("timeout").map(|d| d.value.div_ceil(1000)),
            examples: Vec::new(),
            name: name.value,
        };
        if let Some(page) = &function.page {
            function.arguments.push(page_argument(&page.number, "Page to begin with, counted from 1.", 1));
            let size = page_argument(&page.size, "Items on a page.", page.default_size);
            function.arguments.push(Argument { max: page.max_size.and_then(|n| i64::try_from(n).ok()), ..size });
        }
        t.finish();
        function
    }

    fn path(&mut self, path: &str, span: &Range<usize>) -> Vec<Segment> {
        let mut segments = Vec::new();
        let mut rest = path;
        while let Some(open) = rest.find('{') {
            let Some(close) = rest[open..].find('}') else {
                self.mistakes.add("S007", span, "a placeholder of the path is not closed", Some("add `}`".into()));
                break;
            };
            if open > 0 {
                segments.push(Segment::Text(rest[..open].to_owned()));
            }
            segments.push(Segment::Argument(rest[open + 1..open + close].to_owned()));
            rest = &rest[open + close + 1..];
        }
        if !rest.is_empty() {
            segments.push(Segment::Text(rest.to_owned()));
        }
        segments
    }

    fn function_scopes(&mut self, t: &Table<'_>) -> Vec<String> {
        let help = "write `scope = \"WORD\"`, or `scope = \"none\"` when any token does";
        let scopes = match t.json("scope").map(|s| s.value) {
            None => {
                self.mistakes.add("S021", &t.span, format!("{} lacks `scope`", t.name), Some(help.into()));
                return Vec::new();
            }
            Some(serde_json::Value::Array(_)) => t.texts("scope").unwrap_or_default(),
            Some(_) => t.text("scope").into_iter().filter(|s| s.value != "none").collect(),
        };
        self.places.scopes.extend(scopes.iter().cloned());
        scopes.into_iter().map(|s| s.value).collect()
    }

    /// Path arguments in the order of the path, then shared ones, then the function's own.
    fn arguments(
        &mut self,
        function: &str,
        t: &Table<'_>,
        segments: &[Segment],
        http: &Range<usize>,
        shared: &[Argument],
    ) -> Vec<Argument> {
        let mut own: Vec<Argument> = Vec::new();
        for (place, word) in PLACES {
            for (name, inner) in t.entries(word) {
                if inner.json("default").is_some() {
                    self.places.defaults.push((function.to_owned(), name.value.clone(), inner.place("default")));
                }
                if own.iter().any(|a| a.name == name.value) {
                    let message = format!("`{}` is an argument of `{function}` already", name.value);
                    self.mistakes.add(
                        "S016",
                        &name.span,
                        message,
                        Some("give it another name, with `wire` for the old one".into()),
                    );
                }
                own.push(self.argument(&name.value, inner, place));
            }
        }
        let shared_named = |name: &str| shared.iter().find(|a| a.name == name).cloned();
        let mut arguments = Vec::new();
        for segment in segments {
            let Segment::Argument(name) = segment else { continue };
            if let Some(at) = own.iter().position(|a| a.name == *name && a.place == Place::Path) {
                arguments.push(own.remove(at));
            } else if let Some(argument) = shared_named(name).filter(|a| a.place == Place::Path) {
                arguments.push(argument);
            } else {
                let message = format!("the placeholder `{{{name}}}` of the path is no argument");
                let help =
                    format!("add `path.{name} = {{ type = \"...\" }}` or `[argument.{name}]` with `in = \"path\"`");
                self.mistakes.add("S014", http, message, Some(help));
            }
        }
        for stray in own.iter().filter(|a| a.place == Place::Path) {
            let message = format!("the path argument `{}` is not in the path", stray.name);
            self.mistakes.add(
                "S015",
                &t.place("path"),
                message,
                Some(format!("write `{{{}}}` into the path", stray.name)),
            );
        }
        // Body fields keep the order of the file; a shared query argument does not come between them.
        let in_body = |a: &Argument| matches!(a.place, Place::Body | Place::Content);
        let (body, mut rest): (Vec<_>, Vec<_>) = own.into_iter().partition(in_body);
        if body.len() > 1 && body.iter().any(|a| a.place == Place::Content) {
            let message = format!("`content` of `{function}` is the whole body, but there is more in it");
            self.mistakes.add("S016", &t.place("content"), message, Some("keep either `content` or `body`".into()));
        }
        for name in t.texts("arguments").unwrap_or_default() {
            match shared_named(&name.value) {
                Some(argument) => rest.push(argument),
                None => {
                    let known = shared.iter().map(|a| a.name.as_str());
                    let help = crate::diagnostic::did_you_mean(&name.value, known)
                        .unwrap_or_else(|| format!("add `[argument.{}]`", name.value));
                    self.mistakes.add(
                        "S013",
                        &name.span,
                        format!("there is no shared argument `{}`", name.value),
                        Some(help),
                    );
                }
            }
        }
        rest.retain(|a| a.place != Place::Path);
        arguments.extend(body);
        arguments.extend(rest);
        arguments
    }

    fn answers(&mut self, t: &Table<'_>) -> Vec<Answer> {
        let Some(table) = t.table("answer") else {
            let help = "add `answer.200 = \"TYPE\"`, or \"none\" for an empty answer";
            self.mistakes.add("S003", &t.span, format!("{} lacks `answer`", t.name), Some(help.into()));
            return Vec::new();
        };
        let mut answers = Vec::new();
        for key in table.keys() {
            let text = table.required(&key.value);
            match key.value.parse() {
                Ok(status @ 200..=299) => {
                    let content = match text.value.as_str() {
                        "none" => None,
                        "bytes" => Some(Type::Bytes),
                        _ => Some(self.ty(&text)),
                    };
                    answers.push(Answer { status, content });
                }
                _ => {
                    let message = format!("`{}` is no status of success", key.value);
                    self.mistakes.add("S004", &key.span, message, Some("write 200 to 299".into()));
                }
            }
        }
        table.finish();
        answers
    }

    fn page(&mut self, t: Table<'_>) -> Page {
        let page = Page {
            number: t.required("number").value,
            size: t.required("size").value,
            total: t.required("total").value,
            items: t.required("items").value,
            default_size: t.int("default_size").and_then(|n| u64::try_from(n.value).ok()).unwrap_or(30),
            max_size: t.int("max_size").and_then(|n| u64::try_from(n.value).ok()),
        };
        t.finish();
        page
    }

    fn structure(&mut self, name: At<String>, t: Table<'_>) -> TypeDef {
        let fields = t
            .entries("field")
            .into_iter()
            .map(|(field, inner)| {
                let ty_at = inner.required("type");
                let made = Field {
                    wire: inner.text("wire").map_or_else(|| self.case.apply(&field.value), |w| w.value),
                    ty: self.ty(&ty_at),
                    unit: inner.text("unit").map(|u| u.value),
                    doc: self.doc(&inner),
                    why: self.why(&inner),
                    name: field.value,
                };
                inner.finish();
                made
            })
            .collect();
        let computed = t
            .entries("computed")
            .into_iter()
            .map(|(getter, inner)| {
                let made = Computed { ty: inner.required("type").value, doc: self.doc(&inner), name: getter.value };
                inner.finish();
                made
            })
            .collect();
        self.type_def(name, t, TypeKind::Struct { fields, computed })
    }

    fn enumeration(&mut self, name: At<String>, t: Table<'_>) -> TypeDef {
        let words = t.json("values").is_some_and(|v| v.value.is_object());
        let values = if words {
            let table = t.table("values");
            let keys = table.iter().flat_map(Table::keys).collect::<Vec<_>>();
            let doc_of = |key: &str| table.as_ref().map(|t| t.required(key).value).unwrap_or_default();
            keys.into_iter().map(|key| EnumValue { doc: doc_of(&key.value), wire: key.value }).collect()
        } else {
            let texts = t.texts("values").unwrap_or_default();
            texts.into_iter().map(|v| EnumValue { wire: v.value, doc: String::new() }).collect()
        };
        let numbered = t.flag("numbered").unwrap_or(false);
        self.type_def(name, t, TypeKind::Enum { values, numbered })
    }

    fn alias(&mut self, name: At<String>, t: Table<'_>) -> TypeDef {
        let ty_at = t.required("type");
        let ty = self.ty(&ty_at);
        self.type_def(name, t, TypeKind::Alias(ty))
    }

    fn type_def(&mut self, name: At<String>, t: Table<'_>, kind: TypeKind) -> TypeDef {
        self.places.names.push(("type", name.clone()));
        let def = TypeDef { doc: t.required("doc").value, why: self.why(&t), kind, name: name.value };
        t.finish();
        def
    }

    fn examples(&mut self, table: Table<'_>, functions: &mut [Function]) {
        for key in table.keys() {
            let list = table.list(&key.value);
            let known: Vec<String> = functions.iter().map(|f| f.name.clone()).collect();
            let Some(function) = functions.iter_mut().find(|f| f.name == key.value) else {
                let help = crate::diagnostic::did_you_mean(&key.value, known.iter().map(String::as_str));
                let message = format!("the example is of `{}`, which is no function", key.value);
                self.mistakes.add("S018", &key.span, message, help);
                continue;
            };
            for t in list {
                let span = t.span.clone();
                let arguments = match t.json("arguments").map(|a| a.value) {
                    Some(serde_json::Value::Object(map)) => map,
                    _ => serde_json::Map::new(),
                };
                let example = Example {
                    arguments,
                    body: t.text("body").map(|b| b.value),
                    status: t.int("status").and_then(|s| u16::try_from(s.value).ok()).unwrap_or(200),
                    answer: t.text("answer").map(|a| a.value),
                };
                self.places.examples.push((function.name.clone(), function.examples.len(), span));
                function.examples.push(example);
                t.finish();
            }
        }
    }
}

fn page_argument(wire: &str, doc: &str, default: u64) -> Argument {
    Argument {
        name: names::snake(wire),
        wire: wire.to_owned(),
        place: Place::Query,
        ty: Type::Int,
        required: false,
        nullable: false,
        default: Some(default.into()),
        style: ListStyle::Repeat,
        min: Some(1),
        max: None,
        min_items: None,
        max_items: None,
        batch: false,
        unit: None,
        doc: doc.to_owned(),
        why: None,
    }
}
