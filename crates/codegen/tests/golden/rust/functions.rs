// Generated from kettle.toml (e530b3b58cc2b025); do not edit.
// To change it, edit the spec and generate it again.

use std::time::Duration;

use uplink_runtime::descriptor::*;

/// Kettles that can be asked how hot they are, and told to boil. Any "other" \[failure] is \<told>.
pub static API: Api = Api {
    name: "Kettle",
    base_url: "https://kettle.example/api",
    insecure_http: false,
    functions: &[
        &KETTLES,
        &LEVELS,
        &BOIL,
        &REPLACE_SETTINGS,
        &ORDER,
        &PLACES,
        &PHOTO,
        &STAMP,
        &SEARCH,
        &TYPE,
        &MANUAL,
        &WARRANTY,
        &FITTINGS,
        &FIT,
        &LABEL,
    ],
    oauth: Some(OAuth {
        authorize: "/authorize",
        token: "/token",
        grants: &["authorization_code", "refresh_token", "client_credentials"],
        pkce: true,
        client_auth: ClientAuth::Body,
        issuer: None,
        expires_in: Duration::from_secs(3600),
        refresh_scope: Some("offline"),
    }),
    auth: &[&auth::LABEL, &auth::OWNER],
    scopes: &[
        ("LOOK", "See the kettles."),
        ("BOIL", "Switch kettles on."),
        ("offline", "Stay logged in."),
    ],
    pace: Some(Pace {
        requests: 10,
        per: Duration::from_millis(60000),
        burst: 3,
        in_flight: None,
        headers: Some("X-RateLimit"),
    }),
    errors: Some(Errors {
        code: "code",
        details: Some("details"),
        codes: &[
            ErrorCode {
                code: 1,
                name: "NO_TOKEN",
                doc: "The token is missing.",
                role: Some(Role::Login),
            },
            ErrorCode { code: 7, name: "LID_OPEN", doc: "The lid is open.", role: None },
        ],
        words: &[
            ErrorWord {
                word: "dry",
                status: Some(409),
                name: "NO_WATER",
                doc: "There is no water.",
            },
        ],
        refused: &[],
    }),
    structs: &[
        &shapes::AREA,
        &shapes::FILTER,
        &shapes::SPOUT,
        &shapes::ADDED,
        &shapes::LENT,
        &shapes::KETTLE,
        &shapes::LEVEL,
        &shapes::PLAN,
        &shapes::TEXT,
    ],
    enums: &[&shapes::FILTER_KIND, &shapes::LID, &shapes::MODE],
};

/// Keys and passwords.
mod auth {
    use uplink_runtime::descriptor::*;

    pub static LABEL: AuthScheme = AuthScheme {
        name: "label",
        doc: "What is printed below the kettle.",
        carrier: Carrier::Header("X-Label"),
    };
    pub static OWNER: AuthScheme = AuthScheme {
        name: "owner",
        doc: "",
        carrier: Carrier::Basic,
    };
}

/// `kettles`
pub static KETTLES: Function = Function {
    name: "kettles",
    doc: "All kettles of the user.",
    method: "GET",
    path: "/kettles",
    scopes: &["LOOK"],
    arguments: &[
        Argument {
            name: "since",
            wire: "since",
            doc: "Only those that boiled since then.",
            place: Place::Query,
            shape: Shape::DateTime,
            ..Argument::PLAIN
        },
        Argument {
            name: "lids",
            wire: "lids",
            doc: "Only those whose lid is so.",
            place: Place::Query,
            shape: Shape::List(&Shape::Enum(&shapes::LID)),
            style: Style::Comma,
            ..Argument::PLAIN
        },
        arguments::LANGUAGE,
        Argument {
            name: "page",
            wire: "page",
            doc: "Page to begin with, counted from 1. 1 or more. The server's default is `1`.",
            place: Place::Query,
            shape: Shape::Int,
            min: Some(1),
            ..Argument::PLAIN
        },
        Argument {
            name: "items_per_page",
            wire: "itemsPerPage",
            doc: "Items on a page. From 1 to 100. The server's default is `30`.",
            place: Place::Query,
            shape: Shape::Int,
            min: Some(1),
            max: Some(100),
            ..Argument::PLAIN
        },
    ],
    success: &[200],
    answer: Shape::List(&Shape::Struct(&shapes::KETTLE)),
    retry: true,
    page: Some(Page {
        argument: "page",
        number_field: Some("page"),
        size_field: Some("itemsPerPage"),
        total_field: Some("numItems"),
        items_field: Some("objects"),
        ..Page::PLAIN
    }),
    ..Function::PLAIN
};

