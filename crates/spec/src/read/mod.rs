//! From the words of a spec file to a model.

mod api;
mod argument;
mod auth;
mod example;
mod function;
mod page;
mod types;

use std::collections::HashMap;

use toml::Spanned;
use toml::de::DeTable;

use crate::model::*;
use crate::names::WireCase;
use crate::places::{Mention, Places, Thing, path};
use crate::syntax::{At, Mistakes, Table};
use crate::types::{self as written, BUILT_IN};

/// Reads a whole spec. `table` gives the text of a table beside it.
pub fn read<'a>(
    source: &'a str,
    root: &'a Spanned<DeTable<'a>>,
    mistakes: &'a Mistakes,
    table: impl Fn(&str) -> Option<String>,
) -> (Model, Places<'a>) {
    let places = Places::new(source, root.get_ref());
    let root = Table::new("[]", root.get_ref(), root.span(), mistakes);
    let mut reader = Reader {
        mistakes,
        places,
        case: WireCase::Camel,
        null: Null::Never,
        ways: None,
        insecure_http: false,
        renamed: HashMap::new(),
        keys: HashMap::new(),
    };
    reader.find_types(&root);
    let api = reader.api(&root);
    let auth = reader.auth(&root);
    let oauth = root.table("oauth").map(|t| reader.oauth(t));
    let scopes = reader.scopes(&root);
    let pace = root.table("pace").map(|t| reader.pace(t));
    let errors = root.table("error").map(|t| reader.errors(t));
    let catalogue = root.table("catalogue").and_then(|t| reader.catalogue(t, table));
    let shared = reader.shared(&root);
    let mut functions = Vec::new();
    let mut keys = HashMap::new();
    for (name, t) in root.entries("function") {
        keys.insert(name.value.clone(), functions.len());
        functions.push(reader.function(name, t, &shared, (&auth, oauth.is_some())));
    }
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
        reader.examples(examples, &keys, &mut functions);
    }
    root.finish();
    (Model { api, oauth, auth, scopes, pace, errors, functions, types, catalogue }, reader.places)
}

/// Names become names of files, types and methods; longer ones are of no use there.
const LONGEST_NAME: usize = 100;

/// What to do about a type that is not there.
fn missing_type(name: &str) -> String {
    if name.starts_with(char::is_uppercase) {
        format!("add `[struct.{name}]`")
    } else {
        format!("the built-in types are {}; names of others begin with a capital", BUILT_IN.join(", "))
    }
}

/// Where a type is written.
#[derive(Clone, Copy)]
enum Written<'a> {
    /// At an argument.
    Argument,
    /// At a field of this type.
    Field(&'a str),
    /// At an alias of this name.
    Alias(&'a str),
    /// At an answer.
    Answer,
}

struct Reader<'a> {
    mistakes: &'a Mistakes,
    places: Places<'a>,
    case: WireCase,
    /// When `null` is sent where an entry does not say it.
    null: Null,
    /// The ways of functions that do not say theirs, where `[api]` says them.
    ways: Option<Vec<Vec<String>>>,
    /// Whether base URLs may be plain http into a home network.
    insecure_http: bool,
    /// The types of the file: the key of each with its name.
    renamed: HashMap<String, String>,
    /// The same by name.
    keys: HashMap<String, String>,
}

