//! Files made to break programs: each ends with a reason that a person can act on, and memory stays small.

use crate::containers::{mail, tar};
use crate::support::Desk;
use flate2::{Compression, Crc, write::GzEncoder, write::ZlibEncoder};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Most resident memory in MiB that adding all of them may take.
const MEMORY: u64 = 500;

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// So many MiB of zeros, packed.
fn gzipped_zeros(mebibytes: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..mebibytes {
        encoder.write_all(&[0; 1 << 20]).unwrap();
    }
    encoder.finish().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default().compression_level(Some(1))).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn zip_of_zeros(files: usize, mebibytes: usize) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..files {
        writer.start_file(format!("{number}.txt"), SimpleFileOptions::default()).unwrap();
        for _ in 0..mebibytes {
            writer.write_all(&[0; 1 << 20]).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

/// A list of very many entries, each of them the same empty file.
fn zip_of_many(entries: u32) -> Vec<u8> {
    let mut archive = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0a".to_vec();
    let start = u32::try_from(archive.len()).unwrap();
    for _ in 0..entries {
        archive.extend_from_slice(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
        archive.extend_from_slice(&[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, b'a']);
    }
    let size = u32::try_from(archive.len()).unwrap() - start;
    archive.extend_from_slice(b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff");
    archive.extend_from_slice(&size.to_le_bytes());
    archive.extend_from_slice(&start.to_le_bytes());
    archive.extend_from_slice(&[0, 0]);
    archive
}

fn nested(depth: usize, wrap: impl Fn(&str, &[u8]) -> Vec<u8>) -> Vec<u8> {
    (0..depth).fold(b"The innermost words.".to_vec(), |content, level| {
        let name = if level == 0 { "words.txt".to_owned() } else { format!("{level}.archive") };
        wrap(&name, &content)
    })
}

/// Sets bits of every entry, in its header and in the list: `at` is the place in the header of the entry.
fn patched(mut archive: Vec<u8>, at: usize, bytes: &[u8]) -> Vec<u8> {
    for place in 0..archive.len().saturating_sub(30) {
        let offset = match &archive[place..place + 4] {
            b"PK\x03\x04" => at,
            b"PK\x01\x02" => at + 2,
            _ => continue,
        };
        archive[place + offset..place + offset + bytes.len()].copy_from_slice(bytes);
    }
    archive
}

/// A TAR header that says what it likes.
fn tar_header(name: &str, kind: u8, size: &[u8]) -> Vec<u8> {
    let mut block = tar(&[(name, b"")]);
    block.truncate(512);
    block[156] = kind;
    block[124..124 + size.len()].copy_from_slice(size);
    block[148..156].copy_from_slice(b"        ");
    let sum: u64 = block.iter().map(|byte| u64::from(*byte)).sum();
    block[148..154].copy_from_slice(format!("{sum:06o}").as_bytes());
    block
}

/// An xz file whose dictionary is as large as the form allows: 4 GiB.
fn xz_with_a_huge_dictionary() -> Vec<u8> {
    let crc = |bytes: &[u8]| {
        let mut crc = Crc::new();
        crc.update(bytes);
        crc.sum().to_le_bytes()
    };
    let block = [2, 0, 0x21, 1, 40, 0, 0, 0];
    [b"\xfd7zXZ\0", &[0, 1][..], &crc(&[0, 1]), &block, &crc(&block), &[1, 0, 0, b'a', 0]].concat()
}

fn warc(headers: &str, block: &[u8]) -> Vec<u8> {
    [b"WARC/1.0\r\n", headers.as_bytes(), b"\r\n\r\n", block, b"\r\n\r\n"].concat()
}

fn answer(length: usize, coding: &str, body: &[u8]) -> Vec<u8> {
    let answer = [format!("HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n").as_bytes(), body].concat();
    let length = length.max(answer.len());
    let headers = format!(
        "WARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Type: application/http\r\nContent-Length: {length}"
    );
    warc(&headers, &answer)
}

fn random(bytes: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[1]
    };
    std::iter::repeat_with(next).take(bytes).collect()
}

/// A workbook whose one sheet holds this.
fn workbook(sheet: &str) -> Vec<u8> {
    let sheet = format!("<worksheet>{sheet}</worksheet>");
    let book =
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let links = "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// A page that draws a form of a megabyte two hundred times.
fn drawn_again() -> Vec<u8> {
    let (form, page) = ("q Q ".repeat(1 << 18), "/X Do ".repeat(200));
    format!(
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n\
         3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>\nendobj\n\
         4 0 obj\n<</Length {}>>\nstream\n{page}\nendstream\nendobj\n\
         5 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length {}>>\nstream\n{form}\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n",
        page.len(),
        form.len(),
    )
    .into_bytes()
}

/// Two object streams of 100 MiB each, unpacked.
fn object_streams() -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    (0..100).for_each(|_| encoder.write_all(&[b' '; 1 << 20]).unwrap());
    let packed = encoder.finish().unwrap();
    let mut file = b"%PDF-1.5\n".to_vec();
    for number in 1..3 {
        let head = format!(
            "{number} 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length {}>>\nstream\n",
            packed.len()
        );
        file.extend([head.as_bytes(), &packed, b"\nendstream\nendobj\n"].concat());
    }
    file
}

/// Files and words that the reason must have.
fn hostile() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let page = b"<html><body><p>Words of a page, and more of them.</p></body></html>";
    let noise = random(200_000);
    let whole_zip = zip(&[("a.txt", b"Words."), ("b.bin", &noise)]);
    let whole_tar = tar(&[("a.txt", b"Words."), ("b.bin", &noise)]);
    let head = mail("x", "y").replace("multipart/mixed; boundary=b", "KIND");
    let with_kind = |kind: &str, body: &str| {
        let (head, _) = head.split_once("\r\n\r\n").unwrap();
        format!("{}\r\n\r\n{body}", head.replace("KIND", kind)).into_bytes()
    };
    let inner_mails = (0..200).fold("The innermost words.".to_owned(), |inner, level| {
        format!("From: a@a.example\r\nSubject: {level}\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n{inner}")
    });
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">\
        <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]><x xmlns=\"y\">&d;</x>";
    let word = |part: &[u8]| zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", part)]);
    vec![
        ("bomb_one.zip", zip_of_zeros(1, 300), "96 MiB"),
        ("bomb_sum.zip", zip_of_zeros(5, 100), "made to fill disks"),
        ("bomb.tar.gz", {
            let zeros = vec![0; 100 << 20];
            gzip(&tar(&[("a", &zeros), ("b", &zeros), ("c", &zeros)]))
        }, "made to fill disks"),
        ("deep.zip", nested(12, |name, content| zip(&[(name, content)])), "deep"),
        ("deep.tar", nested(12, |name, content| tar(&[(name, content)])), "deep"),
        ("deep.gz", nested(6, |_, content| gzip(content)), "binary"),
        ("truncated.zip", whole_zip[..100_000].to_vec(), "get the file again"),
        ("truncated.tar", whole_tar[..100_000].to_vec(), "get"),
        ("truncated.tar.gz", gzip(&whole_tar)[..100_000].to_vec(), "get"),
        ("truncated.gz", gzip(&noise)[..100_000].to_vec(), "truncated"),
        ("damaged.zip", { let mut zip = whole_zip.clone(); zip[100_000] ^= 255; zip }, "damaged"),
        ("damaged.tar", { let mut tar = whole_tar.clone(); tar[1024] ^= 255; tar }, "damaged"),
        ("damaged.gz", { let mut gz = gzip(page); gz[14] ^= 255; gz }, "damaged"),
        ("encrypted.zip", patched(zip(&[("a.txt", b"Words.")]), 6, &[1, 0]), "password"),
        ("unknown_method.zip", patched(zip(&[("a.txt", b"Words.")]), 8, &[14, 0]), "by hand"),
        ("many.zip", zip_of_many(250_000), "more than 200000"),
        ("no_list.zip", whole_zip[..whole_zip.len() - 40].to_vec(), "get the file again"),
        ("empty.zip", zip(&[]), "holds nothing"),
        ("folders_only.zip", { let mut writer = ZipWriter::new(Cursor::new(Vec::new())); writer.add_directory("a/", SimpleFileOptions::default()).unwrap(); writer.finish().unwrap().into_inner() }, "holds nothing"),
        ("nothing_but_rubbish.zip", zip(&[("a.bin", &noise), ("b.bin", &noise[1..])]), "not read"),
        ("huge_entry.tar", tar_header("a.txt", b'0', b"\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff"), "get"),
        ("huge_name.tar.gz", gzip(&[tar_header("x", b'L', b"77777777777"), vec![b'a'; 3 << 20]].concat()), "cut off"),
        ("holes.tar", [tar_header("a.txt", b'S', b"00000000000"), vec![0; 1024]].concat(), "sparse"),
        ("devices.tar", [tar_header("null", b'3', b"00000000000"), vec![0; 1024]].concat(), "holds nothing"),
        ("bomb.txt.gz", gzipped_zeros(600), "limit"),
        ("dictionary.xz", xz_with_a_huge_dictionary(), "memory"),
        ("truncated.xz", xz_with_a_huge_dictionary()[..14].to_vec(), "xz data"),
        ("window.zst", b"\x28\xb5\x2f\xfd\x00\xff\x01\0\0".to_vec(), "memory"),
        ("truncated.zst", b"\x28\xb5\x2f\xfd\x00\x58\xff\xff\x03aa".to_vec(), "Zstandard"),
        ("truncated.warc", answer(10_000, "identity", page), "cut off"),
        ("no_length.warc", warc("WARC-Type: response", page), "how long"),
        ("endless_header.warc", [b"WARC/1.0\r\nX: ".to_vec(), vec![b'a'; 1 << 20]].concat(), "no record"),
        ("rubbish_after.warc", [answer(0, "identity", page), noise.clone()].concat(), "no record"),
        ("bomb.warc", answer(0, "gzip", &gzipped_zeros(300)), "96 MiB"),
        ("only_pictures.warc", answer(0, "identity", b"\x89PNG\r\n\x1a\n0000"), "without words"),
        ("empty.mbox", format!("From a Mon May  7 10:11:12 2018\nX: y\n\n{}", "From a Mon May  7 10:11:12 2018\n\n".repeat(50)).into_bytes(), "not read"),
        ("encrypted.eml", with_kind("multipart/encrypted; boundary=b", "--b\r\n\r\nx\r\n--b--"), "decrypted"),
        ("nested.eml", inner_mails.into_bytes(), "deep"),
        ("broken_attachment.eml", with_kind("multipart/mixed; boundary=b", "--b\r\n\r\nHello you.\r\n--b\r\nContent-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\nAAECAwAABAUAAAA=\r\n--b--"), "a.bin"),
        ("empty.txt", Vec::new(), "empty"),
        ("blank.txt", b" \n\t \n".to_vec(), "white space"),
        ("random.html", noise.clone(), "binary"),
        ("picture.html", b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec(), "JPEG"),
        ("program.pdf", b"\x7fELF\x02\x01\x01\0\0\0\0".to_vec(), "program"),
        ("scripts.html", b"<html><head><script>document.write('x')</script></head><body></body></html>".to_vec(), "no text"),
        ("laughs.xml", laughs.as_bytes().to_vec(), "XML"),
        ("laughs.docx", word(laughs.as_bytes()), ""),
        ("bomb.docx", word(&vec![b' '; 200 << 20]), ""),
        ("truncated.docx", word(page)[..120].to_vec(), ""),
        ("truncated.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Ty".to_vec(), ""),
        ("loop.pdf", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [2 0 R] /Count 9 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF".to_vec(), ""),
        ("bombs_in_bombs.zip", zip(&[("a.zip", &zip(&[("b.zip", &zip_of_zeros(3, 90))])), ("c.zip", &zip(&[("d.zip", &zip_of_zeros(3, 90))]))]), "what one file may unpack to"),
        ("laughs.odt", zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", laughs.as_bytes())]), ""),
        ("laughs.svg", laughs.replace("<x xmlns=\"y\">", "<svg xmlns=\"http://www.w3.org/2000/svg\">").replace("</x>", "</svg>").into_bytes(), "XML"),
        ("billion_rows.xlsx", workbook("<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1000000000\"><c r=\"XFD1000000000\" t=\"inlineStr\"><is><t>Words.</t></is></c></row></sheetData>"), ""),
        ("open_end.mbox", [b"From a Mon May  7 10:11:12 2018\nFrom: a@a.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/octet-stream; name=a.bin\nContent-Transfer-Encoding: base64\n\n".to_vec(), b"QUFB".repeat(100_000)].concat(), ""),
        ("wrong_length.warc", [warc("WARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Type: application/http\r\nContent-Length: 20", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Words.</p>"), answer(0, "identity", page)].concat(), "no record"),
        ("escape.epub", zip(&[("mimetype", b"application/epub+zip"), ("META-INF/container.xml", b"<container><rootfiles><rootfile full-path=\"../../escape.opf\"/></rootfiles></container>"), ("../../escape.opf", b"<package/>")]), ""),
        ("deep.rtf", [b"{\\rtf1 ".to_vec(), b"{".repeat(200_000), b"Words.".to_vec()].concat(), ""),
        ("xref_loop.pdf", b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Size 2/Prev 67>>\nstartxref\n67\n%%EOF".to_vec(), ""),
        ("drawn_again.pdf", drawn_again(), "draws more than a page may"),
        ("object_streams.pdf", object_streams(), "object streams"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on".to_vec(), "old Office"),
        ("archive.rar", b"Rar!\x1a\x07\x01\0 and so on".to_vec(), "RAR"),
        ("archive.7z", b"7z\xbc\xaf\x27\x1c and so on".to_vec(), "7-Zip"),
    ]
}

#[test]
fn hostile_files_end_with_reasons_and_cost_little() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["init", "case"]).code, 0);
    let files = hostile();
    for (name, bytes, _) in &files {
        desk.write(&format!("in/{name}"), bytes);
    }
    std::fs::File::create(desk.path("in/huge.txt")).unwrap().set_len(3 << 30).unwrap();
    #[cfg(unix)]
    for (name, target) in [("in/loop", "loop"), ("in/folder", "../in"), ("in/gone", "nowhere")] {
        std::os::unix::fs::symlink(target, desk.path(name)).unwrap();
    }
    let mut command = desk.command(&["--workspace", "case", "add", "--json", "in"]);
    let mut running = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    let pid = running.id();
    let watch = std::thread::spawn(move || most_memory(pid));
    let mut out = String::new();
    std::io::Read::read_to_string(running.stdout.as_mut().unwrap(), &mut out).unwrap();
    assert_eq!(running.wait().unwrap().code(), Some(1));
    let memory = watch.join().unwrap();
    let rows: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (mut reasons, mut unclear) = (Vec::new(), Vec::new());
    for (name, _, words) in files.iter().chain(&[("huge.txt", Vec::new(), "larger than")]) {
        let row = rows.iter().find(|row| row["path"].as_str() == Some(&format!("in/{name}")));
        let row = row.unwrap_or_else(|| panic!("{name} is not told of"));
        let reason = row["reason"].as_str().unwrap_or_default();
        println!("{:<8}{name}: {reason}", row["end"].as_str().unwrap());
        if !reason.contains(words) || reason.contains("please report") {
            unclear.push(format!("{name} should say “{words}”: {reason}"));
        }
        if !reason.is_empty() {
            reasons.push(reason.to_owned());
        }
    }
    println!("{} files, {} reasons, at most {memory} MiB", files.len(), reasons.len());
    assert!(unclear.is_empty(), "{unclear:#?}");
    assert!(reasons.len() >= 40, "{} reasons", reasons.len());
    assert!(memory < MEMORY, "{memory} MiB");
    assert_eq!(desk.case(&["audit", "verify"]).code, 0);
    assert!(!desk.path("case").join("../escape.txt").exists());
}

/// The most resident memory in MiB that the process has taken; 0 where the system does not tell.
fn most_memory(process: u32) -> u64 {
    let mut most = 0;
    let status = format!("/proc/{process}/status");
    while let Ok(text) = std::fs::read_to_string(&status) {
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let Some(kibibytes) = line.and_then(|line| line.trim().strip_suffix(" kB")) else { break };
        most = most.max(kibibytes.trim().parse().unwrap_or(0) >> 10);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    most
}
