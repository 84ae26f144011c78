//! Edit distance of short ASCII words, with a cut-off.

/// Longest word whose distance is computed; longer ones are compared by their beginnings.
const LONGEST: usize = 48;

/// Insertions, deletions, replacements and swaps of neighbours between two words, if at most `limit`.
///
/// Optimal string alignment distance (Boytsov 2011). Common beginnings and ends are set aside first, since
/// spellings of one name mostly share both.
#[must_use]
pub fn distance(a: &[u8], b: &[u8], limit: u8) -> Option<u8> {
    let (mut a, mut b) = (clip(a), clip(b));
    if a.len().abs_diff(b.len()) > usize::from(limit) {
        return None;
    }
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    (a, b) = (a.get(start..)?, b.get(start..)?);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    (a, b) = (a.get(..a.len() - end)?, b.get(..b.len() - end)?);
    if a.is_empty() || b.is_empty() {
        return u8::try_from(a.len() + b.len()).ok().filter(|d| *d <= limit);
    }
    if limit == 0 {
        return None;
    }
    let mut before = [0u8; LONGEST + 1];
    let mut above = [0u8; LONGEST + 1];
    let mut row = [0u8; LONGEST + 1];
    for (column, cell) in above.iter_mut().enumerate().take(b.len() + 1) {
        *cell = column as u8;
    }
    for (i, x) in a.iter().enumerate() {
        row[0] = i as u8 + 1;
        let mut least = row[0];
        for (j, y) in b.iter().enumerate() {
            let replaced = above[j] + u8::from(x != y);
            let mut best = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row[j + 1] = best;
            least = least.min(best);
        }
        if least > limit {
            return None;
        }
        (before, above, row) = (above, row, before);
    }
    Some(above[b.len()]).filter(|d| *d <= limit)
}

fn clip(word: &[u8]) -> &[u8] {
    word.get(..LONGEST).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn counts_each_kind_of_slip_once() {
        let cases = [
            ("lavrov", "lavrov", Some(0)),
            ("serei", "sergei", Some(1)),
            ("donlad", "donald", Some(1)),
            ("cates", "gates", Some(1)),
            ("khordorovsky", "khodorkovsky", Some(2)),
            ("castillo", "castro", None),
            ("", "ab", Some(2)),
        ];
        for (a, b, expected) in cases {
            assert_eq!(distance(a.as_bytes(), b.as_bytes(), 2), expected, "{a} {b}");
            assert_eq!(distance(b.as_bytes(), a.as_bytes(), 2), expected, "{b} {a}");
        }
    }
}
