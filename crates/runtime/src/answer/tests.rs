//! An answer is read once, whichever way it came and whatever it is read into.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;

use crate::builder::Nothing;
use crate::decode::passes;
use crate::descriptor::{Api, Argument, Field, Fields, Function, Page, Shape, Struct};
use crate::{Answer, Arguments, Client, Options, PageCursor, StaticToken};

static ROW: Struct = Struct { name: "Row", index: 0, fields: Fields::new(&[Field::new("n", Shape::Int)]) };

#[derive(Debug, Deserialize, PartialEq)]
struct Row {
    n: i64,
}

static ROWS: Function =
    Function { name: "rows", answer: Shape::List(&Shape::Struct(&ROW)), wrapped: None, ..Function::PLAIN };
static WRAPPED: Function = Function {
    name: "wrapped",
    answer: Shape::List(&Shape::Struct(&ROW)),
    wrapped: Some("payload"),
    ..Function::PLAIN
};
static WORDS: Function =
    Function { name: "words", answer: Shape::Map(&Shape::Text), wrapped: Some("payload"), ..Function::PLAIN };
static PAGED: Function = Function {
    name: "paged",
    answer: Shape::List(&Shape::Struct(&ROW)),
    arguments: &[Argument { name: "page", shape: Shape::Int, ..Argument::PLAIN }],
    page: Some(Page {
        argument: "page",
        number_field: Some("page"),
        size_field: Some("size"),
        total_field: Some("total"),
        items_field: Some("rows"),
        ..Page::PLAIN
    }),
    ..Function::PLAIN
};
static API: Api = Api {
    name: "Rows",
    base_url: "https://rows.example",
    insecure_http: false,
    functions: &[],
    oauth: None,
    auth: &[],
    scopes: &[],
    pace: None,
    errors: None,
    structs: &[&ROW],
    enums: &[],
};

fn answer(function: &'static Function, bodies: &[&str]) -> Answer {
    Answer::new(function, bodies.iter().map(|body| body.as_bytes().to_vec()).collect())
}

/// Runs `work` and gives its result; the bytes of the answer are opened for reading just once.
fn once<T>(answer: &Answer, work: impl FnOnce(&Answer) -> T) -> T {
    let all = answer.bodies.iter().map(|body| body.len()).sum::<usize>();
    passes::take();
    let result = work(answer);
    assert_eq!(passes::take(), all, "{}", answer.function.name);
    result
}

fn rows(numbers: std::ops::Range<i64>) -> Vec<Row> {
    numbers.map(|n| Row { n }).collect()
}

