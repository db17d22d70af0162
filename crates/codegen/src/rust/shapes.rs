//! The shapes of what is sent and received, as data.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use uplink_spec::model::{EnumValue, Field, Function, Model, Type, TypeDef, TypeKind};

use super::names;

/// The structs of a model with their fields, in its order.
pub fn structs(model: &Model) -> impl Iterator<Item = (&TypeDef, &[Field])> {
    model.types.iter().filter_map(|def| match &def.kind {
        TypeKind::Struct { fields, .. } => Some((def, &fields[..])),
        _ => None,
    })
}

/// The enums of a model with their words, in its order.
pub fn enums(model: &Model) -> impl Iterator<Item = (&TypeDef, &[EnumValue])> {
    model.types.iter().filter_map(|def| match &def.kind {
        TypeKind::Enum { values, .. } => Some((def, &values[..])),
        _ => None,
    })
}

/// A module with the structs and enums, when there are any.
pub fn items(model: &Model) -> Option<TokenStream> {
    let structs = structs(model).enumerate().map(|(index, (def, fields))| {
        let (constant, name, index) = (names::constant(&def.name), &def.name, Literal::usize_unsuffixed(index));
        let fields = fields.iter().map(|field| {
            let (wire, shape) = (&field.wire, tokens(model, &field.ty));
            quote!(Field { wire: #wire, shape: #shape })
        });
        quote!(pub static #constant: Struct = Struct { name: #name, index: #index, fields: &[#(#fields),*] };)
    });
    let enums = enums(model).enumerate().map(|(index, (def, values))| {
        let (constant, name, index) = (names::constant(&def.name), &def.name, Literal::usize_unsuffixed(index));
        let words = values.iter().map(|v| &v.wire);
        quote!(pub static #constant: Enum = Enum { name: #name, index: #index, words: &[#(#words),*] };)
    });
    let all: Vec<TokenStream> = structs.chain(enums).collect();
    let nested = self::structs(model).any(|(_, fields)| fields.iter().any(|f| is_named(model, &f.ty)));
    // Within the module its items are reached as they are from outside.
    let itself = nested.then(|| {
        quote!(
            use super::shapes;
        )
    });
    (!all.is_empty()).then(|| {
        quote! {
            /// What is sent and received.
            mod shapes {
                #itself
                use uplink_runtime::descriptor::*;

                #(#all)*
            }
        }
    })
}

/// What a function answers, as an entry of its descriptor; none when that is nothing.
pub fn answer(model: &Model, f: &Function) -> Option<TokenStream> {
    let content = tokens(model, f.content()?);
    Some(if f.may_be_empty() { quote!(answer: Shape::Nullable(&#content),) } else { quote!(answer: #content,) })
}

/// Whether a type is a list.
pub fn is_list(model: &Model, ty: &Type) -> bool {
    match ty {
        Type::List(_) => true,
        Type::Named(name) => match model.type_def(name).map(|d| &d.kind) {
            Some(TypeKind::Alias(ty)) => is_list(model, ty),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a type mentions a struct or an enum.
pub fn is_named(model: &Model, ty: &Type) -> bool {
    match ty {
        Type::Nullable(inner) | Type::List(inner) | Type::Map(inner) => is_named(model, inner),
        Type::OneOf(all) => all.iter().any(|ty| is_named(model, ty)),
        Type::Named(name) => match model.type_def(name).map(|d| &d.kind) {
            Some(TypeKind::Alias(ty)) => is_named(model, ty),
            other => other.is_some(),
        },
        _ => false,
    }
}

/// The shape of a type.
pub fn tokens(model: &Model, ty: &Type) -> TokenStream {
    let wrapped = |kind: TokenStream, inner: &Type| {
        let inner = tokens(model, inner);
        quote!(Shape::#kind(&#inner))
    };
    match ty {
        Type::Int => quote!(Shape::Int),
        Type::Float => quote!(Shape::Float),
        Type::Bool => quote!(Shape::Bool),
        Type::String => quote!(Shape::Text),
        Type::DateTime => quote!(Shape::DateTime),
        Type::Any => quote!(Shape::Any),
        Type::Bytes => quote!(Shape::Bytes),
        Type::Nullable(inner) => wrapped(quote!(Nullable), inner),
        Type::List(inner) => wrapped(quote!(List), inner),
        Type::Map(inner) => wrapped(quote!(Map), inner),
        Type::OneOf(all) => {
            let all = all.iter().map(|ty| tokens(model, ty));
            quote!(Shape::OneOf(&[#(#all),*]))
        }
        Type::Named(name) => {
            let constant = names::constant(name);
            match model.type_def(name).map(|d| &d.kind) {
                Some(TypeKind::Alias(ty)) => tokens(model, ty),
                Some(TypeKind::Struct { .. }) => quote!(Shape::Struct(&shapes::#constant)),
                Some(TypeKind::Enum { .. }) => quote!(Shape::Enum(&shapes::#constant)),
                None => quote!(Shape::Any),
            }
        }
    }
}
