//! The sentences in English.

use super::language::{Consent, Dashboard, Language, Refusal, Registration};
use crate::oauth::CallbackError;

pub(super) const LANGUAGE: Language = Language {
    tag: "en",
    banner: "Local demo service. Not {}. It needs no password and asks for none.",
    consent: Consent {
        asks: "{} asks for access",
        you_are: "You are",
        it_may: "It may",
        goes: "Your answer is sent to {}. Deny if you do not know this address.",
        allow: "Allow",
        deny: "Deny",
    },
    refusal: Refusal {
        title: "This does not work",
        application: "Failure looking up secret for client or token.",
        callback: "The redirect URI is missing or not the one that was registered.",
        repeated: "A parameter is there twice. Start again in the application.",
        answered: "This page was answered before or is too old. Start again in the application.",
        owner: "Choose one of the owners on the page. Start again in the application.",
        form: "This form was sent before or is too old. Open the page again.",
        random: "The system gives no random numbers.",
    },
    registration: Registration {
        title: "Register an application",
        about: "An application needs an identifier before it can ask users for access.",
        about_trial: "This service is for trying things out: what you register here is known here only.",
        name: "Name",
        name_help: "Users see it when the application asks for access.",
        callback: "Callback URL",
        callback_help: "Users are sent back to this address.",
        kind: "Can it keep a secret?",
        confidential: "Yes, it gets one",
        confidential_help: "It runs where nobody but you can look: on your own computer or on a server.",
        public: "No, it is public",
        public_help: "It is given to others, or runs in their browsers: whatever it holds, they can read.",
        register: "Register",
        known: "Registered applications",
        identifier: "Identifier",
        secret: "Secret",
        is_blocked: "blocked",
        is_public: "public",
        registered: "{} is registered",
        no_secret: "It is public and has no secret; use PKCE where the server knows it.",
        shown_once: "The secret is shown this once.",
        keep_it: "Keep it where only you can read it, never in a program that you give to others. An application whose secret leaks gets blocked.",
        back: "Back to the applications",
        wrong_name: "Give the application a name of 1 to 80 printable characters.",
        wrong_callback,
    },
    dashboard: Dashboard {
        title: "Overview",
        time: "Simulated time: {}.",
        again: "Look again",
        machines: "Machines",
        nothing_lives: "Answers come from the examples of the spec; nothing lives here.",
        day: "The last 24 hours in {}, times in UTC",
        troubles: "Troubles",
        switch: "Switch",
        block: "Block",
        unblock: "Let in",
        application: "Application",
        owner: "Owner",
        tokens: "Valid tokens",
        access_tokens: "Access tokens",
        refresh_tokens: "Refresh tokens",
        until: "The last ends",
        expire: "End all access tokens",
        faults: "Faults of answers",
        faults_help: "The next answers are spoilt, and say so in the header X-Simulator-Fault.",
        fault_kind: "What happens",
        fault_place: "Where",
        all_functions: "all functions",
        fault_times: "Answers",
        spoil: "Spoil",
        no_faults: "No fault is waiting.",
        take_back: "Take all back",
        requests: "Last requests to the API",
        request: "Request",
        function: "Function",
        status: "Status",
        login_requests: "Last requests to the authorization server",
        endpoint: "Endpoint",
        error: "Error",
        none: "None yet.",
        foreign: "This form comes from another page. Use the buttons of the page at / here.",
        fault_kinds: [
            "Status 500",
            "Status 503, try again in 5 s",
            "A page in place of an answer",
            "The answer ends in the middle",
            "The connection ends",
            "5 s late",
            "Unknown fields",
            "Half of a list is missing",
            "The user denies",
        ],
    },
};

fn wrong_callback(error: CallbackError) -> &'static str {
    match error {
        CallbackError::Missing => "The callback URL is missing; give one such as http://127.0.0.1:8976/callback.",
        CallbackError::Characters => {
            "The callback URL has blanks, backslashes or characters that must be percent-encoded."
        }
        CallbackError::NoUrl => "The callback URL is no URL; give one such as http://127.0.0.1:8976/callback.",
        CallbackError::Fragment => "The callback URL must not have a part after #.",
        CallbackError::User => "The callback URL must not hold a user name or a password.",
        CallbackError::Asterisk => {
            "The callback URL must not hold an asterisk: callbacks are compared letter by letter, none stands for many."
        }
        CallbackError::NoHost => "The callback URL names no host.",
        CallbackError::Scheme => "The callback URL must lead to an application: http, https, or a scheme of its own.",
    }
}
