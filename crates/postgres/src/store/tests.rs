use std::sync::Arc;
use std::time::Duration;

use secrecy::ExposeSecret;
use uplink_oauth::{Grant, OAuthTokens, Registration, TokenStore};
use uplink_runtime::{LoginReason, TokenError, TokenSource};

use super::*;
use crate::testing::{API, Child, Database, Strict, job, say};

const KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const OTHER_KEY: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
const LOGINS: usize = 200;
/// So that a test need not wait for two minutes.
const SOON: Duration = Duration::from_secs(4);

fn store(database: &str) -> PostgresStore {
    let server = Server::parse(database, false).unwrap();
    PostgresStore::new(server, Keys::parse(&KEY.into()).unwrap()).taking_up_after(SOON)
}

fn tokens(url: &str, store: &PostgresStore, login: usize) -> OAuthTokens {
    let registration = Registration::new(&API, Some(url), "client", Some("secret"), "http://127.0.0.1:8080/cb");
    OAuthTokens::new(registration.unwrap().for_owner(&login.to_string()), Arc::new(store.clone())).unwrap()
}

/// A login whose access token has ended.
async fn logged_in(url: &str, store: &PostgresStore, login: usize) -> OAuthTokens {
    let tokens = tokens(url, store, login);
    let refresh_token = format!("{login}-0").into();
    let scopes = vec!["READ".into()];
    tokens.save(Grant::new("ended", Some(refresh_token), Some(Duration::ZERO), scopes)).await.unwrap();
    tokens
}

async fn access(tokens: &OAuthTokens) -> Result<String, TokenError> {
    tokens.access().await.map(|access| access.token.expose_secret().to_owned())
}

/// What a process does that was started for it: asks for the token of so many logins, beginning with one of them.
#[test]
fn one_worker() {
    let Some(job) = job() else { return };
    let [url, database, first, count] = job.split(' ').collect::<Vec<_>>()[..] else { panic!("{job}") };
    let (first, count): (usize, usize) = (first.parse().unwrap(), count.parse().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = store(database);
        let places = Arc::new(tokio::sync::Semaphore::new(16));
        let asked: Vec<_> = (0..count)
            .map(|n| {
                let login = (first + n) % LOGINS;
                let (tokens, places) = (tokens(url, &store, login), places.clone());
                tokio::spawn(async move {
                    let _place = places.acquire().await;
                    let right = access(&tokens).await.map(|token| token == format!("A{login}-1"));
                    right.unwrap_or_else(|error| panic!("{error}"))
                })
            })
            .collect();
        let mut right = 0;
        for asked in asked {
            right += usize::from(asked.await.unwrap());
        }
        say(&right.to_string());
    });
}

fn worker(strict: &Strict, database: &str, first: usize, count: usize) -> Child {
    Child::start("store::tests::one_worker", &format!("{} {database} {first} {count}", strict.url))
}

async fn heard(mut child: Child) -> Option<String> {
    tokio::task::spawn_blocking(move || child.said()).await.unwrap()
}

