//! Which function a request is for.

use std::cmp::Ordering;

use hyper::HeaderMap;
use percent_encoding::percent_decode_str;
use uplink_spec::model::{Function, Mark, Model, Segment, Style};
use uplink_spec::pairs::encoded;
use url::form_urlencoded;

/// What a method and a path lead to.
#[derive(Debug, PartialEq)]
pub(crate) enum Route<'a> {
    /// A function, with the path's values by argument name, as they stand there.
    Function(&'a Function, Vec<(&'a str, &'a str)>),
    /// The path exists for these methods only.
    OtherMethod(Vec<&'a str>),
    /// There is no such path.
    Unknown,
}

/// The functions of an API, as their places in the model, by how many slashes their paths have. A value holds none, so only
/// those with as many as the request can be meant.
pub(crate) struct Routes(Vec<Vec<usize>>);

impl Routes {
    pub(crate) fn new(model: &Model) -> Self {
        let mut routes = Vec::new();
        for (place, function) in model.functions.iter().enumerate() {
            let slashes = slashes_of(function);
            if routes.len() <= slashes {
                routes.resize_with(slashes + 1, Vec::new);
            }
            routes[slashes].push(place);
        }
        Routes(routes)
    }

    /// Those that a path may be meant for.
    fn with_slashes_of<'a>(&self, model: &'a Model, path: &str) -> impl Iterator<Item = &'a Function> {
        let places = self.0.get(slashes(path)).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|&place| model.functions.get(place))
    }

    /// Whether a request is for a function.
    pub(crate) fn is_call(&self, model: &Model, method: &str, path: &str, query: &str) -> bool {
        let path = without_slash(path);
        let mut functions = self.with_slashes_of(model, path);
        functions.any(|f| f.method.eq_ignore_ascii_case(method) && fits(f, path, query))
    }

    /// Finds the function for a request.
    pub(crate) fn find<'a>(
        &self,
        model: &'a Model,
        method: &str,
        path: &'a str,
        query: &str,
        headers: &HeaderMap,
    ) -> Route<'a> {
        let (given, path) = (path, without_slash(path));
        let fits = |f: &&Function| fits(f, path, query);
        // Of two that differ in a slash at their end the one is meant that ends as the request does.
        let rank = |f: &Function| {
            let slash = ends_with_slash(f);
            (fixed_length(&f.path) - usize::from(slash), slash == (given.len() > path.len()))
        };
        let functions = || self.with_slashes_of(model, path);
        let of_method = || functions().filter(|f| f.method.eq_ignore_ascii_case(method)).filter(fits);
        // Where `/things/{id}` and `/things/active` both fit, the one with more fixed text is meant, that of the query
        // included. Values are gathered for that one alone: many paths begin alike, and each request comes by here.
        let (mut found, mut others) = (None, false);
        for function in of_method() {
            let rank = rank(function);
            match found.map(|(highest, _)| rank.cmp(&highest)) {
                Some(Ordering::Less) => continue,
                Some(Ordering::Equal) => others = true,
                None | Some(Ordering::Greater) => others = false,
            }
            found = Some((rank, function));
        }
        if let Some((highest, last)) = found {
            let alike = of_method().filter(|f| rank(f) == highest);
            let function = if others { marked(model, alike, query, headers).unwrap_or(last) } else { last };
            let mut values = Vec::new();
            walk(function, path, |name, value| values.push((name, value)));
            return Route::Function(function, values);
        }
        let mut methods: Vec<&str> = functions().filter(fits).map(|f| f.method.as_str()).collect();
        methods.dedup();
        if methods.is_empty() { Route::Unknown } else { Route::OtherMethod(methods) }
    }
}

fn slashes(text: &str) -> usize {
    text.bytes().filter(|&byte| byte == b'/').count()
}

/// The slashes of a function's path, without one at its end, which may be there or not.
fn slashes_of(function: &Function) -> usize {
    let texts = function.path.iter().filter_map(|s| if let Segment::Text(text) = s { Some(text) } else { None });
    let all: usize = texts.map(|text| slashes(text.split('?').next().unwrap_or_default())).sum();
    all - usize::from(ends_with_slash(function))
}

fn fits(function: &Function, path: &str, query: &str) -> bool {
    walk(function, path, |_, _| ()).is_some() && has_fixed(function, query)
}

/// Whether a query has what the function always sends.
fn has_fixed(function: &Function, query: &str) -> bool {
    let pairs = |text: &str| form_urlencoded::parse(text.as_bytes()).into_owned().collect::<Vec<_>>();
    function.fixed_query().is_none_or(|fixed| {
        let given = pairs(query);
        pairs(fixed).iter().all(|pair| given.contains(pair))
    })
}

fn without_slash(path: &str) -> &str {
    if path.len() > 1 { path.strip_suffix('/').unwrap_or(path) } else { path }
}

