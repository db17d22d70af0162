//! Pieces of Markdown.

/// The links that stand above every page.
pub fn links(pages: &[(&str, &str)], from: &str) -> String {
    let up = "../".repeat(from.matches('/').count());
    let link = |(path, title): &(&str, &str)| {
        if *path == from { format!("**{title}**") } else { format!("[{title}]({up}{path})") }
    };
    format!("\n{}\n\n", pages.iter().map(link).collect::<Vec<_>>().join(" · "))
}

/// A table, left out when it has no rows.
pub fn table<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let lines: Vec<String> =
        rows.into_iter().map(|row| format!("| {} |\n", row.map(|c| cell(&c)).join(" | "))).collect();
    if lines.is_empty() {
        return String::new();
    }
    format!("| {} |\n|{}\n{}\n", head.join(" | "), "---|".repeat(N), lines.concat())
}

/// Text that cannot break its row.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// A fenced block; the fence is longer than any in the text.
pub fn block(language: &str, text: &str) -> String {
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}{language}\n{}\n{fence}\n\n", text.trim_end_matches('\n'))
}

/// A word as code.
pub fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("`{text}`") }
}

/// Paragraphs, empty ones left out.
pub fn paragraphs<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    texts.into_iter().filter(|t| !t.is_empty()).map(|t| format!("{t}\n\n")).collect()
}

/// A list, left out when it is empty.
pub fn list(items: impl IntoIterator<Item = String>) -> String {
    let lines: String = items.into_iter().map(|item| format!("- {item}\n")).collect();
    if lines.is_empty() { lines } else { lines + "\n" }
}
