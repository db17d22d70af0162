//! Tables with columns that line up on a terminal.

use unicode_width::UnicodeWidthStr;

/// A table that is printed when it is complete.
#[derive(Debug)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

#[derive(Clone, Copy, Debug)]
struct Column {
    title: &'static str,
    right: bool,
}

impl Table {
    /// A table with these columns; a title that starts with `>` makes its column end flush, for numbers.
    pub fn new(titles: &[&'static str]) -> Self {
        let column = |title: &&'static str| match title.strip_prefix('>') {
            Some(title) => Column { title, right: true },
            None => Column { title, right: false },
        };
        Table { columns: titles.iter().map(column).collect(), rows: Vec::new() }
    }

    /// Adds a row with a cell for each column.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|cell| clean(&cell)).collect());
    }

    /// The table as text.
    pub fn text(&self) -> String {
        let titles: Vec<String> = self.columns.iter().map(|c| c.title.to_owned()).collect();
        let lines = || std::iter::once(&titles).chain(&self.rows);
        let width = |i: usize| lines().filter_map(|row| row.get(i)).map(|cell| cell.width()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let mut text = String::new();
        for row in lines() {
            let mut line = String::new();
            for ((cell, column), width) in row.iter().zip(&self.columns).zip(&widths) {
                let blanks = " ".repeat(width.saturating_sub(cell.width()));
                let (left, right) = if column.right { (blanks.as_str(), "") } else { ("", blanks.as_str()) };
                line.extend([left, cell, right, "  "]);
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

/// A server's text must not move the cursor.
pub fn clean(text: &str) -> String {
    text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_by_display_width() {
        let mut table = Table::new(&["TITLE", ">VALUE", "UNIT"]);
        table.row(["outdoor".into(), "-1.3".into(), "°C".into()]);
        table.row(["温度\u{1b}[2J".into(), "104".into(), String::new()]);
        assert_eq!(table.text(), "TITLE     VALUE  UNIT\noutdoor    -1.3  °C\n温度 [2J    104\n");
    }
}
