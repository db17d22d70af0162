//! A running service, and the logins that the rows need.

use std::collections::BTreeMap;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uplink_simulator::{Credentials, Options, Setup, Simulator, myuplink, nibe};

use crate::answer::Answer;
use crate::row::Request;

const CALLBACK: &str = "http://127.0.0.1:8976/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub struct Service {
    simulator: Simulator,
    other: Credentials,
    public: Credentials,
    /// What stands for words of this API.
    words: [(&'static str, &'static str); 5],
}

/// What was filled in, and answered, in the row so far.
#[derive(Default)]
struct Filled {
    values: BTreeMap<String, String>,
    last: Option<Answer>,
}

impl Service {
    pub async fn start(profile: &str) -> Service {
        let (imitation, words) = match profile {
            "myuplink" => (
                myuplink::IMITATION,
                [
                    ("api", "/v2/systems/me"),
                    ("write", "/v2/devices/none/points"),
                    ("write_method", "PATCH"),
                    ("write_body", "{\"47011\":\"1\"}"),
                    ("read_scope", "READSYSTEM offline_access"),
                ],
            ),
            _ => (
                nibe::IMITATION,
                [
                    ("api", "/api/v1/systems"),
                    ("write", "/api/v1/systems/80101/smarthome/mode"),
                    ("write_method", "PUT"),
                    ("write_body", "{\"mode\":\"VACATION\"}"),
                    ("read_scope", "READSYSTEM"),
                ],
            ),
        };
        let options = Options { auto_approve: true, speed: 0.0, ..Options::default() };
        let setup = Setup { profile: Some(profile.to_owned()), options, ..Setup::new(imitation) };
        let simulator = setup.start().await.expect("a service");
        let register = |name, public| simulator.register(name, CALLBACK, public).expect("an application");
        let (other, public) = (register("Other", false), register("Public", true));
        Service { simulator, other, public, words }
    }

    pub async fn stop(&self) {
        self.simulator.stop().await;
    }

    /// Sends the requests of a row, one after the other; whether the last is answered as expected.
    pub async fn judge(&self, requests: &str, expected: &str) -> Result<(), String> {
        let mut filled = Filled::default();
        for step in requests.split(" ; ") {
            if let Some(seconds) = step.strip_prefix("wait ") {
                self.simulator.advance(seconds.parse().expect("a number"));
                continue;
            }
            let mut request = Request::default();
            let mut words = step.split(' ');
            while let Some(word) = words.next() {
                if word.starts_with('-') {
                    let value = words.next().unwrap_or_default();
                    let value = self.fill(value, word == "-d" && !value.starts_with("{write"), &mut filled).await;
                    request.option(word, value);
                } else {
                    request.target(self.fill(word, !word.starts_with('{'), &mut filled).await);
                }
            }
            filled.last = Some(self.send(&request).await);
        }
        let last = filled.last.expect("a request");
        let mut wanted = expected.split(' ');
        let status: u16 = wanted.next().and_then(|word| word.parse().ok()).expect("an answer begins with a status");
        if last.status != status {
            return Err(format!("the status is {}, not {status}: {}", last.status, last.body));
        }
        for word in wanted {
            let word = self.fill(word, false, &mut Filled::default()).await;
            if !last.has(&word) {
                return Err(format!("the answer is not `{word}`: {last:?}"));
            }
        }
        Ok(())
    }

    async fn send(&self, request: &Request) -> Answer {
        let host = self.simulator.base_url().strip_prefix("http://").expect("an address");
        let mut stream = TcpStream::connect(host).await.expect("a connection");
        stream.write_all(request.text(host).as_bytes()).await.expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        Answer::read(&answer)
    }

    /// Puts values in place of words in braces; `encoded` for addresses and forms.
    async fn fill(&self, text: &str, encoded: bool, filled: &mut Filled) -> String {
        let (mut out, mut rest) = (String::new(), text);
        while let Some((before, (word, after))) =
            rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
        {
            let value = Box::pin(self.value(word, filled)).await;
            out += before;
            if encoded {
                out.extend(url::form_urlencoded::byte_serialize(value.as_bytes()));
            } else {
                out += &value;
            }
            rest = after;
        }
        out + rest
    }

    async fn value(&self, word: &str, filled: &mut Filled) -> String {
        let own = |word: &str| self.words.iter().find(|(name, _)| *name == word).map(|(_, value)| (*value).to_owned());
        let fixed = match word {
            "base" => Some(self.simulator.base_url().to_owned()),
            "id" => Some(self.simulator.client_id().to_owned()),
            "secret" => Some(self.simulator.client_secret().to_owned()),
            "other_id" => Some(self.other.id.clone()),
            "other_secret" => Some(self.other.secret.clone()),
            "public" => Some(self.public.id.clone()),
            "callback" => Some(CALLBACK.to_owned()),
            "verifier" => Some(VERIFIER.to_owned()),
            "challenge" => Some(CHALLENGE.to_owned()),
            _ => own(word),
        };
        if let Some(value) = fixed {
            return value;
        }
        if let Some(field) = word.strip_prefix("last:") {
            let last = filled.last.as_ref().expect("an answer before");
            return last.field(field).unwrap_or_else(|| panic!("no {field} in {last:?}"));
        }
        if !filled.values.contains_key(word) {
            match word {
                "code" => self.code("client_id={id}&scope=", "code", filled).await,
                "code_pkce" => {
                    let more = "client_id={id}&code_challenge={challenge}&code_challenge_method=S256";
                    self.code(more, "code_pkce", filled).await;
                }
                "code_public" => {
                    let more = "client_id={public}&code_challenge={challenge}&code_challenge_method=S256";
                    self.code(more, "code_public", filled).await;
                }
                "code_read" => self.code("client_id={id}&scope={read_scope}", "code_read", filled).await,
                // Logins, each with both of its tokens.
                "access" | "refresh" => self.login("", "{code}", "client_secret={secret}&client_id={id}", filled).await,
                "read_access" | "read_refresh" => {
                    self.login("read_", "{code_read}", "client_secret={secret}&client_id={id}", filled).await;
                }
                "public_access" | "public_refresh" => {
                    self.login("public_", "{code_public}", "code_verifier={verifier}&client_id={public}", filled).await;
                }
                _ => panic!("there is no word {{{word}}}"),
            }
        }
        filled.values[word].clone()
    }

    /// A code, kept under a name.
    async fn code(&self, who: &str, name: &str, filled: &mut Filled) {
        let target = format!("/oauth/authorize?response_type=code&redirect_uri={{callback}}&{who}");
        let mut request = Request::default();
        request.target(self.fill(&target, true, filled).await);
        let answer = self.send(&request).await;
        let code = answer.field("code").unwrap_or_else(|| panic!("no code in {answer:?}"));
        filled.values.insert(name.to_owned(), code);
    }

    async fn login(&self, prefix: &str, code: &str, who: &str, filled: &mut Filled) {
        let body = format!("grant_type=authorization_code&code={code}&redirect_uri={{callback}}&{who}");
        let mut request = Request::default();
        request.option("-d", Box::pin(self.fill(&body, true, filled)).await);
        request.target("/oauth/token".to_owned());
        let answer = self.send(&request).await;
        for kind in ["access", "refresh"] {
            let token = answer.field(&format!("{kind}_token")).unwrap_or_else(|| panic!("no token in {answer:?}"));
            filled.values.insert(format!("{prefix}{kind}"), token);
        }
    }
}
