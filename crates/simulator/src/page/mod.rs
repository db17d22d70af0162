//! What all pages that a person sees have in common.

mod dutch;
mod english;
mod french;
mod german;
mod language;
mod swedish;

pub(crate) use language::{Dashboard, Language, of as language_of};

use crate::body::Payload;
use crate::shared::Shared;

const STYLE: &str = "
:root { color-scheme: light dark; --page: #f4f5f7; --card: #fff; --text: #1c2024; --soft: #59616b; --line: #c9ced6;
  --accent: #1259a8; --on-accent: #fff; --wrong: #b3261e;
  --c0: #1259a8; --c1: #2e7d32; --c2: #b3261e; --c3: #8a4b00; }
@media (prefers-color-scheme: dark) { :root { --page: #15181c; --card: #1f242a; --text: #e8eaed; --soft: #a9b1bb;
  --line: #444c56; --accent: #8ab8f0; --on-accent: #10202f; --wrong: #ff9a8f;
  --c0: #8ab8f0; --c1: #8fd694; --c2: #ff9a8f; --c3: #f0c070; } }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; background: var(--page); color: var(--text); }
.note { margin: 0; padding: .6rem 1rem; background: #ffd54d; color: #221a00; text-align: center; }
main { max-width: 46rem; margin: 1.5rem auto; padding: 1.5rem; background: var(--card); border: 1px solid var(--line);
  border-radius: .75rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: 0 0 1rem; }
small, .soft { color: var(--soft); font-size: .9rem; }
fieldset { border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 1rem; padding: .5rem 1rem; }
legend { font-weight: 600; padding: 0 .3rem; }
label.choice { display: flex; gap: .6rem; align-items: baseline; padding: .3rem 0; }
label small { display: block; }
.field { margin: 0 0 1rem; }
.field label { font-weight: 600; display: block; }
input[type=text], input[type=url] { font: inherit; color: inherit; background: var(--page); width: 100%; padding: .5rem .6rem;
  border: 1px solid var(--soft); border-radius: .4rem; }
input[type=radio], input[type=checkbox] { accent-color: var(--accent); }
input[aria-invalid=true] { border-color: var(--wrong); border-width: 2px; }
.wrong { color: var(--wrong); font-weight: 600; }
dt { font-weight: 600; }
dd { margin: 0 0 1rem; }
code { font: .95rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; user-select: all; }
dd code { display: block; background: var(--page); border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .6rem; }
table { width: 100%; border-collapse: collapse; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .5rem .4rem 0; border-top: 1px solid var(--line); }
td { overflow-wrap: anywhere; }
td code { font-size: .85rem; }
a { color: var(--accent); }
button { font: inherit; padding: .5rem 1.4rem; border-radius: .4rem; border: 1px solid var(--soft);
  background: transparent; color: inherit; cursor: pointer; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
button[aria-pressed=true] { background: var(--wrong); border-color: var(--wrong); color: var(--card); font-weight: 600; }
main:has(.machines) { max-width: 80rem; }
.machines { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); gap: 1rem; }
.card { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; min-width: 0; }
h3, h4 { font-size: 1rem; margin: 0 0 .3rem; }
h4 { margin-top: .8rem; }
.readings { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: .4rem 1rem; margin: 0 0 .8rem; }
.readings dt { font-weight: 400; font-size: .85rem; color: var(--soft); }
.readings dd { margin: 0; font-variant-numeric: tabular-nums; }
.buttons { display: flex; flex-wrap: wrap; gap: .4rem; }
.buttons button, td button { padding: .25rem .7rem; font-size: .9rem; }
.row { display: flex; flex-wrap: wrap; gap: .8rem; align-items: end; margin: 0 0 1rem; }
.row label { display: grid; gap: .2rem; font-size: .9rem; min-width: 0; max-width: 100%; }
select, input[type=number] { font: inherit; color: inherit; background: var(--page); padding: .45rem .5rem; max-width: 100%;
  border: 1px solid var(--soft); border-radius: .4rem; }
.wide { overflow-x: auto; margin: 0 0 1rem; }
.wide td, .wide td code { overflow-wrap: normal; padding-right: 1rem; white-space: nowrap; }
figure { margin: 0 0 .8rem; }
figcaption { font-size: .85rem; color: var(--soft); }
figcaption ul { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1rem; margin: .2rem 0 0; padding: 0; }
.plot { display: block; width: 100%; height: auto; }
.plot text { font-size: 14px; fill: var(--soft); }
.plot path, .swatch path { fill: none; stroke-width: 2; }
.plot .grid { stroke: var(--line); stroke-width: 1; }
.swatch { width: 1.5rem; height: .4rem; margin-right: .3rem; vertical-align: middle; }
.c0, .c0 path { stroke: var(--c0); }
.c1, .c1 path { stroke: var(--c1); stroke-dasharray: 7 3; }
.c2, .c2 path { stroke: var(--c2); stroke-dasharray: 2 2; }
.c3, .c3 path { stroke: var(--c3); stroke-dasharray: 9 3 2 3; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
";

/// Where the forms of a page may lead.
#[derive(Clone, Copy)]
pub(crate) enum Forms<'a> {
    /// To this service.
    Here,
    /// On to an application: consent ends with a redirect to its callback, and nobody knows where that one leads.
    Application(&'a str),
}

/// A page; `title` and `body` are HTML.
pub(crate) fn html(
    shared: &Shared,
    status: u16,
    forms: Forms<'_>,
    language: &Language,
    title: &str,
    body: &str,
) -> Payload {
    let api = escape(&shared.model.api.name);
    let tag = language.tag;
    let (service, banner) = if shared.options.stands_in {
        let banner = language.banner.replace("{}", &api);
        (": local demo service", format!(r#"<header><p class="note">{banner}</p></header>"#))
    } else {
        ("", String::new())
    };
    let page = format!(
        r#"<!doctype html>
<html lang="{tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} - {api}{service}</title><style>{STYLE}</style></head>
<body>{banner}
<main><h1>{title}</h1>
{body}</main></body></html>
"#
    );
    // Without a referrer, browsers do not say either where a form comes from.
    let referrer = if matches!(forms, Forms::Here) { "same-origin" } else { "no-referrer" };
    let forms = match forms {
        Forms::Here => "'self'".to_owned(),
        // `*` stands for the web only, not for a scheme of the application's own.
        Forms::Application(callback) => match callback.split_once(':') {
            Some((scheme, _)) if is_own_scheme(scheme) => format!("* {scheme}:"),
            _ => "*".to_owned(),
        },
    };
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; form-action {forms}; base-uri 'none'; frame-ancestors 'none'"
    );
    Payload::text(status, "text/html; charset=utf-8", page)
        .header("content-language", tag)
        .header("vary", "accept-language")
        .header("content-security-policy", policy)
        .header("referrer-policy", referrer)
        .header("x-content-type-options", "nosniff")
}

/// A page that says what is wrong; nobody is sent anywhere.
pub(crate) fn refuse(shared: &Shared, status: u16, language: &Language, sentence: &str) -> Payload {
    html(shared, status, Forms::Here, language, language.refusal.title, &format!("<p>{}</p>", escape(sentence)))
}

fn is_own_scheme(scheme: &str) -> bool {
    let letters = |b: u8| b.is_ascii_alphanumeric() || b"+-.".contains(&b);
    !matches!(scheme, "http" | "https") && !scheme.is_empty() && scheme.bytes().all(letters)
}

pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
