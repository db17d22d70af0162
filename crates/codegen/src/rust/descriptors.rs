//! Constant descriptors: one for each function, and one for the API.

use std::collections::{HashMap, HashSet};

use proc_macro2::Ident;
use uplink_spec::model::{
    Argument, AuthKind, AuthScheme, ClientAuth, ContentType, Errors, Function, Grant, KeyPlace, NextPage, Null, OAuth,
    Pace, Page, PageBy, Place, Retry, Role, Style, TOKEN,
};

use super::data::{self, Data};
use super::uses::Uses;
use super::{format, names, shapes};
use crate::Spec;
use crate::index::Index;

/// `functions.rs`: `API`, the descriptors of its functions, and what they have in common.
pub fn text(spec: &Spec, model: &Index<'_>) -> String {
    let (uses, mut out) = (Uses::default(), String::new());
    uses.record("uplink_runtime::descriptor", "*");
    api(&mut out, model, &uses);
    let shared = Shared::of(&model.functions);
    if !model.auth.is_empty() {
        module(&mut out, "Keys and passwords.", "mod auth", false, |out| {
            model.auth.iter().for_each(|scheme| auth_scheme(out, scheme));
        });
    }
    for f in &model.functions {
        function(&mut out, model, &uses, f, &shared);
    }
    shapes::write(&mut out, model);
    if !shared.arguments.is_empty() {
        let named = shared.arguments.iter().any(|(a, _)| shapes::is_named(model, &a.ty));
        module(&mut out, "What several functions take.", "mod arguments", named, |out| {
            for (a, constant) in &shared.arguments {
                data::item(out, 4, &[], &format!("pub const {constant}: Argument"), &argument(model, None, a));
            }
        });
    }
    format::head(spec) + &uses.text() + &out
}

/// A module inside the file, which begins with `head`; `named` says whether it mentions structs and enums.
pub fn module(out: &mut String, doc: &str, head: &str, named: bool, write: impl FnOnce(&mut String)) {
    out.push_str(&format!("\n/// {doc}\n{head} {{\n    use uplink_runtime::descriptor::*;\n\n"));
    if named {
        out.push_str("    use super::shapes;\n\n");
    }
    write(out);
    out.push_str("}\n");
}

/// The descriptor of a function by itself.
#[cfg(feature = "all-targets")]
pub fn alone(model: &Index<'_>, f: &Function) -> String {
    let mut out = String::new();
    function(&mut out, model, &Uses::whole(), f, &Shared::none());
    out
}

fn api(out: &mut String, model: &Index<'_>, uses: &Uses) {
    let refs = |names: &mut dyn Iterator<Item = String>| Data::Slice(names.map(Data::Plain).collect());
    let scopes =
        model.scopes.iter().map(|s| Data::Call { name: "", inner: vec![Data::text(&s.name), Data::text(&s.doc)] });
    let structs = &mut shapes::structs(model).map(|(def, _)| format!("&shapes::{}", names::constant(&def.name)));
    let enums = &mut shapes::enums(model).map(|(def, _)| format!("&shapes::{}", names::constant(&def.name)));
    let fields = vec![
        ("name", Data::text(&model.api.name)),
        ("base_url", Data::text(&model.api.base_url)),
        ("insecure_http", Data::plain(model.api.insecure_http)),
        ("functions", refs(&mut model.functions.iter().map(|f| format!("&{}", names::constant(&f.name))))),
        ("oauth", Data::option(model.oauth.as_ref().map(|o| oauth(uses, o)))),
        ("auth", refs(&mut model.auth.iter().map(|s| format!("&auth::{}", names::constant(&s.name))))),
        ("scopes", Data::Slice(scopes.collect())),
        ("pace", Data::option(model.pace.as_ref().map(|p| pace(uses, p)))),
        ("errors", Data::option(model.errors.as_ref().map(errors))),
        ("structs", refs(structs)),
        ("enums", refs(enums)),
    ];
    out.push('\n');
    data::item(out, 0, &[&model.api.doc], "pub static API: Api", &Data::Struct { name: "Api", fields, rest: None });
}

