//! One entry of each kind in each format.

use crate::support::{ADD, ALT, COMMENTS, CSL, FTM, SDN, UN, entry, file, loaded, shown};
use lists::Format;

fn sdn() -> lists::List {
    loaded(&[file("sdn.csv", SDN), file("alt.csv", ALT), file("add.csv", ADD)], &Format::OfacSdn).unwrap()
}

#[test]
fn ofac_people() {
    insta::assert_snapshot!(shown(entry(&sdn(), "ofac-101")), @r#"
    ofac-101 Person us_ofac_sdn
    address: Pyongyang, Korea, North
    alias: SAMPLE, Primus
    birthCountry: kp
    birthDate: 1961-04-03 | 1963
    birthPlace: Nampo, Korea, North
    country: kp
    firstName: First
    gender: male
    idNumber: 77-7
    lastName: SAMPLE PERSON
    name: SAMPLE PERSON, First
    nationality: kp
    notes: DOB circa 1963
    passportNumber: 000000001 | 000000002
    position: Representative of Example Bank | Colonel
    program: DPRK3 | NPWMD
    topics: sanction
    weakAlias: THE SAMPLE
    programmes: DPRK3 | NPWMD
    reason: Secondary sanctions risk: Example Regulations, sections 1.1 and 1.2
    Passport = 000000001, passportNumber, of kp, from 2010-03-02, to 2015-03-01
    Passport = 000000002, passportNumber
    National ID No. = 77-7, idNumber, of cn
    Linked To -> EXAMPLE TRADING CORPORATION [ofac-102]
    "#);
}

#[test]
fn ofac_firms() {
    insta::assert_snapshot!(shown(entry(&sdn(), "ofac-102")), @r#"
    ofac-102 Organization us_ofac_sdn
    address: 1 Sample Street, Block 2, Vladivostok 690000, Russia
    alias: EXTRACO
    country: ru
    imoNumber: IMO5999999
    incorporationDate: 2006-12-17
    name: EXAMPLE TRADING CORPORATION
    notes: a line that no rule knows
    previousName: EXAMPLE TRADE HOUSE
    program: DPRK3
    registrationNumber: 98765
    swiftBic: EXAMPLXX
    taxNumber: 1234567890
    topics: sanction
    website: www.trading.example
    programmes: DPRK3
    Tax ID No. = 1234567890, taxNumber, of ru
    Company Number = IMO5999999, imoNumber
    SWIFT/BIC = EXAMPLXX, swiftBic
    Website = www.trading.example, website
    Registration ID = 98765, registrationNumber
    "#);
}

#[test]
fn ofac_ships() {
    insta::assert_snapshot!(shown(entry(&sdn(), "ofac-103")), @r#"
    ofac-103 Vessel us_ofac_sdn
    callSign: XX0001
    flag: kp
    grossRegisteredTonnage: 12345
    imoNumber: IMO9999993
    mmsi: 999999999
    name: EXAMPLE STAR
    pastFlags: sl
    previousName: OLD STAR
    program: DPRK4
    tonnage: 7000
    topics: sanction
    type: Bulk Carrier
    programmes: DPRK4
    Vessel Registration Identification = IMO9999993, imoNumber
    MMSI = 999999999, mmsi
    Vessel Owner -> Example Ship Owners Ltd. [?]
    Linked To -> EXAMPLE TRADING CORPORATION [ofac-102]
    "#);
}

#[test]
fn ofac_aircraft() {
    insta::assert_snapshot!(shown(entry(&sdn(), "ofac-104")), @r#"
    ofac-104 Airplane us_ofac_sdn
    buildDate: 1992
    country: ir
    model: EX76-TD
    name: EX-AMP
    program: SDGT
    serialNumber: 1023
    topics: sanction
    programmes: SDGT
    Aircraft Manufacturer's Serial Number (MSN) = 1023, serialNumber
    Aircraft Operator -> EXAMPLE AIR [ofac-105]
    Linked To -> EXAMPLE AIR [ofac-105]
    "#);
}

#[test]
fn every_ofac_entry_keeps_its_rows_to_the_letter() {
    let list = sdn();
    let rows = &entry(&list, "ofac-102").listing.original;
    let places: Vec<_> = rows.iter().map(|row| (row.file.as_str(), row.line, row.text.as_str())).collect();
    assert_eq!(
        places[1..],
        [
            ("alt", 2, "102,902,\"fka\",\"EXAMPLE TRADE HOUSE\",-0- "),
            ("alt", 3, "102,903,\"aka\",\"EXTRACO\",-0- "),
            ("add", 2, "102,802,\"1 Sample Street, Block 2\",\"Vladivostok 690000\",\"Russia\",-0- "),
        ]
    );
    let whole = std::str::from_utf8(SDN).unwrap();
    assert_eq!(rows[0].text, whole.lines().nth(1).unwrap());
}

#[test]
fn remarks_that_ofac_cuts_go_on_in_its_file_of_comments() {
    let cut = sdn();
    let air = entry(&cut, "ofac-105");
    assert_eq!(air.entity.values("passportNumber"), [] as [&str; 0]);
    assert!(air.entity.values("notes").iter().any(|note| note == "P…"));
    assert_eq!(
        cut.notices,
        ["the remarks of 1 entries are cut after 1000 characters; OFAC's file of comments has the rest"]
    );
    let files = [
        file("sdn.csv", SDN),
        file("alt.csv", ALT),
        file("add.csv", ADD),
        file("sdn_comments.csv", COMMENTS),
    ];
    let whole = loaded(&files, &Format::OfacSdn).unwrap();
    assert_eq!(whole.notices, [] as [&str; 0]);
    let identifiers = &entry(&whole, "ofac-105").listing.identifiers;
    assert!(
        identifiers.iter().any(|identifier| identifier.kind == "Passport" && identifier.value == "000000009")
    );
}

#[test]
fn ofac_lists_that_are_not_sdn() {
    let prim = include_bytes!("../data/ofac/cons_prim.csv");
    let alt = include_bytes!("../data/ofac/cons_alt.csv");
    let add = include_bytes!("../data/ofac/cons_add.csv");
    let files = [file("cons_prim.csv", prim), file("cons_alt.csv", alt), file("cons_add.csv", add)];
    let list = loaded(&files, &Format::OfacNonSdn).unwrap();
    insta::assert_snapshot!(shown(entry(&list, "ofac-cons-201")), @r#"
    ofac-cons-201 Organization us_ofac_cons
    address: 2 Sample Square, Moscow 100000, Russia
    alias: EXAMPLE BANK
    classification: Financial Institution
    country: ru
    jurisdiction: ru
    leiCode: 00000000000000000098
    name: EXAMPLE BANK JSC
    program: UKRAINE-EO13662
    topics: sanction
    programmes: UKRAINE-EO13662
    reason: Executive Order 13662 Directive Determination - Subject to Directive 1
    reason: Listing Date (CMIC) 03 Jun 2021
    listed: 2021-06-03
    Legal Entity Number = 00000000000000000098, leiCode
    "#);
}

fn un() -> lists::List {
    loaded(&[file("consolidated.xml", UN)], &Format::UnSecurityCouncil).unwrap()
}

#[test]
fn un_individuals_with_names_in_other_scripts() {
    let list = un();
    assert_eq!(list.published.as_deref(), Some("2026-01-15"));
    insta::assert_snapshot!(shown(entry(&list, "un-KPi.901")), @r#"
    un-KPi.901 Person un_sc_sanctions
    address: 3 Sample Road, Pyongyang, Democratic People's Republic of Korea
    alias: Specimen Person | Muster Person
    birthCountry: kp
    birthDate: 1960 | 1961 | 1962 | 1965
    birthPlace: Nampo, Democratic People's Republic of Korea
    country: kp
    createdAt: 2013-03-07
    gender: female
    modifiedAt: 2016-04-27
    name: SAMPLE PERSON | 예시 인물
    nationality: kp
    notes: as of 2016 | DOB approximately 1965
    passportNumber: 000000003
    position: Example Trading Representative
    program: DPRK
    topics: sanction
    weakAlias: Sam | Сэм Образец
    programmes: DPRK
    reason: Official of Example Trading & Sons. Second line.
    listed: 2013-03-07
    amended: 2014-07-29
    amended: 2016-04-27
    UN reference number = KPi.901
    Passport = 000000003, passportNumber, of kp, to 2017-09-26, Expires 26 Sep. 2017
    "#);
}

#[test]
fn un_entities() {
    let list = un();
    let entity = entry(&list, "un-KPe.901");
    insta::assert_snapshot!(shown(entity), @r#"
    un-KPe.901 Organization un_sc_sanctions
    address: Nampo, Democratic People's Republic of Korea
    alias: EXSHIP
    country: kp
    createdAt: 2018-03-30
    imoNumber: IMO5999999
    name: EXAMPLE SHIPPING CO
    previousName: Example Maritime
    program: DPRK
    topics: sanction
    programmes: DPRK
    reason: Registered owner of a tanker. IMO number: 5999999.
    listed: 2018-03-30
    UN reference number = KPe.901
    IMO company number = IMO5999999, imoNumber
    "#);
    let original = &entity.listing.original[0];
    assert_eq!(original.line, 35);
    assert!(original.text.starts_with("<ENTITY>\n      <DATAID>2") && original.text.ends_with("</ENTITY>"));
    assert!(UN.contains(&original.text));
}

fn csl() -> lists::List {
    loaded(&[file("consolidated.csv", CSL)], &Format::UsConsolidatedScreening).unwrap()
}

#[test]
fn firms_of_the_consolidated_screening_list() {
    let list = csl();
    let firm = list.entries.iter().find(|entry| entry.entity.caption() == "Example Optics Ltd.").unwrap();
    insta::assert_snapshot!(shown(firm), @r#"
    csl-el-ebe0a9b23c1db7ba LegalEntity us_trade_csl
    address: Room 1, Sample Building, Hong Kong, HK | 5 Sample Way, Dubai, AE
    alias: EXOPT | Example Lenses
    country: hk | ae
    name: Example Optics Ltd.
    publisher: Entity List (EL) - Bureau of Industry and Security
    sourceUrl: https://lists.example/el
    topics: export.control
    programmes: Entity List (EL) - Bureau of Industry and Security
    reason: Federal Register: 81 FR 00001
    reason: License requirement: For all items subject to the EAR.
    reason: License policy: Presumption of denial.
    listed: 2016-06-21
    "#);
}

#[test]
fn people_and_ships_of_the_consolidated_screening_list() {
    let list = csl();
    insta::assert_snapshot!(shown(entry(&list, "csl-sdn-301")), @r#"
    csl-sdn-301 Person us_trade_csl
    birthDate: 1955 | 1957
    birthPlace: Nampo, Korea, North
    gender: male
    name: SAMPLE PERSON, Second
    nationality: kp
    notes: DOB circa 1957
    passportNumber: 000000004
    position: Minister of Examples
    program: DPRK3 | NPWMD
    publisher: Specially Designated Nationals (SDN) - Treasury Department
    sourceUrl: https://lists.example/sdn
    topics: sanction
    website: http://www.person.example
    programmes: Specially Designated Nationals (SDN) - Treasury Department | DPRK3 | NPWMD
    reason: Additional Sanctions Information: Subject to Secondary Sanctions
    Passport = 000000004, passportNumber, of kp
    Linked To -> EXAMPLE OPTICS LTD. [csl-el-ebe0a9b23c1db7ba]
    "#);
    insta::assert_snapshot!(shown(entry(&list, "csl-sdn-302")), @r#"
    csl-sdn-302 Vessel us_trade_csl
    flag: pa
    imoNumber: IMO9999993
    name: EXAMPLE MOON
    program: DPRK4
    publisher: Specially Designated Nationals (SDN) - Treasury Department
    topics: sanction
    type: Crude Oil Tanker
    programmes: Specially Designated Nationals (SDN) - Treasury Department | DPRK4
    Vessel Registration Identification = IMO9999993, imoNumber
    "#);
}

#[test]
fn entries_of_one_name_have_ids_of_their_own() {
    let list = csl();
    let ids: Vec<_> = list
        .entries
        .iter()
        .filter(|entry| entry.entity.caption() == "EXAMPLE DENIED")
        .map(|entry| entry.entity.id.clone())
        .collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[1], format!("{}-2", ids[0]));
}

#[test]
fn ftm_entities_as_they_are_with_what_sanctions_say() {
    let list = loaded(&[file("x.ftm.json", FTM)], &Format::Ftm).unwrap();
    assert_eq!(list.entries.len(), 4);
    insta::assert_snapshot!(shown(entry(&list, "x-1")), @r#"
    x-1 Company x_list
    country: ex
    name: Example Fisheries Ltd
    programmes: Import ban
    reason: Labour on board
    listed: 2024-02-03
    "#);
    assert_eq!(entry(&list, "x-4").entity.referents, ["y-4"]);
    assert_eq!(entry(&list, "x-4").listing.original[0].line, 4);
}

#[test]
fn formats_show_in_files() {
    let formats = [
        (file("SDN.CSV", SDN), Some(Format::OfacSdn)),
        (file("cons_prim.csv", SDN), Some(Format::OfacNonSdn)),
        (file("list.xml", UN), Some(Format::UnSecurityCouncil)),
        (file("list.csv", CSL), Some(Format::UsConsolidatedScreening)),
        (file("list.json", FTM), Some(Format::Ftm)),
        (file("list.csv", "a,b\n1,2\n"), None),
    ];
    for (file, format) in formats {
        assert_eq!(Format::detect(&[file]), format, "{}", file.name);
    }
}
