// Generated from kettle.toml (e530b3b58cc2b025); do not edit.
// To change it, edit the spec and generate it again.

use std::collections::BTreeMap;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use uplink_runtime::generated::serde_json::Value;
use uplink_runtime::generated::{OrderedMap, Timestamp};
use uplink_runtime::{BoxFuture, Bytes, Call, CallOptions, CallWithResponse, Error, File, Nullable, Options, Pages, Stream, TokenSource};

use super::{functions, scopes, types};

/// A client of Kettle, cheap to clone.
///
/// Kettles that can be asked how hot they are, and told to boil. Any "other" \[failure] is \<told>.
///
/// `S` says which scopes the program asks its users for. A call without its scope does not compile; what a
/// user granted less is found at run time, before anything is sent.
#[derive(Clone, Debug)]
pub struct Client<S = scopes::Dynamic> {
    inner: uplink_runtime::Client,
    scopes: PhantomData<fn() -> S>,
}

impl Client {
    /// A client that takes its tokens from `tokens`.
    ///
    /// # Errors
    /// When the base URL is not safe to send tokens to, a credential cannot be sent, or HTTPS cannot be set up.
    pub fn new(tokens: Arc<dyn TokenSource>, options: Options) -> Result<Self, Error> {
        let inner = uplink_runtime::Client::new(&functions::API, tokens, options)?;
        Ok(Client {
            inner,
            scopes: PhantomData,
        })
    }

    /// The same client with scopes that the compiler checks.
    pub fn scopes<S: scopes::ScopeSet>(self) -> Client<S> {
        Client {
            inner: self.inner,
            scopes: PhantomData,
        }
    }
}

impl<S> Client<S> {
    /// The same client, whose calls are made with these options unless they have their own.
    pub fn with_options(&self, options: CallOptions) -> Self {
        Client {
            inner: self.inner.with_options(options),
            scopes: PhantomData,
        }
    }

    /// The client below the typed methods, for functions that are known only at run time.
    pub fn untyped(&self) -> &uplink_runtime::Client {
        &self.inner
    }
}

