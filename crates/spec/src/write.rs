//! From a model back to the text of a spec.

mod function;
mod section;
mod sharing;
mod table;

pub use table::write_catalogue;

use self::section::{Inline, Section, key, text};
use self::sharing::Sharing;
use crate::model::{
    Api, AuthKind, AuthScheme, Catalogue, ClientAuth, Errors, Field, Grant, Model, Null, OAuth, Pace, Role, Scope,
    Type, TypeDef, TypeKind,
};
use crate::names::WireCase;

/// Writes a model as a spec that reads back to the same model.
///
/// The table of a catalogue is a file of its own: [`write_catalogue`]. What the language cannot say is written as near
/// as it comes: types are grouped into structs, enums and aliases, and null values of examples are left out.
pub fn write(model: &Model) -> String {
    let (case, null) = (fitting_case(model), Null::usual(model));
    let sharing = Sharing::of(model);
    let mut sections = vec![api(&model.api, case, null)];
    sections.extend(model.oauth.as_ref().map(oauth));
    sections.extend(model.auth.iter().map(auth_scheme));
    sections.extend((!model.scopes.is_empty()).then(|| scopes(&model.scopes)));
    sections.extend(model.pace.as_ref().map(pace));
    sections.extend(model.catalogue.as_ref().map(catalogue));
    sections.extend(model.errors.as_ref().map(errors));
    sections.extend(sharing.arguments().map(|a| function::shared_argument(a, case, null)));
    for function in &model.functions {
        let unsaid = model.auth.is_empty() || model.oauth.is_some() || !function.scopes.is_empty();
        sections.push(function::function(function, &sharing, case, null, unsaid));
        sections.extend(function.examples.iter().map(|e| function::example(&function.name, e)));
    }
    sections.extend(model.types.iter().map(|def| type_def(def, case, null)));
    sections.join("\n")
}

/// The spelling on the wire that leaves the fewest exceptions.
fn fitting_case(model: &Model) -> WireCase {
    let arguments = model.functions.iter().flat_map(|f| &f.arguments).map(|a| (&a.name, &a.wire));
    let fields = model.types.iter().flat_map(|t| match &t.kind {
        TypeKind::Struct { fields, .. } => fields.as_slice(),
        _ => &[],
    });
    let names: Vec<_> = arguments.chain(fields.map(|f| (&f.name, &f.wire))).collect();
    let exceptions = |case: WireCase| names.iter().filter(|(name, wire)| case.apply(name) != **wire).count();
    [WireCase::Same, WireCase::Camel, WireCase::Pascal]
        .into_iter()
        .min_by_key(|case| exceptions(*case))
        .unwrap_or(WireCase::Same)
}

fn api(api: &Api, case: WireCase, null: Null) -> String {
    let word = WireCase::ALL.iter().find(|(c, _)| *c == case).map_or("same", |(_, word)| word);
    Section::new("[api]")
        .line("name", text(&api.name))
        .line("version", text(&api.version))
        .line("base_url", text(&api.base_url))
        .line("wire_case", text(word))
        .flag("insecure_http", api.insecure_http)
        .maybe("null", (null != Null::Never).then(|| null.word()))
        .filled("doc", &api.doc)
        .maybe("why", api.why.as_deref())
        .finish()
}

fn oauth(oauth: &OAuth) -> String {
    let word = |grant: &Grant| Grant::ALL.iter().find(|(g, _)| g == grant).map(|(_, word)| text(word));
    let grants: Vec<String> = oauth.grants.iter().filter_map(word).collect();
    Section::new("[oauth]")
        .filled("authorize", &oauth.authorize)
        .filled("token", &oauth.token)
        .line("grants", format!("[{}]", grants.join(", ")))
        .line("pkce", oauth.pkce.to_string())
        .maybe("client_auth", (oauth.client_auth != ClientAuth::Body).then(|| oauth.client_auth.word()))
        .maybe("issuer", oauth.issuer.as_deref())
        .line("expires_in", oauth.expires_in.to_string())
        .maybe("refresh_scope", oauth.refresh_scope.as_deref())
        .flag("jwt", oauth.jwt)
        .maybe("why", oauth.why.as_deref())
        .finish()
}

fn auth_scheme(scheme: &AuthScheme) -> String {
    let section = Section::new(&format!("[auth.{}]", key(&scheme.name)));
    match &scheme.kind {
        AuthKind::Basic => section.line("kind", text("basic")),
        AuthKind::ApiKey { place, wire } => {
            section.line("kind", text("api-key")).line("in", text(place.word())).line("name", text(wire))
        }
    }
    .filled("doc", &scheme.doc)
    .maybe("why", scheme.why.as_deref())
    .finish()
}

fn scopes(scopes: &[Scope]) -> String {
    let section = Section::new("[scope]");
    scopes
        .iter()
        .fold(section, |s, scope| s.line(&key(&scope.name), worded(&scope.doc, scope.rename.as_deref())))
        .finish()
}

