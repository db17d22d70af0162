//! Constant descriptors: one for each function, and one for the API.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use uplink_spec::model::{Argument, Function, Grant, ListStyle, Model, Place, Retry, Role};

use super::format::docs;
use super::{names, shapes};

/// `API` and the descriptors of its functions.
pub fn items(model: &Model) -> Vec<TokenStream> {
    let mut items = vec![
        quote!(
            use uplink_runtime::descriptor::*;
        ),
        api(model),
    ];
    let shared = shared(model);
    items.extend(model.functions.iter().map(|f| function(model, f, &shared)));
    items.extend(shapes::items(model));
    if !shared.is_empty() {
        let constants = shared.iter().map(|(a, constant)| {
            let owner = model.functions.iter().find(|f| f.arguments.contains(a));
            let value = argument(model, owner, a);
            quote!(pub const #constant: Argument = #value;)
        });
        let uses = shared.iter().any(|(a, _)| shapes::is_named(model, &a.ty)).then(|| {
            quote!(
                use super::shapes;
            )
        });
        items.push(quote! {
            /// What several functions take.
            mod arguments {
                #uses
                use uplink_runtime::descriptor::*;

                #(#constants)*
            }
        });
    }
    items
}

/// The descriptor of a function by itself.
#[cfg(feature = "all-targets")]
pub fn alone(model: &Model, f: &Function) -> TokenStream {
    function(model, f, &[])
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
        let (authorize, token, pkce) = (&oauth.authorize, &oauth.token, oauth.pkce);
        let seconds = Literal::u64_unsuffixed(oauth.expires_in);
        let refresh_scope = option(oauth.refresh_scope.as_ref().map(|s| quote!(#s)));
        let words = oauth.grants.iter().filter_map(|g| Grant::ALL.iter().find(|(a, _)| a == g).map(|(_, w)| *w));
        quote!(OAuth {
            authorize: #authorize,
            token: #token,
            grants: &[#(#words),*],
            pkce: #pkce,
            expires_in: std::time::Duration::from_secs(#seconds),
            refresh_scope: #refresh_scope,
        })
    }));
    let pace = option(model.pace.as_ref().map(|pace| {
        let (requests, burst) = (Literal::u32_unsuffixed(pace.requests), Literal::u32_unsuffixed(pace.burst));
        let per = Literal::u64_unsuffixed(pace.per_ms);
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
            let (code, name, doc) = (Literal::i64_unsuffixed(c.code), &c.name, &c.doc);
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
        let refused = errors.refused.iter().map(|r| {
            let (field, word) = (&r.field, &r.word);
            quote!(Refusal { field: #field, word: #word })
        });
        quote!(Errors {
            code: #code,
            details: #details,
            codes: &[#(#codes),*],
            words: &[#(#words),*],
            refused: &[#(#refused),*],
        })
    }));
    let structs = shapes::structs(model).map(|(def, _)| names::constant(&def.name));
    let enums = shapes::enums(model).map(|(def, _)| names::constant(&def.name));
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
            structs: &[#(&shapes::#structs),*],
            enums: &[#(&shapes::#enums),*],
        };
    }
}

fn option(tokens: Option<TokenStream>) -> TokenStream {
    tokens.map_or_else(|| quote!(None), |t| quote!(Some(#t)))
}

fn function(model: &Model, f: &Function, shared: &[(&Argument, Ident)]) -> TokenStream {
    let ident = names::constant(&f.name);
    let (name, doc, method, path) = (&f.name, &f.doc, &f.method, f.path_text());
    let scopes = &f.scopes;
    let arguments = f.arguments.iter().map(|a| match shared.iter().find(|(other, _)| *other == a) {
        Some((_, constant)) => quote!(arguments::#constant),
        None => argument(model, Some(f), a),
    });
    let success = f.answers.iter().map(|a| Literal::u16_unsuffixed(a.status));
    let retry = f.retry == Retry::Safe;
    let page = f.page.as_ref().map(|p| {
        let (number, size) = (p.number_argument(), p.size_argument());
        let (number_field, size_field, total, items) = (&p.number, &p.size, &p.total, &p.items);
        quote!(page: Some(Page {
            number: #number,
            size: #size,
            number_field: #number_field,
            size_field: #size_field,
            total_field: #total,
            items_field: #items,
        }),)
    });
    let timeout = f.timeout_s.map(Literal::u64_unsuffixed);
    let timeout = timeout.map(|s| quote!(timeout: Some(std::time::Duration::from_secs(#s)),));
    let token = (!f.token).then(|| quote!(token: false,));
    let arguments = (!f.arguments.is_empty()).then(|| quote!(arguments: &[#(#arguments),*],));
    let wrapped = f.wrapped.as_ref().map(|w| quote!(wrapped: Some(#w),));
    let answer = shapes::answer(model, f);
    let docs = docs([format!("`{}`", f.name).as_str()]);
    quote! {
        #docs
        pub static #ident: Function = Function {
            name: #name,
            doc: #doc,
            method: #method,
            path: #path,
            scopes: &[#(#scopes),*],
            #token
            #arguments
            success: &[#(#success),*],
            #answer
            #wrapped
            retry: #retry,
            #page
            #timeout
            ..Function::PLAIN
        };
    }
}

/// What several functions take in the same form, each with its constant; of two forms of one name the first.
fn shared(model: &Model) -> Vec<(&Argument, Ident)> {
    let all = || model.functions.iter().flat_map(|f| &f.arguments);
    let mut shared: Vec<(&Argument, Ident)> = Vec::new();
    for argument in all() {
        let constant = names::constant(&argument.name);
        if shared.iter().all(|(_, c)| *c != constant) && all().filter(|a| *a == argument).count() > 1 {
            shared.push((argument, constant));
        }
    }
    shared
}

fn argument(model: &Model, owner: Option<&Function>, a: &Argument) -> TokenStream {
    let (name, wire) = (&a.name, &a.wire);
    let place = match (a.place, a.style) {
        (Place::Path, _) => quote!(Place::Path),
        (Place::Query, ListStyle::Repeat) => quote!(Place::Query),
        (Place::Query, ListStyle::Comma) => quote!(Place::QueryComma),
        (Place::Header, _) => quote!(Place::Header),
        (Place::Body, _) if a.nullable => quote!(Place::BodyOrNull),
        (Place::Body, _) => quote!(Place::Body),
        (Place::Content, _) => quote!(Place::Content),
    };
    let shape = shapes::tokens(model, &a.ty);
    let doc = Some(crate::doc::argument(a)).filter(|doc| !doc.is_empty()).map(|doc| quote!(doc: #doc,));
    let required = a.required.then(|| quote!(required: true,));
    let min = a.min.map(Literal::i64_unsuffixed).map(|n| quote!(min: Some(#n),));
    let max = a.max.map(Literal::i64_unsuffixed).map(|n| quote!(max: Some(#n),));
    let min_items = a.min_items.map(Literal::usize_unsuffixed).map(|n| quote!(min_items: Some(#n),));
    let max_items = a.max_items.map(Literal::usize_unsuffixed).map(|n| quote!(max_items: Some(#n),));
    let batch = a.batch.then(|| quote!(batch: true,));
    let fields = owner.and_then(|f| model.item_fields(f)).unwrap_or_default();
    let merge = a.merge.iter().filter_map(|name| Some(&fields.iter().find(|field| field.name == *name)?.wire));
    let merge = (!a.merge.is_empty()).then(|| quote!(merge: &[#(#merge),*],));
    quote!(Argument {
        name: #name,
        wire: #wire,
        #doc
        place: #place,
        shape: #shape,
        #required #min #max #min_items #max_items #batch #merge
        ..Argument::PLAIN
    })
}