impl<S> Client<S> {
    /// The functions of `orders`: `place`.
    pub fn orders(&self) -> OrdersGroup<'_, S> {
        OrdersGroup { client: self }
    }

    /// The functions of `fittings`: `list`, `fit`.
    pub fn fittings(&self) -> FittingsGroup<'_, S> {
        FittingsGroup { client: self }
    }

    /// All kettles of the user.
    ///
    /// Needs the scope `LOOK`. `GET /kettles`
    ///
    /// The answer comes in pages of 30 unless asked otherwise.
    ///
    /// # Errors
    ///
    /// [`MissingScope`](uplink_runtime::Error::MissingScope) when the user did not grant the scope,
    /// [`Api`](uplink_runtime::Error::Api) when the server refuses, and others.
    ///
    /// # Examples
    ///
    /// ```ignore
    /// let answer = client
    ///     .kettles()
    ///     .since("2024-02-03T04:05:06Z".parse()?)
    ///     .lids([types::Lid::Open, types::Lid::HalfOpen])
    ///     .language("sv")
    ///     .await?;
    /// ```
    pub fn kettles(&self) -> KettlesCall
    where
        S: scopes::AllowsLook,
    {
        KettlesCall(Call::new(&self.inner, &functions::KETTLES).pages())
    }

    /// What sensors show now.
    ///
    /// Needs the scopes `LOOK` and `BOIL`. `GET /kettles/{kettleId}/levels`
    ///
    /// # Arguments
    ///
    /// - `kettle_id`: Which kettle. 1 or more.
    /// - `sensors`: Ids or names of sensors. At most 15 in one request; a longer list is split. Reads that wait at
    ///   the same time are merged into as few requests as possible.
    ///
    /// # Errors
    ///
    /// [`MissingScope`](uplink_runtime::Error::MissingScope) when the user did not grant the scope,
    /// [`Api`](uplink_runtime::Error::Api) when the server refuses, and others.
    ///
    /// # Examples
    ///
    /// ```ignore
    /// let answer = client
    ///     .levels(1, [types::Sensor::from(7), types::Sensor::from("lid")])
    ///     .await?;
    /// ```
    pub fn levels(
        &self,
        kettle_id: i64,
        sensors: impl IntoIterator<Item = impl Into<types::Sensor>>,
    ) -> LevelsCall
    where
        S: scopes::AllowsLook + scopes::AllowsBoil,
    {
        LevelsCall(
            Call::new(&self.inner, &functions::LEVELS)
                .set("kettle_id", kettle_id)
                .set(
                    "sensors",
                    sensors
                        .into_iter()
                        .map(|item| -> types::Sensor { item.into() })
                        .collect::<Vec<_>>(),
                )
                .batched(),
        )
    }

    /// Boils the water of a kettle.
    ///
    /// Needs the scope `BOIL`. `POST /kettles/{kettleId}/boil`
    ///
    /// # Arguments
    ///
    /// - `kettle_id`: Which kettle. 1 or more.
    /// - `until`: When to stop. In °C. From 30 to 100.
    /// - `limits`: Levels by sensor at which to stop earlier.
    /// - `plan`: What follows.
    ///
    /// # Errors
    ///
    /// [`MissingScope`](uplink_runtime::Error::MissingScope) when the user did not grant the scope,
    /// [`Api`](uplink_runtime::Error::Api) when the server refuses, and others.
    ///
    /// # Examples
    ///
    /// ```ignore
    /// let answer = client
    ///     .boil(
    ///         1,
    ///         95.5,
    ///         [("lid", 3)],
    ///         serde_json::from_str(
    ///             r#"{"first":"HEAT","moments":["2024-02-03T04:05:06Z"]}"#,
    ///         )?,
    ///     )
    ///     .note("x")
    ///     .await?;
    /// ```
    pub fn boil(
        &self,
        kettle_id: i64,
        until: f64,
        limits: impl IntoIterator<Item = (impl ToString, impl Into<types::Sensor>)>,
        plan: types::Plan,
    ) -> BoilCall
    where
        S: scopes::AllowsBoil,
    {
        BoilCall(
            Call::new(&self.inner, &functions::BOIL)
                .set("kettle_id", kettle_id)
                .set("until", until)
                .set(
                    "limits",
                    limits
                        .into_iter()
                        .map(|(key, item)| -> (String, types::Sensor) {
                            (key.to_string(), item.into())
                        })
                        .collect::<OrderedMap<_>>(),
                )
                .set("plan", plan),
        )
    }

    /// Replaces all settings.
    ///
    /// Needs the scope `BOIL`. `PUT /kettles/{kettleId}/settings`
    ///
    /// # Arguments
    ///
    /// - `kettle_id`: Which kettle. 1 or more.
    /// - `values`: Values by name.
    ///
    /// # Errors
    ///
    /// [`MissingScope`](uplink_runtime::Error::MissingScope) when the user did not grant the scope,
    /// [`Api`](uplink_runtime::Error::Api) when the server refuses, and others.
    ///
    /// # Examples
    ///
    /// ```ignore
    /// client.replace_settings(1, [("a", "1".parse()?)]).await?;
    /// ```
    pub fn replace_settings(
        &self,
        kettle_id: i64,
        values: impl IntoIterator<Item = (impl ToString, Value)>,
    ) -> Call<()>
    where
        S: scopes::AllowsBoil,
    {
        Call::new(&self.inner, &functions::REPLACE_SETTINGS)
            .set("kettle_id", kettle_id)
            .set(
                "values",
                values
                    .into_iter()
                    .map(|(key, item)| -> (String, Value) { (key.to_string(), item) })
                    .collect::<OrderedMap<_>>(),
            )
    }

    /// What stands at places, by the styles of paths, headers and cookies.
    ///
    /// Needs the scope `LOOK`. `GET /floors{floors}/rooms{area}{depth}`
    ///
    /// # Arguments
    ///
    /// - `floors`: The floors.
    /// - `area`: Where.
    /// - `depth`: How deep.
    ///
    /// # Errors
    ///
    /// [`MissingScope`](uplink_runtime::Error::MissingScope) when the user did not grant the scope,
    /// [`Api`](uplink_runtime::Error::Api) when the server refuses, and others.
    ///
    /// # Examples
    ///
    /// ```ignore
    /// let answer = client
    ///     .places([1, 2], serde_json::from_str(r#"{"x":1.5,"name":"a;b"}"#)?, 3)
    ///     .near(serde_json::from_str(r#"{"x":2,"name":"ü"}"#)?)
    ///     .view([("a", r#"["ü"]"#.parse()?)])
    ///     .seen([("a", 1)])
    ///     .await?;
    /// ```
    pub fn places(
        &self,
        floors: impl IntoIterator<Item = i64>,
        area: types::Area,
        depth: i64,
    ) -> PlacesCall
    where
        S: scopes::AllowsLook,
    {
        PlacesCall(
            Call::new(&self.inner, &functions::PLACES)
                .set("floors", floors.into_iter().collect::<Vec<_>>())
                .set("area", area)
                .set("depth", depth),
        )
    }

    /// Sends photos, as parts of a form.
    ///
    /// Needs the scope `BOIL`. `POST /photos`
    ///
    /// # Arguments
    ///
    /// - `photo`: The photo.
    ///
    /// # Errors
    ///
    /// [`MissingScope`](uplink_runtime::Error::MissingScope) when the user did not grant the scope,
    /// [`Api`](uplink_runtime::Error::Api) when the server refuses, and others.
    ///
    /// # Examples
    ///
    /// ```ignore
    /// client
    ///     .photo(std::path::Path::new("FILE"))
    ///     .more([std::path::Path::new("FILE"), std::path::Path::new("FILE")])
    ///     .title("A kettle")
    ///     .await?;
    /// ```
    pub fn photo(&self, photo: impl Into<File>) -> PhotoCall
    where
        S: scopes::AllowsBoil,
    {
        PhotoCall(Call::new(&self.inner, &functions::PHOTO).attach("photo", photo))
    }

    /// Replaces the picture on a kettle.
    ///
    /// Needs the scope `BOIL`. `PUT /kettles/{kettleId}/stamp`
    ///
    /// # Arguments
    ///
    /// - `kettle_id`: Which kettle. 1 or more.
    /// - `picture`: The picture.
    ///
    /// # Errors
    ///
    /// [`MissingScope`](uplink_runtime::Error::MissingScope) when the user did not grant the scope,
    /// [`Api`](uplink_runtime::Error::Api) when the server refuses, and others.
    ///
    /// # Examples
    ///
    /// ```ignore
    /// client.stamp(1, std::path::Path::new("FILE")).await?;
    /// ```
    #[deprecated(note = "Use `photo`.")]
    pub fn stamp(&self, kettle_id: i64, picture: impl Into<File>) -> Call<()>
    where
        S: scopes::AllowsBoil,
    {
        Call::new(&self.inner, &functions::STAMP)
            .set("kettle_id", kettle_id)
            .attach("picture", picture)
    }

    /// Looks for kettles.
    ///
    /// Needs the scope `LOOK`. `POST /search?deep=true`
    ///
    /// # Errors
    ///
    /// [`MissingScope`](uplink_runtime::Error::MissingScope) when the user did not grant the scope,
    /// [`Api`](uplink_runtime::Error::Api) when the server refuses, and others.
    ///
    /// # Examples
    ///
    /// ```ignore
    /// client
    ///     .search()
    ///     .filters([[("a", "x")]])
    ///     .table([("a", [("b", 1)])])
    ///     .grid([[types::Sensor::from(1), types::Sensor::from("b")]])
    ///     .await?;
    /// ```
    pub fn search(&self) -> SearchCall
    where
        S: scopes::AllowsLook,
    {
        SearchCall(Call::new(&self.inner, &functions::SEARCH))
    }

    /// A picture of the kettle, """quoted""" and ending with a backslash \
    ///
    /// Needs no token. `GET /kettles/{kettleId}/picture`
    ///
    /// # Arguments
    ///
    /// - `kettle_id`: Which kettle. 1 or more.
    ///
    /// # Errors
    ///
    /// [`Api`](uplink_runtime::Error::Api) when the server refuses, and others.
    ///
    /// # Examples
    ///
    /// ```ignore
    /// let answer = client.r#type(1).class("a/b ü?#%&\"").await?;
    /// ```
    pub fn r#type(&self, kettle_id: i64) -> TypeCall {
        TypeCall(Call::new(&self.inner, &functions::TYPE).set("kettle_id", kettle_id))
    }

    /// How to use the kettle.
    ///
    /// Needs no token. `GET /kettles/{kettleId}/manual`
    ///
    /// # Arguments
    ///
    /// - `kettle_id`: Which kettle. 1 or more.
    ///
    /// # Errors
    ///
    /// [`Api`](uplink_runtime::Error::Api) when the server refuses, and others.
    ///
    /// # Examples
    ///
    /// ```ignore
    /// let answer = client.manual(1).await?;
    /// ```
    pub fn manual(&self, kettle_id: i64) -> Call<Option<String>> {
        Call::new(&self.inner, &functions::MANUAL).set("kettle_id", kettle_id)
    }

    /// Until when the kettle is under warranty.
    ///
    /// Needs `label` and a token, or `owner`, or nothing. `GET /warranty`
    ///
    /// # Errors
    ///
    /// [`Api`](uplink_runtime::Error::Api) when the server refuses, and others.
    ///
    /// # Examples
    ///
    /// ```ignore
    /// let answer = client.warranty().await?;
    /// ```
    pub fn warranty(&self) -> Call<String> {
        Call::new(&self.inner, &functions::WARRANTY)
    }

    /// Writes on a kettle, in each way that there is.
    ///
    /// Needs the scope `BOIL`. `PUT /kettles/{kettleId}/label`
    ///
    /// # Arguments
    ///
    /// - `kettle_id`: Which kettle. 1 or more.
    /// - `value`: A number that is whole by chance.
    /// - `text`: What is written.
    /// - `state`: What is shown beside it.
    ///
    /// # Errors
    ///
    /// [`MissingScope`](uplink_runtime::Error::MissingScope) when the user did not grant the scope,
    /// [`Api`](uplink_runtime::Error::Api) when the server refuses, and others.
    ///
    /// # Examples
    ///
    /// ```ignore
    /// let answer = client
    ///     .label(
    ///         1,
    ///         5.0,
    ///         serde_json::from_str::<types::Label>(r#"{"text":"hot"}"#)?,
    ///         serde_json::from_str::<types::State>(r#""OPEN""#)?,
    ///     )
    ///     .values([types::Value::from(1.5), types::Value::from("x")])
    ///     .title("T".to_owned())
    ///     .gaps([serde_json::from_str::<Option<i64>>("1")?])
    ///     .words(serde_json::from_str::<Vec<String>>(r#"["a"]"#)?)
    ///     .lids(serde_json::from_str::<Vec<types::Lid>>(r#"["OPEN"]"#)?)
    ///     .lid(types::Lid::Closed)
    ///     .until(
    ///         serde_json::from_str::<
    ///             uplink_runtime::generated::Timestamp,
    ///         >(r#""2024-02-03T04:05:06Z""#)?,
    ///     )
    ///     .more(
    ///         serde_json::from_str::<
    ///             uplink_runtime::generated::serde_json::Value,
    ///         >(r#"{"a":[1]}"#)?,
    ///     )
    ///     .area(serde_json::from_str::<types::Area>(r#"{"x":1.5}"#)?)
    ///     .by_name(
    ///         serde_json::from_str::<
    ///             std::collections::BTreeMap<String, i64>,
    ///         >(r#"{"a":1}"#)?,
    ///     )
    ///     .sensor(serde_json::from_str::<types::Sensor>("7")?)
    ///     .count(2)
    ///     .share(0.5)
    ///     .shown(true)
    ///     .await?;
    /// ```
    pub fn label(
        &self,
        kettle_id: i64,
        value: impl Into<types::Value>,
        text: impl Into<types::Label>,
        state: impl Into<types::State>,
    ) -> LabelCall
    where
        S: scopes::AllowsBoil,
    {
        LabelCall(
            Call::new(&self.inner, &functions::LABEL)
                .set("kettle_id", kettle_id)
                .set::<types::Value>("value", value.into())
                .set::<types::Label>("text", text.into())
                .set::<types::State>("state", state.into()),
        )
    }
}