#[test]
fn plain_batched_and_wrapped_answers_are_read_once() {
    let cases = [
        answer(&ROWS, &[r#"[{"n":1},{"n":2},{"n":3}]"#]),
        answer(&ROWS, &[r#"[{"n":1}]"#, "[]", r#"[{"n":2},{"n":3}]"#]),
        answer(&WRAPPED, &[r#"[{"n":1},{"n":2},{"n":3}]"#]),
        answer(&WRAPPED, &[r#"{"status":200,"payload":[{"n":1},{"n":2},{"n":3}]}"#]),
        answer(&WRAPPED, &[r#"[{"payload":[{"n":1},{"n":2}]},{"payload":[{"n":3}]}]"#]),
    ];
    for case in &cases {
        once(case, |a| a.build(&mut Nothing)).expect("it fits");
        assert_eq!(once(case, Answer::joined::<Vec<Row>>).expect("rows"), rows(1..4));
        assert_eq!(once(case, Answer::json).expect("JSON"), json!([{"n": 1}, {"n": 2}, {"n": 3}]));
    }
    let single = once(&cases[0], Answer::typed::<Vec<Row>>).expect("rows");
    assert_eq!(single, rows(1..4));
    assert!(cases[1].typed::<Vec<Row>>().is_err(), "several lists are not one");
}

#[test]
fn an_object_around_the_answer_is_taken_off_only_where_the_whole_does_not_fit() {
    let read = |body: &str| answer(&WORDS, &[body]).json();
    assert_eq!(read(r#"{"payload":"x"}"#).expect("a word"), json!({"payload": "x"}));
    assert_eq!(read(r#"{"status":200,"payload":{"1":"x"}}"#).expect("words"), json!({"1": "x"}));
    for wrong in [r#"{"status":null}"#, "[1]", r#"{"payload":{"1":[]}}"#] {
        let (json, typed) =
            (read(wrong), answer(&WORDS, &[wrong]).typed::<std::collections::HashMap<String, String>>());
        let [json, typed] = [json.map(drop), typed.map(drop)].map(|read| read.expect_err(wrong).to_string());
        assert_eq!(json, typed);
    }
}

#[test]
fn pages_are_read_once() {
    let walk = || {
        let client = Client::new(&API, Arc::new(StaticToken::new("x", None)), Options::default()).expect("a client");
        client.walk(&PAGED, Arguments::new())
    };
    let page = answer(&PAGED, &[r#"{"page":1,"size":2,"total":5,"rows":[{"n":1},{"n":2}]}"#]);
    assert_eq!(once(&page, |p| walk().typed::<Row>(p)).expect("rows"), rows(1..3));
    assert_eq!(once(&page, |p| walk().json(p)).expect("JSON"), [json!({"n": 1}), json!({"n": 2})]);
    assert!(once(&page, |p| walk().build(p, &mut Nothing)).expect("it fits").is_some());

    let wrong = answer(&PAGED, &[r#"{"size":2,"total":5,"rows":[{"n":1},{"n":"x"}]}"#]);
    let said = [
        walk().typed::<Row>(&wrong).map(drop),
        walk().json(&wrong).map(drop),
        walk().build(&wrong, &mut Nothing).map(drop),
    ]
    .map(|read| read.expect_err("no number").to_string());
    assert_eq!(
        said[0],
        "paged: the answer does not have the declared form at rows[1].n: invalid type: text, expected a whole number"
    );
    assert!(said.iter().all(|s| *s == said[0]), "{said:?}");
}

#[test]
fn odd_items_of_pages_and_of_several_answers_are_read_alike() {
    let client = Client::new(&API, Arc::new(StaticToken::new("x", None)), Options::default()).expect("a client");
    let walk = || client.walk(&PAGED, Arguments::new());
    let page = answer(&PAGED, &[r#"{"page":1,"size":2,"total":5,"rows":[{"n":"1"},{"n":2.0}]}"#]);
    assert_eq!(walk().typed::<Row>(&page).expect("rows"), rows(1..3));
    assert_eq!(walk().json(&page).expect("JSON"), [json!({"n": "1"}), json!({"n": 2.0})]);
    assert!(walk().build(&page, &mut Nothing).expect("it fits").is_some());
    let parts = answer(&ROWS, &[r#"[{"n":1}]"#, "null", r#"[{"n":"2"}]"#]);
    assert_eq!(parts.joined::<Vec<Row>>().expect("rows"), rows(1..3));
    parts.build(&mut Nothing).expect("it fits");
    let wrapped = answer(&WRAPPED, &[r#"{"payload":[{"n":"1"}]}"#]);
    assert_eq!(wrapped.typed::<Vec<Row>>().expect("rows"), rows(1..2));
}

#[test]
fn an_answer_that_cannot_be_read_says_that_the_write_was_taken() {
    static WRITE: Function = Function { name: "boil", method: "PUT", answer: Shape::Struct(&ROW), ..Function::PLAIN };
    let said = |function: &'static Function, status: u16, body: &str| {
        let facts = crate::ResponseFacts { status, ..Default::default() };
        let answer = Answer { function, bodies: vec![body.to_owned().into()], facts };
        answer.typed::<Row>().expect_err("no object").to_string()
    };
    assert_eq!(
        said(&WRITE, 200, "OK"),
        "boil: the server accepted the request (200), but the answer does not have the declared form: it is not JSON \
         (line 1, column 1); read what is there before sending it again"
    );
    assert!(!said(&WRITE, 200, "<html>").contains("accepted"), "a page is no word of the server's");
    static READ: Function = Function { name: "row", answer: Shape::Struct(&ROW), ..Function::PLAIN };
    assert!(!said(&READ, 200, "OK").contains("accepted"));
}

#[test]
fn null_in_place_of_a_list_is_nothing_in_it() {
    let plain = answer(&ROWS, &["null"]);
    assert_eq!(plain.typed::<Vec<Row>>().expect("nothing"), []);
    plain.build(&mut Nothing).expect("nothing");
    let client = Client::new(&API, Arc::new(StaticToken::new("x", None)), Options::default()).expect("a client");
    let page = answer(&PAGED, &[r#"{"page":1,"size":2,"total":0,"rows":null}"#]);
    assert_eq!(client.walk(&PAGED, Arguments::new()).typed::<Row>(&page).expect("nothing"), []);
    assert!(client.walk(&PAGED, Arguments::new()).build(&page, &mut Nothing).expect("nothing").is_some());
    assert!(client.walk(&PAGED, Arguments::new()).json(&page).expect("nothing").is_empty());
}

#[test]
fn lists_that_may_be_empty_are_joined_too() {
    static MAYBE: Function =
        Function { name: "maybe", answer: Shape::Nullable(&Shape::List(&Shape::Struct(&ROW))), ..Function::PLAIN };
    let read = |bodies: &[&str]| answer(&MAYBE, bodies).joined::<Option<Vec<Row>>>().expect("rows");
    assert_eq!(read(&["", r#"[{"n":1}]"#]), Some(rows(1..2)));
    assert_eq!(read(&["", " "]), None);
}

// A walk moves on only when a page is read, so that a page whose reading failed is not lost.
#[test]
fn a_page_that_was_not_read_is_asked_for_again() {
    fn number(walk: &PageCursor) -> String {
        format!("{walk:?}")
    }
    let client = Client::new(&API, Arc::new(StaticToken::new("x", None)), Options::default()).expect("a client");
    let mut walk = client.walk(&PAGED, Arguments::new());
    let before = number(&walk);
    let wrong = answer(&PAGED, &[r#"{"rows":[{}]}"#]);
    assert!(walk.typed::<Row>(&wrong).is_err());
    assert_eq!(number(&walk), before);
    let right = answer(&PAGED, &[r#"{"rows":[{"n":1}]}"#]);
    assert!(walk.typed::<Row>(&right).is_ok());
    assert_ne!(number(&walk), before);
}
