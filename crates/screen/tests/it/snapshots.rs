use crate::support::index;
use proptest::prelude::*;
use screen::{Index, Options, Query, Screener, SnapshotError};

#[test]
fn an_index_read_back_answers_the_same() {
    let index = index();
    let bytes = index.to_bytes().unwrap();
    assert_eq!(bytes, index.to_bytes().unwrap());
    let again = Index::from_bytes(&bytes).unwrap();
    for name in ["Ivan Testovich", "Иван Тестович", "Quorax", "Kim Sam-ple"] {
        let query = Query::named("q", "", name);
        let answer = |index: &Index| Screener::new(index).screen(&query, &Options::default());
        assert_eq!(answer(&index), answer(&again), "{name}");
    }
}

#[test]
fn bytes_that_are_no_index_are_told() {
    let bytes = index().to_bytes().unwrap();
    assert_eq!(Index::from_bytes(b"{}"), Err(SnapshotError::NotASnapshot));
    let mut newer = bytes.clone();
    newer[15] = 200;
    assert_eq!(Index::from_bytes(&newer), Err(SnapshotError::OtherVersion { found: 200 }));
    for length in 0..bytes.len() {
        assert!(Index::from_bytes(&bytes[..length]).is_err(), "cut off at {length}");
    }
}

#[test]
fn one_wrong_bit_anywhere_is_noticed() {
    let bytes = index().to_bytes().unwrap();
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (at % 8);
        assert!(Index::from_bytes(&damaged).is_err(), "byte {at}");
    }
}

#[test]
fn damage_behind_a_right_checksum_gives_an_error_or_an_index_that_answers() {
    let bytes = index().to_bytes().unwrap();
    let body = &bytes[31..];
    assert!(Index::from_body(body).is_ok());
    let mut read = 0;
    for at in (0..body.len()).step_by(41) {
        for value in [0, 255] {
            let mut damaged = body.to_vec();
            damaged[at] = value;
            if let Ok(index) = Index::from_body(&damaged) {
                read += 1;
                let query = Query::of_line("q", "SHIPPER: EXEMPLAR TRADING; Ivan Testovich 9074729");
                Screener::new(&index).screen(&query, &Options::default());
                let query = Query::named("q", "", "Ivan Petrovich Testovich");
                Screener::new(&index).screen(&query, &Options { limit: 3 });
            }
        }
    }
    assert!(read > 0, "some damage shows nowhere");
}

proptest! {
    #[test]
    fn any_query_is_answered(name in ".{0,60}", line in ".{0,120}", date in "[0-9-]{0,12}", number in ".{0,30}") {
        let index = index();
        let mut query = Query::named("q", "", &name);
        query.entity.add("birthDate", date);
        query.entity.add("address", line.as_str());
        query.line = Some(line);
        query.numbers.push(number);
        let answer = Screener::new(&index).screen(&query, &Options { limit: 5 });
        prop_assert!(answer.results.len() <= 5);
        prop_assert!(answer.results.iter().all(|one| (0.0..=1.0).contains(&one.score)));
    }

    #[test]
    fn any_bytes_are_safe(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Index::from_bytes(&bytes).is_err());
        let _ = Index::from_body(&bytes);
    }
}
