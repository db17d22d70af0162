//! `login` and `logout`

use std::process::Stdio;

use crate::support::{Running, Service, get};

#[test]
fn a_link_a_callback_and_tokens() {
    let service = Service::start(&["--auto-approve"]);
    let said = service.log_in("READSYSTEM");
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
    assert!(said.err.contains("logged in with READSYSTEM;"), "{}", said.err);
    assert!(service.tokens().contains("READSYSTEM"));
    assert_eq!(service.run(&["systems"]).code, 0);

    assert_eq!(service.run(&["logout"]).code, 0);
    assert_eq!(service.tokens(), "");
    assert_eq!(service.run(&["systems"]).code, 3);
}

#[test]
fn a_pasted_callback() {
    let service = Service::start(&["--auto-approve"]);
    let mut command = service.program();
    command.args(["login", "--paste", "--redirect-uri", "http://127.0.0.1:3000/callback"]).stdin(Stdio::piped());
    let mut login = Running::start(&mut command);
    let callback = get(&login.line()).location.expect("the consent page sends back");
    login.write(&format!("{callback}\n"));
    let said = login.finish();
    assert_eq!(said.code, 0, "{}", said.err);
    let code = callback.split(['=', '&']).nth(1).expect("a code");
    assert!(!said.err.contains(code) && !said.out.contains(code));

    let mut login = Running::start(&mut command);
    login.line();
    login.write("hunter2\n");
    let said = login.finish();
    assert_eq!(said.code, 1);
    assert!(said.err.contains("error: ") && !said.err.contains("hunter2"), "{}", said.err);
}

#[test]
fn fewer_scopes_than_asked_for_are_said() {
    let service = Service::start(&["--auto-approve", "--scopes", "READSYSTEM"]);
    let said = service.log_in("READSYSTEM WRITESYSTEM");
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("note: the scope WRITESYSTEM was not granted"), "{}", said.err);
}

#[test]
fn a_login_that_will_end_soon_is_said() {
    let service = Service::myuplink(&["--auto-approve", "--scopes", "READSYSTEM"]);
    let said = service.log_in("READSYSTEM offline_access");
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err.contains("this login ends in an hour") && said.err.contains("tick offline_access"),
        "{}",
        said.err
    );
}

#[test]
fn unknown_scopes_are_wrong_use() {
    let service = Service::start(&[]);
    let said = service.run(&["login", "--scopes", "REEDSYSTEM"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("did you mean `READSYSTEM`?"), "{}", said.err);
}

#[test]
fn ctrl_c_ends_a_login() {
    let service = Service::start(&[]);
    let mut login = Running::start(service.program().args(["login", "--no-browser"]));
    login.line();
    login.signal("INT");
    let said = login.finish();
    assert_eq!((said.code, said.err.lines().last()), (130, Some("error: interrupted")));
}

#[test]
fn a_paste_that_never_comes_can_be_interrupted() {
    let service = Service::start(&[]);
    let mut command = service.program();
    command.args(["login", "--paste"]).stdin(Stdio::piped());
    let mut login = Running::start(&mut command);
    login.line();
    login.signal("INT");
    assert_eq!(login.finish().code, 130);
}