async fn three_workers(database: &str) {
    let strict = Strict::start().await;
    let store = store(database);
    for login in 0..LOGINS {
        logged_in(&strict.url, &store, login).await;
    }
    let workers: Vec<_> = (0..3).map(|n| worker(&strict, database, n * 3, LOGINS)).collect();
    for worker in workers {
        assert_eq!(heard(worker).await, Some(LOGINS.to_string()));
    }
    assert_eq!(strict.counts(), (LOGINS, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t54_three_processes_renew_each_of_two_hundred_logins_once() {
    let Some(database) = Database::start() else { return };
    three_workers(&database.url()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t54_a_pooler_that_gives_each_transaction_another_connection_changes_nothing() {
    let Some(mut database) = Database::start() else { return };
    let Some(pooled) = database.pooled() else { return };
    three_workers(&pooled).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t55_a_process_that_is_killed_while_it_renews_is_seen_and_told_once() {
    let Some(database) = Database::start() else { return };
    let strict = Strict::waiting().await;
    let first = store(&database.url());
    logged_in(&strict.url, &first, 0).await;
    let mut worker = worker(&strict, &database.url(), 0, 1);
    strict.until_seen().await;
    worker.kill();
    strict.answers.add_permits(1000);

    // It may not be dead: until it is out of time, nobody sends the old refresh token.
    let error = access(&tokens(&strict.url, &first, 0)).await.unwrap_err();
    assert!(matches!(error, TokenError::Temporary { retry_after: Some(_), .. }), "{error}");
    assert!(error.to_string().contains("a renewal of this login was cut off"), "{error}");
    assert_eq!(strict.counts(), (1, 0));

    // Then it is tried once, by one of all.
    tokio::time::sleep(SOON).await;
    for _ in 0..3 {
        // Each is as a program of its own.
        let error = access(&tokens(&strict.url, &store(&database.url()), 0)).await.unwrap_err();
        assert!(matches!(error, TokenError::LoginRequired { why: LoginReason::Interrupted, .. }), "{error}");
        assert!(error.to_string().contains("cut off before its answer was saved"), "{error}");
    }
    assert_eq!(strict.counts(), (1, 1), "one of three tried it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t55_a_database_that_restarts_while_a_login_is_renewed_costs_nothing() {
    let Some(database) = Database::start() else { return };
    let strict = Strict::waiting().await;
    let first = store(&database.url());
    let renewing = logged_in(&strict.url, &first, 0).await;
    let other = tokens(&strict.url, &store(&database.url()), 0);
    let renewed = tokio::spawn(async move { access(&renewing).await });
    strict.until_seen().await;
    // With it go the locks.
    database.control("restart");
    let error = access(&other).await.unwrap_err();
    assert!(matches!(error, TokenError::Temporary { .. }), "{error}");
    strict.answers.add_permits(1000);
    assert_eq!(renewed.await.unwrap().unwrap(), "A0-1");
    assert_eq!(access(&other).await.unwrap(), "A0-1");
    assert_eq!(strict.counts(), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t56_a_login_that_the_server_refused_is_left_alone_by_all() {
    let Some(database) = Database::start() else { return };
    let strict = Strict::start().await;
    let first = store(&database.url());
    let login = logged_in(&strict.url, &first, 0).await;
    let used = Grant::new("ended", Some("0-7".into()), Some(Duration::ZERO), vec!["READ".into()]);
    login.save(used).await.unwrap();
    for _ in 0..3 {
        let error = access(&tokens(&strict.url, &store(&database.url()), 0)).await.unwrap_err();
        assert!(matches!(error, TokenError::LoginRequired { why: LoginReason::Revoked, .. }), "{error}");
    }
    assert_eq!(strict.counts(), (0, 1), "one of three asked the server");
    // Until somebody has logged in.
    strict.logins().forgive("0");
    logged_in(&strict.url, &first, 0).await;
    assert_eq!(access(&tokens(&strict.url, &store(&database.url()), 0)).await.unwrap(), "A0-1");
    // And who leaves leaves nothing.
    login.forget().await.unwrap();
    let rows = first.count_of_everything();
    assert_eq!(rows, 0);
    let error = access(&tokens(&strict.url, &first, 0)).await.unwrap_err();
    let said = format!("no login is stored in Postgres at 127.0.0.1:{}/postgres", database.port);
    assert!(error.to_string().contains(&said), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t54_what_goes_wrong_with_the_database_is_one_sentence() {
    let Some(database) = Database::start() else { return };
    let strict = Strict::start().await;
    let first = store(&database.url());
    let login = logged_in(&strict.url, &first, 0).await;
    let said = |database: String, key: &str| {
        let store = PostgresStore::new(Server::parse(&database, false).unwrap(), Keys::parse(&key.into()).unwrap());
        let tokens = tokens(&strict.url, &store, 0);
        async move { access(&tokens).await.unwrap_err().to_string() }
    };
    let sealed = said(database.url(), OTHER_KEY).await;
    assert!(sealed.contains("is sealed with the key 66687aad, and only 72cd6e84 is given"), "{sealed}");
    let url = database.url();
    first.execute("create role guest login; revoke create on schema public from public; create database empty");
    let guest = url.replace("fleet@", "guest@");
    let refused = said(guest.clone(), KEY).await;
    assert!(refused.contains("permission denied for table"), "{refused}");
    let empty = said(guest.replace("/postgres", "/empty"), KEY).await;
    assert!(empty.contains("has no tables for logins"), "{empty}");
    first.execute("insert into uplink_schema values (1000)");
    let newer = said(url.clone(), KEY).await;
    assert!(newer.contains("are those of a newer program; update this one"), "{newer}");
    database.control("stop");
    let away = said(url, KEY).await;
    assert!(away.contains("the token store failed: Postgres at 127.0.0.1"), "{away}");
    for text in [&sealed, &refused, &empty, &newer, &away] {
        assert!(!text.contains('\n') && !text.contains("0-0") && !text.contains(KEY), "{text}");
    }
    drop(login);
    database.control("start");
}

#[test]
fn the_store_is_named_without_its_password() {
    let server = Server::parse("postgres://u:CANARY@127.0.0.1/fleet", false).unwrap();
    let store = PostgresStore::new(server, Keys::parse(&KEY.into()).unwrap());
    assert_eq!(store.place(), "Postgres at 127.0.0.1:5432/fleet");
    assert!(!format!("{store:?}").contains("CANARY") && !format!("{store:?}").contains("AAAA"));
}

impl PostgresStore {
    fn execute(&self, statements: &str) {
        let server = self.shared.server.clone();
        let statements: Vec<String> = statements.split("; ").map(str::to_owned).collect();
        std::thread::spawn(move || {
            tokio::runtime::Runtime::new().unwrap().block_on(async move {
                let connection = server.connect().await.unwrap();
                for statement in statements {
                    connection.client.batch_execute(&statement).await.unwrap();
                }
            });
        })
        .join()
        .unwrap();
    }

    fn count_of_everything(&self) -> i64 {
        let server = self.shared.server.clone();
        let count = std::thread::spawn(move || {
            tokio::runtime::Runtime::new().unwrap().block_on(async move {
                let connection = server.connect().await.unwrap();
                let count = "select count(*) from uplink_login";
                connection.client.query_typed_one(count, &[]).await.unwrap().get(0)
            })
        });
        count.join().unwrap()
    }
}