/// What a word means, and its name in languages.
fn worded(doc: &str, rename: Option<&str>) -> String {
    match rename {
        None => text(doc),
        Some(rename) => Inline::default().word("doc", text(doc)).word("rename", text(rename)).finish(),
    }
}

fn pace(pace: &Pace) -> String {
    let section = Section::new("[pace]")
        .line("requests", pace.requests.to_string())
        .line("per", span(pace.per_ms))
        .line("burst", pace.burst.to_string());
    let section = match pace.in_flight {
        Some(most) => section.line("in_flight", most.to_string()),
        None => section,
    };
    section.maybe("headers", pace.headers.as_deref()).maybe("why", pace.why.as_deref()).finish()
}

/// A time span, in the largest unit that leaves a whole number.
fn span(ms: u64) -> String {
    if ms.is_multiple_of(1000) { text(&format!("{}s", ms / 1000)) } else { text(&format!("{ms}ms")) }
}

fn catalogue(catalogue: &Catalogue) -> String {
    Section::new("[catalogue]").line("file", text(&catalogue.file)).filled("doc", &catalogue.doc).finish()
}

fn errors(errors: &Errors) -> String {
    let refused = errors
        .refused
        .iter()
        .fold(Inline::default(), |inline, refusal| inline.word(&key(&refusal.field), text(&refusal.word)));
    let head = Section::new("[error]")
        .line("body", text(&errors.example.to_string()))
        .maybe("status", errors.status_field.as_deref())
        .filled("code", &errors.code_field)
        .maybe("details", errors.details_field.as_deref())
        .maybe("why", errors.why.as_deref());
    let head = if errors.refused.is_empty() { head } else { head.line("refused", refused.finish()) }.finish();
    let codes = errors.codes.iter().fold(Section::new("\n[error.codes]"), |section, code| {
        let role = code.role.and_then(|role| Role::ALL.iter().find(|(r, _)| *r == role)).map(|(_, word)| *word);
        let entry =
            Inline::default().word("name", text(&code.name)).maybe("role", role).filled("doc", &code.doc).finish();
        section.line(&key(&code.code.to_string()), entry)
    });
    let words = errors.words.iter().fold(Section::new("\n[error.words]"), |section, word| {
        let status = word.status.map(|s| s.to_string());
        let entry = status.into_iter().fold(Inline::default(), |inline, status| inline.word("status", status));
        section.line(&key(&word.word), entry.word("name", text(&word.name)).filled("doc", &word.doc).finish())
    });
    let codes = if errors.codes.is_empty() { String::new() } else { codes.finish() };
    let words = if errors.words.is_empty() { String::new() } else { words.finish() };
    head + &codes + &words
}

fn type_def(def: &TypeDef, case: WireCase, null: Null) -> String {
    let word = match &def.kind {
        TypeKind::Struct { .. } => "struct",
        TypeKind::Enum { .. } => "enum",
        TypeKind::Alias(_) => "alias",
    };
    let mut section = Section::new(&format!("[{word}.{}]", key(&def.name))).line("doc", text(&def.doc));
    section = match (&def.kind, &def.tag) {
        (TypeKind::Alias(_), Some(tag)) => {
            let add = |inline: Inline, (word, name): &(String, String)| inline.word(&key(word), text(name));
            let variants = tag.variants.iter().fold(Inline::default(), add);
            section.line("tag", text(&tag.wire)).line("variants", variants.finish())
        }
        (TypeKind::Alias(ty), None) => section.line("type", text(&ty.to_string())),
        (TypeKind::Enum { values, numbered }, _) => {
            let section = if *numbered { section.line("numbered", "true".into()) } else { section };
            if values.iter().all(|v| v.doc.is_empty() && v.rename.is_none()) {
                let words: Vec<String> = values.iter().map(|v| text(&v.wire)).collect();
                section.line("values", format!("[{}]", words.join(", ")))
            } else {
                let add = |section: Section, v: &crate::model::EnumValue| {
                    section.line(&format!("values.{}", key(&v.wire)), worded(&v.doc, v.rename.as_deref()))
                };
                values.iter().fold(section, add)
            }
        }
        (TypeKind::Struct { fields, computed }, _) => {
            let section =
                fields.iter().fold(section, |s, f| s.line(&format!("field.{}", key(&f.name)), field(f, case, null)));
            computed.iter().fold(section, |section, getter| {
                let inline = Inline::default().word("type", text(&getter.ty)).filled("doc", &getter.doc);
                section.line(&format!("computed.{}", key(&getter.name)), inline.finish())
            })
        }
    };
    section.maybe("why", def.why.as_deref()).finish()
}

fn field(field: &Field, case: WireCase, null: Null) -> String {
    let said = matches!(field.ty, Type::Nullable(_)) && field.null != null;
    Inline::default()
        .word("type", text(&field.ty.to_string()))
        .maybe("wire", (case.apply(&field.name) != field.wire).then_some(&field.wire))
        .maybe("null", said.then(|| field.null.word()))
        .maybe("unit", field.unit.as_deref())
        .filled("doc", &field.doc)
        .maybe("why", field.why.as_deref())
        .finish()
}
