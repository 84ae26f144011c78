use model::Entity;
use names::{NameKind, analyse, score};
use screen::{Basis, Entry, Index, Options, Query, Screener};

/// Numbers that look random and are the same every time (xorshift, Marsaglia 2003).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % limit
    }
}

const SYLLABLES: &[&str] =
    &["ka", "mo", "ber", "lin", "sha", "tor", "vel", "no", "gri", "pan", "dus", "ra", "hel", "wi", "zan"];

fn word(numbers: &mut Numbers) -> String {
    let count = 2 + numbers.next(2);
    (0..count).map(|_| SYLLABLES[numbers.next(SYLLABLES.len())]).collect()
}

/// A name like another: a letter left out, doubled or changed, parts in another order, one left out, two written together.
fn variation(name: &str, numbers: &mut Numbers) -> String {
    let mut words: Vec<String> = name.split(' ').map(str::to_owned).collect();
    for _ in 0..=numbers.next(2) {
        let at = numbers.next(words.len());
        match numbers.next(5) {
            0 => words.rotate_left(1),
            1 if words.len() > 2 => {
                words.remove(at);
            }
            2 if words.len() > 1 && at > 0 => {
                let joined = words.remove(at);
                words[at - 1].push_str(&joined);
            }
            3 => {
                let letter = 1 + numbers.next(words[at].len() - 1);
                words[at].remove(letter);
            }
            _ => {
                let letter = 1 + numbers.next(words[at].len() - 1);
                words[at].replace_range(letter..=letter, "e");
            }
        }
    }
    words.join(" ")
}

/// Whatever scores as the same name when every name is compared is found when bounds decide which are.
#[test]
fn nothing_that_is_the_same_name_is_passed_over() {
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    for (schema, kind) in [("Person", NameKind::Person), ("Company", NameKind::Organisation)] {
        let listed: Vec<Entity> = (0..600)
            .map(|at| {
                let count = 2 + numbers.next(2);
                let name = (0..count).map(|_| word(&mut numbers)).collect::<Vec<_>>().join(" ");
                Entity::new(schema, format!("x-{at:03}")).with("name", [name])
            })
            .collect();
        let index = Index::build(listed.iter().map(|entity| Entry::new(entity, Basis::Listed)));
        let mut screener = Screener::new(&index);
        let analysed: Vec<_> = listed.iter().map(|entity| analyse(entity.caption(), kind)).collect();
        let mut same = 0;
        for entity in &listed {
            let asked = variation(entity.caption(), &mut numbers);
            let name = analyse(&asked, kind);
            let answer = screener.screen(&Query::named("q", schema, &asked), &Options { limit: 600 });
            for (other, listed) in analysed.iter().zip(&listed) {
                if score(&name, other) >= screen::THRESHOLD {
                    same += 1;
                    let found = answer.results.iter().find(|result| result.id == listed.id);
                    assert!(found.is_some_and(|one| one.is_match), "`{asked}` and `{}`", listed.caption());
                }
            }
        }
        assert!(same > 300, "{same} pairs were the same name");
    }
}
