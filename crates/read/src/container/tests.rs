use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A member as `name: content` or `name! reason`.
fn line(member: &Member) -> String {
    match &member.content {
        Ok(bytes) => format!("{}: {}", member.name, String::from_utf8_lossy(bytes)),
        Err(reason) => format!("{}! {reason}", member.name),
    }
}

fn members_within(bytes: &[u8], budget: &Budget) -> (Vec<Member>, Ending) {
    let mut input = Cursor::new(bytes);
    let container = Container::detect(&mut input).unwrap().unwrap();
    let mut members = Vec::new();
    let ending = container.visit(&mut input, budget, &mut |member| {
        members.push(member);
        ControlFlow::Continue(())
    });
    (members, ending)
}

fn members(bytes: &[u8]) -> (Vec<Member>, Ending) {
    members_within(bytes, &Budget::of_size(bytes.len() as u64))
}

fn lines(bytes: &[u8]) -> (Vec<String>, Ending) {
    let (members, ending) = members(bytes);
    (members.iter().map(line).collect(), ending)
}

fn kind(bytes: &[u8]) -> Option<ContainerKind> {
    Container::detect(&mut Cursor::new(bytes)).unwrap().map(|container| container.kind())
}

pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mtime(1_527_595_200);
        builder.append_data(&mut header, name, *content).unwrap();
    }
    builder.into_inner().unwrap()
}

fn unhex(digits: &str) -> Vec<u8> {
    let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16).unwrap()).unwrap();
    digits.as_bytes().chunks(2).map(|pair| digit(pair[0]) * 16 + digit(pair[1])).collect()
}

#[test]
fn members_of_archives_come_in_order_with_their_times() {
    let files: [(&str, &[u8]); 3] =
        [("a/one.txt", b"One."), ("two.txt", b"Two."), ("../../etc/passwd", b"Three.")];
    let expected = ["a/one.txt: One.", "two.txt: Two.", "../../etc/passwd: Three."];
    assert_eq!(lines(&zip(&files)).0, expected);
    let tar_files = &files[..2];
    for archive in [tar(tar_files), gzip(&tar(tar_files)), gzip(&gzip(&tar(tar_files)))] {
        let (found, ending) = members(&archive);
        assert_eq!(found.iter().map(line).collect::<Vec<_>>(), expected[..2]);
        assert_eq!(found[0].facts.modified.as_deref(), Some("2018-05-29T12:00:00Z"));
        assert_eq!(ending, Ending::default());
    }
    let zstd =
        ruzstd::encoding::compress_to_vec(&tar(tar_files)[..], ruzstd::encoding::CompressionLevel::Fastest);
    assert_eq!(lines(&zstd).0, expected[..2]);
    assert_eq!(lines(&[zstd.clone(), zstd].concat()).0, expected[..2]);
}

#[test]
fn names_of_tar_archives_may_be_long_and_in_any_script() {
    let xz = unhex(XZ_OF_A_PAX_TAR);
    assert_eq!(lines(&xz).0, ["письмо.txt: Вторая страница.\n"]);
    let long = format!("{}page.txt", "folder/".repeat(40));
    assert_eq!(lines(&tar(&[(long.as_str(), b"x")])).0, [format!("{long}: x")]);
}

#[test]
fn office_documents_are_zip_files_and_no_containers() {
    let word = zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]);
    let late = zip(&[("word/document.xml", b"<w/>"), ("[Content_Types].xml", b"<Types/>")]);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    writer.start_file("mimetype", stored).unwrap();
    writer.write_all(b"application/epub+zip").unwrap();
    let book = writer.finish().unwrap().into_inner();
    for document in [word, late, book] {
        assert_eq!(kind(&document), None);
    }
    let folder_of_word = zip(&[("backup/[Content_Types].xml", b"<Types/>"), ("notes.txt", b"x")]);
    assert_eq!(kind(&folder_of_word), Some(ContainerKind::Zip));
    assert_eq!(kind(b"PK, as they say"), None);
}

