// Generated from kettle.toml (e530b3b58cc2b025); do not edit.
// To change it, edit the spec and generate it again.

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
impl AllowsLook for (Boil, Look) {}
impl AllowsLook for (Offline, Look) {}
impl AllowsLook for (Look, Boil, Offline) {}
impl AllowsLook for (Look, Offline, Boil) {}
impl AllowsLook for (Boil, Look, Offline) {}
impl AllowsLook for (Boil, Offline, Look) {}
impl AllowsLook for (Offline, Look, Boil) {}
impl AllowsLook for (Offline, Boil, Look) {}

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
impl AllowsBoil for (Boil, Look) {}
impl AllowsBoil for (Boil, Offline) {}
impl AllowsBoil for (Offline, Boil) {}
impl AllowsBoil for (Look, Boil, Offline) {}
impl AllowsBoil for (Look, Offline, Boil) {}
impl AllowsBoil for (Boil, Look, Offline) {}
impl AllowsBoil for (Boil, Offline, Look) {}
impl AllowsBoil for (Offline, Look, Boil) {}
impl AllowsBoil for (Offline, Boil, Look) {}

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
impl AllowsOffline for (Offline, Look) {}
impl AllowsOffline for (Offline, Boil) {}
impl AllowsOffline for (Look, Boil, Offline) {}
impl AllowsOffline for (Look, Offline, Boil) {}
impl AllowsOffline for (Boil, Look, Offline) {}
impl AllowsOffline for (Boil, Offline, Look) {}
impl AllowsOffline for (Offline, Look, Boil) {}
impl AllowsOffline for (Offline, Boil, Look) {}

impl ScopeSet for Look {
    const NAMES: &'static [&'static str] = &["LOOK"];
}

impl ScopeSet for Boil {
    const NAMES: &'static [&'static str] = &["BOIL"];
}

impl ScopeSet for Offline {
    const NAMES: &'static [&'static str] = &["offline"];
}

impl ScopeSet for (Look, Boil) {
    const NAMES: &'static [&'static str] = &["LOOK", "BOIL"];
}

impl ScopeSet for (Look, Offline) {
    const NAMES: &'static [&'static str] = &["LOOK", "offline"];
}

impl ScopeSet for (Boil, Look) {
    const NAMES: &'static [&'static str] = &["BOIL", "LOOK"];
}

impl ScopeSet for (Boil, Offline) {
    const NAMES: &'static [&'static str] = &["BOIL", "offline"];
}

impl ScopeSet for (Offline, Look) {
    const NAMES: &'static [&'static str] = &["offline", "LOOK"];
}

impl ScopeSet for (Offline, Boil) {
    const NAMES: &'static [&'static str] = &["offline", "BOIL"];
}

impl ScopeSet for (Look, Boil, Offline) {
    const NAMES: &'static [&'static str] = &["LOOK", "BOIL", "offline"];
}

impl ScopeSet for (Look, Offline, Boil) {
    const NAMES: &'static [&'static str] = &["LOOK", "offline", "BOIL"];
}

impl ScopeSet for (Boil, Look, Offline) {
    const NAMES: &'static [&'static str] = &["BOIL", "LOOK", "offline"];
}

impl ScopeSet for (Boil, Offline, Look) {
    const NAMES: &'static [&'static str] = &["BOIL", "offline", "LOOK"];
}

impl ScopeSet for (Offline, Look, Boil) {
    const NAMES: &'static [&'static str] = &["offline", "LOOK", "BOIL"];
}

impl ScopeSet for (Offline, Boil, Look) {
    const NAMES: &'static [&'static str] = &["offline", "BOIL", "LOOK"];
}