/// `levels`
pub static LEVELS: Function = Function {
    name: "levels",
    doc: "What sensors show now.",
    method: "GET",
    path: "/kettles/{kettle_id}/levels",
    scopes: &["LOOK", "BOIL"],
    arguments: &[
        arguments::KETTLE_ID,
        Argument {
            name: "sensors",
            wire: "sensors",
            doc: "Ids or names of sensors. At most 15 in one request; a longer list is split. Reads that wait at the same time are merged into as few requests as possible.",
            place: Place::Query,
            shape: Shape::List(&Shape::OneOf(&[Shape::Int, Shape::Text])),
            required: true,
            min_items: Some(1),
            max_items: Some(15),
            batch: true,
            merge: &["sensor"],
            ..Argument::PLAIN
        },
        arguments::LANGUAGE,
    ],
    success: &[200],
    answer: Shape::List(&Shape::Struct(&shapes::LEVEL)),
    wrapped: Some("data"),
    retry: true,
    timeout: Some(Duration::from_secs(90)),
    ..Function::PLAIN
};

/// `boil`
pub static BOIL: Function = Function {
    name: "boil",
    doc: "Boils the water of a kettle.",
    method: "POST",
    path: "/kettles/{kettle_id}/boil",
    scopes: &["BOIL"],
    arguments: &[
        arguments::KETTLE_ID,
        Argument {
            name: "until",
            wire: "until",
            doc: "When to stop. In °C. From 30 to 100.",
            place: Place::Body,
            shape: Shape::Float,
            required: true,
            min: Some(30),
            max: Some(100),
            ..Argument::PLAIN
        },
        Argument {
            name: "limits",
            wire: "limits",
            doc: "Levels by sensor at which to stop earlier.",
            place: Place::Body,
            shape: Shape::Map(&Shape::OneOf(&[Shape::Int, Shape::Text])),
            required: true,
            ..Argument::PLAIN
        },
        Argument {
            name: "note",
            wire: "note",
            doc: "A note.",
            place: Place::Body,
            shape: Shape::Text,
            null: Null::Given,
            ..Argument::PLAIN
        },
        Argument {
            name: "plan",
            wire: "plan",
            doc: "What follows.",
            place: Place::Body,
            shape: Shape::Struct(&shapes::PLAN),
            required: true,
            ..Argument::PLAIN
        },
    ],
    success: &[200, 204],
    answer: Shape::Nullable(&Shape::Struct(&shapes::KETTLE)),
    retry: false,
    ..Function::PLAIN
};

/// `replace_settings`
pub static REPLACE_SETTINGS: Function = Function {
    name: "replace_settings",
    doc: "Replaces all settings.",
    method: "PUT",
    path: "/kettles/{kettle_id}/settings",
    scopes: &["BOIL"],
    arguments: &[
        arguments::KETTLE_ID,
        Argument {
            name: "values",
            wire: "values",
            doc: "Values by name.",
            place: Place::Content,
            shape: Shape::Map(&Shape::Any),
            required: true,
            ..Argument::PLAIN
        },
    ],
    success: &[204],
    retry: true,
    ..Function::PLAIN
};

/// `order`
pub static ORDER: Function = Function {
    name: "order",
    doc: "Orders cups, as a form.",
    method: "POST",
    path: "/orders",
    scopes: &["BOIL"],
    arguments: &[
        Argument {
            name: "cups",
            wire: "cups",
            doc: "How many. 1 or more.",
            place: Place::Body,
            shape: Shape::Int,
            required: true,
            min: Some(1),
            ..Argument::PLAIN
        },
        Argument {
            name: "extras",
            wire: "extras",
            doc: "What goes into them.",
            place: Place::Body,
            shape: Shape::Map(&Shape::Text),
            style: Style::Deep,
            ..Argument::PLAIN
        },
        Argument {
            name: "lids",
            wire: "lids",
            doc: "How they are closed.",
            place: Place::Body,
            shape: Shape::List(&Shape::Enum(&shapes::LID)),
            ..Argument::PLAIN
        },
        Argument {
            name: "session",
            wire: "session",
            doc: "Where it began.",
            place: Place::Cookie,
            shape: Shape::Text,
            ..Argument::PLAIN
        },
    ],
    content_type: ContentType::Form,
    success: &[],
    answer: Shape::Text,
    retry: false,
    ..Function::PLAIN
};

