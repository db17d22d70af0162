//! Pages of long answers.

use serde_json::{Map, Value};
use uplink_spec::model::{Function, Model, NextPage, Page, PageBy, Place, nested};
use uplink_spec::pairs::pairs;

use crate::body::Payload;
use crate::refusal::Refusal;

/// Items on a page where the spec does not say.
const UNSAID: u64 = 30;

/// A page, and where the next one is, when a header says that.
#[derive(Debug)]
pub(crate) struct Cut {
    value: Value,
    link: Option<String>,
}

impl Cut {
    pub(crate) fn payload(self, status: u16) -> Payload {
        let payload = Payload::json(status, &self.value);
        match self.link {
            Some(link) => payload.header("link", format!("<{link}>; rel=\"{}\"", NextPage::RELATION)),
            None => payload,
        }
    }
}

/// Cuts the page out of the items that the arguments ask for.
pub(crate) fn cut(
    model: &Model,
    function: &Function,
    page: &Page,
    arguments: &Map<String, Value>,
    items: Vec<Value>,
) -> Result<Cut, Refusal> {
    let size = page.size.as_ref().and_then(|_| number(arguments, page.arguments().nth(1)?.as_str()));
    let size = size.filter(|size| *size > 0).or(page.default_size).unwrap_or(UNSAID).max(1);
    let given = arguments.get(&page.by.argument());
    let start = start(function, page, given, size, &items).ok_or_else(|| {
        let detail = format!("The {} {} is none that a page gave.", page.by.wire(), given.unwrap_or(&Value::Null));
        Refusal::format(model, detail)
    })?;
    let total = items.len();
    let items: Vec<Value> = items.into_iter().skip(start).take(usize::try_from(size).unwrap_or(usize::MAX)).collect();
    let end = start.saturating_add(items.len());
    let more = !items.is_empty() && end < total;
    let next = match (&page.by, &page.next) {
        _ if !more => Value::Null,
        (_, Some(NextPage::Last(field))) => items.last().and_then(|last| nested::find(last, field)).cloned().into(),
        (PageBy::Number(_), _) => given.and_then(Value::as_u64).unwrap_or(1).saturating_add(1).into(),
        (PageBy::Offset(_), _) => end.into(),
        (PageBy::Cursor(_), _) => end.to_string().into(),
    };
    let link = match page.next {
        Some(NextPage::Link(_) | NextPage::LinkHeader) if more => Some(link(function, page, arguments, &next)),
        _ => None,
    };
    let in_header = matches!(page.next, Some(NextPage::LinkHeader));
    let Some(field) = &page.items else { return Ok(Cut { value: items.into(), link: link.filter(|_| in_header) }) };
    let mut body = Map::new();
    if let PageBy::Number(wire) = &page.by {
        body.insert(wire.clone(), given.cloned().unwrap_or_else(|| 1.into()));
        body.extend(page.size.iter().map(|wire| (wire.clone(), size.into())));
    }
    page.total.iter().for_each(|field| nested::put(&mut body, field, total.into()));
    page.more.iter().for_each(|field| nested::put(&mut body, field, more.into()));
    nested::put(&mut body, field, items.into());
    match &page.next {
        Some(NextPage::Field(field)) => nested::put(&mut body, field, next),
        Some(NextPage::Link(field)) => nested::put(&mut body, field, link.clone().into()),
        Some(NextPage::Last(_) | NextPage::LinkHeader) | None => {}
    }
    Ok(Cut { value: body.into(), link: link.filter(|_| in_header) })
}

/// How many items stand before the page; `None` for a cursor that no page gave.
fn start(function: &Function, page: &Page, given: Option<&Value>, size: u64, items: &[Value]) -> Option<usize> {
    let Some(given) = given else { return Some(0) };
    let counted = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    match (&page.by, &page.next) {
        (PageBy::Cursor(_) | PageBy::Offset(_), _) if of_example(function, page, given) => Some(0),
        (_, Some(NextPage::Last(field))) => {
            let is_last = |item: &Value| nested::find(item, field).is_some_and(|at| text_of(at) == text_of(given));
            items.iter().position(is_last).map(|at| at + 1)
        }
        (PageBy::Number(_), _) => Some(counted(given.as_u64()?.saturating_sub(1).saturating_mul(size))),
        (PageBy::Offset(_), _) => Some(counted(given.as_u64()?)),
        (PageBy::Cursor(_), _) => given.as_str()?.parse().ok(),
    }
}

/// Whether an example asks for just this page, so that its answer is that page.
fn of_example(function: &Function, page: &Page, given: &Value) -> bool {
    let argument = page.by.argument();
    function.examples.iter().any(|example| example.arguments.get(&argument) == Some(given))
}

/// The address of the next page, without what stands before its query.
fn link(function: &Function, page: &Page, arguments: &Map<String, Value>, next: &Value) -> String {
    let chosen = page.by.argument();
    let given = function.arguments.iter().filter(|a| a.place == Place::Query).filter_map(|argument| {
        let value = if argument.name == chosen { Some(next) } else { arguments.get(&argument.name) };
        Some(pairs(argument.style, &argument.wire, value?))
    });
    let query: Vec<String> = given.flatten().map(|pair| pair.in_query()).collect();
    format!("?{}", query.join("&"))
}

