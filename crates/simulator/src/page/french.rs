//! The sentences in French.

use super::language::{Consent, Dashboard, Language, Refusal, Registration};
use crate::oauth::CallbackError;

pub(super) const LANGUAGE: Language = Language {
    tag: "fr",
    banner: "Service de démonstration local. Ce n’est pas {}. Il n’a besoin d’aucun mot de passe et n’en demande pas.",
    consent: Consent {
        asks: "{} demande un accès",
        you_are: "Vous êtes",
        it_may: "L’application pourra",
        goes: "Votre réponse est envoyée à {}. Refusez si vous ne connaissez pas cette adresse.",
        allow: "Autoriser",
        deny: "Refuser",
    },
    refusal: Refusal {
        title: "Cela ne fonctionne pas",
        application: "Cette application est inconnue ou bloquée.",
        callback: "L’adresse de retour manque ou n’est pas celle qui est enregistrée.",
        repeated: "Un paramètre figure deux fois. Recommencez dans l’application.",
        answered: "Cette page a déjà reçu une réponse ou est trop ancienne. Recommencez dans l’application.",
        owner: "Choisissez un des propriétaires de la page. Recommencez dans l’application.",
        form: "Ce formulaire a déjà été envoyé ou est trop ancien. Ouvrez de nouveau la page.",
        random: "Le système ne fournit pas de nombres aléatoires.",
    },
    registration: Registration {
        title: "Enregistrer une application",
        about: "Une application a besoin d’un identifiant avant de pouvoir demander un accès.",
        about_trial: "Ce service sert aux essais : ce que vous enregistrez ici n’est connu qu’ici.",
        name: "Nom",
        name_help: "Les utilisateurs le voient quand l’application demande un accès.",
        callback: "Adresse de retour",
        callback_help: "Les utilisateurs sont renvoyés à cette adresse.",
        kind: "Peut-elle garder un secret ?",
        confidential: "Oui, elle en reçoit un",
        confidential_help: "Elle tourne là où vous seul pouvez regarder : sur votre ordinateur ou sur un serveur.",
        public: "Non, elle est publique",
        public_help: "Elle est donnée à d’autres, ou tourne dans leurs navigateurs : ils peuvent lire tout ce qu’elle contient.",
        register: "Enregistrer",
        known: "Applications enregistrées",
        identifier: "Identifiant",
        secret: "Secret",
        is_blocked: "bloquée",
        is_public: "publique",
        registered: "{} est enregistrée",
        no_secret: "Elle est publique et n’a pas de secret ; utilisez PKCE là où le serveur le connaît.",
        shown_once: "Le secret n’est affiché que cette fois-ci.",
        keep_it: "Conservez-le là où vous seul pouvez le lire, jamais dans un programme que vous donnez à d’autres. Une application dont le secret est divulgué est bloquée.",
        back: "Retour aux applications",
        wrong_name: "Donnez à l’application un nom de 1 à 80 caractères imprimables.",
        wrong_callback,
    },
    dashboard: Dashboard {
        title: "Vue d’ensemble",
        time: "Heure simulée : {}.",
        again: "Regarder de nouveau",
        machines: "Machines",
        part: "Machines {} à {} sur {}.",
        before: "Les précédentes",
        after: "Les suivantes",
        nothing_lives: "Les réponses viennent des exemples de la spécification ; rien ne vit ici.",
        day: "Les dernières 24 heures en {}, heures en UTC",
        troubles: "Pannes",
        switch: "Commande",
        block: "Bloquer",
        unblock: "Admettre",
        application: "Application",
        owner: "Propriétaire",
        tokens: "Jetons valides",
        access_tokens: "Jetons d’accès",
        refresh_tokens: "Jetons de renouvellement",
        until: "Fin du dernier",
        expire: "Terminer tous les jetons d’accès",
        faults: "Défauts des réponses",
        faults_help: "Les prochaines réponses sont altérées et le disent dans l’en-tête X-Simulator-Fault.",
        fault_kind: "Ce qui arrive",
        fault_place: "Où",
        all_functions: "toutes les fonctions",
        fault_times: "Réponses",
        spoil: "Altérer",
        no_faults: "Aucun défaut n’attend.",
        take_back: "Tout annuler",
        requests: "Dernières requêtes à l’API",
        request: "Requête",
        function: "Fonction",
        status: "Statut",
        login_requests: "Dernières requêtes au serveur d’autorisation",
        endpoint: "Point d’accès",
        error: "Erreur",
        none: "Aucune pour l’instant.",
        foreign: "Ce formulaire vient d’une autre page. Utilisez les boutons de la page / d’ici.",
        fault_kinds: [
            "Statut 500",
            "Statut 503, réessayer dans 5 s",
            "Une page au lieu d’une réponse",
            "La réponse s’arrête au milieu",
            "La connexion se ferme",
            "5 s de retard",
            "Champs inconnus",
            "La moitié d’une liste manque",
            "L’utilisateur refuse",
        ],
    },
};

fn wrong_callback(error: CallbackError) -> &'static str {
    match error {
        CallbackError::Missing => "L’adresse de retour manque ; donnez-en une comme http://127.0.0.1:8976/callback.",
        CallbackError::Characters => {
            "L’adresse de retour contient des espaces, des barres obliques inverses ou des caractères à encoder en pourcentage."
        }
        CallbackError::NoUrl => {
            "L’adresse de retour n’est pas une URL ; donnez-en une comme http://127.0.0.1:8976/callback."
        }
        CallbackError::Fragment => "L’adresse de retour ne doit rien avoir après #.",
        CallbackError::User => "L’adresse de retour ne doit contenir ni nom d’utilisateur ni mot de passe.",
        CallbackError::Asterisk => {
            "L’adresse de retour ne doit pas contenir d’astérisque : les adresses sont comparées lettre par lettre, aucune n’en représente plusieurs."
        }
        CallbackError::NoHost => "L’adresse de retour ne nomme aucun hôte.",
        CallbackError::Scheme => {
            "L’adresse de retour doit mener à une application : http, https ou un schéma qui lui est propre."
        }
    }
}
