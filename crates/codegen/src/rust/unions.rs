//! Aliases of several types, as enums.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use uplink_spec::model::{Tag, Type, TypeDef, TypeKind};

use super::format::docs;
use super::names;
use super::types::local;
use super::uses::Uses;
use crate::index::Index;

/// The enum of an alias, with what reads it and what makes it of its parts.
pub fn union(model: &Index<'_>, uses: &Uses, docs_of: &TokenStream, def: &TypeDef, types: &[Type]) -> TokenStream {
    let name = names::ty(&def.name);
    let parts: Vec<(Ident, &Type)> = types.iter().map(|ty| (variant(ty, types), ty)).collect();
    let mut variants: Vec<TokenStream> = parts.iter().map(|(variant, ty)| part(uses, variant, ty)).collect();
    let from = parts.iter().flat_map(|(variant, ty)| conversions(uses, &name, variant, ty));
    let (read, blank) = match &def.tag {
        Some(tag) => (by_tag(uses, &name, tag, types), Some(format_ident!("Unlisted"))),
        None => (by_fields(model, uses, &name, &parts), parts.first().map(|(variant, _)| variant.clone())),
    };
    let blanks = uses.path("uplink_runtime::generated::Blank");
    let unlisted = def.tag.is_some().then(|| format_ident!("Unlisted"));
    let written: Vec<Ident> = parts.iter().map(|(variant, _)| variant.clone()).chain(unlisted).collect();
    if def.tag.is_some() {
        let value = uses.path("uplink_runtime::generated::serde_json::Value");
        variants.push(quote! {
            /// An object that is newer than this client, as it came. It cannot be sent.
            Unlisted(#value),
        });
    }
    let [serialize, serializer, result] =
        ["serde::Serialize", "serde::Serializer", "std::result::Result"].map(|path| uses.path(path));
    quote! {
        #docs_of
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }

        impl #blanks for #name {
            fn blank() -> Self {
                Self::#blank(#blanks::blank())
            }
        }

        impl #serialize for #name {
            fn serialize<S: #serializer>(&self, serializer: S) -> #result<S::Ok, S::Error> {
                match self {
                    #(Self::#written(value) => value.serialize(serializer),)*
                }
            }
        }

        #read
        #(#from)*
    }
}

fn part(uses: &Uses, variant: &Ident, ty: &Type) -> TokenStream {
    let inner = local(uses, ty);
    let line = docs([format!("A value of type `{}`.", inner.to_string().replace(' ', "")).as_str()]);
    quote! { #line #variant(#inner), }
}

fn conversions(uses: &Uses, name: &Ident, variant: &Ident, ty: &Type) -> Vec<TokenStream> {
    // The type itself first; it needs no conversion.
    let sources: Vec<TokenStream> = match ty {
        Type::Int => vec![quote!(i64), quote!(i32), quote!(u32)],
        Type::Float => vec![quote!(f64), quote!(f32)],
        Type::String => vec![quote!(String), quote!(&str)],
        other => vec![local(uses, other)],
    };
    let froms = sources.iter().enumerate().map(|(i, source)| {
        let value = if i == 0 { quote!(value) } else { quote!(value.into()) };
        quote! {
            impl From<#source> for #name {
                fn from(value: #source) -> Self {
                    Self::#variant(#value)
                }
            }
        }
    });
    froms.collect()
}

/// Reads the struct that the tag says.
fn by_tag(uses: &Uses, name: &Ident, tag: &Tag, types: &[Type]) -> TokenStream {
    let [deserialize, deserializer, error, value, result] = [
        "serde::Deserialize",
        "serde::Deserializer",
        "serde::de::Error",
        "uplink_runtime::generated::serde_json::Value",
        "std::result::Result",
    ]
    .map(|path| uses.path(path));
    let wire = &tag.wire;
    let arms = tag.variants.iter().map(|(word, of)| {
        let (of, variant) = (names::ty(of), variant(&Type::Named(of.clone()), types));
        quote!(Some(#word) => <#of as #deserialize>::deserialize(&value).map(Self::#variant).map_err(#error::custom),)
    });
    quote! {
        impl<'de> #deserialize<'de> for #name {
            fn deserialize<D: #deserializer<'de>>(deserializer: D) -> #result<Self, D::Error> {
                let value = <#value as #deserialize>::deserialize(deserializer)?;
                match value.get(#wire).and_then(#value::as_str) {
                    #(#arms)*
                    _ => Ok(Self::Unlisted(value)),
                }
            }
        }
    }
}

/// Reads the alternative that knows most of an object's fields.
fn by_fields(model: &Index<'_>, uses: &Uses, name: &Ident, parts: &[(Ident, &Type)]) -> TokenStream {
    let [deserialize, deserializer, result] =
        ["serde::Deserialize", "serde::Deserializer", "std::result::Result"].map(|path| uses.path(path));
    let alternatives = parts.iter().map(|(variant, ty)| {
        let (keys, ty) = (keys(model, ty), local(uses, ty));
        quote!((&[#(#keys),*], |value| <#ty as #deserialize>::deserialize(value).map(Self::#variant)))
    });
    quote! {
        impl<'de> #deserialize<'de> for #name {
            fn deserialize<D: #deserializer<'de>>(deserializer: D) -> #result<Self, D::Error> {
                uplink_runtime::generated::knows_most(deserializer, &[#(#alternatives),*])
            }
        }
    }
}

/// The fields that a type knows.
fn keys<'m>(model: &Index<'m>, ty: &Type) -> Vec<&'m str> {
    let Type::Named(name) = ty else { return Vec::new() };
    match model.type_def(name).map(|def| &def.kind) {
        Some(TypeKind::Struct { fields, .. }) => fields.iter().map(|field| field.wire.as_str()).collect(),
        Some(TypeKind::Alias(ty)) => keys(model, ty),
        _ => Vec::new(),
    }
}

/// The variant of a union for one of its types. A type with a name gives way to what the others are called: the struct `Text`
/// beside a string is `TextType`.
fn variant(ty: &Type, all: &[Type]) -> Ident {
    let mut name = usual(ty);
    let given = |name: &Ident| *name == "Unlisted" || all.iter().any(|other| other != ty && usual(other) == *name);
    let bare = if let Type::Nullable(inner) = ty { inner } else { ty };
    while matches!(bare, Type::Named(_)) && given(&name) {
        name = format_ident!("{name}Type");
    }
    name
}

fn usual(ty: &Type) -> Ident {
    match ty {
        Type::Int => format_ident!("Int"),
        Type::Float => format_ident!("Float"),
        Type::Bool => format_ident!("Bool"),
        Type::String => format_ident!("Text"),
        Type::DateTime => format_ident!("DateTime"),
        Type::Any | Type::OneOf(_) => format_ident!("Any"),
        Type::Bytes => format_ident!("Bytes"),
        Type::Named(name) => names::ty(name),
        Type::List(_) => format_ident!("List"),
        Type::Map(_) => format_ident!("Map"),
        Type::Nullable(inner) => usual(inner),
    }
}