fn auth_scheme(out: &mut String, scheme: &AuthScheme) {
    let carrier = match &scheme.kind {
        AuthKind::Basic => Data::plain("Carrier::Basic"),
        AuthKind::ApiKey { place, wire } => {
            let name = match place {
                KeyPlace::Header => "Carrier::Header",
                KeyPlace::Query => "Carrier::Query",
                KeyPlace::Cookie => "Carrier::Cookie",
            };
            Data::Call { name, inner: vec![Data::text(wire)] }
        }
    };
    let fields = vec![("name", Data::text(&scheme.name)), ("doc", Data::text(&scheme.doc)), ("carrier", carrier)];
    let head = format!("pub static {}: AuthScheme", names::constant(&scheme.name));
    data::item(out, 4, &[], &head, &Data::Struct { name: "AuthScheme", fields, rest: None });
}

/// What says who calls a function.
fn ways(ways: &[Vec<String>]) -> Data {
    let auth = |name: &String| match name.as_str() {
        TOKEN => Data::plain("Auth::Token"),
        name => Data::Plain(format!("Auth::Scheme(&auth::{})", names::constant(name))),
    };
    Data::Slice(ways.iter().map(|way| Data::Slice(way.iter().map(auth).collect())).collect())
}

fn oauth(uses: &Uses, oauth: &OAuth) -> Data {
    let words = oauth.grants.iter().filter_map(|g| Grant::ALL.iter().find(|(a, _)| a == g).map(|(_, w)| *w));
    let fields = vec![
        ("authorize", Data::text(&oauth.authorize)),
        ("token", Data::text(&oauth.token)),
        ("grants", Data::texts(words)),
        ("pkce", Data::plain(oauth.pkce)),
        ("client_auth", Data::plain(client_auth(oauth.client_auth))),
        ("issuer", Data::option(oauth.issuer.as_ref().map(|issuer| Data::text(issuer)))),
        ("expires_in", duration(uses, "from_secs", oauth.expires_in)),
        ("refresh_scope", Data::option(oauth.refresh_scope.as_ref().map(|s| Data::text(s)))),
    ];
    Data::Struct { name: "OAuth", fields, rest: None }
}

fn client_auth(way: ClientAuth) -> &'static str {
    match way {
        ClientAuth::Body => "ClientAuth::Body",
        ClientAuth::BasicRaw => "ClientAuth::BasicRaw",
        ClientAuth::BasicEncoded => "ClientAuth::BasicEncoded",
    }
}

fn pace(uses: &Uses, pace: &Pace) -> Data {
    let fields = vec![
        ("requests", Data::plain(pace.requests)),
        ("per", duration(uses, "from_millis", pace.per_ms)),
        ("burst", Data::plain(pace.burst)),
        ("in_flight", Data::option(pace.in_flight.map(Data::plain))),
        ("headers", Data::option(pace.headers.as_ref().map(|h| Data::text(h)))),
    ];
    Data::Struct { name: "Pace", fields, rest: None }
}

fn duration(uses: &Uses, unit: &str, n: u64) -> Data {
    Data::Plain(format!("{}::{unit}({n})", uses.path("std::time::Duration").to_string().replace(' ', "")))
}

fn errors(errors: &Errors) -> Data {
    let code = |c: &uplink_spec::model::ErrorCode| {
        let role = c.role.and_then(|role| match role {
            Role::Login => Some("Role::Login"),
            Role::Scope => Some("Role::Scope"),
            Role::Pace => Some("Role::Pace"),
            _ => None,
        });
        let fields = vec![
            ("code", Data::plain(c.code)),
            ("name", Data::text(&c.name)),
            ("doc", Data::text(&c.doc)),
            ("role", Data::option(role.map(Data::plain))),
        ];
        Data::Struct { name: "ErrorCode", fields, rest: None }
    };
    let word = |w: &uplink_spec::model::ErrorWord| {
        let fields = vec![
            ("word", Data::text(&w.word)),
            ("status", Data::option(w.status.map(Data::plain))),
            ("name", Data::text(&w.name)),
            ("doc", Data::text(&w.doc)),
        ];
        Data::Struct { name: "ErrorWord", fields, rest: None }
    };
    let refused = |r: &uplink_spec::model::Refusal| Data::Struct {
        name: "Refusal",
        fields: vec![("field", Data::text(&r.field)), ("word", Data::text(&r.word))],
        rest: None,
    };
    let fields = vec![
        ("code", Data::text(&errors.code_field)),
        ("details", Data::option(errors.details_field.as_ref().map(|d| Data::text(d)))),
        ("codes", Data::Slice(errors.codes.iter().map(code).collect())),
        ("words", Data::Slice(errors.words.iter().map(word).collect())),
        ("refused", Data::Slice(errors.refused.iter().map(refused).collect())),
    ];
    Data::Struct { name: "Errors", fields, rest: None }
}

