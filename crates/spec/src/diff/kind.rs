//! The kinds of changes, each with what it does to users: one row a kind.

use super::Class;

/// Class and effects of a kind: for Rust, for Python, for the service.
type Rule = (Class, [&'static str; 3]);

macro_rules! kinds {
    ($($kind:ident $words:literal $class:ident, $rust:literal, $python:literal, $service:literal;)*) => {
        /// What kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Kind {
            $(#[doc = $words] $kind,)*
        }

        impl Kind {
            /// All kinds.
            pub const ALL: &'static [Kind] = &[$(Kind::$kind),*];

            /// The kind in words.
            pub fn words(self) -> &'static str {
                match self {
                    $(Kind::$kind => $words,)*
                }
            }

            pub(super) fn rule(self) -> Rule {
                match self {
                    $(Kind::$kind => (Class::$class, [$rust, $python, $service]),)*
                }
            }
        }
    };
}

kinds! {
    // Functions
    FunctionRemoved "function removed" Breaking,
        "calls of its method no longer compile", "calls raise AttributeError", "its path answers 404 to old clients";
    FunctionAdded "function added" Additive,
        "a new method", "a new method on both clients", "serves a new path; needs an example";
    FunctionRenamed "function renamed" Breaking,
        "rename calls of the method", "rename calls of the method", "nothing: the request is the same";
    CallChanged "called otherwise" Breaking,
        "change calls of the method", "change calls of the method", "nothing: the request is the same";
    Deprecated "deprecated" Additive,
        "the compiler warns of calls", "calls warn", "nothing: the request is the same";
    NotDeprecated "not deprecated" Additive,
        "the compiler warns no more", "calls warn no more", "nothing: the request is the same";
    MethodChanged "method changed" Breaking,
        "source stays; programs fail until they are built anew", "source stays; programs fail until they are upgraded",
        "answers the old method with an error";
    PathChanged "path changed" Breaking,
        "source stays; programs fail until they are built anew", "source stays; programs fail until they are upgraded",
        "answers the old path with 404";
    ScopeNeeded "needs another scope" Breaking,
        "MissingScope until users log in again with the scope", "MissingScope until users log in again with the scope",
        "refuses tokens without the scope";
    ScopeNotNeeded "needs fewer scopes" Additive,
        "logins may ask for less", "logins may ask for less", "accepts more tokens";
    AuthNarrowed "needs other credentials" Breaking,
        "fails without them", "fails without them", "refuses requests without them";
    AuthWidened "accepts other credentials" Additive,
        "one more way to call it", "one more way to call it", "accepts requests that it refused";
    RetryChanged "repeated differently" Additive,
        "passing failures are repeated, or reach the caller, where they did not before",
        "passing failures are repeated, or raised, where they were not before", "may see a request again";
    TimeoutChanged "waits differently" Additive,
        "a slow answer may time out earlier or later", "a slow answer may time out earlier or later", "nothing";
    ContentTypeChanged "body travels in another form" Breaking,
        "source stays unless a type changes; programs fail until they are built anew",
        "source stays; programs fail until they are upgraded", "does not read the bodies of old clients";
    AcceptChanged "media type of the answer changed" Breaking,
        "source stays; programs ask for the other type", "source stays; programs ask for the other type",
        "answers in the other type";
    PagingChanged "paging changed" Breaking,
        "the method returns another type, or reads pages by other names", "the method returns another type, or reads pages by other names",
        "takes and answers pages in another form";
    PageSizeChanged "page size changed" Additive,
        "pages hold another number of items; walks give the same", "pages hold another number of items; walks give the same",
        "sends another number of items unasked";
    AnswerChanged "answer changed" Breaking,
        "the call returns another type", "the call returns another type", "old clients cannot read the answer";
    StatusAdded "status added" Additive,
        "one more status is a success", "one more status is a success", "old clients take the status for an error";
    StatusRemoved "status removed" Additive,
        "the status is an error now", "the status is an error now", "never answers it";
    WrapperChanged "wrapper of answer changed" Additive,
        "reads answers in another form besides", "reads answers in another form besides", "nothing";
    ExamplesChanged "examples changed" Documentation,
        "another generated test", "another generated test", "may answer another example";
    OptionsHidden "options of calls taken away" Breaking,
        "nothing", "calls that give `timeout`, `max_age`, `extra_headers` or `options` as options raise TypeError", "nothing";

    // Arguments
    RequiredArgumentAdded "required argument added" Breaking,
        "the method takes one more parameter; calls no longer compile", "calls without it raise TypeError",
        "refuses requests without it";
    OptionalArgumentAdded "optional argument added" Additive,
        "a new setter on the call; the first one gives the call a type of its own", "a new keyword argument",
        "reads it when it is sent";
    ArgumentRemoved "argument removed" Breaking,
        "calls that give it no longer compile", "calls that give it raise TypeError", "does not know it any more";
    ArgumentRenamed "argument renamed" Breaking,
        "rename the setter when it is optional", "rename it where it is given by keyword", "nothing: the request is the same";
    ArgumentsReordered "order of arguments changed" Breaking,
        "positions have moved; calls may compile and mean something else", "positions have moved; calls by position mean something else",
        "nothing: the request is the same";
    ArgumentTypeChanged "type of argument changed" Breaking,
        "values of the old type no longer compile", "values of the old type are refused", "refuses values of the old type";
    ArgumentTypeWidened "type of argument widened" Additive,
        "values of further types are accepted", "values of further types are accepted", "accepts further values";
    ArgumentMoved "argument travels differently" Breaking,
        "source stays unless the order of required arguments moves; programs fail until they are built anew",
        "source stays unless the order of required arguments moves; programs fail until they are upgraded",
        "does not find what old clients send";
    ArgumentNowRequired "argument now required" Breaking,
        "a setter becomes a parameter; calls no longer compile", "calls without it raise TypeError", "refuses requests without it";
    ArgumentNowOptional "argument now optional" Breaking,
        "a parameter becomes a setter; calls no longer compile", "calls that give it by position raise TypeError",
        "accepts requests without it";
    NullChanged "null travels differently" Breaking,
        "what is None or not set is sent as null, or no longer; the type of the argument may change",
        "what is None or not given is sent as null, or no longer", "gets null where it got nothing, or the other way round";
    DefaultChanged "default changed" Breaking,
        "calls that leave it out mean something else", "calls that leave it out mean something else", "assumes another value";
    LimitTightened "limit tightened" Breaking,
        "values that were allowed are refused before they are sent", "values that were allowed raise ArgumentError",
        "refuses values that were allowed";
    LimitLoosened "limit loosened" Additive,
        "further values are allowed", "further values are allowed", "accepts further values";
    BatchAdded "long lists are split" Additive,
        "longer lists are accepted", "longer lists are accepted", "gets several requests for one call";
    BatchRemoved "long lists are not split" Breaking,
        "longer lists are refused before they are sent", "longer lists raise ArgumentError", "gets one request for each call";
    MergeChanged "reads are merged differently" Additive,
        "other reads share a request", "other reads share a request", "gets more or fewer requests";
    UnitChanged "unit changed" Breaking,
        "compiles, but numbers mean something else", "runs, but numbers mean something else", "reads or sends numbers in another unit";
    UnitAdded "unit stated" Documentation,
        "the unit stands in the documentation", "the unit stands in the documentation", "nothing";

    // Types
    TypeRemoved "type removed" Breaking,
        "its name no longer compiles", "importing it raises ImportError", "nothing by itself";
    TypeAdded "type added" Additive,
        "a new type", "a new class", "nothing by itself";
    TypeRenamed "type renamed" Breaking,
        "rename it where it is named", "rename it where it is imported", "nothing: the wire is the same";
    TypeKindChanged "kind of type changed" Breaking,
        "code that looks into it no longer compiles", "code that looks into it fails", "sends or takes something else";
    FieldAdded "field added" Additive,
        "a new field; structs are non-exhaustive, so nothing breaks", "a new attribute; it moves out of `extra`",
        "may send it; old clients ignore it";
    RequiredFieldAdded "required field added" Breaking,
        "values that are sent need it", "values that are sent need it", "refuses values without it";
    FieldRemoved "field removed" Breaking,
        "code that reads it no longer compiles", "reading it raises AttributeError", "old clients may fail to read answers without it";
    FieldRenamed "field renamed" Breaking,
        "rename it where it is read", "rename it where it is read", "nothing: the wire is the same";
    FieldMoved "field has another wire name" Breaking,
        "source stays; programs fail until they are built anew", "source stays; programs fail until they are upgraded",
        "old clients do not find it";
    FieldTypeChanged "type of field changed" Breaking,
        "code that uses its value no longer compiles", "its value has another type", "old clients cannot read it";
    FieldNowNullable "field may be null" Breaking,
        "it becomes an Option; code that uses its value no longer compiles", "its value may be None",
        "old clients fail when it is null or absent";
    FieldNotNullable "field is never null" Breaking,
        "its Option vanishes; code that unwraps it no longer compiles", "checks for None are needless",
        "has to send it always";
    FieldFormChanged "field tells null from nothing, or no longer" Breaking,
        "an Option becomes a Nullable, or the other way round; code that uses its value no longer compiles",
        "it is NOT_GIVEN where it was None, or the other way round", "takes null for something else than nothing, or no longer";
    FieldBoxed "field in a box, or no longer" Breaking,
        "its value stands in a Box, or no longer; code that uses it may no longer compile", "nothing", "nothing: the wire is the same";
    GetterAdded "getter added" Additive,
        "a new getter; write its function in the client crate", "a new property; write its function in the package", "nothing";
    GetterRemoved "getter removed" Breaking,
        "calls of it no longer compile", "reading it raises AttributeError", "nothing";
    GetterChanged "type of getter changed" Breaking,
        "it returns another type", "it returns another type", "nothing";
    ValueAdded "enum value added" Additive,
        "a new variant; enums are non-exhaustive, so nothing breaks; it was `Unlisted` before",
        "a new member; it was an unknown value before", "may send it, and accepts it";
    ValueRemoved "enum value removed" Breaking,
        "its variant vanishes, so naming it no longer compiles; were it to arrive, it would be `Unlisted`",
        "its member vanishes, so naming it raises AttributeError; were it to arrive, it would be an unknown value",
        "refuses it in requests, and never sends it";
    WordRenamed "name of a word in languages changed" Breaking,
        "naming it the old way no longer compiles", "naming it the old way raises AttributeError", "nothing";
    PositionsChanged "positions of enum values changed" Breaking,
        "requests that use positions mean something else", "requests that use positions mean something else",
        "reads positions differently";
    NumbersAllowed "positions of enum values allowed" Additive,
        "nothing", "nothing", "accepts the position of a value";
    NumbersRefused "positions of enum values refused" Breaking,
        "requests that use positions fail", "requests that use positions fail", "refuses the position of a value";
    AliasChanged "alias changed" Breaking,
        "values have another type", "values have another type", "sends or takes values of another type";
    AliasWidened "alias widened" Additive,
        "values of further types are accepted", "values of further types are accepted", "accepts further values";
    TagChanged "variants told apart otherwise" Breaking,
        "objects arrive as another variant", "objects arrive as another class", "tells objects apart otherwise";
    TagAdded "word of a tag added" Additive,
        "such objects were an unknown variant before", "such objects were a plain dict before", "accepts it";

    // The whole API
    EndpointChanged "endpoint changed" Breaking,
        "source stays; programs fail until they are built anew", "source stays; programs fail until they are upgraded",
        "listens elsewhere";
    InsecureHttpAdded "http in home networks" Additive,
        "clients may be told to ask without TLS", "clients may be told to ask without TLS", "nothing";
    InsecureHttpRemoved "no http in home networks" Breaking,
        "clients refuse base URLs with http://", "clients refuse base URLs with http://", "nothing";
    ClientChanged "clients with a token, or without" Breaking,
        "`Client::new` takes a source of tokens, or none; calls of it no longer compile",
        "the option `token` comes or goes where there is no login", "nothing by itself";
    LoginRemoved "OAuth removed" Breaking,
        "logins fail", "logins fail", "has no OAuth endpoints";
    LoginAdded "OAuth added" Additive,
        "logins are possible", "logins are possible", "has OAuth endpoints";
    GrantRemoved "grant removed" Breaking,
        "logins by this grant fail", "logins by this grant fail", "refuses the grant";
    GrantAdded "grant added" Additive,
        "one more way to log in", "one more way to log in", "accepts the grant";
    PkceAdded "PKCE honoured" Additive,
        "logins send a challenge", "logins send a challenge", "checks the challenge when there is one";
    PkceRemoved "PKCE not honoured" Breaking,
        "logins go without a challenge", "logins go without a challenge", "does not check challenges";
    ClientAuthChanged "client secret shown otherwise" Breaking,
        "source stays; logins fail until programs are built anew", "source stays; logins fail until programs are upgraded",
        "nothing: it takes each form";
    IssuerChanged "issuer changed" Breaking,
        "source stays; logins fail until programs are built anew", "source stays; logins fail until programs are upgraded",
        "nothing";
    AuthAdded "key or password added" Additive,
        "one more credential to give", "one more credential to give", "hands out one more";
    AuthRemoved "key or password removed" Breaking,
        "it can no longer be given", "it can no longer be given", "refuses requests with it";
    AuthChanged "key or password travels differently" Breaking,
        "source stays; programs fail until they are built anew", "source stays; programs fail until they are upgraded",
        "refuses requests that carry it as before";
    CredentialRenamed "option of a key or password renamed" Breaking,
        "nothing: it is given by its name in the spec",
        "rename the option: the only key is `api_key`, the only password `username` and `password`; of several each has its name",
        "nothing";
    TokenLifeChanged "life of tokens changed" Additive,
        "tokens are renewed earlier or later", "tokens are renewed earlier or later", "tokens live shorter or longer";
    TokenFormChanged "form of tokens changed" Additive,
        "nothing", "nothing", "gives access tokens of another form";
    RefreshScopeChanged "scope of refresh tokens changed" Breaking,
        "logins that do not ask for it end with their access token", "logins that do not ask for it end with their access token",
        "gives refresh tokens on other occasions";
    ScopeRemoved "scope removed" Breaking,
        "logins that ask for it fail", "logins that ask for it fail", "refuses the scope";
    ScopeAdded "scope added" Additive,
        "one more scope to ask for", "one more scope to ask for", "grants it";
    ScopesUntyped "scopes are no types any more" Breaking,
        "the types of scopes are gone, for there are too many of them; what names them no longer compiles", "nothing", "nothing";
    PaceSlower "pace slower" Breaking,
        "calls wait longer", "calls wait longer", "refuses the pace of old clients";
    PaceFaster "pace faster" Additive,
        "calls wait less", "calls wait less", "accepts requests sooner";
    PaceHeadersChanged "pace headers changed" Additive,
        "follows what the server says is left", "follows what the server says is left", "says in headers what is left";
    ErrorAdded "error added" Additive,
        "the error has a name and a meaning", "the error has a name and a meaning", "may answer it";
    ErrorRemoved "error removed" Breaking,
        "comparisons with its name never match", "comparisons with its name never match", "never answers it";
    ErrorRenamed "error renamed" Breaking,
        "comparisons with its old name never match", "comparisons with its old name never match", "nothing: the code is the same";
    ErrorRoleChanged "role of error changed" Additive,
        "the client may react to it differently", "the client may react to it differently", "answers it on other occasions";
    RefusalChanged "what refuses with a status of success changed" Additive,
        "answers of success may be errors, or errors successes", "answers of success may be errors, or errors successes", "nothing";
    ErrorFormChanged "form of errors changed" Breaking,
        "source stays; errors lose code and details until programs are built anew",
        "source stays; errors lose code and details until programs are upgraded", "words its errors in another form";
    ErrorsRemoved "error form removed" Breaking,
        "errors lose code and details", "errors lose code and details", "answers errors with a status only";
    ErrorsAdded "error form added" Additive,
        "errors have code and details", "errors have code and details", "words its errors";

    // The catalogue
    CatalogueRemoved "catalogue removed" Breaking,
        "the module `catalogue` no longer compiles", "values are read without it", "has no table of values";
    CatalogueAdded "catalogue added" Additive,
        "values are looked up", "values are looked up", "knows a table of values";
    EntryRemoved "parameter removed" Breaking,
        "looking it up gives nothing; its readings rest on what is shown", "looking it up gives nothing; its readings rest on what is shown",
        "does not know it";
    EntryAdded "parameter added" Additive,
        "one more to look up", "one more to look up", "knows it";
    EntryNameChanged "key of parameter changed" Breaking,
        "searches for the old key give nothing", "searches for the old key give nothing", "nothing";
    EntryAliasChanged "alias of parameter changed" Breaking,
        "requests by the old alias are refused", "requests by the old alias are refused", "does not know the old alias";
    EntryAliasAdded "alias of parameter added" Additive,
        "requests may use it", "requests may use it", "knows it";
    EntryUnitChanged "unit of parameter changed" Breaking,
        "compiles, but numbers mean something else", "runs, but numbers mean something else", "shows another unit";
    EntryUnitAdded "unit of parameter stated" Additive,
        "the unit is known", "the unit is known", "shows the unit";
    FactorChanged "factor of parameter changed" Breaking,
        "compiles, but values of its readings are other numbers", "runs, but values of its readings are other numbers",
        "scales raw values differently";
    FactorAdded "factor of parameter found" Additive,
        "values rest on the raw value and get more precise", "values rest on the raw value and get more precise",
        "scales raw values";
    EntryNotWritable "parameter no longer writable" Breaking,
        "writing it is refused", "writing it is refused", "refuses to write it";
    EntryWritable "parameter writable" Additive,
        "it may be written", "it may be written", "accepts to write it";
    EntryLimitTightened "limit of parameter tightened" Breaking,
        "values that could be written are refused", "values that could be written are refused", "refuses values that it took";
    EntryLimitLoosened "limit of parameter loosened" Additive,
        "further values may be written", "further values may be written", "takes further values";
    WordChanged "word of parameter changed" Breaking,
        "readings say another word, or a number, for a raw value", "readings say another word, or a number, for a raw value",
        "shows another word";
    WordAdded "word of parameter added" Additive,
        "readings say a word for a raw value", "readings say a word for a raw value", "shows the word";

    TextChanged "documentation changed" Documentation,
        "documentation only", "documentation only", "nothing";
}
