//! English word forms, made when rules are compiled so that matching is a look-up.

/// Irregular verbs as base, third person, past, participle; the `-ing` form is regular.
///
/// The common irregular verbs of English as any school grammar lists them, kept to those that speak of work,
/// pay, movement, coercion and reporting, with their prefixed relatives.
const IRREGULAR_VERBS: &[(&str, &str, &str, &str)] = &[
    ("be", "is", "was", "been"),
    ("beat", "beats", "beat", "beaten"),
    ("become", "becomes", "became", "become"),
    ("begin", "begins", "began", "begun"),
    ("bind", "binds", "bound", "bound"),
    ("break", "breaks", "broke", "broken"),
    ("bring", "brings", "brought", "brought"),
    ("build", "builds", "built", "built"),
    ("buy", "buys", "bought", "bought"),
    ("catch", "catches", "caught", "caught"),
    ("come", "comes", "came", "come"),
    ("cost", "costs", "cost", "cost"),
    ("cut", "cuts", "cut", "cut"),
    ("deal", "deals", "dealt", "dealt"),
    ("do", "does", "did", "done"),
    ("draw", "draws", "drew", "drawn"),
    ("eat", "eats", "ate", "eaten"),
    ("fall", "falls", "fell", "fallen"),
    ("feed", "feeds", "fed", "fed"),
    ("feel", "feels", "felt", "felt"),
    ("find", "finds", "found", "found"),
    ("flee", "flees", "fled", "fled"),
    ("fly", "flies", "flew", "flown"),
    ("forbid", "forbids", "forbade", "forbidden"),
    ("get", "gets", "got", "gotten"),
    ("give", "gives", "gave", "given"),
    ("go", "goes", "went", "gone"),
    ("grow", "grows", "grew", "grown"),
    ("have", "has", "had", "had"),
    ("hear", "hears", "heard", "heard"),
    ("hide", "hides", "hid", "hidden"),
    ("hit", "hits", "hit", "hit"),
    ("hold", "holds", "held", "held"),
    ("keep", "keeps", "kept", "kept"),
    ("know", "knows", "knew", "known"),
    ("lead", "leads", "led", "led"),
    ("leave", "leaves", "left", "left"),
    ("lend", "lends", "lent", "lent"),
    ("let", "lets", "let", "let"),
    ("lie", "lies", "lay", "lain"),
    ("lose", "loses", "lost", "lost"),
    ("make", "makes", "made", "made"),
    ("mean", "means", "meant", "meant"),
    ("meet", "meets", "met", "met"),
    ("overcome", "overcomes", "overcame", "overcome"),
    ("oversee", "oversees", "oversaw", "overseen"),
    ("pay", "pays", "paid", "paid"),
    ("put", "puts", "put", "put"),
    ("quit", "quits", "quit", "quit"),
    ("read", "reads", "read", "read"),
    ("rise", "rises", "rose", "risen"),
    ("run", "runs", "ran", "run"),
    ("say", "says", "said", "said"),
    ("see", "sees", "saw", "seen"),
    ("sell", "sells", "sold", "sold"),
    ("send", "sends", "sent", "sent"),
    ("set", "sets", "set", "set"),
    ("show", "shows", "showed", "shown"),
    ("shut", "shuts", "shut", "shut"),
    ("sleep", "sleeps", "slept", "slept"),
    ("speak", "speaks", "spoke", "spoken"),
    ("spend", "spends", "spent", "spent"),
    ("stand", "stands", "stood", "stood"),
    ("steal", "steals", "stole", "stolen"),
    ("swear", "swears", "swore", "sworn"),
    ("take", "takes", "took", "taken"),
    ("teach", "teaches", "taught", "taught"),
    ("tell", "tells", "told", "told"),
    ("think", "thinks", "thought", "thought"),
    ("undertake", "undertakes", "undertook", "undertaken"),
    ("weave", "weaves", "wove", "woven"),
    ("win", "wins", "won", "won"),
    ("withdraw", "withdraws", "withdrew", "withdrawn"),
    ("withhold", "withholds", "withheld", "withheld"),
    ("write", "writes", "wrote", "written"),
];

/// Verbs of more than one syllable that still double their last consonant.
const DOUBLING: &[&str] = &[
    "admit", "allot", "commit", "compel", "concur", "confer", "control", "deter", "equip", "incur", "infer",
    "label", "model", "occur", "omit", "patrol", "permit", "prefer", "refer", "submit", "traffic",
    "transfer", "travel", "cancel", "kidnap", "worship", "program",
];

const IRREGULAR_NOUNS: &[(&str, &str)] = &[
    ("child", "children"),
    ("fisherman", "fishermen"),
    ("foreman", "foremen"),
    ("foot", "feet"),
    ("man", "men"),
    ("person", "people"),
    ("policeman", "policemen"),
    ("serviceman", "servicemen"),
    ("spokesman", "spokesmen"),
    ("spokeswoman", "spokeswomen"),
    ("woman", "women"),
    ("workman", "workmen"),
    ("middleman", "middlemen"),
    ("analysis", "analyses"),
    ("crisis", "crises"),
    ("staff", "staff"),
    ("personnel", "personnel"),
    ("half", "halves"),
    ("wife", "wives"),
    ("life", "lives"),
    ("thief", "thieves"),
];

/// The forms of a verb, with those that are past tense (or participle) told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VerbForms {
    /// Base, third person, `-ing`.
    pub(crate) present: Vec<String>,
    /// Past and participle.
    pub(crate) past: Vec<String>,
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn vowel_groups(word: &str) -> usize {
    let bytes = word.as_bytes();
    (0..bytes.len()).filter(|&i| is_vowel(bytes[i]) && (i == 0 || !is_vowel(bytes[i - 1]))).count()
}