/// Of functions of one path, the one of whose marks a request carries all, and most.
fn marked<'a>(
    model: &Model,
    alike: impl Iterator<Item = &'a Function>,
    query: &str,
    headers: &HeaderMap,
) -> Option<&'a Function> {
    let query: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let says = |mark: &Mark, value: Option<&str>| mark.word.is_none() || mark.word.as_deref() == value;
    let carried = |mark: &Mark| match mark.in_header {
        true => headers.get_all(&mark.wire).iter().any(|value| says(mark, value.to_str().ok())),
        // Lists and objects may have names that go on with a bracket.
        false => query.iter().any(|(name, value)| {
            let rest = name.strip_prefix(&mark.wire);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('[')) && says(mark, Some(value))
        }),
    };
    let fitting = alike.filter_map(|f| {
        let marks = model.marks(f);
        marks.iter().all(carried).then_some((marks.len(), f))
    });
    fitting.max_by_key(|(marks, _)| *marks).map(|(_, f)| f)
}

/// Whether the path of a function has a slash at its end, as those of many frameworks do.
fn ends_with_slash(function: &Function) -> bool {
    let Some(Segment::Text(text)) = function.path.last() else { return false };
    let before = text.split('?').next().unwrap_or_default();
    before.ends_with('/') && (before.len() > 1 || function.path.len() > 1)
}

fn fixed_length(pattern: &[Segment]) -> usize {
    pattern.iter().map(|s| if let Segment::Text(t) = s { t.len() } else { 0 }).sum()
}

/// Walks along a path, and tells each value with the name of its argument; `None` when the path is another.
fn walk<'a, 'p>(function: &'a Function, path: &'p str, mut tell: impl FnMut(&'a str, &'p str)) -> Option<()> {
    let (pattern, mut rest) = (&function.path, path);
    for (i, segment) in pattern.iter().enumerate() {
        match segment {
            Segment::Text(text) => {
                let is_last = i + 1 == pattern.len();
                // What each call sends in the query stands behind the path; a slash at the end may be there or not.
                let is_over = matches!(text.as_bytes().get(rest.len()..), Some([b'?', ..] | [b'/', b'?', ..] | [b'/']));
                let text = if is_last && is_over { text.get(..rest.len())? } else { text };
                if is_last && rest.len() != text.len() {
                    return None;
                }
                // In any case, as servers of this kind take it.
                let (fixed, tail) = rest.split_at_checked(text.len())?;
                rest = fixed.eq_ignore_ascii_case(text).then_some(tail)?;
            }
            Segment::Argument(name) => {
                let mut end = rest.find('/').unwrap_or(rest.len());
                match pattern.get(i + 1) {
                    Some(Segment::Text(next)) if !next.starts_with('/') => end = rest[..end].find(next.as_str())?,
                    Some(Segment::Argument(next)) => end = beginning(function, next, &rest[..end])?,
                    _ => {}
                }
                let (value, tail) = rest.split_at(end);
                if value.is_empty() {
                    return None;
                }
                if value.contains('%') {
                    percent_decode_str(value).decode_utf8().ok()?;
                }
                tell(name, value);
                rest = tail;
            }
        }
    }
    rest.is_empty().then_some(())
}

