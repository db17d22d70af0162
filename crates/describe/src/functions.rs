//! Functions, their arguments and their pages.

use std::time::Duration;

use uplink_runtime::descriptor::{Argument, AuthScheme, ContentType, Function, NextPage, Page, PageBy, Place, Style};
use uplink_spec::model::{self, Model, Retry};

use crate::shapes::{Shapes, null};
use crate::{auth, text, texts};

/// `[function.NAME]`
pub fn function(model: &Model, shapes: &Shapes<'_>, schemes: &[&'static AuthScheme], f: &model::Function) -> Function {
    let arguments = f.arguments.iter().map(|a| argument(model, shapes, f, a));
    Function {
        name: text(&f.name),
        doc: text(&f.doc),
        method: text(&f.method),
        path: text(&f.path_text()),
        scopes: texts(&f.scopes),
        auth: auth::ways(schemes, &f.auth),
        arguments: arguments.collect::<Vec<_>>().leak(),
        content_type: content_type(f),
        accept: f.accept.as_deref().map(text),
        // None stand for all of 200 to 299.
        success: f.answers.iter().map(|a| a.status).collect::<Option<Vec<_>>>().unwrap_or_default().leak(),
        answer: shapes.answer(f),
        wrapped: f.wrapped.as_deref().map(text),
        retry: f.retry == Retry::Safe,
        page: f.page.as_ref().map(page),
        timeout: f.timeout_s.map(Duration::from_secs),
        deprecated: f.deprecated.as_deref().map(text),
        base_url: f.base_url.as_deref().map(text),
    }
}

fn argument(model: &Model, shapes: &Shapes<'_>, f: &model::Function, a: &model::Argument) -> Argument {
    Argument {
        name: text(&a.name),
        wire: text(&a.wire),
        doc: text(&a.doc),
        place: match a.place {
            model::Place::Path => Place::Path,
            model::Place::Query => Place::Query,
            model::Place::Header => Place::Header,
            model::Place::Cookie => Place::Cookie,
            model::Place::Body => Place::Body,
            model::Place::Content => Place::Content,
        },
        shape: shapes.shape(&a.ty),
        style: match a.style {
            model::Style::Repeat => Style::Repeat,
            model::Style::Comma => Style::Comma,
            model::Style::Pipe => Style::Pipe,
            model::Style::Space => Style::Space,
            model::Style::Deep => Style::Deep,
            model::Style::Json => Style::Json,
            model::Style::Label => Style::Label,
            model::Style::LabelExploded => Style::LabelExploded,
            model::Style::Matrix => Style::Matrix,
            model::Style::MatrixExploded => Style::MatrixExploded,
        },
        required: a.required,
        null: null(a.null),
        min: a.min,
        max: a.max,
        min_items: a.min_items,
        max_items: a.max_items,
        batch: a.batch,
        merge: merged_by(model, f, a),
    }
}

/// The media type of a body; a file is told from text by its type.
fn content_type(f: &model::Function) -> ContentType {
    match &f.content_type {
        model::ContentType::Json(media_type) => ContentType::Json(text(media_type)),
        model::ContentType::Form => ContentType::Form,
        model::ContentType::Multipart => ContentType::Multipart,
        model::ContentType::Raw(media_type) if f.sends_file() => ContentType::File(text(media_type)),
        model::ContentType::Raw(media_type) => ContentType::Text(text(media_type)),
    }
}

/// The wire names of the fields by which reads are merged.
fn merged_by(model: &Model, f: &model::Function, a: &model::Argument) -> &'static [&'static str] {
    let fields = model.item_fields(f).unwrap_or_default();
    let wire = |name: &String| fields.iter().find(|field| field.name == *name).map(|field| &field.wire);
    texts(a.merge.iter().filter_map(wire))
}

fn page(page: &model::Page) -> Page {
    let field = |name: &Option<String>| name.as_deref().map(text);
    let number = match &page.by {
        model::PageBy::Number(wire) => page.items.as_ref().map(|_| text(wire)),
        model::PageBy::Offset(_) | model::PageBy::Cursor(_) => None,
    };
    Page {
        argument: text(&page.by.argument()),
        by: match page.by {
            model::PageBy::Number(_) => PageBy::Number,
            model::PageBy::Offset(_) => PageBy::Offset,
            model::PageBy::Cursor(_) => PageBy::Cursor,
        },
        next: match &page.next {
            None => NextPage::Counted,
            Some(model::NextPage::Field(field)) => NextPage::Field(text(field)),
            Some(model::NextPage::Last(field)) => NextPage::Last(text(field)),
            Some(model::NextPage::Link(field)) => NextPage::Link(text(field)),
            Some(model::NextPage::LinkHeader) => NextPage::LinkHeader,
        },
        number_field: number,
        size_field: number.and_then(|_| field(&page.size)),
        total_field: field(&page.total),
        more_field: field(&page.more),
        items_field: field(&page.items),
    }
}
