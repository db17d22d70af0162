//! Structs, enums and aliases.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use uplink_spec::model::{Computed, Field, Model, Type, TypeDef, TypeKind};
use uplink_spec::names::lower_camel;

use super::cycles::holds;
use super::format::docs;
use super::names;

/// All types of a model, one item group each.
pub fn items(model: &Model) -> Vec<TokenStream> {
    let structs = model.types.iter().filter(|def| matches!(def.kind, TypeKind::Struct { .. }));
    let structs: Vec<_> = structs.map(|def| names::ty(&def.name)).collect();
    let read = (!structs.is_empty()).then(|| quote! { uplink_runtime::objects!(#(#structs),*); });
    model.types.iter().map(|def| item(model, def)).chain(read).collect()
}

fn item(model: &Model, def: &TypeDef) -> TokenStream {
    let name = names::ty(&def.name);
    let why = def.why.as_ref().map(|w| format!("Source: {w}"));
    let docs = docs([def.doc.as_str()].into_iter().chain(why.as_deref()));
    match &def.kind {
        TypeKind::Struct { fields, computed } => {
            let types = fields.iter().map(|f| field_type(model, &def.name, &f.ty)).collect();
            let sent = crate::reach::is_sent(model, &def.name);
            structure(&docs, &name, fields, types, computed, sent)
        }
        TypeKind::Enum { values, .. } => {
            let words: Vec<&str> = values.iter().map(|v| v.wire.as_str()).collect();
            let variants: Vec<_> = values.iter().map(|v| names::ty(v.name())).collect();
            let texts: Vec<&str> = values.iter().map(|v| v.doc.as_str()).collect();
            enumeration(&docs, &name, &variants, &words, &texts)
        }
        TypeKind::Alias(Type::OneOf(types)) => union(&docs, &name, types),
        TypeKind::Alias(ty) => {
            let ty = local(ty);
            quote! { #docs pub type #name = #ty; }
        }
    }
}

/// A type as it is written outside the module `types`.
pub fn tokens(ty: &Type) -> TokenStream {
    written(ty, &quote!(crate::types::))
}

/// A type as it is written among the types themselves.
fn local(ty: &Type) -> TokenStream {
    written(ty, &TokenStream::new())
}

fn written(ty: &Type, module: &TokenStream) -> TokenStream {
    match ty {
        Type::Int => quote!(i64),
        Type::Float => quote!(f64),
        Type::Bool => quote!(bool),
        Type::String => quote!(String),
        Type::DateTime => quote!(uplink_runtime::generated::Timestamp),
        Type::Any | Type::OneOf(_) => quote!(uplink_runtime::generated::serde_json::Value),
        Type::Bytes => quote!(uplink_runtime::Bytes),
        Type::Named(name) => {
            let name = names::ty(name);
            quote!(#module #name)
        }
        Type::List(inner) => {
            let inner = written(inner, module);
            quote!(Vec<#inner>)
        }
        Type::Map(inner) => {
            let inner = written(inner, module);
            quote!(std::collections::BTreeMap<String, #inner>)
        }
        Type::Nullable(inner) => {
            let inner = written(inner, module);
            quote!(Option<#inner>)
        }
    }
}

/// The type of a field in the struct `holder`.
fn field_type(model: &Model, holder: &str, ty: &Type) -> TokenStream {
    match ty {
        ty if !holds(model, ty, holder) => local(ty),
        Type::Nullable(inner) => {
            let inner = local(inner);
            quote!(Option<std::boxed::Box<#inner>>)
        }
        ty => {
            let ty = local(ty);
            quote!(std::boxed::Box<#ty>)
        }
    }
}

fn structure(
    docs_of: &TokenStream,
    name: &proc_macro2::Ident,
    fields: &[Field],
    types: Vec<TokenStream>,
    computed: &[Computed],
    sent: bool,
) -> TokenStream {
    let new = sent.then(|| constructor(fields, &types));
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
        let lenient = lenient(&field.ty);
        quote! { #docs #rename #lenient pub #ident: #ty, }
    });
    let getters: Vec<TokenStream> = computed
        .iter()
        .map(|getter| {
            let ident = names::value(&getter.name);
            let ty = names::ty(&getter.ty);
            let function = format_ident!("{}_{}", heck::ToSnakeCase::to_snake_case(name.to_string().as_str()), ident);
            let docs = docs([getter.doc.as_str()]);
            quote! {
                #docs
                pub fn #ident(&self) -> crate::computed::#ty {
                    crate::computed::#function(self)
                }
            }
        })
        .collect();
    let getters = (sent || !getters.is_empty()).then(|| quote! { impl #name { #new #(#getters)* } });
    // The runtime gives `extra` by a name that no server has.
    quote! {
        #docs_of
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
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

/// How a field is read whose type serde reads more narrowly than servers write it.
fn lenient(ty: &Type) -> Option<TokenStream> {
    match ty {
        Type::DateTime => Some(quote!(#[serde(deserialize_with = "uplink_runtime::generated::timestamp")])),
        Type::Nullable(inner) if **inner == Type::DateTime => {
            Some(quote!(#[serde(default, deserialize_with = "uplink_runtime::generated::nullable_timestamp")]))
        }
        Type::List(_) => Some(quote!(#[serde(deserialize_with = "uplink_runtime::generated::list")])),
        _ => None,
    }
}

/// What makes a value of a type that is sent; others only arrive.
fn constructor(fields: &[Field], types: &[TokenStream]) -> TokenStream {
    let nullable = |f: &Field| matches!(f.ty, Type::Nullable(_));
    let parameters = fields.iter().zip(types).filter(|(f, _)| !nullable(f)).map(|(f, ty)| {
        let ident = names::value(&f.name);
        quote!(#ident: #ty)
    });
    let values = fields.iter().map(|f| {
        let ident = names::value(&f.name);
        if nullable(f) { quote!(#ident: None) } else { quote!(#ident) }
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
    docs_of: &TokenStream,
    name: &proc_macro2::Ident,
    variants: &[proc_macro2::Ident],
    words: &[&str],
    texts: &[&str],
) -> TokenStream {
    let variant_docs = words.iter().zip(texts).map(|(word, text)| {
        let line = if text.is_empty() { format!("`{word}`") } else { (*text).to_owned() };
        docs([line.as_str()])
    });
    quote! {
        #docs_of
        #[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
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

        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    }
}

fn union(docs_of: &TokenStream, name: &proc_macro2::Ident, types: &[Type]) -> TokenStream {
    let variants = types.iter().map(|ty| {
        let variant = variant(ty);
        let inner = local(ty);
        let line = docs([format!("A value of type `{}`.", inner.to_string().replace(' ', "")).as_str()]);
        quote! { #line #variant(#inner), }
    });
    let from = types.iter().flat_map(|ty| {
        let variant = variant(ty);
        // The type itself first; it needs no conversion.
        let sources: Vec<TokenStream> = match ty {
            Type::Int => vec![quote!(i64), quote!(i32), quote!(u32)],
            Type::Float => vec![quote!(f64), quote!(f32)],
            Type::String => vec![quote!(String), quote!(&str)],
            other => vec![local(other)],
        };
        let froms: Vec<TokenStream> = sources
            .iter()
            .enumerate()
            .map(|(i, source)| {
                let value = if i == 0 { quote!(value) } else { quote!(value.into()) };
                quote! {
                    impl From<#source> for #name {
                        fn from(value: #source) -> Self {
                            Self::#variant(#value)
                        }
                    }
                }
            })
            .collect();
        froms
    });
    quote! {
        #docs_of
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
        #(#from)*
    }
}

/// The variant of a union for a type.
fn variant(ty: &Type) -> proc_macro2::Ident {
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
        Type::Nullable(inner) => variant(inner),
    }
}
