//! Tables of any kind, by mapping files.

use crate::support::{entry, file, loaded, shown};
use lists::{Error, Format, List, LoadOptions, load};

const REGISTER: &str = include_str!("../data/register.csv");
const REGISTER_MAPPING: &str = include_str!("../data/register.toml");
const ORDERS: &str = include_str!("../data/orders.html");
const ORDERS_MAPPING: &str = include_str!("../data/orders.toml");
const WORKBOOK: &[u8] = include_bytes!("../data/entities.xlsx");
const WORKBOOK_MAPPING: &str = r#"
table = "xlsx"
dataset = "example_entities"
column = [
  { heading = "Entity", is = "name" },
  { heading = "Alias", is = "alias", split = [";"] },
  { heading = "Country", is = "country" },
  { heading = "Added", is = "listed" },
  { heading = "Number", is = "identifier Number as registrationNumber" },
]
"#;

fn mapped(mapping: &str, name: &str, bytes: &(impl AsRef<[u8]> + ?Sized)) -> Result<List, Error> {
    let format = Format::of("mapped", Some(("mapping.toml", mapping)))?;
    loaded(&[file(name, bytes)], &format)
}

#[test]
fn a_csv_file_with_lines_above_its_header() {
    let list = mapped(REGISTER_MAPPING, "register.csv", REGISTER).unwrap();
    assert_eq!(list.entries.len(), 3);
    insta::assert_snapshot!(shown(entry(&list, "exr-1")), @r#"
    exr-1 Company example_register
    alias: Excot | Example Textiles
    country: tw
    name: Example Cotton Company
    topics: forced.labor
    programmes: Example Act
    reason: Section 2(d)
    listed: 2021-12-23
    Register number = 1
    "#);
    insta::assert_snapshot!(shown(entry(&list, "exr-2")), @r#"
    exr-2 Company example_register
    name: Example Gin
    notes: Established in: Atlantis | Effective date: soon
    topics: forced.labor
    programmes: Example Act
    Register number = 2
    "#);
    assert_eq!(entry(&list, "exr-3").entity.schema, "Person");
    let original = &entry(&list, "exr-2").listing.original[0];
    assert_eq!((original.line, original.text.as_str()), (5, "2;Example Gin;Company;Atlantis;soon;"));
}

#[test]
fn all_tables_of_a_page_that_have_the_columns() {
    let list = mapped(ORDERS_MAPPING, "orders.html", ORDERS).unwrap();
    let mut names: Vec<_> = list.entries.iter().map(|entry| entry.entity.caption()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["Example Cotton Farms", "Example Glove Works", "Example Silica", "Example Sugar Mill"]
    );
    let sugar = list.entries.iter().find(|entry| entry.entity.caption() == "Example Sugar Mill").unwrap();
    assert!(sugar.entity.id.starts_with("example_orders-"));
    assert_eq!(
        shown(sugar).split_once('\n').unwrap().1,
        "keywords: Sugar\nname: Example Sugar Mill\ntopics: forced.labor\nprogrammes: Withhold release order\n\
         reason: Active, modified\nlisted: 2019-05-29"
    );
}

#[test]
fn a_sheet_of_a_workbook() {
    let list = mapped(WORKBOOK_MAPPING, "entities.xlsx", WORKBOOK).unwrap();
    let shown: Vec<_> =
        list.entries.iter().map(|entry| shown(entry).split_once('\n').unwrap().1.to_owned()).collect();
    assert!(
        shown.contains(
            &"alias: Expoly\ncountry: cn\nname: Example Polysilicon\nregistrationNumber: 17\nprogrammes: \n\
          listed: 2022-06-21\nNumber = 17, registrationNumber"
                .to_owned()
        )
    );
    assert!(shown.iter().any(|entry| entry.contains("listed: 2023-08-02\nNumber = 18.5")));
}

#[test]
fn a_missing_or_renamed_column_is_told() {
    let renamed = REGISTER.replace("Established in", "Seat");
    assert_eq!(
        mapped(REGISTER_MAPPING, "register.csv", &renamed).unwrap_err().to_string(),
        "register.csv: the layout has changed: no table has all the columns; the nearest lacks `established in`"
    );
    let error =
        mapped(&format!("sheet = \"Other\"{WORKBOOK_MAPPING}"), "entities.xlsx", WORKBOOK).unwrap_err();
    assert_eq!(error.to_string(), "entities.xlsx: the layout has changed: there is no sheet `Other`");
}

#[test]
fn a_new_column_can_be_accepted() {
    let wider: String = REGISTER
        .lines()
        .map(|line| format!("{line};{}\n", if line.starts_with("No") { "Phone" } else { "" }))
        .collect();
    let format = Format::of("mapped", Some(("mapping.toml", REGISTER_MAPPING))).unwrap();
    let files = [file("register.csv", &wider)];
    let error = loaded(&files, &format).unwrap_err();
    assert!(matches!(&error, Error::Drift { acceptable: true, .. }), "{error}");
    assert_eq!(
        error.to_string(),
        "register.csv:3: the layout has changed: columns that the mapping does not name: `phone`"
    );
    let options = LoadOptions { accept_drift: true, ..LoadOptions::default() };
    assert_eq!(load(&files, &format, &options).unwrap().notices.len(), 1);
}

#[test]
fn words_that_no_schema_has_are_told() {
    let strange = REGISTER.replace("2;Example Gin;Company", "2;Example Gin;Guild");
    assert_eq!(
        mapped(REGISTER_MAPPING, "register.csv", &strange).unwrap_err().to_string(),
        "register.csv:5: the layout has changed: the mapping has no schema for `Guild` in column `Type`"
    );
}

#[test]
fn errors_of_a_mapping_point_at_line_and_column() {
    for (mapping, message) in [
        ("table = \"csv\"\ndataset = \"x\"\ncolour = 1\n", "mapping.toml:3:1: unknown field `colour`"),
        ("table = \"doc\"\n", "mapping.toml:1:9: unknown variant `doc`"),
        (
            "table = \"csv\"\ndataset = \"x\"\n[[column]]\nheading = \"A\"\nis = \"tele phone\"\n",
            "mapping.toml:5:6: `tele phone` is neither",
        ),
        (
            "table = \"csv\"\ndataset = \"x\"\n[[column]]\nheading = \"A\"\nis = \"alias\"\n",
            "mapping.toml: one column must be the name",
        ),
        (
            "table = \"csv\"\ndataset = \"no spaces\"\n[[column]]\nheading = \"A\"\nis = \"name\"\n",
            "mapping.toml: `dataset` and `id_prefix`",
        ),
    ] {
        let error = Format::of("mapped", Some(("mapping.toml", mapping))).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
    }
}
