//! What the columns of a table of queries mean, by their headings and, failing these, by what stands in them.

use names::identifiers::Scheme;

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnMeaning {
    /// What the asker calls the row.
    Id,
    /// Person, company, ship: a FollowTheMoney schema or a usual word.
    Schema,
    /// A part of a person's name that stands in a column of its own.
    FirstName,
    /// The part between.
    MiddleName,
    /// The family name.
    LastName,
    /// A property of FollowTheMoney.
    Property(&'static str),
    /// A part of an address: city, postal code.
    AddressPart,
    /// A number of which nobody says what it is.
    Number,
    /// A free line in which names and numbers may stand.
    Line,
    /// A customs code of the Harmonized System.
    Code,
    /// The goods in words.
    Goods,
    /// The day of the shipment or order.
    Date,
}

impl ColumnMeaning {
    /// Its name, as the mapping is shown and given.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Schema => "schema",
            Self::FirstName => "firstName",
            Self::MiddleName => "middleName",
            Self::LastName => "lastName",
            Self::Property(name) => name,
            Self::AddressPart => "addressPart",
            Self::Number => "number",
            Self::Line => "line",
            Self::Code => "hs",
            Self::Goods => "goods",
            Self::Date => "date",
        }
    }

    /// The meaning of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        HEADINGS
            .iter()
            .map(|(meaning, _)| *meaning)
            .find(|meaning| meaning.as_str().eq_ignore_ascii_case(name))
    }
}

use ColumnMeaning::{
    AddressPart, Code, Date, FirstName, Goods, Id, LastName, Line, MiddleName, Number, Property, Schema,
};

/// Meanings with the headings that tables use for them: letters and figures in lower case, nothing else. The first meaning wins.
const HEADINGS: &[(ColumnMeaning, &[&str])] = &[
    (
        Id,
        &[
            "id",
            "key",
            "ref",
            "reference",
            "no",
            "nr",
            "rowid",
            "customerid",
            "supplierid",
            "vendorid",
            "recordid",
            "lfdnr",
        ],
    ),
    (Schema, &["schema", "type", "entitytype", "kind", "partytype", "recordtype", "art", "тип"]),
    (
        FirstName,
        &["firstname", "givenname", "givennames", "forename", "forenames", "vorname", "prenom", "имя"],
    ),
    (MiddleName, &["middlename", "middlenames", "patronymic", "fathername", "отчество"]),
    (LastName, &["lastname", "surname", "familyname", "nachname", "nomdefamille", "фамилия"]),
    (
        Property("name"),
        &[
            "name",
            "fullname",
            "entityname",
            "partyname",
            "suppliername",
            "vendorname",
            "customername",
            "companyname",
            "company",
            "supplier",
            "vendor",
            "customer",
            "party",
            "shipper",
            "consignee",
            "exporter",
            "importer",
            "manufacturer",
            "person",
            "crewname",
            "crewmember",
            "vesselname",
            "vessel",
            "shipname",
            "ship",
            "firma",
            "firm",
            "nom",
            "nombre",
            "naziv",
            "raisonsociale",
            "наименование",
            "название",
            "фио",
            "名称",
            "公司名称",
            "姓名",
            "이름",
            "성명",
            "회사명",
            "업체명",
        ],
    ),
    (
        Property("alias"),
        &[
            "alias",
            "aliases",
            "aka",
            "othernames",
            "othername",
            "tradingname",
            "tradename",
            "dba",
            "formername",
        ],
    ),
    (
        Property("birthDate"),
        &["birthdate", "dateofbirth", "dob", "born", "birthday", "geburtsdatum", "датарождения", "生年月日"],
    ),
    (
        Property("incorporationDate"),
        &["incorporationdate", "dateofincorporation", "incorporated", "founded", "established"],
    ),
    (
        Property("nationality"),
        &["nationality", "citizenship", "nationalities", "staatsangehörigkeit", "гражданство", "국적"],
    ),
    (Property("flag"), &["flag", "flagstate", "vesselflag"]),
    (Property("jurisdiction"), &["jurisdiction", "countryofincorporation"]),
    (
        Property("country"),
        &[
            "country",
            "countrycode",
            "countries",
            "countryoforigin",
            "countryofresidence",
            "land",
            "pays",
            "страна",
            "国家",
            "국가",
        ],
    ),
    (Property("gender"), &["gender", "sex", "geschlecht", "пол"]),
    (Property("imoNumber"), &["imonumber", "imo", "imono", "imocode"]),
    (Property("mmsi"), &["mmsi", "mmsinumber"]),
    (Property("callSign"), &["callsign"]),
    (Property("leiCode"), &["leicode", "lei"]),
    (Property("uscCode"), &["usccode", "uscc", "unifiedsocialcreditcode", "统一社会信用代码"]),
    (Property("ogrnCode"), &["ogrncode", "ogrn", "огрн"]),
    (Property("innCode"), &["inncode", "inn", "инн"]),
    (Property("passportNumber"), &["passportnumber", "passport", "passportno"]),
    (Property("idNumber"), &["idnumber", "nationalid", "identitynumber", "nationalidnumber"]),
    (Property("taxNumber"), &["taxnumber", "taxid", "tin", "taxidentificationnumber"]),
    (Property("vatCode"), &["vatcode", "vat", "vatnumber"]),
    (Property("swiftBic"), &["swiftbic", "swift", "bic"]),
    (Property("dunsCode"), &["dunscode", "duns", "dunsnumber"]),
    (
        Property("registrationNumber"),
        &[
            "registrationnumber",
            "regno",
            "registrationno",
            "registration",
            "companynumber",
            "companyregistrationnumber",
        ],
    ),
    (
        Property("address"),
        &[
            "address",
            "fulladdress",
            "streetaddress",
            "street",
            "addressline1",
            "adresse",
            "anschrift",
            "адрес",
            "地址",
            "주소",
        ],
    ),
    (
        AddressPart,
        &[
            "addresspart",
            "addressline2",
            "city",
            "town",
            "postalcode",
            "postcode",
            "zip",
            "zipcode",
            "region",
            "province",
            "ort",
            "plz",
            "город",
        ],
    ),
    (Number, &["number", "identifier", "documentnumber", "document"]),
    (
        Code,
        &[
            "hs",
            "hscode",
            "hs6",
            "hschapter",
            "hsheading",
            "htscode",
            "hts",
            "hsn",
            "hsncode",
            "cncode",
            "tariffcode",
            "tariffnumber",
            "commoditycode",
            "customscode",
            "harmonizedcode",
            "warennummer",
            "zolltarifnummer",
            "тнвэд",
            "кодтнвэд",
            "海关编码",
            "hs코드",
        ],
    ),
    (Goods, &["goods", "product", "products", "commodity", "ware", "товар", "货物", "품목"]),
    (
        Date,
        &[
            "date",
            "shipmentdate",
            "shippingdate",
            "dateofshipment",
            "bldate",
            "orderdate",
            "invoicedate",
            "arrivaldate",
            "asof",
            "datum",
            "дата",
            "日期",
            "날짜",
        ],
    ),
    (Line, &["line", "billoflading", "bl", "goodsdescription", "description", "freetext", "text", "cargo"]),
];

