//! Curves of a day as a picture.

use std::fmt::Write;

use crate::glance::Curve;
use crate::page::escape;

const DAY: i64 = 86_400;
/// Hours between two marks of time.
const HOURS: i64 = 6;
/// Size of the picture.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 200.0;
/// Room for figures left of the plot, and below and above it.
const LEFT: f64 = 36.0;
const BELOW: f64 = 22.0;
const ABOVE: f64 = 8.0;
/// Curves that are told apart by colour and dashes.
const STYLES: usize = 4;

/// Curves of one unit with what they are.
pub(super) fn figure(curves: &[&Curve], title: &str, unit: &str, now: i64) -> String {
    let scale = Scale::of(curves);
    let mut marks = String::new();
    for value in scale.ticks() {
        let y = scale.y(value);
        let _ = write!(
            marks,
            r#"<path class="grid" d="M{LEFT} {y:.1}H{WIDTH}"/><text x="{}" y="{:.1}" text-anchor="end">{value}</text>"#,
            LEFT - 5.0,
            y + 4.0
        );
    }
    let first = (now - DAY).div_euclid(HOURS * 3600) + 1;
    for at in (first..=now.div_euclid(HOURS * 3600)).map(|mark| mark * HOURS * 3600) {
        let (x, hour) = (x(at, now), at.rem_euclid(DAY) / 3600);
        let _ = write!(marks, r#"<path class="grid" d="M{x:.1} {ABOVE}V{:.1}"/>"#, HEIGHT - BELOW);
        if (LEFT + 16.0..=WIDTH - 16.0).contains(&x) {
            let _ =
                write!(marks, r#"<text x="{x:.1}" y="{:.1}" text-anchor="middle">{hour:02}:00</text>"#, HEIGHT - 6.0);
        }
    }
    let lines: String = curves.iter().enumerate().map(|(i, curve)| line(curve, i % STYLES, &scale, now)).collect();
    let legend: String = curves
        .iter()
        .enumerate()
        .map(|(i, curve)| {
            let (low, high) = range(curve);
            let swatch = format!(
                r#"<svg class="swatch c{}" viewBox="0 0 24 6" aria-hidden="true"><path d="M0 3H24"/></svg>"#,
                i % STYLES
            );
            format!("<li>{swatch}{} ({low:.1} – {high:.1} {unit})</li>", escape(curve.title))
        })
        .collect();
    let titles: Vec<&str> = curves.iter().map(|curve| curve.title).collect();
    format!(
        r#"<figure><svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{}: {}">{marks}{lines}</svg>
<figcaption>{}<ul>{legend}</ul></figcaption></figure>
"#,
        escape(title),
        escape(&titles.join(", ")),
        escape(title),
    )
}

fn line(curve: &Curve, style: usize, scale: &Scale, now: i64) -> String {
    let mut path = String::new();
    for (at, value) in curve.points.iter().filter(|(at, _)| (now - DAY..=now).contains(at)) {
        let mark = if path.is_empty() { 'M' } else { 'L' };
        let _ = write!(path, "{mark}{:.1} {:.1}", x(*at, now), scale.y(*value));
    }
    format!(r#"<path class="c{style}" d="{path}"/>"#)
}

fn x(at: i64, now: i64) -> f64 {
    LEFT + (at - now + DAY) as f64 / DAY as f64 * (WIDTH - LEFT)
}

fn range(curve: &Curve) -> (f64, f64) {
    let values = curve.points.iter().map(|(_, value)| *value);
    values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)))
}

/// Which value stands how high.
struct Scale {
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    /// From one round value to another, with about five marks between.
    fn of(curves: &[&Curve]) -> Scale {
        let all = curves.iter().map(|curve| range(curve));
        let (low, high) = all.fold((f64::MAX, f64::MIN), |(low, high), (l, h)| (low.min(l), high.max(h)));
        // What has a natural zero shows how much there is, unless that would press it into a corner.
        let low = if low > 0.0 && low < high / 2.0 { 0.0 } else { low };
        let steps = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0];
        let step = steps.into_iter().find(|step| (high - low) / step <= 6.0).unwrap_or(1000.0);
        let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
        Scale { low, high: high.max(low + step), step }
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        let count = ((self.high - self.low) / self.step).round() as usize;
        (0..=count).map(|i| self.low + i as f64 * self.step)
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        HEIGHT - BELOW - share * (HEIGHT - BELOW - ABOVE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(values: &[f64]) -> Curve {
        let points = values.iter().enumerate().map(|(i, value)| (i as i64 * 3600, *value)).collect();
        Curve { title: "<Outdoors>", unit: "°C", points }
    }

    #[test]
    fn scales_are_round_and_hold_every_value() {
        for (values, low, high, step) in [
            (&[-3.2, 4.1][..], -4.0, 6.0, 2.0),
            (&[-3.5, 50.3], -10.0, 60.0, 10.0),
            (&[0.7, 2.8], 0.0, 3.0, 0.5),
            (&[0.0, 0.0], 0.0, 0.5, 0.5),
            (&[31.0, 55.3], 30.0, 60.0, 5.0),
            (&[-40.0], -40.0, -39.5, 0.5),
        ] {
            let curve = curve(values);
            let scale = Scale::of(&[&curve]);
            assert_eq!((scale.low, scale.high, scale.step), (low, high, step), "{values:?}");
            assert!(scale.ticks().count() <= 8);
            assert!((scale.y(scale.low) - (HEIGHT - BELOW)).abs() < 1e-9 && (scale.y(scale.high) - ABOVE).abs() < 1e-9);
        }
    }

    #[test]
    fn a_day_fills_the_plot() {
        let curve = curve(&[1.0; 25]);
        let figure = figure(&[&curve], "Day", "°C", DAY);
        assert!(figure.contains(&format!("d=\"M{LEFT:.1} ")) && figure.contains(&format!("L{WIDTH:.1} ")), "{figure}");
        assert!(figure.contains("&lt;Outdoors&gt; (1.0 – 1.0 °C)") && !figure.contains("<Outdoors>"));
        assert!(figure.contains(">06:00<") && figure.contains(">12:00<") && figure.contains(">18:00<"), "{figure}");
    }
}