#[test]
fn what_file_managers_hide_and_links_are_left_out_and_said() {
    let (found, ending) = lines(&zip(&[("a.txt", b"A"), ("__MACOSX/._a.txt", b"x"), ("b/.DS_Store", b"x")]));
    assert_eq!(found, ["a.txt: A"]);
    assert_eq!(ending.notes, ["2 hidden files left out"]);
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    builder.append_link(&mut header, "link", "/etc/passwd").unwrap();
    let (found, ending) = lines(&builder.into_inner().unwrap());
    assert_eq!((found.len(), ending.notes), (0, vec!["1 link, which is not followed".to_owned()]));
}

#[test]
fn what_is_cut_off_keeps_what_came_before_and_says_so() {
    let text: Vec<u8> =
        (0..20_000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let files: [(&str, &[u8]); 3] = [("a.txt", b"One."), ("b.bin", &text), ("c.txt", b"Three.")];
    let (whole_zip, whole_tar) = (zip(&files), tar(&files));
    for cut in
        [&whole_zip[..whole_zip.len() / 2], &whole_tar[..whole_tar.len() / 2], &gzip(&whole_tar)[..40_000]]
    {
        let (found, ending) = lines(cut);
        assert_eq!(found[0], "a.txt: One.");
        assert!(found.iter().all(|line| !line.starts_with("c.txt")));
        assert!(ending.missing[0].contains("get"), "{ending:?}");
    }
    let mut damaged = whole_tar;
    damaged[512 * 2 + 3] ^= 1;
    assert!(lines(&damaged).1.missing[0].contains("damaged"));
}

#[test]
fn encrypted_files_are_named_with_the_reason() {
    // The flag of encryption is the lowest bit of the flags of an entry, in its header and in the list.
    let mut archive = zip(&[("secret.txt", b"x"), ("open.txt", b"y")]);
    let second = memchr::memmem::rfind(&archive, b"PK\x03\x04").unwrap();
    let list = memchr::memmem::find(&archive, b"PK\x01\x02").unwrap();
    assert!(second > 0);
    archive[6] |= 1;
    archive[list + 8] |= 1;
    let (found, _) = lines(&archive);
    assert!(
        found[0].starts_with("secret.txt! it is encrypted: unpack the archive with its password"),
        "{found:?}"
    );
    assert_eq!(found[1], "open.txt: y");
}

#[test]
fn bombs_stop_at_the_limits() {
    let zeros = vec![0; 4 << 20];
    let bomb = zip(&[("a", &zeros), ("b", &zeros), ("c", &zeros)]);
    let (found, ending) = members_within(&bomb, &Budget::new(bomb.len() as u64, 8 << 20, 100, 6 << 20));
    assert!(found[0].content.is_ok());
    assert!(
        found[1].content.as_ref().is_err_and(|reason| reason.contains("made to fill disks")),
        "{found:?}"
    );
    assert_eq!((found.len(), ending.missing.len()), (2, 1));
    let packed = gzip(&tar(&[("a", &zeros), ("b", &zeros)]));
    let (_, ending) = members_within(&packed, &Budget::new(packed.len() as u64, 8 << 20, 100, 6 << 20));
    assert!(ending.missing[0].contains("made to fill disks"), "{ending:?}");
    let (found, _) = members_within(&bomb, &Budget::new(0, 1 << 20, 100, 64 << 20));
    assert!(found[0].content.as_ref().is_err_and(|reason| reason.contains("larger than 1 MiB")));
    let (found, ending) =
        members_within(&zip(&[("a", b""), ("b", b""), ("c", b"")]), &Budget::new(0, 100, 2, 100));
    assert_eq!(found.len(), 2);
    assert!(ending.missing[0].contains("more than 2 items"), "{ending:?}");
}

/// A record with the length it needs.
fn record(kind: &str, url: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2019-03-04T05:06:07Z\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

const RESPONSE: &str = "application/http;msgtype=response";

#[test]
fn answers_in_web_archives_are_sources_with_address_time_and_headers() {
    let page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"EUC-KR\"\r\nTransfer-Encoding: chunked\r\n\r\n\
        7\r\n<p>Hi, \r\n4;x=y\r\nyou.\r\n0\r\n\r\n";
    let packed = [&b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n"[..], &gzip(b"Unpacked.")].concat();
    // Some crawlers unpack and keep the header.
    let unpacked_already =
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nTransfer-Encoding: chunked\r\n\r\nPlain.";
    let parts = [
        record("warcinfo", "", "application/warc-fields", b"software: x"),
        record(
            "request",
            "https://a.example/",
            "application/http;msgtype=request",
            b"GET / HTTP/1.1\r\n\r\n",
        ),
        record("response", "https://a.example/", RESPONSE, page),
        record("response", "<https://a.example/b>", RESPONSE, &packed),
        record("response", "https://a.example/c", RESPONSE, unpacked_already),
        record("response", "https://a.example/gone", RESPONSE, b"HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n"),
        record("revisit", "https://a.example/", RESPONSE, b"HTTP/1.1 200 OK\r\n\r\n"),
        record("resource", "file:///notes.txt", "text/plain", b"Notes."),
    ];
    let plain = parts.concat();
    let by_record: Vec<u8> = parts.iter().flat_map(|part| gzip(part)).collect();
    for warc in [plain, by_record] {
        let (found, ending) = members(&warc);
        assert_eq!(
            found.iter().map(line).collect::<Vec<_>>(),
            [
                "https://a.example/: <p>Hi, you.",
                "https://a.example/b: Unpacked.",
                "https://a.example/c: Plain.",
                "file:///notes.txt: Notes."
            ]
        );
        let first = &found[0];
        assert_eq!(first.captured.as_deref(), Some("2019-03-04T05:06:07Z"));
        assert_eq!(first.facts.url.as_deref(), Some("https://a.example/"));
        assert_eq!((first.facts.status, first.charset.as_deref()), (Some(200), Some("EUC-KR")));
        assert_eq!(first.facts.header("content-type"), Some("text/html; charset=\"EUC-KR\""));
        assert_eq!(ending.missing, [""; 0]);
        assert_eq!(
            ending.notes,
            ["1 later visit found the page unchanged and holds no copy of it", "1 answer without content"]
        );
    }
}

#[test]
fn a_damaged_web_archive_keeps_what_came_before() {
    let first = record("response", "https://a.example/", RESPONSE, b"HTTP/1.1 200 OK\r\n\r\nHi.");
    let second =
        record("response", "https://a.example/b", RESPONSE, b"HTTP/1.1 200 OK\r\n\r\nA longer text.");
    for (tail, words) in [
        (&second[..second.len() - 12], "cut off"),
        (b"this is no record\r\n\r\n", "no record"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "how long"),
    ] {
        let (found, ending) = lines(&[&first, tail].concat());
        assert_eq!(found, ["https://a.example/: Hi."], "{words}");
        assert!(ending.missing[0].contains(words), "{ending:?}");
    }
}

#[test]
fn a_mailbox_is_cut_into_its_mails() {
    let mailbox =
        b"From anna@a.example Mon May  7 10:11:12 2018\nFrom: anna@a.example\nSubject: One\n\nFirst.\n\
        >From here on it is quoted.\n\nFrom the start, they said at 10:11 that day.\n\n\
        From boris@b.example Tue May  8 10:11:12 2018\nFrom: boris@b.example\nSubject: Two\n\nSecond.\n";
    assert_eq!(kind(mailbox), Some(ContainerKind::Mbox));
    let (found, ending) = lines(mailbox);
    assert_eq!(
        found,
        [
            "mail-00001.eml: From: anna@a.example\nSubject: One\n\nFirst.\nFrom here on it is quoted.\n\n\
             From the start, they said at 10:11 that day.\n",
            "mail-00002.eml: From: boris@b.example\nSubject: Two\n\nSecond.\n"
        ]
    );
    assert_eq!(ending, Ending::default());
    assert_eq!(kind(b"From Anna I heard that they left in 2018.\nThey came back.\n"), None);
}

#[test]
fn names_in_old_encodings_are_told_from_all_names_together() {
    // "자료" and "보고서" in the Korean encoding of Windows, under ASCII names of the same length.
    let mut archive = zip(&[("1234.txt", b"x"), ("123456.txt", b"y")]);
    for (ascii, korean) in
        [(&b"123456"[..], &b"\xba\xb8\xb0\xed\xbc\xad"[..]), (b"1234", b"\xc0\xda\xb7\xe1")]
    {
        while let Some(at) = memchr::memmem::find(&archive, ascii) {
            archive[at..at + korean.len()].copy_from_slice(korean);
        }
    }
    assert_eq!(lines(&archive).0, ["자료.txt: x", "보고서.txt: y"]);
}

#[test]
fn damage_at_any_byte_costs_the_container_only() {
    let page = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n";
    let files: [(&str, &[u8]); 2] = [("a.txt", b"One two three four."), ("b/c.txt", b"Five.")];
    let mail = b"From: a@a.example\r\nDate: Mon, 7 May 2018 10:11:12 +0000\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHi.\r\n--b\r\n\
        Content-Type: text/plain; name=\"=?utf-8?B?0LA=?=\"\r\nContent-Transfer-Encoding: base64\r\n\r\nSGkh\r\n--b--\r\n";
    let samples = [
        zip(&files),
        tar(&files[..1]),
        gzip(&tar(&files[..1])),
        unhex(XZ_OF_A_PAX_TAR),
        ruzstd::encoding::compress_to_vec(&tar(&files[..1])[..], ruzstd::encoding::CompressionLevel::Fastest),
        [record("response", "https://a.example/", RESPONSE, page), record("revisit", "x", RESPONSE, b"")]
            .concat(),
        [&b"From a Mon May  7 10:11:12 2018\n"[..], mail, b"\n\nFrom a Mon May  7 10:11:12 2018\nX: y\n\nz"]
            .concat(),
        mail.to_vec(),
    ];
    let mut opened = 0;
    let mut go_through = |bytes: &[u8]| {
        let budget = Budget::new(bytes.len() as u64, 1 << 16, 50, 1 << 18);
        let mut input = Cursor::new(bytes);
        let Ok(Some(container)) = Container::detect(&mut input) else { return };
        container.visit(&mut input, &budget, &mut |member| {
            opened += usize::from(member.content.is_ok_and(|content| content.len() <= 1 << 16));
            ControlFlow::Continue(())
        });
    };
    for sample in samples {
        for place in (0..sample.len().min(1100)).step_by(3) {
            go_through(&sample[..place]);
            for damage in [0x01, 0xff] {
                let mut damaged = sample.clone();
                damaged[place] ^= damage;
                go_through(&damaged);
            }
        }
    }
    assert!(opened > 500, "{opened}");
}

const XZ_OF_A_PAX_TAR: &str = "fd377a585a000004e6d6b4460200210116000000742fe5a3e027ff00b85d00170bdc0480503226ee1d7d1bf3f2cb33ec\
    ecf837f0ead67b392da78ae0b8fb2cf63035af122ef7879c874037b1f17adc4f281f522991462892e410153814897a9e\
    1638d87b2be46e54c5cdd7cba541e5ee9fcfe9ae20d27b92937f8050c0aacfcd0f312da5e7c1f1a21e8f87778d268153\
    c9aa90579672e3dc9306c377d236924bd64c36dee4afc975f11cda71fc27476888ef5ae9bda60d9eff7ad3742a155334\
    180d9561bb7f2f4d76e8d21e6e40aafe15cd34520c190000ba502ca1f13a51200001d40180500000df3b7ff6b1c467fb\
    020000000004595a";