/// Whether the last consonant is doubled before an ending: `beg`, `permit`, but not `offer`, `fix`, `show`.
fn doubles(word: &str) -> bool {
    let bytes = word.as_bytes();
    let [.., before, vowel, last] = bytes else { return false };
    if DOUBLING.contains(&word) {
        return !word.ends_with('c');
    }
    let one_syllable = vowel_groups(word) == 1;
    let qu = bytes.len() >= 4 && *before == b'u' && bytes[bytes.len() - 4] == b'q';
    one_syllable
        && is_vowel(*vowel)
        && (!is_vowel(*before) || qu)
        && !is_vowel(*last)
        && !matches!(last, b'w' | b'x' | b'y')
}

fn ends_in_sibilant(word: &str) -> bool {
    ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end))
}

/// The word with a regular `-s`.
fn with_s(word: &str) -> String {
    if ends_in_sibilant(word) || word.ends_with("go") || word.ends_with("ho") {
        return format!("{word}es");
    }
    match word.strip_suffix('y') {
        Some(stem) if stem.bytes().last().is_some_and(|byte| !is_vowel(byte)) => format!("{stem}ies"),
        _ => format!("{word}s"),
    }
}

fn with_ing(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    match word.strip_suffix('e') {
        Some(stem)
            if !word.ends_with("ee") && !word.ends_with("ye") && !word.ends_with("oe") && word != "be" =>
        {
            format!("{stem}ing")
        }
        _ if word.ends_with('c') => format!("{word}king"),
        _ if doubles(word) => format!("{word}{}ing", &word[word.len() - 1..]),
        _ => format!("{word}ing"),
    }
}

fn with_ed(word: &str) -> String {
    if word.ends_with('e') {
        return format!("{word}d");
    }
    if word.ends_with('c') {
        return format!("{word}ked");
    }
    match word.strip_suffix('y') {
        Some(stem) if stem.bytes().last().is_some_and(|byte| !is_vowel(byte)) => format!("{stem}ied"),
        _ if doubles(word) => format!("{word}{}ed", &word[word.len() - 1..]),
        _ => format!("{word}ed"),
    }
}

/// The forms of the verb `base`; hyphenated verbs inflect their last part.
pub(crate) fn verb(base: &str) -> VerbForms {
    if base == "be" {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
        return VerbForms {
            present: words(&["be", "am", "is", "are", "being"]),
            past: words(&["was", "were", "been"]),
        };
    }
    if let Some((prefix, last)) = base.rsplit_once('-') {
        let forms = verb(last);
        let join = |list: Vec<String>| list.into_iter().map(|form| format!("{prefix}-{form}")).collect();
        return VerbForms { present: join(forms.present), past: join(forms.past) };
    }
    if let Some((_, third, past, participle)) = IRREGULAR_VERBS.iter().find(|verb| verb.0 == base) {
        let mut pasts = vec![(*past).to_owned()];
        if participle != past {
            pasts.push((*participle).to_owned());
        }
        return VerbForms {
            present: vec![base.to_owned(), (*third).to_owned(), with_ing(base)],
            past: pasts,
        };
    }
    let mut forms =
        VerbForms { present: vec![base.to_owned(), with_s(base), with_ing(base)], past: vec![with_ed(base)] };
    // American spelling keeps one l where British doubles it: travelled, traveled.
    if base.ends_with('l') && DOUBLING.contains(&base) {
        forms.present.push(format!("{base}ing"));
        forms.past.push(format!("{base}ed"));
    }
    forms
}

/// Singular and plural of the noun `base`; compounds inflect their last part.
pub(crate) fn noun(base: &str) -> Vec<String> {
    if let Some((_, plural)) = IRREGULAR_NOUNS.iter().find(|noun| noun.0 == base) {
        return vec![base.to_owned(), (*plural).to_owned()];
    }
    if let Some((prefix, last)) = base.rsplit_once('-') {
        return noun(last).into_iter().map(|form| format!("{prefix}-{form}")).collect();
    }
    vec![base.to_owned(), with_s(base)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(base: &str) -> Vec<String> {
        let forms = verb(base);
        forms.present.into_iter().chain(forms.past).collect()
    }

    #[test]
    fn verbs() {
        assert_eq!(all("hand"), ["hand", "hands", "handing", "handed"]);
        assert_eq!(all("give"), ["give", "gives", "giving", "gave", "given"]);
        assert_eq!(all("deny"), ["deny", "denies", "denying", "denied"]);
        assert_eq!(all("beg"), ["beg", "begs", "begging", "begged"]);
        assert_eq!(all("deduct"), ["deduct", "deducts", "deducting", "deducted"]);
        assert_eq!(all("force"), ["force", "forces", "forcing", "forced"]);
        assert_eq!(all("traffic"), ["traffic", "traffics", "trafficking", "trafficked"]);
        assert_eq!(all("toil"), ["toil", "toils", "toiling", "toiled"]);
        assert_eq!(all("pay"), ["pay", "pays", "paying", "paid"]);
        assert_eq!(all("re-export"), ["re-export", "re-exports", "re-exporting", "re-exported"]);
    }

    #[test]
    fn nouns() {
        assert_eq!(noun("company"), ["company", "companies"]);
        assert_eq!(noun("foreman"), ["foreman", "foremen"]);
        assert_eq!(noun("seafarer"), ["seafarer", "seafarers"]);
        assert_eq!(noun("boss"), ["boss", "bosses"]);
    }
}
