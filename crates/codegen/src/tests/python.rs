//! Python tests out of the examples, blocking and asynchronous.

use serde_json::Value;
use uplink_spec::Body;
use uplink_spec::model::{Example, Function};

use crate::index::Index;
use crate::python::example::{self, Expression};
use crate::python::names;
use crate::python::text::{bracketed, literal};
use crate::python::uses::Uses;
use crate::{File, Spec};

/// `test_examples.py`, with the last name of a package that lies in another; it stands on the fixture `service` of the hand-written `support` module beside it.
pub fn file(spec: &Spec, package: &str) -> File {
    let (model, uses) = (Index::new(&spec.model), Uses::default());
    let mut tests = String::new();
    for f in &model.functions {
        for (number, example) in f.examples.iter().enumerate() {
            tests.push_str(&test(&model, &uses, f, example, number));
        }
    }
    let mut text: String = spec.head().iter().map(|line| format!("# {line}\n")).collect();
    let warns = model.functions.iter().any(|f| f.deprecated.is_some() && !f.examples.is_empty());
    let pytest = if warns { "import pytest\n" } else { "" };
    text.push_str(&format!(
        "\"\"\"Every example of the spec, through {package}'s blocking and asynchronous client.\"\"\"\n\nimport asyncio\n{}\n\
         {pytest}from support import Service\n",
        uses.standard_imports()
    ));
    let models = uses.package_imports(package, 0);
    if !models.is_empty() {
        text.push_str(&format!("\n{models}"));
    }
    // Test modules of two clients must not share a name.
    let of = package.rsplit_once('.').map(|(_, last)| format!("_{last}")).unwrap_or_default();
    File { path: format!("test_examples{of}.py"), text: text + &tests }
}

/// The blocking and the asynchronous test of an example.
pub fn test(model: &Index<'_>, uses: &Uses, f: &Function, example: &Example, number: usize) -> String {
    let (name, called) = (names::method(&f.name), names::called(f));
    let arguments = example::arguments(model, uses, f, example);
    let items = f.page.as_ref().and_then(|page| {
        let whole: Value = serde_json::from_str(example.answer.as_deref()?).ok()?;
        page.items_of(&whole).map(Value::to_string)
    });
    let expected = items.or_else(|| example.answer.clone()).unwrap_or_else(|| "null".into());
    // A body with files is not the same twice.
    let body = match uplink_spec::body(f, &example.arguments) {
        Some(Body::Opaque) => "None".to_owned(),
        _ => literal(example.body.as_deref().unwrap_or_default()),
    };
    let check = bracketed("service.expect(", &[literal(&f.name), body, "answer".into(), literal(&expected)], ")", 4);
    let collect = if f.page.is_some() { ".collect()" } else { "" };
    let call = |before: &str, indent| {
        Expression::group(format!("{before}.{called}("), arguments.clone(), format!("){collect}")).lines(indent)
    };
    let (sync, asynchronous) = (call("answer = service.client", 4), call("return await client", 12));
    let mark =
        if f.deprecated.is_some() { "@pytest.mark.filterwarnings(\"ignore::DeprecationWarning\")\n" } else { "" };
    format!(
        "\n\n{mark}def test_{name}_example_{number}(service: Service) -> None:\n{sync}{check}\n\n\
         {mark}def test_{name}_example_{number}_async(service: Service) -> None:\n    async def call() -> object:\n        \
         async with service.async_client() as client:\n{asynchronous}\n    answer = asyncio.run(call())\n{check}"
    )
}