/// A heading as it is compared.
fn folded(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a heading means; none where no table of ours knows it.
#[must_use]
pub fn meaning_of(heading: &str) -> Option<ColumnMeaning> {
    let folded = folded(heading);
    HEADINGS.iter().find(|(_, known)| known.contains(&folded.as_str())).map(|(meaning, _)| *meaning)
}

/// The schema that a heading of a name tells: a column of ships has ships.
#[must_use]
pub(super) fn schema_of_heading(heading: &str) -> Option<&'static str> {
    match folded(heading).as_str() {
        "vesselname" | "vessel" | "shipname" | "ship" => Some("Vessel"),
        "company" | "companyname" | "firma" | "firm" | "raisonsociale" | "公司名称" | "회사명" | "업체명" => {
            Some("Organization")
        }
        "crewname" | "crewmember" | "person" | "姓名" | "фио" | "성명" => Some("Person"),
        _ => None,
    }
}

/// The schema that a word in a column of schemata means; empty for any.
#[must_use]
pub(super) fn schema_of_word(word: &str) -> String {
    match folded(word).as_str() {
        "person" | "individual" | "naturalperson" | "human" | "p" | "i" => "Person".to_owned(),
        "company" => "Company".to_owned(),
        "organization" | "organisation" | "entity" | "firm" | "legalperson" | "corporate" | "business" => {
            "Organization".to_owned()
        }
        "legalentity" => "LegalEntity".to_owned(),
        "vessel" | "ship" | "boat" => "Vessel".to_owned(),
        "airplane" | "aircraft" | "plane" => "Airplane".to_owned(),
        "publicbody" | "government" => "PublicBody".to_owned(),
        _ => String::new(),
    }
}

/// Rows that are looked at to see what an unknown column holds.
const SAMPLE: usize = 50;

/// What the values of a column without a known heading show: ship numbers and entity codes prove themselves by their check digits.
#[must_use]
pub(super) fn meaning_of_values<'v>(values: impl Iterator<Item = &'v str>) -> Option<ColumnMeaning> {
    let sample: Vec<&str> = values.map(str::trim).filter(|value| !value.is_empty()).take(SAMPLE).collect();
    let mostly = |scheme: Scheme| {
        let right = sample.iter().filter(|value| scheme.read(value).is_some()).count();
        sample.len() > 2 && right * 5 >= sample.len() * 4
    };
    [(Scheme::Imo, "imoNumber"), (Scheme::Lei, "leiCode"), (Scheme::Uscc, "uscCode")]
        .into_iter()
        .find(|(scheme, _)| mostly(*scheme))
        .map(|(_, property)| Property(property))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_mean_what_tables_mean_by_them() {
        for (heading, meaning) in [
            ("Supplier Name", Some("name")),
            ("DATE OF BIRTH", Some("birthDate")),
            ("IMO No.", Some("imoNumber")),
            ("Country code", Some("country")),
            ("Стра́на", Some("country")),
            ("страна", Some("country")),
            ("HS Code", Some("hs")),
            ("Shipment date", Some("date")),
            ("Price", None),
        ] {
            assert_eq!(meaning_of(heading).map(ColumnMeaning::as_str), meaning, "{heading}");
        }
        let column = ["9074729", "IMO 9404675", "9074729", ""];
        assert_eq!(meaning_of_values(column.into_iter()), Some(Property("imoNumber")));
        assert_eq!(meaning_of_values(["1", "2", "3"].into_iter()), None);
    }
}
