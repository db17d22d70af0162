//! What is kept of a login.

use tokio_postgres::Row as Found;
use uplink_runtime::LoginReason;

pub(super) struct Row {
    pub(super) key_id: String,
    pub(super) sealed: Vec<u8>,
    /// Of the tokens; 0 as long as there are none.
    pub(super) generation: i64,
    /// Who noted that a renewal begins, and how many seconds ago.
    pub(super) renewing: Option<(String, f64)>,
    pub(super) refused: Option<(LoginReason, String)>,
}

impl Row {
    pub(super) const QUESTION: &str = "select coalesce(key_id, ''), coalesce(sealed, ''), generation, renewing_by, \
         extract(epoch from clock_timestamp() - renewing_since)::float8, refused_why, refused_detail, \
         to_char(refused_since at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from uplink_login where key = $1";

    pub(super) fn of(rows: &[Found]) -> Option<Self> {
        let row = rows.first()?;
        let by: Option<String> = row.get(3);
        let (why, detail, since): (Option<String>, Option<String>, Option<String>) =
            (row.get(5), row.get(6), row.get(7));
        let refused = why.map(|why| {
            let (detail, since) = (detail.unwrap_or_default(), since.unwrap_or_default());
            (reason(&why), format!("{detail} (since {since} UTC)"))
        });
        Some(Row {
            key_id: row.get(0),
            sealed: row.get(1),
            generation: row.get(2),
            renewing: by.zip(row.get(4)),
            refused,
        })
    }
}

fn reason(word: &str) -> LoginReason {
    let all = [LoginReason::Never, LoginReason::Expired, LoginReason::Interrupted, LoginReason::StoreUnreadable];
    all.into_iter().find(|reason| reason.as_str() == word).unwrap_or(LoginReason::Revoked)
}
