//! Structs, enums and aliases.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use uplink_spec::model::{Computed, Field, Null, Type, TypeDef, TypeKind};
use uplink_spec::names::lower_camel;

use super::cycles::holds;
use super::format::{self, docs};
use super::names;
use super::unions;
use super::uses::Uses;
use crate::Spec;
use crate::index::Index;

/// `types.rs`: all types of a model, one item group each.
pub fn text(spec: &Spec, model: &Index<'_>) -> String {
    let uses = &Uses::new(model.types.iter().map(|def| names::ty(&def.name)));
    let structs = model.types.iter().filter(|def| matches!(def.kind, TypeKind::Struct { .. }));
    let structs: Vec<_> = structs.map(|def| names::ty(&def.name)).collect();
    let read = (!structs.is_empty()).then(|| quote! { uplink_runtime::objects!(#(#structs),*); });
    format::file(spec, uses, model.types.iter().map(|def| item(model, uses, def)).chain(read))
}

fn item(model: &Index<'_>, uses: &Uses, def: &TypeDef) -> TokenStream {
    let name = names::ty(&def.name);
    let docs = docs([def.doc.as_str()]);
    match &def.kind {
        TypeKind::Struct { fields, computed } => {
            let sent = model.is_sent(&def.name);
            let types = fields.iter().map(|f| field_type(model, uses, &def.name, f, three_valued(f, sent))).collect();
            structure(uses, &docs, &name, fields, types, computed, sent)
        }
        TypeKind::Enum { values, .. } => {
            let words: Vec<&str> = values.iter().map(|v| v.wire.as_str()).collect();
            let variants: Vec<_> = values.iter().map(|v| names::ty(v.name())).collect();
            let texts: Vec<&str> = values.iter().map(|v| v.doc.as_str()).collect();
            enumeration(uses, &docs, &name, &variants, &words, &texts)
        }
        TypeKind::Alias(Type::OneOf(types)) => unions::union(model, uses, &docs, def, types),
        TypeKind::Alias(ty) => {
            let ty = local(uses, ty);
            quote! { #docs pub type #name = #ty; }
        }
    }
}

/// A type as it is written outside the module `types`.
pub fn tokens(uses: &Uses, ty: &Type) -> TokenStream {
    written(uses, ty, &|name| uses.beside("types", &name))
}

/// A type as it is written among the types themselves.
pub fn local(uses: &Uses, ty: &Type) -> TokenStream {
    written(uses, ty, &|name| quote!(#name))
}

fn written(uses: &Uses, ty: &Type, named: &dyn Fn(Ident) -> TokenStream) -> TokenStream {
    let inside = |inner| written(uses, inner, named);
    match ty {
        Type::Int => quote!(i64),
        Type::Float => quote!(f64),
        Type::Bool => quote!(bool),
        Type::String => quote!(String),
        Type::DateTime => uses.path("uplink_runtime::generated::Timestamp"),
        Type::Any | Type::OneOf(_) => uses.path("uplink_runtime::generated::serde_json::Value"),
        Type::Bytes => uses.path("uplink_runtime::Bytes"),
        Type::Named(name) => named(names::ty(name)),
        Type::List(inner) => {
            let inner = inside(inner);
            quote!(Vec<#inner>)
        }
        Type::Map(inner) => {
            let (map, inner) = (uses.path("std::collections::BTreeMap"), inside(inner));
            quote!(#map<String, #inner>)
        }
        Type::Nullable(inner) => {
            let inner = inside(inner);
            quote!(Option<#inner>)
        }
    }
}

/// Whether a field tells what is left out from what is null; those that only arrive need not.
fn three_valued(field: &Field, sent: bool) -> bool {
    sent && field.null == Null::Given
}

/// The type of a field in the struct `holder`.
fn field_type(model: &Index<'_>, uses: &Uses, holder: &str, field: &Field, three_valued: bool) -> TokenStream {
    let inside = |ty| {
        let (boxed, ty) = (uses.path("std::boxed::Box"), local(uses, ty));
        quote!(#boxed<#ty>)
    };
    let ty = &field.ty;
    match ty {
        Type::Nullable(inner) if three_valued => {
            let nullable = uses.path("uplink_runtime::Nullable");
            let inner = if holds(model, ty, holder) { inside(inner) } else { local(uses, inner) };
            quote!(#nullable<#inner>)
        }
        ty if !holds(model, ty, holder) => local(uses, ty),
        Type::Nullable(inner) => {
            let inner = inside(inner);
            quote!(Option<#inner>)
        }
        ty => inside(ty),
    }
}

fn structure(
    uses: &Uses,
    docs_of: &TokenStream,
    name: &Ident,
    fields: &[Field],
    types: Vec<TokenStream>,
    computed: &[Computed],
    sent: bool,
) -> TokenStream {
    let new = sent.then(|| constructor(uses, fields, &types));
    let camel = fields.iter().filter(|f| f.wire != f.name && is_camel(f)).count() > 1;
    let rename_all = camel.then(|| quote!(, rename_all = "camelCase"));
    let fields = fields.iter().zip(types).map(|(field, ty)| {
        let ident = names::value(&field.name);
        let unit = field.unit.as_ref().map(|u| format!("In {u}."));
        let docs = docs([field.doc.as_str()].into_iter().chain(unit.as_deref()));
        let said = if camel { is_camel(field) } else { ident == field.wire };
        let rename = (!said).then(|| {
            let wire = &field.wire;
            quote!(#[serde(rename = #wire)])
        });
        let lenient = lenient(field, three_valued(field, sent));
        quote! { #docs #rename #lenient pub #ident: #ty, }
    });
    let getters: Vec<TokenStream> = computed
        .iter()
        .map(|getter| {
            let ident = names::value(&getter.name);
            let ty = uses.beside("computed", &names::ty(&getter.ty));
            let function = format_ident!("{}_{}", heck::ToSnakeCase::to_snake_case(name.to_string().as_str()), ident);
            let function = uses.beside("computed", &function);
            let docs = docs([getter.doc.as_str()]);
            quote! {
                #docs
                pub fn #ident(&self) -> #ty {
                    #function(self)
                }
            }
        })
        .collect();
    let getters = (sent || !getters.is_empty()).then(|| quote! { impl #name { #new #(#getters)* } });
    let [serialize, deserialize] = ["serde::Serialize", "serde::Deserialize"].map(|path| uses.path(path));
    // The runtime gives `extra` by a name that no server has.
    quote! {
        #docs_of
        #[derive(Clone, Debug, PartialEq, #serialize, #deserialize)]
        #[serde(remote = "Self" #rename_all)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
            #[serde(default, skip_serializing, rename = "\0extra")]
            pub extra: uplink_runtime::Extra,
        }
        #getters
    }
}

/// How a field is read whose type serde reads more narrowly than servers write it, and when it is left out.
fn lenient(field: &Field, three_valued: bool) -> Option<TokenStream> {
    let unset = quote!(default, skip_serializing_if = "uplink_runtime::Nullable::is_unset");
    match &field.ty {
        Type::Nullable(inner) if three_valued && **inner == Type::DateTime => {
            Some(quote!(#[serde(#unset, deserialize_with = "uplink_runtime::generated::nullable_timestamp")]))
        }
        _ if three_valued => Some(quote!(#[serde(#unset)])),
        Type::DateTime => Some(quote!(#[serde(deserialize_with = "uplink_runtime::generated::timestamp")])),
        Type::Nullable(inner) if **inner == Type::DateTime => {
            Some(quote!(#[serde(default, deserialize_with = "uplink_runtime::generated::nullable_timestamp")]))
        }
        Type::List(_) => Some(quote!(#[serde(deserialize_with = "uplink_runtime::generated::list")])),
        _ => None,
    }
}

/// What makes a value of a type that is sent; others only arrive.
fn constructor(uses: &Uses, fields: &[Field], types: &[TokenStream]) -> TokenStream {
    let nullable = |f: &Field| matches!(f.ty, Type::Nullable(_));
    let parameters = fields.iter().zip(types).filter(|(f, _)| !nullable(f)).map(|(f, ty)| {
        let ident = names::value(&f.name);
        quote!(#ident: #ty)
    });
    let values = fields.iter().map(|f| {
        let ident = names::value(&f.name);
        match nullable(f) {
            true if f.null == Null::Given => {
                let nullable = uses.path("uplink_runtime::Nullable");
                quote!(#ident: #nullable::Unset)
            }
            true => quote!(#ident: None),
            false => quote!(#ident),
        }
    });
    quote! {
        /// With the fields that must be there; set others afterwards.
        pub fn new(#(#parameters),*) -> Self {
            Self { #(#values,)* extra: uplink_runtime::Extra::default() }
        }
    }
}

/// Whether serde's camel case of the field is its name on the wire.
fn is_camel(field: &Field) -> bool {
    names::value(&field.name).to_string().trim_start_matches("r#") == field.name
        && field.name.is_ascii()
        && lower_camel(&field.name) == field.wire
}

fn enumeration(
    uses: &Uses,
    docs_of: &TokenStream,
    name: &Ident,
    variants: &[Ident],
    words: &[&str],
    texts: &[&str],
) -> TokenStream {
    let variant_docs = words.iter().zip(texts).map(|(word, text)| {
        let line = if text.is_empty() { format!("`{word}`") } else { (*text).to_owned() };
        docs([line.as_str()])
    });
    let fmt = uses.path("std::fmt");
    let [serialize, deserialize] = ["serde::Serialize", "serde::Deserialize"].map(|path| uses.path(path));
    quote! {
        #docs_of
        #[derive(Clone, Debug, PartialEq, Eq, Hash, #serialize, #deserialize)]
        #[serde(from = "String", into = "String")]
        #[non_exhaustive]
        pub enum #name {
            #(#variant_docs #variants,)*
            /// A word that is newer than this client.
            Unlisted(String),
        }

        impl #name {
            /// The word on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #words,)*
                    Self::Unlisted(word) => word,
                }
            }
        }

        impl From<String> for #name {
            fn from(word: String) -> Self {
                match word.as_str() {
                    #(#words => Self::#variants,)*
                    _ => Self::Unlisted(word),
                }
            }
        }

        impl From<#name> for String {
            fn from(value: #name) -> Self {
                value.as_str().to_owned()
            }
        }

        impl #fmt::Display for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                f.write_str(self.as_str())
            }
        }
    }
}