/// Functions of a client, as [`Client::orders`] gives them.
#[derive(Debug)]
pub struct OrdersGroup<'c, S = scopes::Dynamic> {
    client: &'c Client<S>,
}

impl<S> OrdersGroup<'_, S> {
    /// Orders cups, as a form.
    ///
    /// Needs the scope `BOIL`. `POST /orders`
    ///
    /// # Arguments
    ///
    /// - `cups`: How many. 1 or more.
    ///
    /// # Errors
    ///
    /// [`MissingScope`](uplink_runtime::Error::MissingScope) when the user did not grant the scope,
    /// [`Api`](uplink_runtime::Error::Api) when the server refuses, and others.
    ///
    /// # Examples
    ///
    /// ```ignore
    /// let answer = client
    ///     .orders()
    ///     .place(2)
    ///     .extras([("milk", "a drop"), ("sugar", "0")])
    ///     .lids([types::Lid::Open, types::Lid::Closed])
    ///     .session("s1")
    ///     .await?;
    /// ```
    pub fn place(&self, cups: i64) -> OrderCall
    where
        S: scopes::AllowsBoil,
    {
        OrderCall(Call::new(&self.client.inner, &functions::ORDER).set("cups", cups))
    }
}

/// Functions of a client, as [`Client::fittings`] gives them.
#[derive(Debug)]
pub struct FittingsGroup<'c, S = scopes::Dynamic> {
    client: &'c Client<S>,
}

