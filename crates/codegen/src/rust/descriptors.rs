//! Constant descriptors: one for each function, and one for the API.

use proc_macro2::TokenStream;
use quote::quote;
use uplink_spec::model::{Argument, Function, Grant, ListStyle, Model, Place, Retry, Role, Type, TypeKind};

use super::format::docs;
use super::{names, types};

/// `API` and the descriptors of its functions.
pub fn items(model: &Model) -> Vec<TokenStream> {
    let mut items = vec![
        quote!(
            use uplink_runtime::descriptor::*;
        ),
        api(model),
    ];
    items.extend(model.functions.iter().map(|f| function(model, f)));
    items
}

fn api(model: &Model) -> TokenStream {
    let (name, base_url) = (&model.api.name, &model.api.base_url);
    let docs = docs([model.api.doc.as_str()]);
    let functions = model.functions.iter().map(|f| names::constant(&f.name));
    let scopes = model.scopes.iter().map(|s| {
        let (name, doc) = (&s.name, &s.doc);
        quote!((#name, #doc))
    });
    let oauth = option(model.oauth.as_ref().map(|oauth| {
        let (authorize, token, pkce, seconds) = (&oauth.authorize, &oauth.token, oauth.pkce, oauth.expires_in);
        let words = oauth.grants.iter().filter_map(|g| Grant::ALL.iter().find(|(a, _)| a == g).map(|(_, w)| *w));
        quote!(OAuth {
            authorize: #authorize,
            token: #token,
            grants: &[#(#words),*],
            pkce: #pkce,
            expires_in: std::time::Duration::from_secs(#seconds),
        })
    }));
    let pace = option(model.pace.as_ref().map(|pace| {
        let (requests, per, burst) = (pace.requests, pace.per_ms, pace.burst);
        let headers = option(pace.headers.as_ref().map(|h| quote!(#h)));
        quote!(Pace {
            requests: #requests,
            per: std::time::Duration::from_millis(#per),
            burst: #burst,
            headers: #headers,
        })
    }));
    let errors = option(model.errors.as_ref().map(|errors| {
        let code = &errors.code_field;
        let details = option(errors.details_field.as_ref().map(|d| quote!(#d)));
        let codes = errors.codes.iter().map(|c| {
            let (code, name, doc) = (c.code, &c.name, &c.doc);
            let role = option(c.role.and_then(|role| match role {
                Role::Login => Some(quote!(Role::Login)),
                Role::Scope => Some(quote!(Role::Scope)),
                Role::Pace => Some(quote!(Role::Pace)),
                _ => None,
            }));
            quote!(ErrorCode { code: #code, name: #name, doc: #doc, role: #role })
        });
        let words = errors.words.iter().map(|w| {
            let (word, name, doc) = (&w.word, &w.name, &w.doc);
            let status = option(w.status.map(|s| quote!(#s)));
            quote!(ErrorWord { word: #word, status: #status, name: #name, doc: #doc })
        });
        quote!(Errors { code: #code, details: #details, codes: &[#(#codes),*], words: &[#(#words),*] })
    }));
    quote! {
        #docs
        pub static API: Api = Api {
            name: #name,
            base_url: #base_url,
            functions: &[#(&#functions),*],
            oauth: #oauth,
            scopes: &[#(#scopes),*],
            pace: #pace,
            errors: #errors,
        };
    }
}

fn option(tokens: Option<TokenStream>) -> TokenStream {
    tokens.map_or_else(|| quote!(None), |t| quote!(Some(#t)))
}

fn function(model: &Model, f: &Function) -> TokenStream {
    let ident = names::constant(&f.name);
    let (name, doc, method, path, token) = (&f.name, &f.doc, &f.method, f.path_text(), f.token);
    let scopes = &f.scopes;
    let arguments = f.arguments.iter().map(|a| argument(model, a));
    let success = f.answers.iter().map(|a| a.status);
    let retry = f.retry == Retry::Safe;
    let page = option(f.page.as_ref().map(|p| {
        let (number, size) = (p.number_argument(), p.size_argument());
        let (number_field, size_field, total, items) = (&p.number, &p.size, &p.total, &p.items);
        quote!(Page {
            number: #number,
            size: #size,
            number_field: #number_field,
            size_field: #size_field,
            total_field: #total,
            items_field: #items,
        })
    }));
    let timeout = option(f.timeout_s.map(|s| quote!(std::time::Duration::from_secs(#s))));
    let content = answer_type(f);
    let binary = f.is_binary();
    let wrapped = option(f.wrapped.as_ref().map(|w| quote!(#w)));
    let docs = docs([format!("`{}`", f.name).as_str()]);
    quote! {
        #docs
        pub static #ident: Function = Function {
            name: #name,
            doc: #doc,
            method: #method,
            path: #path,
            scopes: &[#(#scopes),*],
            token: #token,
            arguments: &[#(#arguments),*],
            success: &[#(#success),*],
            binary: #binary,
            wrapped: #wrapped,
            retry: #retry,
            page: #page,
            timeout: #timeout,
            check: uplink_runtime::generated::check::<#content>,
        };
    }
}

/// What a call gives: the content, optional when the answer may be empty, `()` when it always is.
pub fn answer_type(f: &Function) -> TokenStream {
    match (f.content(), f.may_be_empty()) {
        (None, _) => quote!(()),
        (Some(ty), false) => types::tokens(ty),
        (Some(ty), true) => {
            let ty = types::tokens(ty);
            quote!(Option<#ty>)
        }
    }
}

fn argument(model: &Model, a: &Argument) -> TokenStream {
    let (name, wire, doc, required, batch) = (&a.name, &a.wire, crate::doc::argument(a), a.required, a.batch);
    let place = match (a.place, a.style) {
        (Place::Path, _) => quote!(Place::Path),
        (Place::Query, ListStyle::Repeat) => quote!(Place::Query),
        (Place::Query, ListStyle::Comma) => quote!(Place::QueryComma),
        (Place::Header, _) => quote!(Place::Header),
        (Place::Body, _) if a.nullable => quote!(Place::BodyOrNull),
        (Place::Body, _) => quote!(Place::Body),
        (Place::Content, _) => quote!(Place::Content),
    };
    let kind = kind(model, &a.ty);
    let min = option(a.min.map(|n| quote!(#n)));
    let max = option(a.max.map(|n| quote!(#n)));
    let min_items = option(a.min_items.map(|n| quote!(#n)));
    let max_items = option(a.max_items.map(|n| quote!(#n)));
    quote!(Argument {
        name: #name,
        wire: #wire,
        doc: #doc,
        place: #place,
        kind: #kind,
        required: #required,
        min: #min,
        max: #max,
        min_items: #min_items,
        max_items: #max_items,
        batch: #batch,
    })
}

fn kind(model: &Model, ty: &Type) -> TokenStream {
    match ty {
        Type::Int => quote!(Kind::Int),
        Type::Float => quote!(Kind::Float),
        Type::Bool => quote!(Kind::Bool),
        Type::String => quote!(Kind::Text),
        Type::DateTime => quote!(Kind::DateTime),
        // No argument is bytes.
        Type::Any | Type::Bytes => quote!(Kind::Any),
        Type::Nullable(inner) => kind(model, inner),
        Type::List(inner) => {
            let inner = kind(model, inner);
            quote!(Kind::List(&#inner))
        }
        Type::Map(inner) => {
            let inner = kind(model, inner);
            quote!(Kind::Map(&#inner))
        }
        Type::OneOf(all) => {
            let all = all.iter().map(|t| kind(model, t));
            quote!(Kind::OneOf(&[#(#all),*]))
        }
        Type::Named(name) => match model.type_def(name).map(|d| &d.kind) {
            Some(TypeKind::Alias(ty)) => kind(model, ty),
            Some(TypeKind::Enum { values, .. }) => {
                let words = values.iter().map(|v| &v.wire);
                quote!(Kind::Enum(&[#(#words),*]))
            }
            // A struct in a request is checked by the server.
            Some(TypeKind::Struct { .. }) | None => quote!(Kind::Any),
        },
    }
}