/// `places`
pub static PLACES: Function = Function {
    name: "places",
    doc: "What stands at places, by the styles of paths, headers and cookies.",
    method: "GET",
    path: "/floors{floors}/rooms{area}{depth}",
    scopes: &["LOOK"],
    arguments: &[
        Argument {
            name: "floors",
            wire: "floors",
            doc: "The floors.",
            place: Place::Path,
            shape: Shape::List(&Shape::Int),
            style: Style::LabelExploded,
            required: true,
            ..Argument::PLAIN
        },
        Argument {
            name: "area",
            wire: "area",
            doc: "Where.",
            place: Place::Path,
            shape: Shape::Struct(&shapes::AREA),
            style: Style::MatrixExploded,
            required: true,
            ..Argument::PLAIN
        },
        Argument {
            name: "depth",
            wire: "depth",
            doc: "How deep.",
            place: Place::Path,
            shape: Shape::Int,
            style: Style::Matrix,
            required: true,
            ..Argument::PLAIN
        },
        Argument {
            name: "near",
            wire: "X-Near",
            doc: "What is near.",
            place: Place::Header,
            shape: Shape::Struct(&shapes::AREA),
            style: Style::Comma,
            ..Argument::PLAIN
        },
        Argument {
            name: "view",
            wire: "X-View",
            doc: "What is seen.",
            place: Place::Header,
            shape: Shape::Map(&Shape::Any),
            style: Style::Json,
            ..Argument::PLAIN
        },
        Argument {
            name: "seen",
            wire: "seen",
            doc: "What was seen.",
            place: Place::Cookie,
            shape: Shape::Map(&Shape::Int),
            style: Style::Comma,
            ..Argument::PLAIN
        },
    ],
    success: &[200],
    answer: Shape::List(&Shape::Text),
    retry: true,
    ..Function::PLAIN
};

/// `photo`
pub static PHOTO: Function = Function {
    name: "photo",
    doc: "Sends photos, as parts of a form.",
    method: "POST",
    path: "/photos",
    scopes: &["BOIL"],
    arguments: &[
        Argument {
            name: "photo",
            wire: "photo",
            doc: "The photo.",
            place: Place::Body,
            shape: Shape::Bytes,
            required: true,
            ..Argument::PLAIN
        },
        Argument {
            name: "more",
            wire: "more",
            doc: "Further ones.",
            place: Place::Body,
            shape: Shape::List(&Shape::Bytes),
            ..Argument::PLAIN
        },
        Argument {
            name: "title",
            wire: "title",
            doc: "What they show.",
            place: Place::Body,
            shape: Shape::Text,
            ..Argument::PLAIN
        },
    ],
    content_type: ContentType::Multipart,
    success: &[204],
    retry: false,
    ..Function::PLAIN
};

/// `stamp`
pub static STAMP: Function = Function {
    name: "stamp",
    doc: "Replaces the picture on a kettle.",
    method: "PUT",
    path: "/kettles/{kettle_id}/stamp",
    scopes: &["BOIL"],
    arguments: &[
        arguments::KETTLE_ID,
        Argument {
            name: "picture",
            wire: "picture",
            doc: "The picture.",
            place: Place::Content,
            shape: Shape::Bytes,
            required: true,
            ..Argument::PLAIN
        },
    ],
    content_type: ContentType::File("image/png"),
    success: &[204],
    retry: false,
    deprecated: Some("Use `photo`."),
    ..Function::PLAIN
};

