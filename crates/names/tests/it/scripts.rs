//! Names across scripts. Persons are public figures.

use crate::support::{assert_different, assert_same};
use names::NameKind::{Organisation, Person};
use names::{Script, analyse};

#[test]
fn cyrillic_meets_its_romanisations() {
    assert_same(
        Person,
        &[
            ("Юрий Гагарин", "Yuri Gagarin"),
            ("Юрий Гагарин", "Juri Gagarin"),
            ("Гагарин Юрий Алексеевич", "Iurii Gagarin"),
            ("Никита Хрущёв", "Nikita Khrushchev"),
            ("Никита Хрущёв", "Nikita Chruschtschow"),
            ("Пётр Чайковский", "Pyotr Tchaikovsky"),
            ("Володимир Зеленський", "Volodymyr Zelenskyy"),
        ],
    );
    assert_different(Person, &[("Юрий Гагарин", "Yuri Andropov"), ("Анатолий Карпов", "Garry Kasparov")]);
}

#[test]
fn arabic_and_hebrew_meet_their_transcriptions() {
    assert_same(
        Person,
        &[
            ("نجيب محفوظ", "Naguib Mahfouz"),
            ("جمال عبد الناصر", "Gamal Abdel Nasser"),
            ("ياسر عرفات", "Yasser Arafat"),
            ("Abd al-Rahman Munif", "Abdulrahman Munif"),
            ("דוד בן גוריון", "David Ben-Gurion"),
        ],
    );
    assert_different(Person, &[("حافظ الأسد", "Bashar al-Assad"), ("نجيب محفوظ", "Mahmoud Darwish")]);
}

#[test]
fn greek_and_others_meet_latin() {
    assert_same(Person, &[("Μελίνα Μερκούρη", "Melina Merkouri"), ("ბარაკ ობამა", "Barack Obama")]);
}

#[test]
fn chinese_transcriptions_of_foreign_names_are_known() {
    assert_same(Person, &[("贝拉克·奥巴马", "Barack Obama")]);
}

#[test]
fn a_name_in_brackets_in_another_script_is_the_same_name() {
    assert_same(Person, &[("Kim Jong-il (金正日)", "김정일"), ("Kim Jong-il (金正日)", "Kim Jong Il")]);
}

#[test]
fn legal_forms_meet_across_scripts() {
    assert_same(Organisation, &[("ПАО Газпром", "Gazprom PJSC"), ("АО «Роснефть»", "Rosneft JSC")]);
}

#[test]
fn scripts_are_seen() {
    let scripts: Vec<Script> = analyse("Kim 金 김", Person).scripts().iter().collect();
    assert_eq!(scripts, [Script::Latin, Script::Hangul, Script::Han]);
}
