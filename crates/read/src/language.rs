//! The language of a text: scripts decide where they can, statistics where they must.

use whatlang::Lang;

/// Characters of the text that are looked at.
const SAMPLE: usize = 2000;

/// Characters shown to statistics; trigrams of so many settle the matter, and more cost time on every small page.
const STATISTICS_SAMPLE: usize = 1000;

/// Fewest letters for an answer by statistics.
const FEWEST_LETTERS: usize = 40;

/// Letters from which on the likeliest language is taken even where others are close.
const ENOUGH_LETTERS: usize = 60;

/// ISO 639-1 code of the language that most of `text` is in; `None` where there is too little or no good sign.
pub(crate) fn language_of(text: &str) -> Option<String> {
    let sample = beginning(text, SAMPLE);
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 {
        return None;
    }
    if let Some(code) = by_script(sample, letters) {
        return Some(code.to_owned());
    }
    if letters < FEWEST_LETTERS {
        return None;
    }
    let info = whatlang::detect(beginning(sample, STATISTICS_SAMPLE))?;
    // A note of a line or two full of names looks like any language: there only a clear answer counts.
    let clear = info.is_reliable() || letters >= ENOUGH_LETTERS && info.confidence() > 0.05;
    clear.then(|| iso_639_1(info.lang())).flatten().map(str::to_owned)
}

/// The first characters of a text.
fn beginning(text: &str, characters: usize) -> &str {
    let end = text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

fn share(sample: &str, letters: usize, belongs: impl Fn(char) -> bool) -> f64 {
    let count = sample.chars().filter(|c| belongs(*c)).count();
    // Counts of a few thousand characters are exact in f64.
    #[allow(clippy::cast_precision_loss)]
    let share = count as f64 / letters as f64;
    share
}

/// Languages that a script, or letters that only they use, give away. Letters after Unicode CLDR's exemplar sets.
fn by_script(sample: &str, letters: usize) -> Option<&'static str> {
    if sample.is_ascii() {
        return latin_script(sample, letters);
    }
    let part = |belongs: fn(char) -> bool| share(sample, letters, belongs);
    let kana = part(|c| matches!(c, '\u{3040}'..='\u{30ff}'));
    let hangul = part(|c| matches!(c, '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}'));
    let han = part(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
    if hangul > 0.3 {
        return Some("ko");
    }
    if kana > 0.05 && kana + han > 0.3 {
        return Some("ja");
    }
    if han > 0.3 {
        return Some("zh");
    }
    for (belongs, code) in [
        ((|c| matches!(c, '\u{980}'..='\u{9ff}')) as fn(char) -> bool, "bn"),
        (|c| matches!(c, '\u{e00}'..='\u{e7f}'), "th"),
        (|c| matches!(c, '\u{1780}'..='\u{17ff}'), "km"),
        (|c| matches!(c, '\u{1000}'..='\u{109f}'), "my"),
        (|c| matches!(c, '\u{f00}'..='\u{fff}'), "bo"),
        (|c| matches!(c, '\u{1800}'..='\u{18af}'), "mn"),
        (|c| matches!(c, '\u{e80}'..='\u{eff}'), "lo"),
    ] {
        if part(belongs) > 0.3 {
            return Some(code);
        }
    }
    if part(|c| matches!(c, '\u{600}'..='\u{6ff}' | '\u{fb50}'..='\u{feff}')) > 0.3 {
        return Some(arabic_script(sample, letters));
    }
    if part(|c| matches!(c, '\u{400}'..='\u{4ff}')) > 0.3 {
        return cyrillic_script(sample, letters);
    }
    latin_script(sample, letters)
}

fn arabic_script(sample: &str, letters: usize) -> &'static str {
    let part = |belongs: fn(char) -> bool| share(sample, letters, belongs);
    if part(|c| matches!(c, 'ۇ' | 'ۆ' | 'ۈ' | 'ې' | 'ە' | 'ۋ')) > 0.05 {
        return "ug";
    }
    if part(|c| matches!(c, 'ٹ' | 'ڈ' | 'ڑ' | 'ے' | 'ں' | 'ھ' | 'ہ')) > 0.02 {
        return "ur";
    }
    if part(|c| matches!(c, 'ټ' | 'ډ' | 'ړ' | 'ښ' | 'ځ' | 'څ' | 'ې' | 'ۍ')) > 0.01 {
        return "ps";
    }
    if part(|c| matches!(c, 'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی')) > 0.04 {
        return "fa";
    }
    "ar"
}

fn cyrillic_script(sample: &str, letters: usize) -> Option<&'static str> {
    let part = |belongs: fn(char) -> bool| share(sample, letters, belongs);
    if part(|c| matches!(c, 'ў' | 'қ' | 'ғ' | 'ҳ')) > 0.01 {
        // Tajik shares three of these letters and has its own besides.
        return Some(if part(|c| matches!(c, 'ӣ' | 'ӯ' | 'ҷ')) > 0.004 {
            "tg"
        } else if part(|c| matches!(c, 'ә' | 'ң' | 'ұ' | 'і' | 'ө')) > 0.02 {
            "kk"
        } else if part(|c| matches!(c, 'і')) > 0.02 {
            "be"
        } else {
            "uz"
        });
    }
    if part(|c| matches!(c, 'ө' | 'ү')) > 0.01 {
        return Some(if part(|c| matches!(c, 'ң')) > 0.003 { "ky" } else { "mn" });
    }
    if part(|c| matches!(c, 'ї' | 'є' | 'ґ')) > 0.004 {
        return Some("uk");
    }
    if part(|c| matches!(c, 'ы' | 'э' | 'ё')) > 0.006 && part(|c| c == 'і') < 0.005 {
        return Some("ru");
    }
    None
}

