//! Functions, their arguments and their pages.

use std::time::Duration;

use uplink_runtime::descriptor::{Argument, AuthScheme, Function, Page, Place};
use uplink_spec::model::{self, Model, Retry, Style};

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
        success: f.answers.iter().map(|answer| answer.status).collect::<Vec<_>>().leak(),
        answer: shapes.answer(f),
        wrapped: f.wrapped.as_deref().map(text),
        retry: f.retry == Retry::Safe,
        page: f.page.as_ref().map(page),
        timeout: f.timeout_s.map(Duration::from_secs),
    }
}

fn argument(model: &Model, shapes: &Shapes<'_>, f: &model::Function, a: &model::Argument) -> Argument {
    Argument {
        name: text(&a.name),
        wire: text(&a.wire),
        doc: text(&a.doc),
        place: match (a.place, a.style) {
            (model::Place::Path, _) => Place::Path,
            (model::Place::Query, Style::Repeat) => Place::Query,
            (model::Place::Query, Style::Comma) => Place::QueryComma,
            (model::Place::Query, Style::Pipe) => Place::QueryPipe,
            (model::Place::Query, Style::Space) => Place::QuerySpace,
            (model::Place::Header, _) => Place::Header,
            (model::Place::Body, _) => Place::Body,
            (model::Place::Content, _) => Place::Content,
        },
        shape: shapes.shape(&a.ty),
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

/// The wire names of the fields by which reads are merged.
fn merged_by(model: &Model, f: &model::Function, a: &model::Argument) -> &'static [&'static str] {
    let fields = model.item_fields(f).unwrap_or_default();
    let wire = |name: &String| fields.iter().find(|field| field.name == *name).map(|field| &field.wire);
    texts(a.merge.iter().filter_map(wire))
}

fn page(page: &model::Page) -> Page {
    Page {
        number: text(&page.number_argument()),
        size: text(&page.size_argument()),
        number_field: text(&page.number),
        size_field: text(&page.size),
        total_field: text(&page.total),
        items_field: text(&page.items),
    }
}
