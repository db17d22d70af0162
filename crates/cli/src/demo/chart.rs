//! A line chart in braille: each character holds two by four dots.

const WIDTH: usize = 72;
const HEIGHT: usize = 8;
/// The blank of the braille block; its dots are bits above it.
const BLANK: u32 = 0x2800;
/// Bits of the dots, by row and column.
const DOTS: [[u32; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

/// A line over the hours of a day.
#[derive(Debug)]
pub struct Chart<'a> {
    pub title: &'static str,
    pub unit: &'static str,
    pub values: &'a [f64],
    pub hours: usize,
}

impl Chart<'_> {
    /// The chart as lines of text; empty without values.
    pub fn draw(&self) -> String {
        let Some((low, high)) = self.range() else { return String::new() };
        let mut cells = [[0u32; WIDTH]; HEIGHT];
        let mut last = None;
        for x in 0..WIDTH * 2 {
            let y = self.dot(x, low, high);
            // A steep line leaves no gaps.
            let from = last.unwrap_or(y);
            for y in y.min(from)..=y.max(from) {
                cells[y / 4][x / 2] |= DOTS[y % 4][x % 2];
            }
            last = Some(y);
        }
        let labels: Vec<String> = (0..HEIGHT).map(|row| self.label(row, low, high)).collect();
        let margin = labels.iter().map(|l| l.chars().count()).max().unwrap_or(0);
        let mut text = format!("{}\n", self.title);
        for (label, row) in labels.iter().zip(&cells) {
            let line: String = row.iter().filter_map(|dots| char::from_u32(BLANK + dots)).collect();
            let tick = if label.is_empty() { '│' } else { '┤' };
            text.push_str(&format!("{label:>margin$} {tick}{}\n", line.trim_end_matches('\u{2800}')));
        }
        text + &self.hour_axis(margin)
    }

    /// The whole numbers around the values.
    fn range(&self) -> Option<(f64, f64)> {
        let low = self.values.iter().copied().reduce(f64::min)?.floor();
        let high = self.values.iter().copied().reduce(f64::max)?.ceil();
        Some((low, if high > low { high } else { low + 1.0 }))
    }

    /// The row of dots that the line passes at a column of dots, counted from the top.
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "places in a chart are small and not negative"
    )]
    fn dot(&self, x: usize, low: f64, high: f64) -> usize {
        let place = x as f64 / (WIDTH * 2 - 1) as f64 * (self.values.len() - 1) as f64;
        let before = self.values[place as usize];
        let after = self.values.get(place as usize + 1).copied().unwrap_or(before);
        let value = before + (after - before) * place.fract();
        let most = (HEIGHT * 4 - 1) as f64;
        ((high - value) / (high - low) * most).round().clamp(0.0, most) as usize
    }

    /// Values stand at the top, in the middle and at the bottom.
    fn label(&self, row: usize, low: f64, high: f64) -> String {
        let value = match row {
            0 => high,
            r if r == HEIGHT / 2 => f64::midpoint(low, high),
            r if r == HEIGHT - 1 => low,
            _ => return String::new(),
        };
        // A zero has no sign.
        format!("{:.1} {}", value + 0.0, self.unit)
    }

    fn hour_axis(&self, margin: usize) -> String {
        let steps = 6;
        let mut line = format!("{:margin$} └", "");
        let mut hours = format!("{:margin$}  ", "");
        for step in 0..steps {
            let width = WIDTH / steps;
            line.push_str(&format!("┬{}", "─".repeat(width - 1)));
            hours.push_str(&format!("{:<width$}", format!("{}h", step * self.hours / steps)));
        }
        format!("{line}┬\n{hours}{}h\n", self.hours)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_has_no_sign() {
        let text = Chart { title: "t", unit: "°C", values: &[-0.3, -2.0], hours: 24 }.draw();
        assert!(text.contains(" 0.0 °C ┤") && !text.contains("-0.0"), "{text}");
    }

    #[test]
    fn lines_have_labels_with_units() {
        let values: Vec<f64> = (0..96).map(|i| f64::from(i) / 10.0).collect();
        let text = Chart { title: "t", unit: "°C", values: &values, hours: 24 }.draw();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 1 + HEIGHT + 2);
        assert!(lines[1].starts_with("10.0 °C ┤") && lines[8].starts_with(" 0.0 °C ┤"), "{text}");
        assert!(lines[10].contains("0h") && lines[10].ends_with("24h"), "{text}");
    }

    #[test]
    fn odd_values_are_drawn_too() {
        let draw = |values: &[f64]| Chart { title: "t", unit: "", values, hours: 24 }.draw();
        assert_eq!(draw(&[]), "");
        assert!(draw(&[5.0]).contains("6.0") && draw(&[-3.0, -3.0]).contains("-3.0"));
    }
}