/// `search`
pub static SEARCH: Function = Function {
    name: "search",
    doc: "Looks for kettles.",
    method: "POST",
    path: "/search?deep=true",
    scopes: &["LOOK"],
    arguments: &[
        Argument {
            name: "filters",
            wire: "filters",
            doc: "What they are like.",
            place: Place::Body,
            shape: Shape::List(&Shape::Map(&Shape::Text)),
            ..Argument::PLAIN
        },
        Argument {
            name: "table",
            wire: "table",
            doc: "Numbers by two names.",
            place: Place::Body,
            shape: Shape::Map(&Shape::Map(&Shape::Int)),
            ..Argument::PLAIN
        },
        Argument {
            name: "grid",
            wire: "grid",
            doc: "Sensors in rows.",
            place: Place::Body,
            shape: Shape::List(&Shape::List(&Shape::OneOf(&[Shape::Int, Shape::Text]))),
            ..Argument::PLAIN
        },
    ],
    success: &[204],
    retry: false,
    ..Function::PLAIN
};

/// `type`
pub static TYPE: Function = Function {
    name: "type",
    doc: "A picture of the kettle, \"\"\"quoted\"\"\" and ending with a backslash \\",
    method: "GET",
    path: "/kettles/{kettle_id}/picture",
    scopes: &[],
    auth: &[],
    arguments: &[
        arguments::KETTLE_ID,
        Argument {
            name: "class",
            wire: "class",
            doc: "A keyword; `code` and half `code. The server's default is `it's`.",
            place: Place::Query,
            shape: Shape::Text,
            ..Argument::PLAIN
        },
        Argument {
            name: "self",
            wire: "self",
            doc: "Another one.",
            place: Place::Query,
            shape: Shape::Bool,
            ..Argument::PLAIN
        },
    ],
    success: &[200],
    answer: Shape::Bytes,
    retry: true,
    ..Function::PLAIN
};

/// `manual`
pub static MANUAL: Function = Function {
    name: "manual",
    doc: "How to use the kettle.",
    method: "GET",
    path: "/kettles/{kettle_id}/manual",
    scopes: &[],
    auth: &[],
    arguments: &[arguments::KETTLE_ID],
    accept: Some("text/markdown"),
    success: &[200, 204],
    answer: Shape::Nullable(&Shape::Text),
    retry: true,
    ..Function::PLAIN
};

/// `warranty`
pub static WARRANTY: Function = Function {
    name: "warranty",
    doc: "Until when the kettle is under warranty.",
    method: "GET",
    path: "/warranty",
    scopes: &[],
    auth: &[
        &[Auth::Scheme(&auth::LABEL), Auth::Token],
        &[Auth::Scheme(&auth::OWNER)],
        &[],
    ],
    success: &[200],
    answer: Shape::Text,
    retry: true,
    ..Function::PLAIN
};

/// `fittings`
pub static FITTINGS: Function = Function {
    name: "fittings",
    doc: "What belongs to a kettle.",
    method: "GET",
    path: "/kettles/{kettle_id}/fittings",
    scopes: &["LOOK"],
    arguments: &[arguments::KETTLE_ID],
    success: &[200],
    answer: Shape::List(&Shape::Tagged(&shapes::FITTING)),
    retry: true,
    ..Function::PLAIN
};

/// `fit`
pub static FIT: Function = Function {
    name: "fit",
    doc: "Adds to a kettle.",
    method: "POST",
    path: "/kettles/{kettle_id}/fittings",
    scopes: &["BOIL"],
    arguments: &[
        arguments::KETTLE_ID,
        Argument {
            name: "fitting",
            wire: "fitting",
            doc: "What is added.",
            place: Place::Content,
            shape: Shape::Tagged(&shapes::FITTING),
            required: true,
            ..Argument::PLAIN
        },
    ],
    success: &[200],
    answer: Shape::OneOf(&[Shape::Struct(&shapes::ADDED), Shape::Struct(&shapes::LENT)]),
    retry: false,
    ..Function::PLAIN
};