fn function(out: &mut String, model: &Index<'_>, uses: &Uses, f: &Function, shared: &Shared<'_>) {
    let arguments = f.arguments.iter().map(|a| match shared.constant(a) {
        Some(constant) => Data::Plain(format!("arguments::{constant}")),
        None => argument(model, Some(f), a),
    });
    let mut fields = vec![
        ("name", Data::text(&f.name)),
        ("doc", Data::text(&f.doc)),
        ("method", Data::text(&f.method)),
        ("path", Data::text(&f.path_text())),
        ("scopes", Data::texts(&f.scopes)),
    ];
    fields.extend((!f.needs_only_token()).then(|| ("auth", ways(&f.auth))));
    fields.extend((!f.arguments.is_empty()).then(|| ("arguments", Data::Slice(arguments.collect()))));
    fields.extend((f.content_type != ContentType::default()).then(|| ("content_type", content_type(f))));
    fields.extend(f.accept.as_ref().map(|accept| ("accept", Data::option(Some(Data::text(accept))))));
    // None stand for all of 200 to 299.
    let statuses: Option<Vec<u16>> = f.answers.iter().map(|a| a.status).collect();
    fields.push(("success", Data::Slice(statuses.unwrap_or_default().into_iter().map(Data::plain).collect())));
    fields.extend(shapes::answer(model, f).map(|shape| ("answer", shape)));
    fields.extend(f.wrapped.as_ref().map(|w| ("wrapped", Data::option(Some(Data::text(w))))));
    fields.push(("retry", Data::plain(f.retry == Retry::Safe)));
    fields.extend(f.page.as_ref().map(|p| ("page", Data::option(Some(page(p))))));
    fields.extend(f.timeout_s.map(|s| ("timeout", Data::option(Some(duration(uses, "from_secs", s))))));
    fields.extend(f.deprecated.as_ref().map(|why| ("deprecated", Data::option(Some(Data::text(why))))));
    fields.extend(f.base_url.as_ref().map(|url| ("base_url", Data::option(Some(Data::text(url))))));
    let value = Data::Struct { name: "Function", fields, rest: Some("Function::PLAIN") };
    let head = format!("pub static {}: Function", names::constant(&f.name));
    out.push('\n');
    data::item(out, 0, &[&format!("`{}`", f.name)], &head, &value);
}

/// The media type of a body; a file is told from text by its type.
fn content_type(f: &Function) -> Data {
    let name = match &f.content_type {
        ContentType::Form => return Data::plain("ContentType::Form"),
        ContentType::Multipart => return Data::plain("ContentType::Multipart"),
        ContentType::Json(_) => "ContentType::Json",
        ContentType::Raw(_) if f.sends_file() => "ContentType::File",
        ContentType::Raw(_) => "ContentType::Text",
    };
    Data::Call { name, inner: vec![Data::text(f.content_type.media_type())] }
}

fn style(style: Style) -> &'static str {
    match style {
        Style::Repeat => "Style::Repeat",
        Style::Comma => "Style::Comma",
        Style::Pipe => "Style::Pipe",
        Style::Space => "Style::Space",
        Style::Deep => "Style::Deep",
        Style::Json => "Style::Json",
        Style::Label => "Style::Label",
        Style::LabelExploded => "Style::LabelExploded",
        Style::Matrix => "Style::Matrix",
        Style::MatrixExploded => "Style::MatrixExploded",
    }
}

fn page(page: &Page) -> Data {
    let field = |word, name: &Option<String>| Some((word, Data::option(Some(Data::text(name.as_ref()?)))));
    let numbered = matches!(page.by, PageBy::Number(_)) && page.items.is_some();
    let mut fields = vec![("argument", Data::text(&page.by.argument()))];
    fields.extend(match page.by {
        PageBy::Number(_) => None,
        PageBy::Offset(_) => Some(("by", Data::plain("PageBy::Offset"))),
        PageBy::Cursor(_) => Some(("by", Data::plain("PageBy::Cursor"))),
    });
    fields.extend(page.next.as_ref().map(|next| {
        let next = match next {
            NextPage::Field(field) => Data::call("NextPage::Field", Data::text(field)),
            NextPage::Last(field) => Data::call("NextPage::Last", Data::text(field)),
            NextPage::Link(field) => Data::call("NextPage::Link", Data::text(field)),
            NextPage::LinkHeader => Data::plain("NextPage::LinkHeader"),
        };
        ("next", next)
    }));
    let number = Some(page.by.wire().to_owned()).filter(|_| numbered);
    let size = page.size.clone().filter(|_| numbered);
    let named = [("number_field", &number), ("size_field", &size), ("total_field", &page.total)];
    let rest = [("more_field", &page.more), ("items_field", &page.items)];
    fields.extend(named.into_iter().chain(rest).filter_map(|(word, name)| field(word, name)));
    Data::Struct { name: "Page", fields, rest: Some("Page::PLAIN") }
}