impl<S> FittingsGroup<'_, S> {
    /// What belongs to a kettle.
    ///
    /// Needs the scope `LOOK`. `GET /kettles/{kettleId}/fittings`
    ///
    /// # Arguments
    ///
    /// - `kettle_id`: Which kettle. 1 or more.
    ///
    /// # Errors
    ///
    /// [`MissingScope`](uplink_runtime::Error::MissingScope) when the user did not grant the scope,
    /// [`Api`](uplink_runtime::Error::Api) when the server refuses, and others.
    ///
    /// # Examples
    ///
    /// ```ignore
    /// let answer = client.fittings().list(1).await?;
    /// ```
    pub fn list(&self, kettle_id: i64) -> Call<Vec<types::Fitting>>
    where
        S: scopes::AllowsLook,
    {
        Call::new(&self.client.inner, &functions::FITTINGS).set("kettle_id", kettle_id)
    }

    /// Adds to a kettle.
    ///
    /// Needs the scope `BOIL`. `POST /kettles/{kettleId}/fittings`
    ///
    /// # Arguments
    ///
    /// - `kettle_id`: Which kettle. 1 or more.
    /// - `fitting`: What is added.
    ///
    /// # Errors
    ///
    /// [`MissingScope`](uplink_runtime::Error::MissingScope) when the user did not grant the scope,
    /// [`Api`](uplink_runtime::Error::Api) when the server refuses, and others.
    ///
    /// # Examples
    ///
    /// ```ignore
    /// let answer = client
    ///     .fittings()
    ///     .fit(
    ///         1,
    ///         serde_json::from_str::<types::Fitting>(r#"{"kind":"sieve","mesh":0.5}"#)?,
    ///     )
    ///     .await?;
    /// ```
    pub fn fit(
        &self,
        kettle_id: i64,
        fitting: impl Into<types::Fitting>,
    ) -> Call<types::Fitted>
    where
        S: scopes::AllowsBoil,
    {
        Call::new(&self.client.inner, &functions::FIT)
            .set("kettle_id", kettle_id)
            .set::<types::Fitting>("fitting", fitting.into())
    }
}

