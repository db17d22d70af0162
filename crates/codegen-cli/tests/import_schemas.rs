//! Schemas of documents in circulation, each kind in a small document.

mod greenhouse;

use greenhouse::{SERVER, function, read};
use nibe_uplink_codegen::import::{Import, import};
use uplink_spec::model::{Place, Type, TypeKind};

#[test]
fn of_two_descriptions_of_a_property_the_narrower_counts() {
    let generic = "{type: object, properties: {data: {type: array, items: {type: object}}, next: {type: string}}}";
    let narrow = "{type: object, properties: {data: {type: array, items: {$ref: '#/components/schemas/Vent'}}}}";
    let vent = "{type: object, required: [id], properties: {id: {type: string}}}";
    for (first, second) in [(generic, narrow), (narrow, generic)] {
        let import = read(&format!(
            "{SERVER}components: {{schemas: {{Vent: {vent}}}}}\npaths:\n  /vents:\n    get:\n      operationId: vents\n      \
             responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{allOf: [{first}, {second}]}}}}}}}}}}\n"
        ));
        assert!(import.spec.contains("{ type = \"[Vent]?\" }"), "{}", import.spec);
        assert!(!import.notes.iter().any(|note| note.contains("data")), "{:?}", import.notes);
    }
}

#[test]
fn schemas_that_lead_to_each_other_in_many_ways_come_to_an_end() {
    let properties: String = (0..100).map(|n| format!("p{n}: {{$ref: '#/components/schemas/A'}}, ")).collect();
    let import = read(&format!(
        "{SERVER}components: {{schemas: {{A: {{type: object, properties: {{{properties}}}}}}}}}\npaths:\n  /a:\n    get:\n      \
         operationId: a\n      responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: \
         '#/components/schemas/A'}}}}}}}}}}\n"
    ));
    assert!(function(&import, "a").examples.is_empty());
}

/// A document whose function answers one of two devices, which `choices` describes further.
fn devices(kind: [&str; 2], choices: &str) -> Import {
    let [fan, heater] = kind.map(|kind| {
        format!("{{type: object, required: [kind], properties: {{kind: {kind}, size: {{type: integer}}}}}}")
    });
    let all = "[{$ref: '#/components/schemas/Fan'}, {$ref: '#/components/schemas/Heater'}]";
    read(&format!(
        "{SERVER}components:\n  schemas:\n    Device: {{oneOf: {all}{choices}}}\n    Fan: {fan}\n    Heater: {heater}\npaths:\n  /device:\n    get:\n      \
         operationId: device\n      responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Device'}}}}}}}}}}\n"
    ))
}