/// What several functions take in the same form, each with its constant; of two forms of one name the first.
struct Shared<'m> {
    arguments: Vec<(&'m Argument, Ident)>,
    by_name: HashMap<&'m str, usize>,
}

impl<'m> Shared<'m> {
    fn none() -> Self {
        Shared { arguments: Vec::new(), by_name: HashMap::new() }
    }

    fn of(functions: &'m [Function]) -> Self {
        let mut forms: HashMap<&str, Vec<(&Argument, bool)>> = HashMap::new();
        let mut order = Vec::new();
        for argument in functions.iter().flat_map(|f| &f.arguments) {
            let forms = forms.entry(&argument.name).or_default();
            match forms.iter_mut().find(|(form, _)| *form == argument) {
                Some((_, again)) => *again = true,
                None => {
                    order.push((argument, forms.len()));
                    forms.push((argument, false));
                }
            }
        }
        let mut shared = Shared::none();
        let mut constants = HashSet::new();
        for (argument, _) in order.into_iter().filter(|(a, form)| forms[a.name.as_str()][*form].1) {
            let constant = names::constant(&argument.name);
            if constants.insert(constant.clone()) {
                shared.by_name.insert(&argument.name, shared.arguments.len());
                shared.arguments.push((argument, constant));
            }
        }
        shared
    }

    /// The constant of an argument, if it has one.
    fn constant(&self, argument: &Argument) -> Option<&Ident> {
        let (form, constant) = &self.arguments[*self.by_name.get(argument.name.as_str())?];
        (*form == argument).then_some(constant)
    }
}

/// The descriptor of an argument of a function, or of the first that takes it.
fn argument(model: &Index<'_>, of: Option<&Function>, a: &Argument) -> Data {
    let place = match a.place {
        Place::Path => "Place::Path",
        Place::Query => "Place::Query",
        Place::Header => "Place::Header",
        Place::Cookie => "Place::Cookie",
        Place::Body => "Place::Body",
        Place::Content => "Place::Content",
    };
    let mut fields = vec![("name", Data::text(&a.name)), ("wire", Data::text(&a.wire))];
    let doc = crate::doc::argument(a);
    fields.extend((!doc.is_empty()).then(|| ("doc", Data::text(&doc))));
    fields.push(("place", Data::plain(place)));
    fields.push(("shape", shapes::shape(model, &a.ty)));
    fields.extend((a.style != Style::Repeat).then(|| ("style", Data::plain(style(a.style)))));
    fields.extend(a.required.then(|| ("required", Data::plain(true))));
    fields.extend((a.null != Null::Never).then(|| ("null", shapes::null_word(a.null))));
    let limits = [("min", a.min.map(Data::plain)), ("max", a.max.map(Data::plain))];
    let lengths = [("min_items", a.min_items.map(Data::plain)), ("max_items", a.max_items.map(Data::plain))];
    let given = limits.into_iter().chain(lengths).filter(|(_, limit)| limit.is_some());
    fields.extend(given.map(|(word, limit)| (word, Data::option(limit))));
    fields.extend(a.batch.then(|| ("batch", Data::plain(true))));
    fields.extend((!a.merge.is_empty()).then(|| ("merge", Data::texts(merged_by(model, of, a)))));
    Data::Struct { name: "Argument", fields, rest: Some("Argument::PLAIN") }
}

/// The wire names of the fields by which reads are merged.
fn merged_by<'m>(model: &'m Index<'_>, of: Option<&Function>, a: &Argument) -> Vec<&'m str> {
    let of = of.or_else(|| model.functions.iter().find(|f| f.arguments.contains(a)));
    let fields = of.and_then(|f| model.item_fields(f)).unwrap_or_default();
    let wire = |name: &String| fields.iter().find(|field| field.name == *name).map(|field| field.wire.as_str());
    a.merge.iter().filter_map(wire).collect()
}
