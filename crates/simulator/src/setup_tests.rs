use std::path::Path;

use super::*;
use crate::local;

fn spec(name: &str, oauth: bool) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    let login = "[oauth]\nauthorize = \"/authorize\"\ntoken = \"/token\"\ngrants = [\"authorization_code\"]\n\n[scope]\nREAD = \"Read.\"\n\n";
    let text = format!(
        "[api]\nname = \"Tiny\"\nversion = \"1\"\nbase_url = \"https://tiny.example\"\ndoc = \"Tiny.\"\n\n{}\
         [function.ping]\ndoc = \"Says hello.\"\nhttp = \"GET /ping\"\nscope = \"{}\"\nanswer.200 = \"string\"\n",
        if oauth { login } else { "" },
        if oauth { "READ" } else { "none" },
    );
    std::fs::write(&path, text).expect("written");
    (folder, path)
}

fn word(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn refused(setup: Setup) -> String {
    match setup.ready() {
        Ok(_) => "it goes together".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_does_not_go_together_is_refused() {
    let (_with, login) = spec("login.toml", true);
    let (_without, open) = spec("open.toml", false);
    let new = || Setup::new(nibe::IMITATION);
    let of = |spec: &Path| Setup { spec: Some(spec.to_owned()), ..new() };
    let once = "a grace is for refresh tokens that are good once; choose the rotation once, or leave it out";
    let seed = "a seed is for the demo machines, and files are served as they are; leave one of them out";
    let owners = "owners are those of the demo machines of a cloud; leave `owners` out";
    let nobody = |word: &str| format!("the spec has no [oauth], so nobody logs in; leave {word} out");
    let speed = |speed| Options { speed, ..Options::default() };
    let read_only = Manners { read_only: true, ..Manners::default() };
    let whole_points = Manners { whole_points: true, ..Manners::default() };
    let ports = Options { port: 8080, admin_port: Some(8080), ..Options::default() };
    for (setup, sentence) in [
        (
            Setup { machines: vec!["none.json".into()], ..of(&login) },
            "a spec is served from its examples, so machines do not go with it; leave one of them out",
        ),
        (Setup { seed: Some(1), ..of(&login) }, seed),
        (Setup { seed: Some(1), machines: vec!["none.json".into()], ..new() }, seed),
        (Setup { owners: Some(2), ..of(&login) }, owners),
        (Setup { owners: Some(2), machines: vec!["none.json".into()], ..new() }, owners),
        (Setup { owners: Some(2), ..Setup::new(local::IMITATION) }, owners),
        (Setup { owners: Some(0), ..new() }, "owners has to be a number from 1 to 60000"),
        (Setup { owners: Some(60_001), ..new() }, "owners has to be a number from 1 to 60000"),
        (
            Setup { options: Options { limits: vec![crate::Bound::User], ..Options::default() }, ..new() },
            "limits say what the pace is bound to; turn pace on, or leave limits out",
        ),
        (
            Setup { options: Options { rate: Some((1, 1.0)), ..Options::default() }, ..new() },
            "a rate says how fast the pace is; turn pace on, or leave rate out",
        ),
        (
            Setup { options: Options { pace: true, rate: Some((1, f64::NAN)), ..Options::default() }, ..new() },
            "a rate is one request or more in a thousandth of a second or more",
        ),
        (Setup { grace_s: Some(1.0), ..new() }, once),
        (Setup { grace_s: Some(0.5), rotation: word("never"), ..new() }, once),
        (Setup { grace_s: Some(1.0), rotation: word("loose"), ..Setup::new(myuplink::IMITATION) }, once),
        (Setup { grace_s: Some(-1.0), rotation: word("once"), ..new() }, "a grace is a number of seconds, 0 or more"),
        (
            Setup { grace_s: Some(f64::NAN), profile: word("strict"), ..new() },
            "a grace is a number of seconds, 0 or more",
        ),
        (Setup { profile: word("lax"), ..new() }, "there is no profile `lax`; there are nibe, myuplink and strict"),
        (Setup { rotation: word("twice"), ..new() }, "there is no rotation `twice`; there are never, loose and once"),
        (Setup { pkce: word("plain"), ..new() }, "there is no `plain` for pkce; there are spec, public and everyone"),
        (Setup { basic: word(""), ..new() }, "there is no `` for basic; there are either, raw, encoded and refused"),
        (Setup { profile: word("strict"), ..of(&open) }, &nobody("profile")),
        (Setup { profile: word("strict"), ..Setup::new(local::IMITATION) }, &nobody("profile")),
        (Setup { options: Options { scopes: Some(vec![]), ..Options::default() }, ..of(&open) }, &nobody("scopes")),
        (Setup { pkce: word("public"), ..of(&open) }, &nobody("pkce")),
        (
            Setup { options: Options { pace: true, ..Options::default() }, ..of(&open) },
            "the spec has no [pace] that could be enforced; leave pace out",
        ),
        (Setup { manners: read_only, ..new() }, "only a pump at its own address is set to read_only; leave it out"),
        (
            Setup { manners: whole_points, spec: Some(open.clone()), ..Setup::new(local::IMITATION) },
            "only a pump at its own address is set to whole_points; leave it out",
        ),
        (Setup { options: speed(-1.0), ..new() }, "speed has to be a number, 0 or more"),
        (Setup { options: speed(f64::NAN), ..new() }, "speed has to be a number, 0 or more"),
        (
            Setup { machines: vec!["none.json".into()], ..Setup::new(Imitation::of_examples(nibe::IMITATION.spec)) },
            "a spec is served from its examples, so machines do not go with it; leave one of them out",
        ),
        (
            Setup { options: ports, ..new() },
            "the service and its admin port need ports of their own; choose another one, or 0 for any",
        ),
    ] {
        assert_eq!(refused(setup), sentence);
    }
}

#[test]
fn what_goes_together_is_taken() {
    let (_with, login) = spec("login.toml", true);
    let (_without, open) = spec("open.toml", false);
    let policy = |setup: Setup| setup.ready().map(|(.., options)| options.policy).expect("it goes together");
    let new = Setup::new;
    assert_eq!(policy(new(nibe::IMITATION)), nibe::policy());
    assert_eq!(policy(new(myuplink::IMITATION)), myuplink::policy());
    assert_eq!(policy(Setup { profile: word("strict"), ..new(myuplink::IMITATION) }), Policy::strict());
    let graced = Policy { rotation: Rotation::Once { grace_s: 9.0 }, ..myuplink::policy() };
    assert_eq!(policy(Setup { grace_s: Some(9.0), ..new(myuplink::IMITATION) }), graced);
    let odd = Policy { pkce: Pkce::Everyone, basic: Basic::Refused, rotation: Rotation::Never, ..nibe::policy() };
    let setup =
        Setup { pkce: word("everyone"), basic: word("refused"), rotation: word("never"), ..new(nibe::IMITATION) };
    assert_eq!(policy(setup), odd);
    policy(Setup { grace_s: Some(0.0), rotation: word("never"), ..new(nibe::IMITATION) });
    policy(Setup { spec: Some(open), ..new(nibe::IMITATION) });
    policy(Setup { spec: Some(login), profile: word("strict"), ..new(nibe::IMITATION) });
}

#[test]
fn a_machine_at_its_own_address_speaks_https_and_a_spec_in_its_place_does_not() {
    let (_without, open) = spec("open.toml", false);
    let tls = |setup: Setup| setup.ready().map(|(.., options)| options.tls).expect("it goes together");
    assert!(tls(Setup::new(local::IMITATION)));
    assert!(!tls(Setup::new(nibe::IMITATION)));
    assert!(!tls(Setup { spec: Some(open), ..Setup::new(local::IMITATION) }));
}
