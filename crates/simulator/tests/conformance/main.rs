//! What the RFCs of OAuth ask of a server, request by request, in every profile of the service. `table.tsv` has a row for
//! each thing asked, named by its section; its first lines say how a row is read.

mod answer;
mod row;
mod service;

use row::Row;
use service::Service;

const TABLE: &str = include_str!("table.tsv");

fn rows() -> Vec<Row> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(Row::read).collect()
}

/// Sends every row to a service of this profile, which is the so-manieth column of answers.
async fn conforms(profile: &str, column: usize) {
    let service = Service::start(profile).await;
    let mut wrong = Vec::new();
    for row in rows() {
        if let Err(why) = service.judge(&row.request, &row.answers[column]).await {
            wrong.push(format!("RFC {} ({}): {why}\n  {}", row.section, row.says, row.request));
        }
    }
    service.stop().await;
    assert!(wrong.is_empty(), "{} of the profile {profile}:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn profile_nibe() {
    conforms("nibe", 0).await;
}

#[tokio::test]
async fn profile_myuplink() {
    conforms("myuplink", 1).await;
}

#[tokio::test]
async fn profile_strict() {
    conforms("strict", 2).await;
}

#[test]
fn every_rfc_has_its_rows_and_every_row_its_name() {
    let rows = rows();
    let mut names = std::collections::BTreeSet::new();
    for row in &rows {
        assert!(names.insert((&row.section, &row.says)), "twice: {} {}", row.section, row.says);
    }
    for (rfc, fewest) in
        [("6749", 20), ("6750", 5), ("7009", 10), ("7636", 7), ("7662", 7), ("8414", 3), ("9207", 3), ("9700", 10)]
    {
        let count = rows.iter().filter(|row| row.section.split(' ').next() == Some(rfc)).count();
        assert!(count >= fewest, "RFC {rfc} has {count} rows");
    }
}
