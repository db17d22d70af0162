//! What a login cannot do, because less was granted than was asked for, or because too little was.

use std::time::Duration;

use uplink_runtime::descriptor::OAuth;

/// A sentence for each scope that was asked for and not granted, and for one that nobody asked for although the login ends soon
/// without it: what that means, and what to do.
pub(crate) fn missing(oauth: &OAuth, asked: &[String], granted: &[String]) -> Vec<String> {
    let sentence = |scope: &String| {
        if oauth.refresh_scope == Some(scope.as_str()) {
            let life = life(oauth.expires_in);
            format!("this login ends in {life}; log in again and tick {scope} on the consent page to make it last")
        } else {
            format!("the scope {scope} was not granted; functions that need it will not be sent")
        }
    };
    let mut said: Vec<String> = asked.iter().filter(|scope| !granted.contains(scope)).map(sentence).collect();
    if let Some(lasting) = oauth.refresh_scope
        && !asked.iter().chain(granted).any(|scope| scope == lasting)
    {
        let life = life(oauth.expires_in);
        said.push(format!("this login ends in {life}; ask for the scope {lasting} too to make it last"));
    }
    said
}

fn life(of: Duration) -> String {
    match of.as_secs() / 60 {
        60 => "an hour".to_owned(),
        minutes if minutes % 60 == 0 => format!("{} hours", minutes / 60),
        minutes => format!("{minutes} minutes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::CLIENT_API;

    #[test]
    fn each_scope_that_is_missing_says_what_it_means() {
        let oauth = CLIENT_API.oauth.unwrap();
        let scopes = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let said = missing(&oauth, &scopes("READ WRITE STAY"), &scopes("READ"));
        assert_eq!(
            said,
            [
                "the scope WRITE was not granted; functions that need it will not be sent",
                "this login ends in 30 minutes; log in again and tick STAY on the consent page to make it last",
            ]
        );
        assert_eq!(missing(&oauth, &scopes("READ STAY"), &scopes("READ STAY WRITE")), [""; 0]);
        assert_eq!(
            missing(&oauth, &scopes("READ"), &scopes("READ")),
            ["this login ends in 30 minutes; ask for the scope STAY too to make it last"]
        );
        assert_eq!(missing(&oauth, &scopes("READ"), &scopes("READ STAY")), [""; 0]);
        let lives = [3600, 7200, 300].map(|s| life(Duration::from_secs(s)));
        assert_eq!(lives, ["an hour", "2 hours", "5 minutes"]);
    }
}