/// Latin letters and words that a statistical model of short texts tends to miss.
fn latin_script(sample: &str, letters: usize) -> Option<&'static str> {
    // Without marks on or between letters it is neither of the two that are looked for.
    if sample.is_ascii() && !sample.contains(['\'', '`']) {
        return None;
    }
    let lower = sample.to_lowercase();
    let part = |belongs: fn(char) -> bool| share(&lower, letters, belongs);
    if part(|c| {
        matches!(
            c,
            'ơ' | 'ư'
                | 'ạ'
                | 'ả'
                | 'ấ'
                | 'ầ'
                | 'ậ'
                | 'ế'
                | 'ề'
                | 'ệ'
                | 'ộ'
                | 'ớ'
                | 'ờ'
                | 'ợ'
                | 'ị'
                | 'ụ'
                | 'ữ'
                | 'ự'
        )
    }) > 0.03
    {
        return Some("vi");
    }
    let apostrophes = ["oʻ", "gʻ", "o‘", "g‘", "o'", "g'", "oʼ", "o`"]
        .iter()
        .map(|mark| lower.matches(mark).count())
        .sum::<usize>();
    let uzbek = lower
        .split(|c: char| !c.is_alphabetic() && !matches!(c, '\'' | 'ʻ' | '‘' | '’' | '`'))
        .filter(|word| {
            matches!(
                *word,
                "va" | "bilan" | "uchun" | "bu" | "ham" | "edi" | "boʻlgan" | "bo‘lgan" | "bo'lgan" | "paxta"
            )
        })
        .count();
    (apostrophes * 60 > letters && uzbek >= 2).then_some("uz")
}

fn iso_639_1(language: Lang) -> Option<&'static str> {
    Some(match language {
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        Lang::Epo => "eo",
        Lang::Cym => "cy",
        #[allow(unreachable_patterns)]
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_languages_apart() {
        let cases = [
            ("The workers hand over most of their pay to the state every month, the report says.", "en"),
            ("로동자들은 임금의 대부분을 국가에 바친다", "ko"),
            ("工人每月必须将大部分工资上交给国家", "zh"),
            ("労働者は賃金の大半を国家に納めなければならない", "ja"),
            ("Рабочие отдают большую часть заработка государству, а паспорта у них отбирают.", "ru"),
            ("Робітники віддають більшу частину заробітку державі, а паспорти у них забирають.", "uk"),
            ("يعطي العمال معظم أجورهم للدولة كل شهر", "ar"),
            ("مزدور اپنی تنخواہ کا بیشتر حصہ ریاست کو دیتے ہیں اور ان کے پاسپورٹ لے لیے جاتے ہیں", "ur"),
            ("শ্রমিকরা প্রতি মাসে তাদের বেতনের বেশিরভাগ রাষ্ট্রকে দেয়", "bn"),
            ("ئىشچىلار ھەر ئايدا مائاشىنىڭ كۆپ قىسمىنى دۆلەتكە تاپشۇرىدۇ", "ug"),
            ("Ишчилар ҳар ойда маошининг кўп қисмини давлатга топширади", "uz"),
            (
                "Ishchilar har oyda maoshining ko‘p qismini davlatga topshiradi va bu haqda gapirish taqiqlangan, paxta uchun ham to‘lanmaydi",
                "uz",
            ),
            ("Người lao động phải nộp phần lớn tiền lương cho nhà nước mỗi tháng", "vi"),
            ("کارگران هر ماه بخش بزرگی از مزد خود را به دولت می‌دهند و گذرنامه‌هایشان گرفته می‌شود", "fa"),
            ("Жұмысшылар ай сайын жалақысының көп бөлігін мемлекетке береді, ал төлқұжаттары алынады.", "kk"),
            (
                "Жумушчулар ай сайын маянасынын көп бөлүгүн мамлекетке берет, паспорттору болсо алынат, деңиз артында.",
                "ky",
            ),
            (
                "Коргарон ҳар моҳ қисми зиёди музди худро ба давлат медиҳанд ва шиносномаҳояшонро мегиранд, ҷазо медиҳанд.",
                "tg",
            ),
            ("कामगार हर महीने अपने वेतन का अधिकांश हिस्सा राज्य को देते हैं और उनके पासपोर्ट ले लिए जाते हैं", "hi"),
            ("คนงานต้องมอบค่าจ้างส่วนใหญ่ให้รัฐทุกเดือน", "th"),
            ("အလုပ်သမားများသည် လစာအများစုကို နိုင်ငံတော်သို့ ပေးရသည်", "my"),
            (
                "İşçiler her ay ücretlerinin büyük bölümünü devlete veriyor ve pasaportları ellerinden alınıyor.",
                "tr",
            ),
            (
                "Los trabajadores entregan cada mes la mayor parte de su salario al Estado, dice el informe.",
                "es",
            ),
            ("Die Arbeiter müssen den größten Teil ihres Lohnes jeden Monat an den Staat abgeben.", "de"),
            ("Robotnicy oddają większość swoich zarobków państwu, a ich paszporty są zatrzymywane.", "pl"),
        ];
        for (text, code) in cases {
            assert_eq!(language_of(text).as_deref(), Some(code), "{text}");
        }
    }

    #[test]
    fn too_little_gives_none() {
        assert_eq!(language_of("12 345"), None);
        assert_eq!(language_of("ok"), None);
        // Statistics take this for Afrikaans.
        assert_eq!(language_of("Interview, Warsaw, 12 May 2018: foreman says 800 DPRK workers"), None);
    }
}
