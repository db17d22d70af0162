//! Rows of a Postgres table: one narrow table, whose rows are replaced when they come again.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use secrecy::SecretString;
use serde_json::Value as Json;
use tokio_postgres::types::Type;
use uplink_postgres::{Connection, Server, said};

use crate::outbox::{Outbox, Outcome};
use crate::said::Troubles;
use crate::spool::Spool;

const TIMEOUT: Duration = Duration::from_secs(30);
const TABLE: &str = "
    create table if not exists nibe_point (
        machine text not null,
        slug text not null,
        point text not null,
        time timestamptz not null,
        value double precision,
        text text,
        unit text not null,
        api text not null,
        primary key (machine, slug, point, time)
    )";
const UPSERT: &str = "
    insert into nibe_point (machine, slug, point, time, value, text, unit, api)
    select machine, slug, point, time, value, text, unit, api from jsonb_to_recordset($1::text::jsonb) as row (
        machine text, slug text, point text, time timestamptz, value double precision, text text, unit text, api text
    )
    on conflict (machine, slug, point, time) do update
    set value = excluded.value, text = excluded.text, unit = excluded.unit, api = excluded.api";

/// A server, and the rows that it does not have yet.
#[derive(Debug)]
pub struct Postgres {
    server: Server,
    outbox: Outbox,
    connection: tokio::sync::Mutex<Option<Connection>>,
}

impl Postgres {
    /// A server, whose rows wait in `spool`.
    pub fn new(mut server: Server, password: Option<&SecretString>, spool: Arc<Mutex<Spool>>) -> Arc<Self> {
        if let Some(password) = password {
            server = server.with_password(password);
        }
        let server = server.named("nibe-uplink");
        Arc::new(Postgres { server, outbox: Outbox::new("Postgres", spool), connection: tokio::sync::Mutex::default() })
    }

    /// Keeps rows for the server.
    ///
    /// # Errors
    /// They cannot be written to the disk; they wait in memory.
    pub fn push(&self, rows: &str) -> io::Result<()> {
        self.outbox.push(rows)
    }

    /// Sends rows as they come, until it is dropped. What goes wrong, and that it is over, is told once.
    pub async fn send(&self, troubles: &Troubles, told: impl Fn(&str)) {
        self.outbox.send(|rows| self.post(rows), troubles, told).await;
    }

    async fn post(&self, rows: String) -> Outcome {
        let mut connection = self.connection.lock().await;
        let work = async {
            let client = match connection.take().filter(|known| !known.client.is_closed()) {
                Some(known) => known,
                None => connect(&self.server).await?,
            };
            let taken = client.client.execute_typed(UPSERT, &[(&last_of_each(&rows), Type::TEXT)]).await;
            *connection = Some(client);
            taken
        };
        match tokio::time::timeout(TIMEOUT, work).await {
            Ok(Ok(_)) => Outcome::Taken,
            Ok(Err(error)) => {
                let why = said(&error);
                // What the data are, and what a table of somebody else's wants: no later try is better.
                let is_about_data = error.code().is_some_and(|code| matches!(&code.code()[..2], "22" | "23"));
                if is_about_data { Outcome::Refused(why) } else { Outcome::Later(why) }
            }
            Err(_) => Outcome::Later(format!("it did not answer within {} s", TIMEOUT.as_secs())),
        }
    }
}

/// Connects, and makes the table unless it is there, which takes a right that not everybody has.
async fn connect(server: &Server) -> Result<Connection, tokio_postgres::Error> {
    let connection = server.connect().await?;
    let known = connection.client.query_typed("select to_regclass('nibe_point') is null", &[]).await?;
    if known.iter().any(|row| row.get(0)) {
        connection.client.batch_execute(TABLE).await?;
    }
    Ok(connection)
}

/// The rows as a list, of those with one key the last: a statement takes each row once.
fn last_of_each(rows: &str) -> String {
    let mut all: HashMap<[String; 4], Json> = HashMap::new();
    for row in rows.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok()) {
        all.insert(["machine", "slug", "point", "time"].map(|name| row[name].to_string()), row);
    }
    Json::Array(all.into_values().collect()).to_string()
}

#[cfg(test)]
mod tests {
    use uplink_runtime::Value;

    use super::*;
    use crate::point::tests::point;
    use crate::rows::rows;
    use serde_json::json;

    #[test]
    fn a_row_has_what_stays_and_its_own_time() {
        let mut device = crate::mqtt::tests::machine(Vec::new()).device;
        let mut room = point("40033", "room", "\u{b0}C", Value::Number(21.0));
        let told = [
            room.clone(),
            point("1", "note", "", Value::Text("a\0\nb".into())),
            point("2", "absent", "", Value::Absent),
            point("3", "odd", "", Value::Number(f64::NAN)),
        ];
        room.value = Value::Number(21.5);
        let text = rows(&device, &told.iter().chain([&room]).collect::<Vec<_>>());
        assert_eq!(text.lines().count(), 3, "each in a line");
        let mut list: Vec<Json> = serde_json::from_str(&last_of_each(&text)).expect("a list");
        list.sort_by_key(|row| row["point"].to_string());
        assert_eq!(list.len(), 2);
        device.id.push('\0');
        let odd = rows(&device, &[&point("4\0", "room\0", "\0h", Value::Int(1))]);
        assert!(!odd.contains("\\u0000") && odd.contains("\"unit\":\"h\""), "{odd}");
        assert_eq!((&list[0]["text"], &list[0]["value"]), (&json!("a\nb"), &Json::Null));
        assert_eq!(
            list[1],
            json!({"machine": "06512018-A", "slug": "room", "point": "40033", "time": "2025-11-28T14:00:00Z",
                "value": 21.5, "text": null, "unit": "\u{b0}C", "api": "myuplink"})
        );
    }
}