#[test]
fn a_field_tells_choices_apart() {
    let text = "{type: string}";
    let tagged = |import: &Import, variants: &str| {
        let said = format!("tag      = \"kind\"\nvariants = {{ {variants} }}");
        assert!(import.spec.contains(&said), "{}", import.spec);
        assert_eq!((import.counts.request, import.counts.types), (0, 0), "{:?}", import.notes);
    };
    // By a discriminator: its words, or else the names of the schemas.
    let mapping =
        ", discriminator: {propertyName: kind, mapping: {f: '#/components/schemas/Fan', h: Heater, h2: Heater}}";
    tagged(&devices([text, text], mapping), r#"f = "Fan", h = "Heater", h2 = "Heater""#);
    tagged(&devices([text, text], ", discriminator: {propertyName: kind}"), r#"Fan = "Fan", Heater = "Heater""#);
    // By a constant, or by an enumeration of one word.
    let words = r#"fan = "Fan", heater = "Heater""#;
    tagged(&devices(["{const: fan}", "{const: heater}"], ""), words);
    tagged(&devices(["{type: string, enum: [fan]}", "{type: string, const: heater}"], ""), words);
}

#[test]
fn choices_that_no_field_tells_apart_are_noted() {
    let by_fields = |import: &Import, why: &str| {
        assert!(import.spec.contains("type = \"Fan | Heater\""), "{}", import.spec);
        assert!(import.notes.iter().any(|note| note.contains(why)), "{:?}", import.notes);
    };
    let kind = ", discriminator: {propertyName: kind}";
    by_fields(&devices(["{type: string}", "{type: integer}"], kind), "the field `kind` of `Heater` is never `Heater`");
    by_fields(
        &devices(["{type: string}", "{type: string}"], ", discriminator: {propertyName: type}"),
        "has no field `type`",
    );
    let same = devices(["{const: fan}", "{const: fan}"], "");
    assert!(same.spec.contains("type = \"Fan | Heater\""), "{}", same.spec);
    assert_eq!(same.counts.types, 0, "{:?}", same.notes);
}

#[test]
fn what_others_complete_is_one_of_them() {
    let pet = |discriminator: &str| {
        read(&format!(
            "{SERVER}components:\n  schemas:\n    \
             Pet: {{type: object, required: [kind], properties: {{kind: {{type: string}}, name: {{type: string}}}}, discriminator: {discriminator}}}\n    \
             Cat: {{allOf: [{{$ref: '#/components/schemas/Pet'}}, {{type: object, properties: {{lives: {{type: integer}}}}}}]}}\n    \
             Dog: {{allOf: [{{$ref: '#/components/schemas/Pet'}}]}}\npaths:\n  /pet:\n    get:\n      operationId: pet\n      \
             responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}}}\n    \
             put:\n      operationId: set_pet\n      requestBody: {{required: true, content: {{application/json: {{schema: {{allOf: \
             [{{description: One.}}, {{$ref: '#/components/schemas/Pet'}}]}}}}}}}}\n      responses: {{'204': {{description: ok}}}}\n    \
             post:\n      operationId: give\n      requestBody: {{required: true, content: {{application/json: {{schema: {{type: object, properties: \
             {{pet: {{allOf: [{{$ref: '#/components/schemas/Pet'}}]}}}}}}}}}}}}\n      responses: {{'204': {{description: ok}}}}\n"
        ))
    };
    for (discriminator, variants) in [
        ("{propertyName: kind}", r#"Cat = "Cat", Dog = "Dog""#),
        ("{propertyName: kind, mapping: {c: '#/components/schemas/Cat', d: Dog}}", r#"c = "Cat", d = "Dog""#),
    ] {
        let import = pet(discriminator);
        assert!(import.spec.contains(&format!("tag      = \"kind\"\nvariants = {{ {variants} }}")), "{}", import.spec);
        let cat = "[struct.Cat]\ndoc = \"Cat.\"\nfield.kind  = { type = \"string\" }\nfield.name  = { type = \"string?\" }\nfield.lives";
        assert!(import.spec.contains(cat), "{}", import.spec);
        assert_eq!((import.counts.request, import.counts.types), (0, 0), "{:?}", import.notes);
        for sent in ["content.content = { type = \"Pet\"", "body.pet = { type = \"Pet?\""] {
            assert!(import.spec.contains(sent), "{}", import.spec);
        }
    }
    // It is a pet by itself as well.
    let import = pet("{propertyName: kind, mapping: {p: Pet, c: Cat}}");
    assert!(import.spec.contains("[struct.Pet]"), "{}", import.spec);
}

#[test]
fn a_limit_that_is_excluded_is_the_next_number_of_whole_ones_only() {
    let parameter = |name: &str, ty: &str| {
        format!("{{name: {name}, in: query, schema: {{type: {ty}, exclusiveMinimum: 0, exclusiveMaximum: 5}}}}")
    };
    let import = read(&format!(
        "{SERVER}paths: {{/vents: {{get: {{operationId: vents, parameters: [{}, {}], \
         responses: {{'204': {{description: ok}}}}}}}}}}\n",
        parameter("count", "integer"),
        parameter("width", "number")
    ));
    let limits: Vec<_> = function(&import, "vents").arguments.iter().map(|a| (a.min, a.max)).collect();
    assert_eq!(limits, [(Some(1), Some(4)), (Some(0), Some(5))]);
}

#[test]
fn choices_of_one_word_each_are_an_enumeration() {
    let import = read(&format!(
        "{SERVER}paths: {{/vents: {{get: {{operationId: vents, parameters: [{{name: at, in: query, schema: {{oneOf: [\
         {{title: Roof, const: roof, description: Above.}}, {{type: string, enum: [wall]}}, {{type: 'null'}}]}}}}, \
         {{name: as, in: query, schema: {{type: string, enum: []}}}}, {{name: no, in: query, schema: {{enum: [null]}}}}], \
         responses: {{'204': {{description: ok}}}}}}}}}}\n"
    ));
    let types: Vec<String> = function(&import, "vents").arguments.iter().map(|a| a.ty.to_string()).collect();
    assert_eq!(types, ["VentsAt", "string", "any"]);
    assert_eq!(import.counts.types, 1, "{:?}", import.notes);
    let Some(TypeKind::Enum { values, .. }) = import.model.type_def("VentsAt").map(|def| &def.kind) else {
        panic!("no words in {}", import.spec)
    };
    let words: Vec<(&str, &str)> = values.iter().map(|v| (v.wire.as_str(), v.doc.as_str())).collect();
    assert_eq!(words, [("roof", "Above."), ("wall", "")]);
}

#[test]
fn choices_beside_the_properties_of_an_object_add_to_it() {
    let choices = "oneOf: [{required: [roof], properties: {roof: {type: integer}, at: {type: string}}}, \
                   {required: [wall], properties: {wall: {type: boolean}, at: {type: number}, name: {type: string, maxLength: 3}}}]";
    let object = format!("{{type: object, required: [name], properties: {{name: {{type: string}}}}, {choices}}}");
    let within = format!(
        "{{allOf: [{{type: object, required: [name], properties: {{name: {{type: string}}}}}}, {{{choices}}}]}}"
    );
    let whole = "{type: object, properties: {name: {type: string}}, oneOf: [{type: object, properties: {name: {type: string}, \
                 roof: {type: integer}}}, {type: object, properties: {name: {type: string}, wall: {type: boolean}}}]}";
    for (schema, sent, answered) in [
        (object.as_str(), ["body.name", "body.roof", "body.at", "body.wall"].as_slice(), "[struct.Vent]"),
        (&within, &["body.name", "body.roof", "body.at", "body.wall"], "[struct.Vent]"),
        (whole, &["content.content = { type = \"Vent\""], "[alias.Vent]"),
    ] {
        let import = read(&format!(
            "{SERVER}components: {{schemas: {{Vent: {schema}}}}}\npaths: {{/vents: {{post: {{operationId: add, requestBody: {{required: true, \
             content: {{application/json: {{schema: {{$ref: '#/components/schemas/Vent'}}}}}}}}, responses: {{'200': {{description: ok, \
             content: {{application/json: {{schema: {{$ref: '#/components/schemas/Vent'}}}}}}}}}}}}}}}}\n"
        ));
        assert!(sent.iter().chain([&answered]).all(|part| import.spec.contains(part)), "{}", import.spec);
        assert_eq!((import.counts.request, import.counts.types), (0, 0), "{:?}", import.notes);
        if answered.contains("struct") {
            let ty = |name: &str| {
                function(&import, "add")
                    .arguments
                    .iter()
                    .find(|a| a.name == name)
                    .map(|a| (a.ty.to_string(), a.required))
            };
            assert_eq!((ty("name"), ty("roof")), (Some(("string".into(), true)), Some(("int".into(), false))));
            assert!(import.spec.contains("type = \"string | float\""), "{}", import.spec);
        }
    }
}

#[test]
fn a_name_with_a_dot_is_no_way_into_an_error() {
    let import = read(&format!(
        "{SERVER}paths:\n  /vents:\n    get:\n      operationId: vents\n      responses:\n        '204': {{description: ok}}\n        \
         '400': {{description: no, content: {{application/json: {{schema: {{type: object, properties: {{odata.error: \
         {{type: object, properties: {{code: {{type: string}}}}}}, message: {{type: string}}}}}}}}}}}}\n"
    ));
    let errors = import.model.errors.as_ref().expect("the form of errors");
    assert_eq!((errors.code_field.as_str(), errors.details_field.as_deref()), ("", Some("message")));
}

#[test]
fn a_schema_of_lists_and_objects_is_any() {
    let schema = "{items: {type: object}, properties: {css: {type: string}}}";
    let import = read(&format!(
        "{SERVER}paths:\n  /vents:\n    post:\n      operationId: set\n      \
         requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}\n      \
         responses: {{'200': {{description: ok, content: {{application/json: {{schema: {schema}}}}}}}}}\n"
    ));
    let set = function(&import, "set");
    assert_eq!((set.content(), &set.arguments[0].ty), (Some(&Type::Any), &Type::Any));
    assert_eq!((set.arguments.len(), set.arguments[0].place), (1, Place::Content));
    assert!(import.counts.types > 0, "{:?}", import.notes);
}

#[test]
fn values_of_a_text_may_lack_their_quotes() {
    let import = read(&format!(
        "{SERVER}paths:\n  /vents:\n    get:\n      operationId: vents\n      parameters:\n        \
         - {{name: floor, in: query, schema: {{type: string, enum: [1, 2.5, true, roof, null]}}}}\n        \
         - {{name: rank, in: query, schema: {{type: integer, enum: [1, 2]}}}}\n      \
         responses: {{'204': {{description: ok}}}}\n"
    ));
    let [floor, rank] = &function(&import, "vents").arguments[..] else { panic!("{}", import.spec) };
    let Type::Named(name) = &floor.ty else { panic!("{:?}", floor.ty) };
    let TypeKind::Enum { values, .. } = &import.model.type_def(name).expect("a type").kind else { panic!("{name}") };
    assert_eq!(values.iter().map(|v| v.wire.as_str()).collect::<Vec<_>>(), ["1", "2.5", "true", "roof"]);
    assert_eq!((&rank.ty, import.counts.types), (&Type::Int, 1), "{:?}", import.notes);
}

#[test]
fn parts_of_all_of_that_only_remark_something_lose_no_type() {
    let import = import(
        "x.yaml",
        "openapi: 3.0.3
info: {title: Greenhouse, version: '1'}
servers: [{url: 'https://api.greenhouse.example'}]
components:
  schemas:
    Slug: {type: string, minLength: 2}
    Color: {type: string, enum: [red, blue], nullable: true}
    Vent:
      type: object
      required: [id, slug, next, color, made, word]
      properties:
        id: {type: integer}
        slug: {allOf: [{nullable: true}, {$ref: '#/components/schemas/Slug'}]}
        next: {allOf: [{$ref: '#/components/schemas/Slug'}, {xml: {name: next}, description: The next., deprecated: true}]}
        color: {$ref: '#/components/schemas/Color'}
        made: {allOf: [{$ref: '#/components/schemas/Slug'}, {readOnly: true}]}
        word: {allOf: [{$ref: '#/components/schemas/Slug'}, {type: string}]}
paths:
  /vents:
    put:
      operationId: set_vent
      security: []
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Vent'}}}}
      responses: {'200': {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/Vent'}}}}}
",
    )
    .unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(import.counts.types, 0, "{:?}", import.notes);
    for field in [
        "field.slug  = { type = \"Slug?\" }",
        "field.next  = { type = \"Slug\" }",
        "field.color = { type = \"Color?\" }",
        "field.word  = { type = \"Slug\" }",
    ] {
        assert!(import.spec.contains(field), "{field} in {}", import.spec);
    }
    // What the server writes alone is not sent.
    assert!(!function(&import, "set_vent").arguments.iter().any(|a| a.wire == "made"), "{}", import.spec);
}

#[test]
fn references_to_the_definitions_of_a_schema_mean_those_around_them() {
    let import = read(&format!(
        "{SERVER}paths:
  /house:
    get:
      operationId: house
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                $defs: {{Vent: {{type: object, required: [id], properties: {{id: {{type: integer}}, next: {{$ref: '#/$defs/Vent'}}}}}}}}
                type: object
                properties:
                  vents: {{type: array, items: {{$ref: '#/$defs/Vent'}}}}
                  rooms: {{$ref: '#/components/schemas/Rooms'}}
                  lost: {{$ref: '#/$defs/Lost'}}
components:
  schemas:
    Rooms:
      definitions: {{Vent: {{type: string, enum: [open, shut]}}}}
      type: array
      items: {{$ref: '#/definitions/Vent'}}
"
    ));
    for part in [
        "[alias.Rooms]\ndoc  = \"Rooms.\"\ntype = \"[Vent]\"\n",
        "[struct.Vent_2]\ndoc = \"Vent 2.\"\nfield.id   = { type = \"int\" }\nfield.next = { type = \"Vent_2?\" }\n",
        "field.vents = { type = \"[Vent_2]?\" }\n",
        "field.rooms = { type = \"Rooms?\" }\n",
        "field.lost  = { type = \"any?\" }\n",
    ] {
        assert!(import.spec.contains(part), "{part} in {}", import.spec);
    }
    assert_eq!(import.counts.types, 1, "{:?}", import.notes);
}

/// The document whose function answers an object that must have a `value`, of a schema with a name, and what that name has.
fn valued(schema: &str) -> Import {
    let value = "{$ref: '#/components/schemas/Value'}";
    let reading =
        format!("{{required: [value], properties: {{value: {value}, all: {{type: array, items: {value}}}}}}}");
    let answer =
        "{'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Reading'}}}}}";
    let lines = [
        "components:\n  schemas:".to_owned(),
        format!("    Reading: {reading}"),
        format!("    Value: {schema}"),
        "    A: {type: object, properties: {a: {type: string}}}".to_owned(),
        "    B: {type: object, nullable: true, properties: {b: {type: string}}}".to_owned(),
        format!("paths:\n  /reading: {{get: {{operationId: reading, responses: {answer}}}}}\n"),
    ];
    read(&format!("{SERVER}{}", lines.join("\n")))
}

#[test]
fn null_of_a_schema_with_a_name_is_that_of_what_refers_to_it() {
    let (a, b) = ("{$ref: '#/components/schemas/A'}", "{$ref: '#/components/schemas/B'}");
    for (schema, alias) in [
        ("{oneOf: [{type: string}, {type: integer}, {type: 'null'}]}", Some("string | int")),
        ("{type: [string, integer, 'null']}", Some("string | int")),
        ("{oneOf: [{type: [string, 'null']}, {type: integer}]}", Some("string | int")),
        (&format!("{{oneOf: [{a}, {{type: string}}], nullable: true}}"), Some("A | string")),
        (&format!("{{oneOf: [{b}, {{type: string}}]}}"), Some("B | string")),
        (&format!("{{allOf: [{a}, {{properties: {{c: {{type: string}}}}}}], nullable: true}}"), None),
        ("{oneOf: [{const: x}, {const: y}, {type: 'null'}]}", None),
        ("{const: x, nullable: true}", None),
    ] {
        let import = valued(schema);
        assert!(import.spec.contains("{ type = \"Value?\", null = \"unset\" }"), "{schema}: {}", import.spec);
        assert!(import.spec.contains("{ type = \"[Value?]?\" }"), "{schema}: {}", import.spec);
        if let Some(alias) = alias {
            assert!(import.spec.contains(&format!("type = \"{alias}\"")), "{schema}: {}", import.spec);
        }
    }
    // An alias of one other type keeps its own, and says it once.
    for schema in
        ["{type: [string, 'null']}", "{type: string, nullable: true}", "{oneOf: [{type: string}, {type: 'null'}]}"]
    {
        let import = valued(schema);
        assert!(import.spec.contains("value = { type = \"Value\" }"), "{schema}: {}", import.spec);
        assert!(import.spec.contains("type = \"string?\""), "{schema}: {}", import.spec);
    }
}

#[test]
fn values_of_several_kinds_are_one_of_their_types() {
    for (schema, expected) in [
        ("{type: [integer, string], enum: [1, 2, auto]}", "type = \"int | string\""),
        ("{type: [integer, string, 'null'], enum: [1, auto, null]}", "type = \"int | string\""),
        // Values that are all texts are words, whatever else the type would allow.
        ("{type: [integer, string], enum: [low, high]}", "values = [\"low\", \"high\"]"),
    ] {
        let import = valued(schema);
        assert!(import.spec.contains(expected), "{schema}: {}", import.spec);
    }
}
