//! Weights as they are written to weights as they are looked up; `src/learned/packed.rs` says how they lie.

use super::hash;

/// The weights of one feature: a class by its number, and thousandths.
type OfClasses = Vec<(u8, i16)>;

/// Packs weights. The first line names the classes, `kind:measure` or `none`, after the word `classes`; each line after it a
/// feature and, for some classes by number, their weight with at most three places: `vote=levy 3:1.25 7:-0.5`, parted by
/// tabs. `#` begins a comment.
///
/// # Errors
/// The number of a line that cannot be read, and why.
pub(super) fn pack(text: &str) -> Result<Vec<u8>, String> {
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.starts_with('#'));
    let classes = lines.next().and_then(|(_, line)| line.strip_prefix("classes\t"));
    let classes = classes.ok_or("1: no classes")?;
    let count = classes.split('\t').count();
    let mut features: Vec<(u64, OfClasses)> = Vec::new();
    for (number, line) in lines {
        let read = feature(line, count);
        features.push(read.ok_or_else(|| format!("{number}: neither a feature nor its weights"))?);
    }
    features.sort_unstable_by_key(|(hash, _)| *hash);
    if features.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return Err("0: a feature that stands twice".to_owned());
    }
    Ok(laid_out(classes, &features))
}

fn feature(line: &str, classes: usize) -> Option<(u64, OfClasses)> {
    let mut columns = line.split('\t');
    let (template, words) = columns.next()?.split_once('=')?;
    let of_classes: OfClasses = columns.map(weight).collect::<Option<_>>()?;
    let known = of_classes.iter().all(|(class, _)| usize::from(*class) < classes);
    (known && of_classes.len() <= usize::from(u8::MAX))
        .then_some((hash::of_feature(template, words), of_classes))
}

/// A class and its weight in thousandths: `3:-0.25`.
fn weight(written: &str) -> Option<(u8, i16)> {
    let (class, weight) = written.split_once(':')?;
    let weight: f64 = weight.parse().ok()?;
    let thousandths = (weight * 1000.0).round();
    let exact = (thousandths / 1000.0 - weight).abs() < 1e-9 && thousandths.abs() <= f64::from(i16::MAX);
    Some((class.parse().ok()?, exact.then_some(thousandths as i16)?))
}

/// Features, sorted by hash, each at the first free place from the one its hash asks for.
fn laid_out(classes: &str, features: &[(u64, OfClasses)]) -> Vec<u8> {
    let bits = (features.len() * 4 / 3).max(2).next_power_of_two().ilog2();
    let mut places: Vec<(u64, u32)> = Vec::new();
    let mut weights = Vec::new();
    for (hash, of_classes) in features {
        let asked = (hash >> (u64::BITS - bits)) as usize;
        places.resize(places.len().max(asked), (u64::MAX, 0));
        places.push((*hash, weights.len() as u32));
        weights.push(of_classes.len() as u8);
        for (class, weight) in of_classes {
            weights.push(*class);
            weights.extend(weight.to_le_bytes());
        }
    }
    places.resize(places.len().max(1 << bits) + 1, (u64::MAX, 0));
    let mut packed = Vec::new();
    for number in [classes.len() as u32, bits, places.len() as u32] {
        packed.extend(number.to_le_bytes());
    }
    packed.extend(classes.as_bytes());
    for (hash, start) in places {
        packed.extend(hash.to_le_bytes());
        packed.extend(start.to_le_bytes());
    }
    packed.extend(weights);
    packed
}