impl Reader<'_> {
    /// One of a few words.
    fn word<'t, T: Copy>(&self, table: &Table<'t>, key: &'t str, words: &[(T, &str)]) -> Option<T> {
        let text = table.text(key)?;
        self.one_of(&text, key, words)
    }

    fn one_of<T: Copy>(&self, text: &At<String>, key: &str, words: &[(T, &str)]) -> Option<T> {
        let found = words.iter().find(|(_, word)| *word == text.value).map(|(value, _)| *value);
        if found.is_none() {
            let all: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
            let message = format!("`{}` is no value of `{key}`", text.value);
            let help = self.mistakes.near(&text.value, all.iter().copied());
            self.mistakes.add(
                "S005",
                &text.span,
                message,
                Some(help.unwrap_or(format!("use one of {}", all.join(", ")))),
            );
        }
        found
    }

    /// When `null` is sent for an entry; `open` says whether it may be left out and stands in a body.
    fn null(&self, table: &Table<'_>, open: bool) -> Null {
        let given = self.word(table, "null", &Null::ALL);
        if let (Some(text), false) = (table.text("null").filter(|_| given.is_some()), open) {
            let message = "`null` stands at something that cannot be null";
            let help = "keep it for fields of a body or a struct whose type ends with `?`";
            self.mistakes.add("S016", &text.span, message, Some(help.into()));
        }
        if open { given.unwrap_or(self.null) } else { Null::Never }
    }

    fn doc(&self, table: &Table<'_>) -> String {
        table.text("doc").map(|t| t.value).unwrap_or_default()
    }

    fn why(&self, table: &Table<'_>) -> Option<String> {
        table.text("why").map(|t| t.value)
    }

    /// The name in every language: the key, or what `rename` says.
    fn name(&self, key: &At<String>, what: &str, table: &Table<'_>) -> String {
        let name = table.text("rename").unwrap_or_else(|| key.clone());
        self.plain(&name, what, char::is_lowercase);
        name.value
    }

    /// Notes a name that no language could use.
    fn plain(&self, name: &At<String>, what: &str, first: fn(char) -> bool) {
        let of_name = |c: char| unicode_ident::is_xid_continue(c) && (c.is_alphanumeric() || c == '_');
        if name.value.len() > LONGEST_NAME {
            let message = format!("`{}` is longer than a name may be", name.value);
            self.mistakes.add("S008", &name.span, message, Some(format!("use {LONGEST_NAME} letters or fewer")));
            return;
        }
        if name.value.starts_with(first) && name.value.chars().all(of_name) {
            return;
        }
        let form = match what {
            "type" => "letters and digits, a capital first",
            "word" => "letters, digits and _, a letter first",
            _ => "small letters, digits and _, a letter first",
        };
        let wire = if matches!(what, "argument" | "field") { "; its name on the wire goes into `wire`" } else { "" };
        let message = format!("`{}` is no name of {} {what}", name.value, if what == "argument" { "an" } else { "a" });
        self.mistakes.add("S008", &name.span, message, Some(format!("use {form}{wire}")));
    }

    /// The type that a table names.
    fn ty(&mut self, table: &Table<'_>, of: Written<'_>) -> Type {
        let text = table.required("type");
        if text.value.is_empty() && !table.has("type") { Type::Any } else { self.parse(&text, of) }
    }

    fn parse(&mut self, text: &At<String>, of: Written<'_>) -> Type {
        let mut ty = match written::parse(&text.value) {
            Ok(ty) => ty,
            Err(problem) => {
                let help = "write int, float, bool, string, datetime, any, bytes, a name, [T], {T} or T?";
                self.mistakes.add("S011", &text.span, problem, Some(help.into()));
                return Type::Any;
            }
        };
        if written::has_bytes(&ty) && !(matches!(of, Written::Argument) && written::is_files(&ty)) {
            let help = "use it by itself, as in `answer.200 = \"bytes\"`";
            let message = "`bytes` can only be a whole answer, a whole body or a part of a form";
            self.mistakes.add("S011", &text.span, message, Some(help.into()));
        }
        let by = match of {
            Written::Field(by) | Written::Alias(by) => Some(by),
            Written::Argument | Written::Answer => None,
        };
        if written::has_alternatives(&ty, matches!(of, Written::Alias(_))) {
            let help = "give it a name with `[alias.NAME]`, and write the name here";
            self.mistakes.add("S034", &text.span, "`|` stands outside an alias", Some(help.into()));
        }
        for name in written::names_mut(&mut ty) {
            let span = self.places.word(&text.span, name);
            match self.renamed.get(name) {
                Some(renamed) => {
                    *name = renamed.clone();
                    let name = At { value: name.clone(), span };
                    self.places.types.push(Mention { name, by: by.map(str::to_owned) });
                }
                None => {
                    let known = self.renamed.keys().map(String::as_str).chain(BUILT_IN);
                    let help = match self.keys.get(name) {
                        Some(key) => format!("in this file it is called `{key}`"),
                        None => match written::instead_of(name) {
                            Some(help) => help.to_owned(),
                            None => self.mistakes.near(name, known).unwrap_or_else(|| missing_type(name)),
                        },
                    };
                    self.mistakes.add("S010", &span, format!("there is no type `{name}`"), Some(help));
                }
            }
        }
        ty
    }

    /// Finds the types of the file before anything mentions them.
    fn find_types(&mut self, root: &Table<'_>) {
        for kind in ["struct", "enum", "alias"] {
            for (key, t) in root.quiet_entries(kind) {
                let name = t.quiet_text("rename").unwrap_or_else(|| key.value.clone());
                self.keys.insert(name.clone(), key.value.clone());
                if self.renamed.insert(key.value.clone(), name.clone()).is_some() {
                    let message = format!("there is a type `{}` already", key.value);
                    let help = "give one of them another name, and write it where the type is meant";
                    self.mistakes.add("S009", &key.span, message, Some(help.into()));
                } else {
                    self.places.put(Thing::Type(name), path([kind, &key.value]));
                }
            }
        }
    }
}
