//! Many threads, tasks and processes with one login.

use super::*;
use crate::testing::child::{self, Child};
use crate::testing::{Strict, loops};

const CROWD: usize = 200;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn t37_two_hundred_tasks_renew_once() {
    let strict = Strict::start(Duration::from_millis(20)).await;
    let (oauth, _) = ended(&strict.server).await;
    let tasks: Vec<_> = (0..CROWD)
        .map(|_| {
            let oauth = oauth.clone();
            tokio::spawn(async move { access(&oauth).await })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap(), "A1");
    }
    let login = strict.login();
    assert_eq!((login.refreshes, login.reuses), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn t37_two_hundred_threads_renew_once() {
    let strict = Strict::start(Duration::from_millis(20)).await;
    let (oauth, _) = ended(&strict.server).await;
    let runtime = tokio::runtime::Handle::current();
    let crowd = tokio::task::spawn_blocking(move || {
        let barrier = std::sync::Barrier::new(CROWD);
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..CROWD)
                .map(|_| {
                    scope.spawn(|| {
                        barrier.wait();
                        runtime.block_on(access(&oauth))
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap().unwrap()).collect::<Vec<_>>()
        })
    });
    assert!(crowd.await.unwrap().iter().all(|token| token == "A1"));
    let login = strict.login();
    assert_eq!((login.refreshes, login.reuses), (1, 0));
}

#[test]
fn more_logins_than_the_runtime_has_threads_renew_over_one_file() {
    let threads = MOST_WAITING + 2;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(threads)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let server = TokenServer::start(|n, _| tokens(&format!("A{n}"), &format!("R{n}"), 300)).await;
        let folder = TempDir::new().unwrap();
        let store = Arc::new(FileStore::new(folder.path().join("tokens.json")));
        let mut logins = Vec::new();
        for number in 0..2 * threads {
            let registration = registration(&server.url).for_owner(&number.to_string());
            let oauth = OAuthTokens::new(registration, store.clone()).unwrap();
            oauth.save(grant("A", Some("R"), 0)).await.unwrap();
            logins.push(oauth);
        }
        let all: Vec<_> = logins.into_iter().map(|oauth| tokio::spawn(async move { access(&oauth).await })).collect();
        for one in all {
            one.await.unwrap().expect("a token");
        }
    });
}

#[test]
fn one_of_twelve() {
    let Some(job) = child::job() else { return };
    let (url, path) = job.split_once(' ').unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    child::say("ready");
    while child::hear().is_some() {
        // As a process does that has just started.
        let oauth = OAuthTokens::new(registration(url), Arc::new(FileStore::new(path))).unwrap();
        match runtime.block_on(access(&oauth)) {
            Ok(token) => child::say(&token),
            Err(error) => child::say(&error.to_string()),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn t38_twelve_processes_renew_once() {
    let strict = Strict::start(Duration::from_millis(20)).await;
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("tokens.json");
    let oauth = OAuthTokens::new(registration(strict.url()), Arc::new(FileStore::new(&path))).unwrap();
    let job = format!("{} {}", strict.url(), path.display());
    let mut twelve: Vec<_> = (0..12).map(|_| Child::start("tokens::tests::processes::one_of_twelve", &job)).collect();
    for child in &mut twelve {
        assert_eq!(child.said().as_deref(), Some("ready"));
    }
    for round in 0..loops(100) {
        oauth.save(grant(&format!("A{round}"), Some(&format!("R{round}")), 0)).await.unwrap();
        twelve.iter_mut().for_each(|child| child.tell("go"));
        for child in &mut twelve {
            assert_eq!(child.said(), Some(format!("A{}", round + 1)), "round {round}");
        }
        let login = strict.login();
        assert_eq!((login.refreshes, login.reuses), (round + 1, 0), "round {round}");
    }
}
