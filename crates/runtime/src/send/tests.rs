use super::*;
use crate::descriptor::Api;
use crate::tokens::BoxFuture;
use crate::{Options, TokenSource};

/// Tokens that never come.
#[derive(Debug)]
struct Silent;

impl TokenSource for Silent {
    fn granted(&self) -> BoxFuture<'_, Result<Option<Vec<String>>, TokenError>> {
        Box::pin(async { Ok(None) })
    }

    fn access(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(std::future::pending())
    }

    fn renew<'a>(&'a self, _refused: &'a AccessToken) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn the_time_of_a_call_is_that_of_its_token_too() {
    static TOKEN: Function = Function { name: "one", path: "/one", auth: &[&[Auth::Token]], ..Function::PLAIN };
    static API: Api = Api {
        name: "Rows",
        base_url: "http://127.0.0.1",
        insecure_http: false,
        functions: &[],
        oauth: None,
        auth: &[],
        scopes: &[],
        pace: None,
        errors: None,
        structs: &[],
        enums: &[],
    };
    let client = Client::new(&API, Arc::new(Silent), Options::default()).expect("a client");
    let hasty = CallOptions::new().timeout(Duration::from_secs(1));
    let error = client.call_with(&TOKEN, Arguments::new(), Some(&hasty), false).await.expect_err("no token");
    assert_eq!(
        error.to_string(),
        "the login server cannot answer now: it gave no new access token within the time of the call, which was not sent; \
         try again later"
    );
    // More than any clock has is no limit.
    let patient = CallOptions::new().timeout(Duration::MAX);
    let call = client.call_with(&TOKEN, Arguments::new(), Some(&patient), false);
    assert!(tokio::time::timeout(Duration::from_secs(86_400), call).await.is_err());
}
