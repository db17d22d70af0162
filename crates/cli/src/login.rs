//! `nibe-uplink login`

use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::Duration;

use secrecy::ExposeSecret;
use serde_json::json;
use uplink_oauth::{Grant, Listener, Login, browser_is_here, open_browser};

use crate::failure::Failure;
use crate::options::{Common, scopes};
use crate::output::Output;
use crate::paste;
use crate::session::{Session, redirect_uri};

/// How long the user may take.
const DEADLINE: Duration = Duration::from_secs(300);

#[derive(clap::Args, Debug)]
#[command(
    after_help = "Opens the authorization link in your browser and waits up to 5 minutes until it comes back to \
the callback URL on this machine. The link also stands alone on a line of stdout. Over ssh and where there is no \
browser, paste the address that your browser ends at; with --no-browser the program waits for the browser all the \
same, for instance behind a forwarded port. With --redirect-uri http://127.0.0.1:0/callback any free port is used; the \
local service accepts that."
)]
pub struct Arguments {
    /// Print the authorization link instead of opening a browser
    #[arg(long)]
    no_browser: bool,
    /// Print the link and read the address that the browser ends at from the terminal, unseen, or from stdin;
    /// for callback URLs that are not on this machine
    #[arg(long)]
    paste: bool,
    /// The scopes to ask for
    #[arg(long, value_name = "SCOPES", required = false)]
    scopes: String,
}

/// What leaks a secret in the long run: other users who can read its file, and commits.
fn secret_file_warning(path: &Path) -> Option<String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let open = std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0);
        if open {
            return Some(format!("other users can read {0}; run `chmod 600 {0}`", path.display()));
        }
    }
    let path = std::path::absolute(path).ok()?;
    let tree = path.ancestors().skip(1).find(|folder| folder.join(".git").exists())?;
    Some(format!("{} lies in the git work tree {}; keep it out of commits", path.display(), tree.display()))
}

pub async fn run(given: &Arguments, common: &Common, output: &Output) -> Result<(), Failure> {
    if common.client_credentials {
        return Err(Failure::usage("with --client-credentials nobody logs in; leave out one of the two"));
    }
    if let Some(problem) = common.client_secret_file.as_deref().and_then(secret_file_warning) {
        output.note(&format!("note: {problem}"));
    }
    let asked = scopes(&given.scopes);
    // Who sits at a terminal without a browser has one elsewhere, which cannot reach this machine.
    let elsewhere = !given.no_browser && !output.is_json() && io::stdin().is_terminal() && !browser_is_here();
    let (session, grant) = if given.paste || elsewhere {
        let session = Session::new(common)?;
        let login = Login::begin(&session.registration, &asked)?;
        let grant = pasted(login, output).await?;
        (session, grant)
    } else {
        // What is wrong with the options comes before what is wrong with the port.
        let session = Session::new(common)?;
        Login::begin(&session.registration, &asked)?;
        let listener = Listener::bind(redirect_uri(common)).await?;
        // The port may have been chosen just now.
        let session = Session::returning_to(common, listener.redirect_uri())?;
        let login = Login::begin(&session.registration, &asked)?;
        let grant = caught(login, listener, given.no_browser, output).await?;
        (session, grant)
    };
    let granted = grant.scopes().to_vec();
    session.tokens.save(grant).await?;
    for sentence in session.tokens.missing(&asked, &granted) {
        output.note(&format!("note: {sentence}"));
    }
    if output.is_json() {
        return output.json(&json!({"scopes": granted, "token_file": session.token_file}));
    }
    output.note(&format!("logged in with {}; the tokens are in {}", granted.join(" "), session.token_file.display()));
    Ok(())
}

/// Lets the browser bring the answer to the listener.
async fn caught(login: Login, listener: Listener, no_browser: bool, output: &Output) -> Result<Grant, Failure> {
    let url = login.url().to_owned();
    // Opening blocks for a moment.
    let opened = !no_browser && tokio::task::spawn_blocking(move || open_browser(&url)).await.unwrap_or(false);
    // What the desktop did with it is unknown, so the link is said in any case.
    let what = if opened { "the login page should be open in your browser; if not," } else { "" };
    let what =
        format!("{what} open this link in a browser on this machine; waiting for it at {}", listener.redirect_uri());
    output.note(what.trim_start());
    link(&login, output)?;
    Ok(login.wait(listener, DEADLINE).await?)
}

/// Lets the user bring the answer.
async fn pasted(login: Login, output: &Output) -> Result<Grant, Failure> {
    output.note("open this link in any browser");
    link(&login, output)?;
    loop {
        let prompt = "paste the address that the browser ends at, and press Enter (it is not shown):";
        let line = paste::line(prompt).await?;
        let text = line.text.expose_secret();
        match login.check(text) {
            // A slip at the terminal can be mended; a program gets its answer at once.
            Err(problem) if line.terminal => output.note(&format!("error: {problem}")),
            Err(problem) => return Err(problem.into()),
            Ok(()) => return Ok(login.finish(text).await?),
        }
    }
}

fn link(login: &Login, output: &Output) -> Result<(), Failure> {
    if output.is_json() { output.json(&json!({"url": login.url()})) } else { output.text(login.url()) }
}
