//! Structs, enums and aliases.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use uplink_spec::model::{Computed, Field, Null, Type, TypeDef, TypeKind};

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
    let enums = model.types.iter().filter(|def| matches!(def.kind, TypeKind::Enum { .. }));
    let enums: Vec<_> = enums.map(|def| names::ty(&def.name)).collect();
    let objects = (!structs.is_empty()).then(|| quote! { uplink_runtime::objects!(#(#structs),*); });
    let words = (!enums.is_empty()).then(|| quote! { uplink_runtime::words!(#(#enums),*); });
    format::file(spec, uses, model.types.iter().map(|def| item(model, uses, def)).chain(objects).chain(words))
}

fn item(model: &Index<'_>, uses: &Uses, def: &TypeDef) -> TokenStream {
    let name = names::ty(&def.name);
    let docs = docs([def.doc.as_str()]);
    match &def.kind {
        TypeKind::Struct { fields, computed } => {
            let sent = model.is_sent(&def.name);
            let types = fields.iter().map(|f| field_type(model, uses, &def.name, f, three_valued(f, sent))).collect();
            let object = object(uses, &name, &names::constant(&def.name), fields, sent);
            let structure = structure(uses, &docs, &name, fields, types, computed, sent);
            quote! { #structure #object }
        }
        TypeKind::Enum { values, .. } => {
            let words: Vec<&str> = values.iter().map(|v| v.wire.as_str()).collect();
            let variants: Vec<_> = values.iter().map(|v| names::ty(v.name())).collect();
            let texts: Vec<&str> = values.iter().map(|v| v.doc.as_str()).collect();
            enumeration(&docs, &name, &variants, &words, &texts)
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
            let inner = if model.cycles.holds(ty, holder) { inside(inner) } else { local(uses, inner) };
            quote!(#nullable<#inner>)
        }
        ty if !model.cycles.holds(ty, holder) => local(uses, ty),
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
    let fields = fields.iter().zip(types).map(|(field, ty)| {
        let ident = names::value(&field.name);
        let unit = field.unit.as_ref().map(|u| format!("In {u}."));
        let docs = docs([field.doc.as_str()].into_iter().chain(unit.as_deref()));
        quote! { #docs pub #ident: #ty, }
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
    quote! {
        #docs_of
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
            pub extra: uplink_runtime::Extra,
        }
        #getters
    }
}

/// Where each field of a struct goes, for the code that reads and writes all of them. That blank values end is what the
/// check of specs sees to: whatever holds itself may be null.
fn object(uses: &Uses, name: &Ident, constant: &Ident, fields: &[Field], sent: bool) -> TokenStream {
    let [object, blanks, written, read, write, form, result] = [
        "uplink_runtime::generated::Object",
        "uplink_runtime::generated::Blank",
        "uplink_runtime::generated::Written",
        "serde::Deserializer",
        "serde::ser::SerializeStruct",
        "uplink_runtime::descriptor::Struct",
        "std::result::Result",
    ]
    .map(|path| uses.path(path));
    let shapes = uses.beside("functions", &format_ident!("shapes"));
    let names: Vec<_> = fields.iter().map(|f| names::value(&f.name)).collect();
    let blank = fields.iter().zip(&names).map(|(f, name)| {
        let value = match &f.ty {
            Type::Int => quote!(0),
            Type::Float => quote!(0.0),
            Type::Bool => quote!(false),
            Type::String => quote!(String::new()),
            Type::List(_) => quote!(Vec::new()),
            Type::Nullable(_) if three_valued(f, sent) => {
                let nullable = uses.path("uplink_runtime::Nullable");
                quote!(#nullable::Unset)
            }
            Type::Nullable(_) => quote!(None),
            _ => quote!(#blanks::blank()),
        };
        quote!(#name: #value)
    });
    let set = |f: &Field| match &f.ty {
        Type::DateTime => uses.path("uplink_runtime::generated::set_moment"),
        Type::Nullable(inner) if **inner == Type::DateTime => {
            uses.path("uplink_runtime::generated::set_nullable_moment")
        }
        Type::List(_) => uses.path("uplink_runtime::generated::set_list"),
        _ => uses.path("uplink_runtime::generated::set"),
    };
    let arms = fields.iter().zip(&names).enumerate().map(|(at, (f, name))| {
        let (at, set) = (Literal::usize_unsuffixed(at), set(f));
        quote!(#at => #set(&mut self.#name, value),)
    });
    let plain = uses.path("uplink_runtime::generated::set");
    let (at, reading) = match fields.len() {
        0 => (quote!(_), quote!(#plain(&mut self.extra, value))),
        _ => (quote!(at), quote!(match at { #(#arms)* _ => #plain(&mut self.extra, value) })),
    };
    let writing = fields.iter().zip(&names).map(|(f, name)| match three_valued(f, sent) {
        true => quote!(.nullable(&self.#name)),
        false => quote!(.field(&self.#name)),
    });
    quote! {
        impl #blanks for #name {
            fn blank() -> Self {
                Self { #(#blank,)* extra: #blanks::blank() }
            }
        }

        impl #object for #name {
            fn shape() -> &'static #form {
                &#shapes::#constant
            }

            fn read<'de, D: #read<'de>>(&mut self, #at: usize, value: D) -> #result<(), D::Error> {
                #reading
            }

            fn write<S: #write>(&self, fields: #written<S>) -> #written<S> {
                fields #(#writing)*
            }
        }
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

fn enumeration(docs_of: &TokenStream, name: &Ident, variants: &[Ident], words: &[&str], texts: &[&str]) -> TokenStream {
    let variant_docs = words.iter().zip(texts).map(|(word, text)| {
        let line = if text.is_empty() { format!("`{word}`") } else { (*text).to_owned() };
        docs([line.as_str()])
    });
    quote! {
        #docs_of
        #[derive(Clone, Debug, PartialEq, Hash)]
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
    }
}
