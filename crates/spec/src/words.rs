//! Words that are near to each other, and words that are too long to be shown.

/// Longer names are no slips of known ones, and comparing them takes long.
const LONGEST: usize = 64;

/// The known word that is nearest to an unknown one, as the end of a help sentence.
pub fn did_you_mean<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    if word.len() > LONGEST {
        return None;
    }
    known
        .into_iter()
        .filter(|k| k.len() <= LONGEST)
        .map(|k| (distance(&word.to_lowercase(), &k.to_lowercase()), k))
        .filter(|(d, k)| *d <= (k.len().max(3) / 3).max(1))
        .min()
        .map(|(_, k)| format!("did you mean `{k}`?"))
}

/// How many letters are changed, added, left out, or swapped with the next one.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1];
        for j in 0..b.len() {
            let change = above[j] + usize::from(a[i] != b[j]);
            let swap = (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j]).then(|| before[j - 1] + 1);
            row.push(change.min(above[j + 1] + 1).min(row[j] + 1).min(swap.unwrap_or(usize::MAX)));
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

/// A sentence whose middle is left out when a name in it is endless.
pub fn shortened(sentence: String) -> String {
    const MOST: usize = 600;
    if sentence.len() <= MOST {
        return sentence;
    }
    let head: String = sentence.chars().take(MOST / 4).collect();
    let tail: Vec<char> = sentence.chars().rev().take(MOST / 4).collect();
    format!("{head} ... {}", tail.into_iter().rev().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_suggested_and_far_ones_are_not() {
        let known = ["READ", "WRITE"];
        assert_eq!(did_you_mean("REAAD", known).as_deref(), Some("did you mean `READ`?"));
        assert_eq!(did_you_mean("delete", known), None);
        assert_eq!(did_you_mean("Hosue", ["House"]).as_deref(), Some("did you mean `House`?"));
        assert_eq!(distance("ab", "ba") + distance("", "ab") + distance("abc", "acb"), 4);
        assert_eq!(did_you_mean(&"R".repeat(10_000_000), known), None);
    }

    #[test]
    fn endless_sentences_keep_their_ends() {
        let short = shortened(format!("there is no type `{}`", "x".repeat(10_000)));
        assert!(short.starts_with("there is no type `xx") && short.ends_with("xx`"), "{short}");
        assert!(short.len() < 400);
        assert_eq!(shortened("a".into()), "a");
    }
}
