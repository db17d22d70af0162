// Generated from kettle.toml (75e9ee4d53e95b5f); do not edit.
// To change it, edit the spec and run `make generate`.

/// Scopes that are known only at run time. Calls are checked before they are sent.
#[derive(Clone, Copy, Debug)]
pub struct Dynamic;

/// A set of scopes that a program asks its users for.
pub trait ScopeSet {
    /// Their words on the wire.
    const NAMES: &'static [&'static str];
}

/// See the kettles.
///
/// On the wire: `LOOK`.
#[derive(Clone, Copy, Debug)]
pub struct Look;

/// Scopes that include `LOOK`.
#[diagnostic::on_unimplemented(
    message = "this client did not ask for the scope LOOK",
    label = "needs the scope LOOK",
    note = "ask for it with `.scopes::<...>()`, naming `Look` among the scopes, and at the login"
)]
pub trait AllowsLook {}

impl AllowsLook for Dynamic {}
impl AllowsLook for Look {}
impl AllowsLook for (Look, Boil) {}
impl AllowsLook for (Look, Offline) {}
impl AllowsLook for (Look, Boil, Offline) {}

/// Switch kettles on.
///
/// On the wire: `BOIL`.
#[derive(Clone, Copy, Debug)]
pub struct Boil;

/// Scopes that include `BOIL`.
#[diagnostic::on_unimplemented(
    message = "this client did not ask for the scope BOIL",
    label = "needs the scope BOIL",
    note = "ask for it with `.scopes::<...>()`, naming `Boil` among the scopes, and at the login"
)]
pub trait AllowsBoil {}

impl AllowsBoil for Dynamic {}
impl AllowsBoil for Boil {}
impl AllowsBoil for (Look, Boil) {}
impl AllowsBoil for (Boil, Offline) {}
impl AllowsBoil for (Look, Boil, Offline) {}

/// Stay logged in.
///
/// On the wire: `offline`.
#[derive(Clone, Copy, Debug)]
pub struct Offline;

/// Scopes that include `offline`.
#[diagnostic::on_unimplemented(
    message = "this client did not ask for the scope offline",
    label = "needs the scope offline",
    note = "ask for it with `.scopes::<...>()`, naming `Offline` among the scopes, and at the login"
)]
pub trait AllowsOffline {}

impl AllowsOffline for Dynamic {}
impl AllowsOffline for Offline {}
impl AllowsOffline for (Look, Offline) {}
impl AllowsOffline for (Boil, Offline) {}
impl AllowsOffline for (Look, Boil, Offline) {}

impl ScopeSet for Look {
    const NAMES: &'static [&'static str] = &["LOOK"];
}

impl ScopeSet for Boil {
    const NAMES: &'static [&'static str] = &["BOIL"];
}

impl ScopeSet for (Look, Boil) {
    const NAMES: &'static [&'static str] = &["LOOK", "BOIL"];
}

impl ScopeSet for Offline {
    const NAMES: &'static [&'static str] = &["offline"];
}

impl ScopeSet for (Look, Offline) {
    const NAMES: &'static [&'static str] = &["LOOK", "offline"];
}

impl ScopeSet for (Boil, Offline) {
    const NAMES: &'static [&'static str] = &["BOIL", "offline"];
}

impl ScopeSet for (Look, Boil, Offline) {
    const NAMES: &'static [&'static str] = &["LOOK", "BOIL", "offline"];
}