/// A call of [`Client::kettles`]; set what is optional, then `.await` it.
#[must_use = "a call does nothing until it is awaited"]
#[derive(Debug)]
pub struct KettlesCall(Pages<types::Kettle>);

impl KettlesCall {
    /// Only those that boiled since then.
    pub fn since(self, since: Timestamp) -> Self {
        KettlesCall(self.0.set("since", since))
    }

    /// Only those whose lid is so.
    pub fn lids(self, lids: impl IntoIterator<Item = types::Lid>) -> Self {
        KettlesCall(self.0.set("lids", lids.into_iter().collect::<Vec<_>>()))
    }

    /// The language of texts. The server's default is `en`.
    pub fn language(self, language: impl Into<String>) -> Self {
        KettlesCall(self.0.set::<String>("language", language.into()))
    }

    /// Page to begin with, counted from 1. 1 or more. The server's default is `1`.
    pub fn page(self, page: i64) -> Self {
        KettlesCall(self.0.set("page", page))
    }

    /// Items on a page. From 1 to 100. The server's default is `30`.
    pub fn items_per_page(self, items_per_page: i64) -> Self {
        KettlesCall(self.0.set("items_per_page", items_per_page))
    }

    /// Makes the call with these options, in place of those of the client.
    pub fn with_options(self, options: CallOptions) -> Self {
        KettlesCall(self.0.with_options(options))
    }

    /// The items one by one; the next page is asked for when it is needed.
    pub fn stream(self) -> Stream<types::Kettle> {
        self.0.stream()
    }
}

