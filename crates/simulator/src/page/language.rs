//! The languages of the pages.

use hyper::HeaderMap;

use super::{dutch, english, french, german, swedish};
use crate::oauth::CallbackError;

/// The sentences of all pages in one language. `{}` stands for what each says.
#[derive(Debug)]
pub(crate) struct Language {
    /// Its tag.
    pub(crate) tag: &'static str,
    /// The banner; `{}` is the API.
    pub(crate) banner: &'static str,
    pub(crate) consent: Consent,
    pub(crate) refusal: Refusal,
    pub(crate) registration: Registration,
    pub(crate) dashboard: Dashboard,
}

/// The page that asks for consent.
#[derive(Debug)]
pub(crate) struct Consent {
    /// The title; `{}` is the application.
    pub(crate) asks: &'static str,
    pub(crate) you_are: &'static str,
    pub(crate) it_may: &'static str,
    /// Where the answer goes; `{}` is the callback.
    pub(crate) goes: &'static str,
    pub(crate) allow: &'static str,
    pub(crate) deny: &'static str,
}

/// Pages that say what is wrong.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) title: &'static str,
    /// The application is unknown or shut out.
    pub(crate) application: &'static str,
    /// The redirect URI is not the application's.
    pub(crate) callback: &'static str,
    /// A parameter is there twice.
    pub(crate) repeated: &'static str,
    /// Consent was given or denied before, or too late.
    pub(crate) answered: &'static str,
    /// There is no such owner.
    pub(crate) owner: &'static str,
    /// A form came twice, too late, or from elsewhere.
    pub(crate) form: &'static str,
    /// The system gives no random numbers.
    pub(crate) random: &'static str,
}

/// The pages that register an application.
#[derive(Debug)]
pub(crate) struct Registration {
    pub(crate) title: &'static str,
    pub(crate) about: &'static str,
    /// Of a service that stands in for another.
    pub(crate) about_trial: &'static str,
    pub(crate) name: &'static str,
    pub(crate) name_help: &'static str,
    pub(crate) callback: &'static str,
    pub(crate) callback_help: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) confidential: &'static str,
    pub(crate) confidential_help: &'static str,
    pub(crate) public: &'static str,
    pub(crate) public_help: &'static str,
    pub(crate) register: &'static str,
    pub(crate) known: &'static str,
    pub(crate) identifier: &'static str,
    pub(crate) secret: &'static str,
    pub(crate) is_blocked: &'static str,
    pub(crate) is_public: &'static str,
    /// The title of the page that shows the secret; `{}` is the application.
    pub(crate) registered: &'static str,
    pub(crate) no_secret: &'static str,
    pub(crate) shown_once: &'static str,
    pub(crate) keep_it: &'static str,
    pub(crate) back: &'static str,
    pub(crate) wrong_name: &'static str,
    /// What is wrong with a callback.
    pub(crate) wrong_callback: fn(CallbackError) -> &'static str,
}