/// `label`
pub static LABEL: Function = Function {
    name: "label",
    doc: "Writes on a kettle, in each way that there is.",
    method: "PUT",
    path: "/kettles/{kettle_id}/label",
    scopes: &["BOIL"],
    arguments: &[
        arguments::KETTLE_ID,
        Argument {
            name: "value",
            wire: "value",
            doc: "A number that is whole by chance.",
            place: Place::Body,
            shape: Shape::OneOf(&[Shape::Float, Shape::Text]),
            required: true,
            ..Argument::PLAIN
        },
        Argument {
            name: "text",
            wire: "text",
            doc: "What is written.",
            place: Place::Body,
            shape: Shape::OneOf(&[Shape::Text, Shape::Struct(&shapes::TEXT)]),
            required: true,
            ..Argument::PLAIN
        },
        Argument {
            name: "state",
            wire: "state",
            doc: "What is shown beside it.",
            place: Place::Body,
            shape: Shape::OneOf(&[Shape::DateTime, Shape::Enum(&shapes::LID)]),
            required: true,
            ..Argument::PLAIN
        },
        Argument {
            name: "values",
            wire: "values",
            doc: "Numbers and words.",
            place: Place::Body,
            shape: Shape::List(&Shape::OneOf(&[Shape::Float, Shape::Text])),
            ..Argument::PLAIN
        },
        Argument {
            name: "title",
            wire: "title",
            doc: "A text by another name.",
            place: Place::Body,
            shape: Shape::Text,
            ..Argument::PLAIN
        },
        Argument {
            name: "gaps",
            wire: "gaps",
            doc: "Numbers, or none.",
            place: Place::Body,
            shape: Shape::List(&Shape::Nullable(&Shape::Int)),
            ..Argument::PLAIN
        },
        Argument {
            name: "words",
            wire: "words",
            doc: "Words.",
            place: Place::Body,
            shape: Shape::List(&Shape::Text),
            null: Null::Given,
            ..Argument::PLAIN
        },
        Argument {
            name: "lids",
            wire: "lids",
            doc: "Lids.",
            place: Place::Body,
            shape: Shape::List(&Shape::Enum(&shapes::LID)),
            null: Null::Given,
            ..Argument::PLAIN
        },
        Argument {
            name: "lid",
            wire: "lid",
            doc: "One of them.",
            place: Place::Body,
            shape: Shape::Enum(&shapes::LID),
            null: Null::Given,
            ..Argument::PLAIN
        },
        Argument {
            name: "until",
            wire: "until",
            doc: "Until when.",
            place: Place::Body,
            shape: Shape::DateTime,
            null: Null::Given,
            ..Argument::PLAIN
        },
        Argument {
            name: "more",
            wire: "more",
            doc: "More.",
            place: Place::Body,
            shape: Shape::Any,
            null: Null::Given,
            ..Argument::PLAIN
        },
        Argument {
            name: "area",
            wire: "area",
            doc: "Where.",
            place: Place::Body,
            shape: Shape::Struct(&shapes::AREA),
            null: Null::Given,
            ..Argument::PLAIN
        },
        Argument {
            name: "by_name",
            wire: "byName",
            doc: "By name.",
            place: Place::Body,
            shape: Shape::Map(&Shape::Int),
            null: Null::Given,
            ..Argument::PLAIN
        },
        Argument {
            name: "sensor",
            wire: "sensor",
            doc: "A sensor.",
            place: Place::Body,
            shape: Shape::OneOf(&[Shape::Int, Shape::Text]),
            null: Null::Given,
            ..Argument::PLAIN
        },
        Argument {
            name: "count",
            wire: "count",
            doc: "How many.",
            place: Place::Body,
            shape: Shape::Int,
            null: Null::Given,
            ..Argument::PLAIN
        },
        Argument {
            name: "share",
            wire: "share",
            doc: "How much.",
            place: Place::Body,
            shape: Shape::Float,
            null: Null::Given,
            ..Argument::PLAIN
        },
        Argument {
            name: "shown",
            wire: "shown",
            doc: "Whether it is seen.",
            place: Place::Body,
            shape: Shape::Bool,
            null: Null::Given,
            ..Argument::PLAIN
        },
    ],
    success: &[200],
    answer: Shape::OneOf(&[Shape::Text, Shape::Struct(&shapes::TEXT)]),
    retry: false,
    ..Function::PLAIN
};

/// What is sent and received.
pub(super) mod shapes {
    use uplink_runtime::descriptor::*;

    use super::shapes;