impl IntoFuture for KettlesCall {
    type Output = Result<Vec<types::Kettle>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.into_future()
    }
}

/// A call of [`Client::levels`]; set what is optional, then `.await` it.
#[must_use = "a call does nothing until it is awaited"]
#[derive(Debug)]
pub struct LevelsCall(Call<Vec<types::Level>>);

impl LevelsCall {
    /// The language of texts. The server's default is `en`.
    pub fn language(self, language: impl Into<String>) -> Self {
        LevelsCall(self.0.set::<String>("language", language.into()))
    }

    /// Makes the call with these options, in place of those of the client.
    pub fn with_options(self, options: CallOptions) -> Self {
        LevelsCall(self.0.with_options(options))
    }

    /// Makes the call one that also gives what is known of its answer.
    pub fn with_response(self) -> CallWithResponse<Vec<types::Level>> {
        self.0.with_response()
    }
}

impl IntoFuture for LevelsCall {
    type Output = Result<Vec<types::Level>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.into_future()
    }
}

/// A call of [`Client::boil`]; set what is optional, then `.await` it.
#[must_use = "a call does nothing until it is awaited"]
#[derive(Debug)]
pub struct BoilCall(Call<Option<types::Kettle>>);

impl BoilCall {
    /// A note.
    pub fn note(self, note: impl Into<Nullable<String>>) -> Self {
        BoilCall(self.0.set_nullable::<String>("note", note))
    }

    /// Makes the call with these options, in place of those of the client.
    pub fn with_options(self, options: CallOptions) -> Self {
        BoilCall(self.0.with_options(options))
    }

    /// Makes the call one that also gives what is known of its answer.
    pub fn with_response(self) -> CallWithResponse<Option<types::Kettle>> {
        self.0.with_response()
    }
}

impl IntoFuture for BoilCall {
    type Output = Result<Option<types::Kettle>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.into_future()
    }
}

/// A call of [`Client::places`]; set what is optional, then `.await` it.
#[must_use = "a call does nothing until it is awaited"]
#[derive(Debug)]
pub struct PlacesCall(Call<Vec<String>>);

impl PlacesCall {
    /// What is near.
    pub fn near(self, near: types::Area) -> Self {
        PlacesCall(self.0.set("near", near))
    }

    /// What is seen.
    pub fn view(self, view: impl IntoIterator<Item = (impl ToString, Value)>) -> Self {
        PlacesCall(
            self
                .0
                .set(
                    "view",
                    view
                        .into_iter()
                        .map(|(key, item)| -> (String, Value) {
                            (key.to_string(), item)
                        })
                        .collect::<OrderedMap<_>>(),
                ),
        )
    }

    /// What was seen.
    pub fn seen(self, seen: impl IntoIterator<Item = (impl ToString, i64)>) -> Self {
        PlacesCall(
            self
                .0
                .set(
                    "seen",
                    seen
                        .into_iter()
                        .map(|(key, item)| -> (String, i64) { (key.to_string(), item) })
                        .collect::<OrderedMap<_>>(),
                ),
        )
    }

    /// Makes the call with these options, in place of those of the client.
    pub fn with_options(self, options: CallOptions) -> Self {
        PlacesCall(self.0.with_options(options))
    }

    /// Makes the call one that also gives what is known of its answer.
    pub fn with_response(self) -> CallWithResponse<Vec<String>> {
        self.0.with_response()
    }
}

impl IntoFuture for PlacesCall {
    type Output = Result<Vec<String>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.into_future()
    }
}

/// A call of [`Client::photo`]; set what is optional, then `.await` it.
#[must_use = "a call does nothing until it is awaited"]
#[derive(Debug)]
pub struct PhotoCall(Call<()>);

impl PhotoCall {
    /// Further ones.
    pub fn more(self, more: impl IntoIterator<Item = impl Into<File>>) -> Self {
        PhotoCall(self.0.attach_all("more", more))
    }

    /// What they show.
    pub fn title(self, title: impl Into<String>) -> Self {
        PhotoCall(self.0.set::<String>("title", title.into()))
    }

    /// Makes the call with these options, in place of those of the client.
    pub fn with_options(self, options: CallOptions) -> Self {
        PhotoCall(self.0.with_options(options))
    }

    /// Makes the call one that also gives what is known of its answer.
    pub fn with_response(self) -> CallWithResponse<()> {
        self.0.with_response()
    }
}

