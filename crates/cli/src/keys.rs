//! Keys and passwords, for APIs that nobody logs in to.

use uplink_runtime::Credentials;
use uplink_runtime::descriptor::Carrier;

use crate::api::Api;
use crate::failure::Failure;

/// Those of an API that `said` gives by the ends of their variables. They are called as in Python packages: `API_KEY` where there
/// is one key, `USERNAME` and `PASSWORD` where there is one password, else by their names in the spec.
pub fn credentials(api: Api, said: impl Fn(&str) -> Option<String>) -> Result<Credentials, Failure> {
    let schemes = api.described.auth;
    let passwords = schemes.iter().filter(|scheme| scheme.carrier == Carrier::Basic).count();
    let keys = schemes.len() - passwords;
    let (mut all, mut names, mut found) = (Credentials::new(), Vec::new(), schemes.is_empty());
    for scheme in schemes {
        let own = scheme.name.to_uppercase();
        let wanted = match scheme.carrier {
            Carrier::Basic if passwords == 1 => vec!["USERNAME".to_owned(), "PASSWORD".to_owned()],
            Carrier::Basic => vec![format!("{own}_USERNAME"), format!("{own}_PASSWORD")],
            _ if keys == 1 => vec!["API_KEY".to_owned()],
            _ => vec![own],
        };
        let values: Vec<String> = wanted.iter().filter_map(|name| said(name)).collect();
        names.push(wanted.iter().map(|name| api.variable(name)).collect::<Vec<_>>().join(" and "));
        match values.as_slice() {
            [key] if wanted.len() == 1 => all = all.api_key(scheme.name, key.as_str()),
            [username, password] => all = all.basic(scheme.name, username, password.as_str()),
            _ => continue,
        }
        found = true;
    }
    if found { Ok(all) } else { Err(Failure::usage(format!("nothing lets you in; set {}", names.join(", or ")))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lets_somebody_in_is_read_from_variables_with_names_of_the_api() {
        let api = uplink_apis::find("local").expect("an API with a password");
        let said = |name: &str| Some(name.to_lowercase());
        let shown = format!("{:?}", credentials(api, said).expect("both are there"));
        assert!(shown.contains("account") && !shown.contains("password"), "{shown}");
        let half = credentials(api, |name| (name == "USERNAME").then(String::new));
        let (_, sentence) = half.expect_err("no password").said(api).expect("a sentence");
        assert_eq!(sentence, "nothing lets you in; set NIBE_LOCAL_USERNAME and NIBE_LOCAL_PASSWORD");
    }
}
