//! Python tests out of the examples, blocking and asynchronous.

use serde_json::Value;
use uplink_spec::model::{Argument, Example, Function};

use crate::python::names;
use crate::python::text::{bracketed, literal};
use crate::{File, Spec};

/// `test_examples.py`, with the last name of a package that lies in another; it stands on the fixture `service` of the hand-written `support` module beside it.
pub fn file(spec: &Spec, package: &str) -> File {
    let mut text: String = spec.head().iter().map(|line| format!("# {line}\n")).collect();
    text.push_str(&format!(
        "\"\"\"Every example of the spec, through {package}'s blocking and asynchronous client.\"\"\"\n\nimport asyncio\n\nfrom support import Service\n"
    ));
    for f in &spec.model.functions {
        for (number, example) in f.examples.iter().enumerate() {
            text.push_str(&test(f, example, number));
        }
    }
    // Test modules of two clients must not share a name.
    let of = package.rsplit_once('.').map(|(_, last)| format!("_{last}")).unwrap_or_default();
    File { path: format!("test_examples{of}.py"), text }
}

fn test(f: &Function, example: &Example, number: usize) -> String {
    let name = names::value(&f.name);
    let given = |a: &&Argument| example.arguments.contains_key(&a.name);
    let mut arguments: Vec<String> =
        f.arguments.iter().filter(|a| a.required).map(|a| python(&example.arguments[&a.name])).collect();
    let optional = f.arguments.iter().filter(|a| !a.required).filter(given);
    arguments.extend(optional.map(|a| format!("{}={}", names::value(&a.name), python(&example.arguments[&a.name]))));
    let items = f.page.as_ref().and_then(|page| {
        let whole: Value = serde_json::from_str(example.answer.as_deref()?).ok()?;
        whole.get(&page.items).map(Value::to_string)
    });
    let expected = items.or_else(|| example.answer.clone()).unwrap_or_else(|| "null".into());
    let body = example.body.clone().unwrap_or_default();
    let check =
        bracketed("service.expect(", &[literal(&f.name), literal(&body), "answer".into(), literal(&expected)], ")", 4);
    let collect = if f.page.is_some() { ".collect()" } else { "" };
    let sync = bracketed(&format!("answer = service.client.{name}("), &arguments, &format!("){collect}"), 4);
    let asynchronous = bracketed(&format!("return await client.{name}("), &arguments, &format!("){collect}"), 12);
    format!(
        "\n\ndef test_{name}_example_{number}(service: Service) -> None:\n{sync}{check}\n\n\
         def test_{name}_example_{number}_async(service: Service) -> None:\n    async def call() -> object:\n        \
         async with service.async_client() as client:\n{asynchronous}\n    answer = asyncio.run(call())\n{check}"
    )
}

/// A JSON value as a Python literal.
fn python(value: &Value) -> String {
    match value {
        Value::Null => "None".into(),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::Number(n) => n.to_string(),
        Value::String(s) => literal(s),
        Value::Array(items) => format!("[{}]", items.iter().map(python).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let entries = map.iter().map(|(k, v)| format!("{}: {}", literal(k), python(v)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}