impl IntoFuture for PhotoCall {
    type Output = Result<(), Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.into_future()
    }
}

/// A call of [`Client::search`]; set what is optional, then `.await` it.
#[must_use = "a call does nothing until it is awaited"]
#[derive(Debug)]
pub struct SearchCall(Call<()>);

impl SearchCall {
    /// What they are like.
    pub fn filters(
        self,
        filters: impl IntoIterator<
            Item = impl IntoIterator<Item = (impl ToString, impl Into<String>)>,
        >,
    ) -> Self {
        SearchCall(
            self
                .0
                .set(
                    "filters",
                    filters
                        .into_iter()
                        .map(|item| -> OrderedMap<String> {
                            item.into_iter()
                                .map(|(key, item)| -> (String, String) {
                                    (key.to_string(), item.into())
                                })
                                .collect::<OrderedMap<_>>()
                        })
                        .collect::<Vec<_>>(),
                ),
        )
    }

    /// Numbers by two names.
    pub fn table(
        self,
        table: impl IntoIterator<
            Item = (impl ToString, impl IntoIterator<Item = (impl ToString, i64)>),
        >,
    ) -> Self {
        SearchCall(
            self
                .0
                .set(
                    "table",
                    table
                        .into_iter()
                        .map(|(key, item)| -> (String, OrderedMap<i64>) {
                            (
                                key.to_string(),
                                item
                                    .into_iter()
                                    .map(|(key, item)| -> (String, i64) {
                                        (key.to_string(), item)
                                    })
                                    .collect::<OrderedMap<_>>(),
                            )
                        })
                        .collect::<OrderedMap<_>>(),
                ),
        )
    }

    /// Sensors in rows.
    pub fn grid(
        self,
        grid: impl IntoIterator<
            Item = impl IntoIterator<Item = impl Into<types::Sensor>>,
        >,
    ) -> Self {
        SearchCall(
            self
                .0
                .set(
                    "grid",
                    grid
                        .into_iter()
                        .map(|item| -> Vec<types::Sensor> {
                            item.into_iter()
                                .map(|item| -> types::Sensor { item.into() })
                                .collect::<Vec<_>>()
                        })
                        .collect::<Vec<_>>(),
                ),
        )
    }

    /// Makes the call with these options, in place of those of the client.
    pub fn with_options(self, options: CallOptions) -> Self {
        SearchCall(self.0.with_options(options))
    }

    /// Makes the call one that also gives what is known of its answer.
    pub fn with_response(self) -> CallWithResponse<()> {
        self.0.with_response()
    }
}

impl IntoFuture for SearchCall {
    type Output = Result<(), Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.into_future()
    }
}

/// A call of [`Client::r#type`]; set what is optional, then `.await` it.
#[must_use = "a call does nothing until it is awaited"]
#[derive(Debug)]
pub struct TypeCall(Call<Bytes>);

impl TypeCall {
    /// A keyword; `code` and half `code. The server's default is `it's\`.
    pub fn class(self, class: impl Into<String>) -> Self {
        TypeCall(self.0.set::<String>("class", class.into()))
    }

    /// Another one.
    pub fn self_(self, self_: bool) -> Self {
        TypeCall(self.0.set("self", self_))
    }

    /// Makes the call with these options, in place of those of the client.
    pub fn with_options(self, options: CallOptions) -> Self {
        TypeCall(self.0.with_options(options))
    }

    /// Makes the call one that also gives what is known of its answer.
    pub fn with_response(self) -> CallWithResponse<Bytes> {
        self.0.with_response()
    }
}

impl IntoFuture for TypeCall {
    type Output = Result<Bytes, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.into_future()
    }
}

/// A call of [`Client::label`]; set what is optional, then `.await` it.
#[must_use = "a call does nothing until it is awaited"]
#[derive(Debug)]
pub struct LabelCall(Call<types::Label>);

impl LabelCall {
    /// Numbers and words.
    pub fn values(
        self,
        values: impl IntoIterator<Item = impl Into<types::Value>>,
    ) -> Self {
        LabelCall(
            self
                .0
                .set(
                    "values",
                    values
                        .into_iter()
                        .map(|item| -> types::Value { item.into() })
                        .collect::<Vec<_>>(),
                ),
        )
    }

    /// A text by another name.
    pub fn title(self, title: types::Title) -> Self {
        LabelCall(self.0.set("title", title))
    }