/// Where an argument begins that stands right behind another: its style says with what.
fn beginning(function: &Function, name: &str, text: &str) -> Option<usize> {
    let argument = function.argument(name)?;
    match argument.style {
        Style::Matrix | Style::MatrixExploded => text.find(&format!(";{}", encoded(&argument.wire, false))),
        Style::Label | Style::LabelExploded => text.find('.'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use uplink_spec::model::Argument;

    use super::*;
    use crate::testing::tiny_model;

    fn name(model: &Model, method: &str, target: &str) -> String {
        with_headers(model, method, target, &HeaderMap::new())
    }

    fn with_headers(model: &Model, method: &str, target: &str, headers: &HeaderMap) -> String {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let routes = Routes::new(model);
        let route = routes.find(model, method, path, query, headers);
        assert_eq!(routes.is_call(model, method, path, query), matches!(route, Route::Function(..)), "{method} {path}");
        match route {
            Route::Function(f, values) => format!("{} {values:?}", f.name),
            Route::OtherMethod(methods) => format!("other {methods:?}"),
            Route::Unknown => "unknown".to_owned(),
        }
    }

    #[test]
    fn arguments_that_touch_are_told_apart_by_their_style() {
        let mut model = tiny_model();
        let function = model.functions.iter_mut().find(|f| f.name == "thing").expect("a function");
        let first = function.arguments[0].clone();
        function.path.push(Segment::Argument("second".into()));
        let second = Argument { name: "second".into(), wire: "a b".into(), style: Style::Matrix, ..first };
        function.arguments.push(second);
        assert_eq!(
            name(&model, "GET", "/things/;x=1;a%20b=2"),
            r#"thing [("thing_id", ";x=1"), ("second", ";a%20b=2")]"#
        );
        assert_eq!(name(&model, "GET", "/things/;x=1"), "unknown");
    }

    #[test]
    fn a_slash_at_the_end_may_be_there_or_not() {
        let mut model = tiny_model();
        let function = |path: Vec<Segment>, name: &str| {
            let mut made = tiny_model().functions.into_iter().find(|f| f.name == "thing").expect("a function");
            (made.path, made.name) = (path, name.into());
            made
        };
        let text = |text: &str| Segment::Text(text.into());
        let thing_id = || Segment::Argument("thing_id".into());
        model.functions = vec![
            function(vec![text("/all/")], "all"),
            function(vec![text("/new/?beta=true")], "new"),
            function(vec![text("/things/"), thing_id(), text("/")], "one"),
            function(vec![text("/both/"), thing_id()], "bare"),
            function(vec![text("/both/"), thing_id(), text("/")], "closed"),
        ];
        for (target, found) in [
            ("/all/", "all []"),
            ("/all", "all []"),
            ("/new/?beta=true", "new []"),
            ("/new?beta=true", "new []"),
            ("/new/", "unknown"),
            ("/things/5/", r#"one [("thing_id", "5")]"#),
            ("/things/5", r#"one [("thing_id", "5")]"#),
            ("/things/", "unknown"),
            ("/both/5", r#"bare [("thing_id", "5")]"#),
            ("/both/5/", r#"closed [("thing_id", "5")]"#),
        ] {
            assert_eq!(name(&model, "GET", target), found, "{target}");
        }
    }

    #[test]
    fn functions_of_one_path_are_told_apart_by_their_query() {
        let mut model = tiny_model();
        let mut other = model.functions.iter().find(|f| f.name == "list_things").expect("a function").clone();
        other.name = "list_new_things".into();
        other.path = vec![Segment::Text("/things?beta=true&a=b%20c".into())];
        model.functions.push(other);
        assert_eq!(name(&model, "GET", "/things"), "list_things []");
        assert_eq!(name(&model, "GET", "/things?beta=true"), "list_things []");
        assert_eq!(name(&model, "GET", "/things?a=b+c&page=1&beta=true"), "list_new_things []");
        model.functions.retain(|f| f.name != "list_things");
        assert_eq!(name(&model, "GET", "/things"), "unknown");
    }

    #[test]
    fn functions_of_one_path_are_told_apart_by_what_they_need() {
        let model = uplink_spec::read_text(
            "vents.toml",
            r#"
            [api]
            name = "Vents"
            version = "1"
            base_url = "https://vents.example"
            doc = "Vents."
            [enum.Target]
            doc = "One."
            values = ["Vents.Open"]
            [function.all]
            doc = "All."
            http = "GET /vents"
            scope = "none"
            query.city = { type = "string?" }
            answer.200 = "string"
            [function.of_city]
            doc = "Those of a city."
            http = "GET /vents"
            scope = "none"
            query.city = { type = "string" }
            answer.200 = "string"
            [function.at]
            doc = "Those at a place."
            http = "GET /vents"
            scope = "none"
            query.city = { type = "string" }
            query.street = { type = "[string]", style = "deep" }
            answer.200 = "string"
            [function.open]
            doc = "Opens one."
            http = "GET /vents"
            scope = "none"
            header.target = { type = "Target", wire = "X-Target" }
            answer.200 = "string"
            "#,
            |_| None,
        )
        .unwrap_or_else(|report| panic!("{report}"));
        assert_eq!(name(&model, "GET", "/vents"), "all []");
        assert_eq!(name(&model, "GET", "/vents?near=1"), "all []");
        assert_eq!(name(&model, "GET", "/vents?city=a"), "of_city []");
        assert_eq!(name(&model, "GET", "/vents?city=a&street[0]=b"), "at []");
        let target = |word: &'static str| {
            HeaderMap::from_iter([("x-target".parse().expect("a name"), word.parse().expect("a value"))])
        };
        assert_eq!(with_headers(&model, "GET", "/vents", &target("Vents.Open")), "open []");
        assert_eq!(with_headers(&model, "GET", "/vents", &target("Vents.Shut")), "all []");
    }

    #[test]
    fn paths_lead_to_functions() {
        let model = tiny_model();
        assert_eq!(name(&model, "GET", "/things"), "list_things []");
        assert_eq!(name(&model, "GET", "/things/"), "list_things []");
        assert_eq!(name(&model, "PUT", "/Things/7/LABEL"), r#"set_label [("thing_id", "7")]"#);
        assert_eq!(name(&model, "GET", "/thing\u{e9}"), "unknown");
        assert_eq!(name(&model, "get", "/things/7"), r#"thing [("thing_id", "7")]"#);
        assert_eq!(name(&model, "GET", "/things/a%20b"), r#"thing [("thing_id", "a%20b")]"#);
        assert_eq!(name(&model, "PUT", "/things/7/label"), r#"set_label [("thing_id", "7")]"#);
        assert_eq!(name(&model, "DELETE", "/things/7"), r#"other ["GET"]"#);
        assert_eq!(name(&model, "GET", "/things//label"), "unknown");
        assert_eq!(name(&model, "GET", "/thingsX"), "unknown");
        assert_eq!(name(&model, "GET", "/things/%FF"), "unknown");
    }
}