/// The page of the service.
#[derive(Debug)]
pub(crate) struct Dashboard {
    pub(crate) title: &'static str,
    /// `{}` is the simulated time.
    pub(crate) time: &'static str,
    pub(crate) again: &'static str,
    pub(crate) machines: &'static str,
    /// Which numbers are shown, and of how many.
    pub(crate) part: &'static str,
    pub(crate) before: &'static str,
    pub(crate) after: &'static str,
    /// Answers come from examples.
    pub(crate) nothing_lives: &'static str,
    /// What a plot shows; `{}` is the unit.
    pub(crate) day: &'static str,
    pub(crate) troubles: &'static str,
    /// The head of a column of buttons.
    pub(crate) switch: &'static str,
    pub(crate) block: &'static str,
    pub(crate) unblock: &'static str,
    pub(crate) application: &'static str,
    pub(crate) owner: &'static str,
    pub(crate) tokens: &'static str,
    pub(crate) access_tokens: &'static str,
    pub(crate) refresh_tokens: &'static str,
    pub(crate) until: &'static str,
    pub(crate) expire: &'static str,
    pub(crate) faults: &'static str,
    pub(crate) faults_help: &'static str,
    pub(crate) fault_kind: &'static str,
    pub(crate) fault_place: &'static str,
    pub(crate) all_functions: &'static str,
    pub(crate) fault_times: &'static str,
    pub(crate) spoil: &'static str,
    pub(crate) no_faults: &'static str,
    pub(crate) take_back: &'static str,
    pub(crate) requests: &'static str,
    pub(crate) request: &'static str,
    pub(crate) function: &'static str,
    pub(crate) status: &'static str,
    pub(crate) login_requests: &'static str,
    pub(crate) endpoint: &'static str,
    pub(crate) error: &'static str,
    pub(crate) none: &'static str,
    /// A form that comes from elsewhere.
    pub(crate) foreign: &'static str,
    /// Titles of the faults that the page offers.
    pub(crate) fault_kinds: [&'static str; 9],
}

const LANGUAGES: [&Language; 5] =
    [&english::LANGUAGE, &german::LANGUAGE, &french::LANGUAGE, &dutch::LANGUAGE, &swedish::LANGUAGE];

/// The language that a browser likes best of those that there are; English when it likes none of them.
pub(crate) fn of(headers: &HeaderMap) -> &'static Language {
    let wished = headers.get_all("accept-language").iter().filter_map(|value| value.to_str().ok());
    let wished = wished.flat_map(|value| value.split(',')).filter_map(|item| {
        let (range, weight) = item.split_once(';').map_or((item, None), |(range, weight)| (range, Some(weight)));
        let weight = match weight {
            Some(weight) => weight.trim().strip_prefix("q=")?.trim().parse::<f64>().ok()?,
            None => 1.0,
        };
        let primary = range.trim().split('-').next().unwrap_or_default();
        let language = match primary {
            "*" => Some(LANGUAGES[0]),
            _ => LANGUAGES.iter().copied().find(|language| language.tag.eq_ignore_ascii_case(primary)),
        };
        Some((language?, weight)).filter(|(_, weight)| *weight > 0.0)
    });
    // The first of those that are liked equally.
    let best = wished.fold(None, |best: Option<(&'static Language, f64)>, next| match best {
        Some(best) if best.1 >= next.1 => Some(best),
        _ => Some(next),
    });
    best.map_or(LANGUAGES[0], |(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_say_what_their_users_read() {
        let tag = |wish: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("accept-language", wish.parse().expect("a value"));
            of(&headers).tag
        };
        for (wish, expected) in [
            ("sv-SE,sv;q=0.9,en;q=0.8", "sv"),
            ("en-GB, de;q=0.9", "en"),
            ("fi, de;q=0.5, nl;q=0.7", "nl"),
            ("DE-at", "de"),
            ("fr;q=0, *;q=0.1", "en"),
            ("fi", "en"),
            ("fr;q=warm, sv;q=0.2", "sv"),
            ("", "en"),
            ("*", "en"),
        ] {
            assert_eq!(tag(wish), expected, "{wish}");
        }
        assert_eq!(of(&HeaderMap::new()).tag, "en");
        for language in LANGUAGES {
            let (consent, registration) = (&language.consent, &language.registration);
            let (time, day) = (language.dashboard.time, language.dashboard.day);
            for sentence in [language.banner, consent.asks, consent.goes, registration.registered, time, day] {
                assert_eq!(sentence.matches("{}").count(), 1, "{sentence}");
            }
        }
    }

    /// A sentence that was forgotten in one language is that of another one.
    #[test]
    fn no_language_borrows_from_another() {
        let mut seen = std::collections::BTreeMap::new();
        for language in LANGUAGES {
            let (refusal, registration) = (&language.refusal, &language.registration);
            let errors = CallbackError::ALL.map(registration.wrong_callback);
            let sentences = [
                language.banner,
                refusal.title,
                refusal.application,
                refusal.callback,
                refusal.repeated,
                refusal.answered,
                refusal.owner,
                refusal.form,
                refusal.random,
                registration.about,
                registration.about_trial,
                registration.name_help,
                registration.callback_help,
                registration.confidential_help,
                registration.public_help,
                registration.no_secret,
                registration.keep_it,
                registration.wrong_name,
                language.dashboard.title,
                language.dashboard.nothing_lives,
                language.dashboard.day,
                language.dashboard.faults_help,
                language.dashboard.foreign,
            ];
            for sentence in sentences.into_iter().chain(errors) {
                assert!(!sentence.contains(['<', '&', '"']), "{sentence}");
                if let Some(other) = seen.insert(sentence, language.tag) {
                    panic!("{sentence} is of {other} and of {}", language.tag);
                }
            }
        }
    }
}