    /// Numbers, or none.
    pub fn gaps(self, gaps: impl IntoIterator<Item = Option<i64>>) -> Self {
        LabelCall(self.0.set("gaps", gaps.into_iter().collect::<Vec<_>>()))
    }

    /// Words.
    pub fn words(self, words: impl Into<Nullable<Vec<String>>>) -> Self {
        LabelCall(self.0.set_nullable::<Vec<String>>("words", words))
    }

    /// Lids.
    pub fn lids(self, lids: impl Into<Nullable<Vec<types::Lid>>>) -> Self {
        LabelCall(self.0.set_nullable::<Vec<types::Lid>>("lids", lids))
    }

    /// One of them.
    pub fn lid(self, lid: impl Into<Nullable<types::Lid>>) -> Self {
        LabelCall(self.0.set_nullable::<types::Lid>("lid", lid))
    }

    /// Until when.
    pub fn until(self, until: impl Into<Nullable<Timestamp>>) -> Self {
        LabelCall(self.0.set_nullable::<Timestamp>("until", until))
    }

    /// More.
    pub fn more(self, more: impl Into<Nullable<Value>>) -> Self {
        LabelCall(self.0.set_nullable::<Value>("more", more))
    }

    /// Where.
    pub fn area(self, area: impl Into<Nullable<types::Area>>) -> Self {
        LabelCall(self.0.set_nullable::<types::Area>("area", area))
    }

    /// By name.
    pub fn by_name(self, by_name: impl Into<Nullable<BTreeMap<String, i64>>>) -> Self {
        LabelCall(self.0.set_nullable::<BTreeMap<String, i64>>("by_name", by_name))
    }

    /// A sensor.
    pub fn sensor(self, sensor: impl Into<Nullable<types::Sensor>>) -> Self {
        LabelCall(self.0.set_nullable::<types::Sensor>("sensor", sensor))
    }

    /// How many.
    pub fn count(self, count: impl Into<Nullable<i64>>) -> Self {
        LabelCall(self.0.set_nullable::<i64>("count", count))
    }

    /// How much.
    pub fn share(self, share: impl Into<Nullable<f64>>) -> Self {
        LabelCall(self.0.set_nullable::<f64>("share", share))
    }

    /// Whether it is seen.
    pub fn shown(self, shown: impl Into<Nullable<bool>>) -> Self {
        LabelCall(self.0.set_nullable::<bool>("shown", shown))
    }

    /// Makes the call with these options, in place of those of the client.
    pub fn with_options(self, options: CallOptions) -> Self {
        LabelCall(self.0.with_options(options))
    }

    /// Makes the call one that also gives what is known of its answer.
    pub fn with_response(self) -> CallWithResponse<types::Label> {
        self.0.with_response()
    }
}

impl IntoFuture for LabelCall {
    type Output = Result<types::Label, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.into_future()
    }
}

/// A call of [`OrdersGroup::place`]; set what is optional, then `.await` it.
#[must_use = "a call does nothing until it is awaited"]
#[derive(Debug)]
pub struct OrderCall(Call<String>);

impl OrderCall {
    /// What goes into them.
    pub fn extras(
        self,
        extras: impl IntoIterator<Item = (impl ToString, impl Into<String>)>,
    ) -> Self {
        OrderCall(
            self
                .0
                .set(
                    "extras",
                    extras
                        .into_iter()
                        .map(|(key, item)| -> (String, String) {
                            (key.to_string(), item.into())
                        })
                        .collect::<OrderedMap<_>>(),
                ),
        )
    }

    /// How they are closed.
    pub fn lids(self, lids: impl IntoIterator<Item = types::Lid>) -> Self {
        OrderCall(self.0.set("lids", lids.into_iter().collect::<Vec<_>>()))
    }

    /// Where it began.
    pub fn session(self, session: impl Into<String>) -> Self {
        OrderCall(self.0.set::<String>("session", session.into()))
    }

    /// Makes the call with these options, in place of those of the client.
    pub fn with_options(self, options: CallOptions) -> Self {
        OrderCall(self.0.with_options(options))
    }

    /// Makes the call one that also gives what is known of its answer.
    pub fn with_response(self) -> CallWithResponse<String> {
        self.0.with_response()
    }
}

impl IntoFuture for OrderCall {
    type Output = Result<String, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.into_future()
    }
}