    pub static AREA: Struct = Struct {
        name: "Area",
        index: 0,
        fields: Fields::new(&[
            Field::new("x", Shape::Float),
            Field::new("name", Shape::Nullable(&Shape::Text)),
        ]),
    };
    pub static FILTER: Struct = Struct {
        name: "Filter",
        index: 1,
        fields: Fields::new(&[
            Field::new("kind", Shape::Enum(&shapes::FILTER_KIND)),
            Field::new("mesh", Shape::Float),
        ]),
    };
    pub static SPOUT: Struct = Struct {
        name: "Spout",
        index: 2,
        fields: Fields::new(&[
            Field::new("kind", Shape::Text),
            Field::new("of", Shape::List(&Shape::Tagged(&shapes::FITTING))),
        ]),
    };
    pub static ADDED: Struct = Struct {
        name: "Added",
        index: 3,
        fields: Fields::new(&[Field::new("id", Shape::Int)]),
    };
    pub static LENT: Struct = Struct {
        name: "Lent",
        index: 4,
        fields: Fields::new(&[
            Field::new("id", Shape::Int),
            Field::new("until", Shape::Text),
        ]),
    };
    pub static KETTLE: Struct = Struct {
        name: "Kettle",
        index: 5,
        fields: Fields::new(&[
            Field::new("kettleId", Shape::Int),
            Field::new("waterTemperature", Shape::Float),
            Field::new("lid", Shape::Enum(&shapes::LID)),
            Field::new("boiledAt", Shape::Nullable(&Shape::DateTime)),
            Field::new("parts", Shape::List(&Shape::Struct(&shapes::KETTLE))),
            Field::new("next", Shape::Nullable(&Shape::Struct(&shapes::KETTLE))),
            Field::new("class", Shape::Text),
            Field::new("other", Shape::Any),
        ]),
    };
    pub static LEVEL: Struct = Struct {
        name: "Level",
        index: 6,
        fields: Fields::new(&[
            Field::new("sensor", Shape::OneOf(&[Shape::Int, Shape::Text])),
            Field::new("level", Shape::OneOf(&[Shape::Float, Shape::Text])),
        ]),
    };
    pub static PLAN: Struct = Struct {
        name: "Plan",
        index: 7,
        fields: Fields::new(&[
            Field::new("first", Shape::Enum(&shapes::MODE)),
            Field::new("then", Shape::Nullable(&Shape::Struct(&shapes::PLAN))).with_null(Null::Given),
            Field::new("moments", Shape::List(&Shape::DateTime)),
            Field::new("pause", Shape::Nullable(&Shape::DateTime)).with_null(Null::Given),
            Field::new("taste", Shape::Nullable(&Shape::Text)),
        ]),
    };
    pub static TEXT: Struct = Struct {
        name: "Text",
        index: 8,
        fields: Fields::new(&[Field::new("text", Shape::Text)]),
    };
    pub static FILTER_KIND: Enum = Enum {
        name: "FilterKind",
        index: 0,
        words: &["filter", "sieve"],
    };
    pub static LID: Enum = Enum {
        name: "Lid",
        index: 1,
        words: &["OPEN", "HALF_OPEN", "CLOSED"],
    };
    pub static MODE: Enum = Enum {
        name: "Mode",
        index: 2,
        words: &["HEAT", "1st", "%"],
    };
    pub static FITTING: Tagged = Tagged {
        tag: "kind",
        variants: &[
            ("filter", Shape::Struct(&shapes::FILTER)),
            ("sieve", Shape::Struct(&shapes::FILTER)),
            ("spout", Shape::Struct(&shapes::SPOUT)),
        ],
    };
}

/// What several functions take.
mod arguments {
    use uplink_runtime::descriptor::*;

    pub const LANGUAGE: Argument = Argument {
        name: "language",
        wire: "Accept-Language",
        doc: "The language of texts. The server's default is `en`.",
        place: Place::Header,
        shape: Shape::Text,
        ..Argument::PLAIN
    };
    pub const KETTLE_ID: Argument = Argument {
        name: "kettle_id",
        wire: "kettleId",
        doc: "Which kettle. 1 or more.",
        place: Place::Path,
        shape: Shape::Int,
        required: true,
        min: Some(1),
        ..Argument::PLAIN
    };
}
