//! The sentences in German.

use super::language::{Consent, Dashboard, Language, Refusal, Registration};
use crate::oauth::CallbackError;

pub(super) const LANGUAGE: Language = Language {
    tag: "de",
    banner: "Lokaler Probedienst. Nicht {}. Er braucht kein Passwort und fragt nach keinem.",
    consent: Consent {
        asks: "{} bittet um Zugriff",
        you_are: "Sie sind",
        it_may: "Die Anwendung darf",
        goes: "Ihre Antwort geht an {}. Lehnen Sie ab, wenn Sie diese Adresse nicht kennen.",
        allow: "Erlauben",
        deny: "Ablehnen",
    },
    refusal: Refusal {
        title: "So geht es nicht",
        application: "Diese Anwendung ist unbekannt oder gesperrt.",
        callback: "Die Rücksprungadresse fehlt oder ist nicht die registrierte.",
        repeated: "Ein Parameter steht zweimal da. Beginnen Sie in der Anwendung von vorn.",
        answered: "Diese Seite wurde schon beantwortet oder ist zu alt. Beginnen Sie in der Anwendung von vorn.",
        owner: "Wählen Sie einen der Besitzer auf der Seite. Beginnen Sie in der Anwendung von vorn.",
        form: "Dieses Formular wurde schon abgeschickt oder ist zu alt. Öffnen Sie die Seite noch einmal.",
        random: "Das System liefert keine Zufallszahlen.",
    },
    registration: Registration {
        title: "Anwendung registrieren",
        about: "Eine Anwendung braucht eine Kennung, bevor sie um Zugriff bitten kann.",
        about_trial: "Dieser Dienst ist zum Ausprobieren da: Was Sie hier registrieren, ist nur hier bekannt.",
        name: "Name",
        name_help: "Benutzer sehen ihn, wenn die Anwendung um Zugriff bittet.",
        callback: "Rücksprungadresse",
        callback_help: "An diese Adresse kehren Benutzer zurück.",
        kind: "Kann sie ein Geheimnis bewahren?",
        confidential: "Ja, sie bekommt eines",
        confidential_help: "Sie läuft, wo nur Sie hineinsehen können: auf Ihrem Rechner oder einem Server.",
        public: "Nein, sie ist öffentlich",
        public_help: "Andere bekommen sie, oder sie läuft in deren Browsern: Was sie enthält, können sie lesen.",
        register: "Registrieren",
        known: "Registrierte Anwendungen",
        identifier: "Kennung",
        secret: "Geheimnis",
        is_blocked: "gesperrt",
        is_public: "öffentlich",
        registered: "{} ist registriert",
        no_secret: "Sie ist öffentlich und hat kein Geheimnis; verwenden Sie PKCE, wo der Server es kennt.",
        shown_once: "Das Geheimnis wird nur dieses eine Mal gezeigt.",
        keep_it: "Bewahren Sie es auf, wo nur Sie es lesen können, nie in einem Programm, das Sie weitergeben. Eine Anwendung, deren Geheimnis bekannt wird, wird gesperrt.",
        back: "Zurück zu den Anwendungen",
        wrong_name: "Geben Sie der Anwendung einen Namen aus 1 bis 80 druckbaren Zeichen.",
        wrong_callback,
    },
    dashboard: Dashboard {
        title: "Übersicht",
        time: "Simulierte Zeit: {}.",
        again: "Noch einmal nachsehen",
        machines: "Maschinen",
        part: "Maschinen {} bis {} von {}.",
        before: "Die davor",
        after: "Die nächsten",
        nothing_lives: "Antworten kommen aus den Beispielen der Spezifikation; hier lebt nichts.",
        day: "Die letzten 24 Stunden in {}, Zeiten in UTC",
        troubles: "Störungen",
        switch: "Schalter",
        block: "Sperren",
        unblock: "Zulassen",
        application: "Anwendung",
        owner: "Besitzer",
        tokens: "Gültige Token",
        access_tokens: "Zugriffstoken",
        refresh_tokens: "Erneuerungstoken",
        until: "Das letzte endet",
        expire: "Alle Zugriffstoken beenden",
        faults: "Fehler von Antworten",
        faults_help: "Die nächsten Antworten werden verdorben und sagen es in der Kopfzeile X-Simulator-Fault.",
        fault_kind: "Was geschieht",
        fault_place: "Wo",
        all_functions: "alle Funktionen",
        fault_times: "Antworten",
        spoil: "Verderben",
        no_faults: "Kein Fehler wartet.",
        take_back: "Alle zurücknehmen",
        requests: "Letzte Anfragen an die API",
        request: "Anfrage",
        function: "Funktion",
        status: "Status",
        login_requests: "Letzte Anfragen an den Autorisierungsserver",
        endpoint: "Endpunkt",
        error: "Fehler",
        none: "Noch keine.",
        foreign: "Dieses Formular kommt von einer anderen Seite. Benutzen Sie die Knöpfe der Seite / hier.",
        fault_kinds: [
            "Status 500",
            "Status 503, in 5 s noch einmal",
            "Eine Seite statt einer Antwort",
            "Die Antwort endet in der Mitte",
            "Die Verbindung endet",
            "5 s zu spät",
            "Unbekannte Felder",
            "Die Hälfte einer Liste fehlt",
            "Der Benutzer lehnt ab",
        ],
    },
};

fn wrong_callback(error: CallbackError) -> &'static str {
    match error {
        CallbackError::Missing => "Die Rücksprungadresse fehlt; geben Sie eine an wie http://127.0.0.1:8976/callback.",
        CallbackError::Characters => {
            "Die Rücksprungadresse enthält Leerzeichen, umgekehrte Schrägstriche oder Zeichen, die prozentkodiert sein müssen."
        }
        CallbackError::NoUrl => {
            "Die Rücksprungadresse ist keine URL; geben Sie eine an wie http://127.0.0.1:8976/callback."
        }
        CallbackError::Fragment => "Die Rücksprungadresse darf keinen Teil hinter # haben.",
        CallbackError::User => "Die Rücksprungadresse darf weder Benutzernamen noch Passwort enthalten.",
        CallbackError::Asterisk => {
            "Die Rücksprungadresse darf keinen Stern enthalten: Adressen werden Buchstabe für Buchstabe verglichen, keine steht für viele."
        }
        CallbackError::NoHost => "Die Rücksprungadresse nennt keinen Rechner.",
        CallbackError::Scheme => {
            "Die Rücksprungadresse muss zu einer Anwendung führen: http, https oder ein eigenes Schema."
        }
    }
}