fn number(arguments: &Map<String, Value>, name: &str) -> Option<u64> {
    arguments.get(name)?.as_u64()
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::answer::payload;
    use crate::behaviour::Outcome;
    use crate::testing::tiny_model;

    #[test]
    fn pages_are_cut() {
        let model = tiny_model();
        let function = model.function("list_things").expect("a function");
        let items: Vec<Value> = (1..=5).map(Value::from).collect();
        let page = |arguments: Value| {
            let Value::Object(arguments) = arguments else { panic!("an object") };
            let payload = payload(&model, function, &arguments, Outcome::List(items.clone())).expect("an answer");
            String::from_utf8(payload.body.to_vec()).expect("text")
        };
        assert_eq!(page(json!({})), r#"{"page":1,"perPage":2,"total":5,"things":[1,2]}"#);
        assert_eq!(page(json!({"page": 3})), r#"{"page":3,"perPage":2,"total":5,"things":[5]}"#);
        assert_eq!(page(json!({"page": 4, "per_page": 2})), r#"{"page":4,"perPage":2,"total":5,"things":[]}"#);
        assert_eq!(page(json!({"per_page": 100})), r#"{"page":1,"perPage":100,"total":5,"things":[1,2,3,4,5]}"#);
        let far = page(json!({"page": i64::MAX, "per_page": i64::MAX}));
        assert!(far.ends_with(r#""total":5,"things":[]}"#));
    }

    /// Walks as a client does, by what the pages say; gives the items of each page.
    fn walk(page: Page) -> Vec<Vec<Value>> {
        let model = tiny_model();
        let mut function = model.function("list_things").expect("a function").clone();
        let wire = page.by.wire().to_owned();
        function.arguments.iter_mut().filter(|a| a.name == "page").for_each(|a| {
            (a.name, a.wire) = (wire.clone(), wire.clone());
        });
        let items: Vec<Value> = (1..=5).map(|id| json!({ "id": id })).collect();
        let mut arguments = Map::from_iter([("per_page".to_owned(), json!(2))]);
        let mut pages = Vec::new();
        loop {
            let cut = cut(&model, &function, &page, &arguments, items.clone()).expect("a page");
            let there = page.items_of(&cut.value).and_then(Value::as_array).cloned().expect("items");
            pages.push(there.clone());
            let next = match &page.next {
                None if there.is_empty() => None,
                None => {
                    let given = arguments.get(&wire).and_then(Value::as_u64);
                    Some(if wire == "number" { json!(given.unwrap_or(1) + 1) } else { json!(given.unwrap_or(0) + 2) })
                }
                Some(NextPage::Field(field)) => nested::find(&cut.value, field).cloned(),
                Some(NextPage::Last(field)) => there.last().and_then(|last| nested::find(last, field)).cloned(),
                Some(NextPage::Link(field)) => {
                    nested::find(&cut.value, field).and_then(Value::as_str).map(|link| position(link, &wire))
                }
                Some(NextPage::LinkHeader) => {
                    let payload = cut.payload(200);
                    payload.get("link").map(|link| position(link, &wire))
                }
            };
            match next.filter(|next| !next.is_null()) {
                Some(next) => arguments.insert(wire.clone(), next),
                None => return pages,
            };
        }
    }

    fn position(link: &str, wire: &str) -> Value {
        let (_, rest) = link.split_once(&format!("{wire}=")).expect("a position");
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        if wire == "cursor" { digits.into() } else { digits.parse::<u64>().expect("a number").into() }
    }

    #[test]
    fn every_way_from_page_to_page_gives_every_item_once() {
        let by: [fn(String) -> PageBy; 3] = [PageBy::Number, PageBy::Offset, PageBy::Cursor];
        let next = [
            None,
            Some(NextPage::Field("meta.next".to_owned())),
            Some(NextPage::Last("id".to_owned())),
            Some(NextPage::Link("links.next".to_owned())),
            Some(NextPage::LinkHeader),
        ];
        for (by, name) in by.into_iter().zip(["number", "offset", "cursor"]) {
            for next in &next {
                let counted = name == "cursor" && next.is_none();
                if counted || name != "cursor" && matches!(next, Some(NextPage::Last(_))) {
                    continue;
                }
                for items in [Some("data.things".to_owned()), None] {
                    if items.is_none() && matches!(next, Some(NextPage::Field(_) | NextPage::Link(_))) {
                        continue;
                    }
                    let page = Page {
                        by: by(name.to_owned()),
                        next: next.clone(),
                        size: Some("perPage".to_owned()),
                        total: items.as_ref().map(|_| "meta.total".to_owned()),
                        more: items.as_ref().map(|_| "more".to_owned()),
                        items,
                        default_size: None,
                        max_size: None,
                    };
                    let pages = walk(page.clone());
                    let sizes: Vec<usize> = pages.iter().map(Vec::len).filter(|n| *n > 0).collect();
                    assert_eq!(sizes, [2, 2, 1], "{page:?}");
                    assert_eq!(pages.concat(), (1..=5).map(|id| json!({ "id": id })).collect::<Vec<_>>());
                }
            }
        }
    }

    #[test]
    fn a_cursor_that_no_page_gave_is_refused() {
        let model = tiny_model();
        let function = model.function("list_things").expect("a function");
        let page = Page {
            by: PageBy::Cursor("after".to_owned()),
            next: Some(NextPage::Last("id".to_owned())),
            ..function.page.clone().expect("pages")
        };
        let arguments = Map::from_iter([("after".to_owned(), json!("strange"))]);
        let refusal = cut(&model, function, &page, &arguments, vec![json!({"id": 1})]).expect_err("strange");
        assert_eq!((refusal.status, &*refusal.details[0]), (400, "The after \"strange\" is none that a page gave."));
    }
}
