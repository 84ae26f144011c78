use super::*;
use crate::container::{Budget, Container, ContainerKind};
use model::Metadata;
use std::io::Cursor;

fn read(mail: &str) -> MailReading {
    read_mail(mail.replace('\n', "\r\n").as_bytes(), Limits::default()).unwrap()
}

/// Zones and their words, one a line.
fn outline(reading: &MailReading) -> Vec<String> {
    let words =
        |span: model::Span| span.of(&reading.text).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    reading
        .zones
        .iter()
        .map(|stretch| {
            format!(
                "{}{}: {}",
                stretch.zone,
                if stretch.hidden { " (hidden)" } else { "" },
                words(stretch.span)
            )
        })
        .collect()
}

const HEAD: &str = "Received: from a.example by b.example; Mon, 7 May 2018 10:11:12 +0900\n\
    From: =?UTF-8?B?6rmA7LKg7IiY?= <kim@a.example>\nTo: Desk <desk@b.example>, other@b.example\n\
    Cc: third@b.example\nDate: Mon, 7 May 2018 23:11:12 +0900\nMessage-ID: <1@a.example>\n\
    Subject: Wages at the yard\nMIME-Version: 1.0\n";

#[test]
fn headers_become_metadata_and_lines_of_their_own() {
    let reading = read(&format!(
        "{HEAD}Content-Type: text/plain; charset=utf-8\n\nThey were paid $150 a month, and most of what they earned went to the state that had sent them.\n"
    ));
    assert_eq!(
        outline(&reading),
        [
            "title: Wages at the yard",
            "meta: From: 김철수 <kim@a.example> To: Desk <desk@b.example>, other@b.example Cc: third@b.example \
             Date: Mon, 7 May 2018 23:11:12 +0900 Message-ID: 1@a.example",
            "main: They were paid $150 a month, and most of what they earned went to the state that had sent them."
        ]
    );
    let Metadata { title, byline, published, date_signal, message_id, recipients, language, .. } =
        reading.metadata;
    assert_eq!(title.as_deref(), Some("Wages at the yard"));
    assert_eq!(byline.as_deref(), Some("김철수"));
    // The day on the sender's clock, not the one in UTC.
    assert_eq!((published.unwrap().as_str(), date_signal), ("2018-05-07", Some(DateSignal::Header)));
    assert_eq!(message_id.as_deref(), Some("1@a.example"));
    assert_eq!(recipients, ["Desk <desk@b.example>", "other@b.example", "third@b.example"]);
    assert_eq!(language.as_deref(), Some("en"));
}

#[test]
fn quotes_and_signatures_are_not_the_senders_words() {
    let body = "Yes, that is what we saw.\n\nOn Sunday, 6 May 2018 at 10:00, Desk <desk@b.example>\nwrote:\n\
        > Were they paid?\n>> I asked before.\n\nWe will send more.\n\n-- \nKim\nExample Labour Institute\n";
    let reading = read(&format!("{HEAD}\n{body}"));
    assert_eq!(
        outline(&reading)[2..],
        [
            "main: Yes, that is what we saw.",
            "related: On Sunday, 6 May 2018 at 10:00, Desk <desk@b.example> wrote: > Were they paid? >> I asked before.",
            "main: We will send more.",
            "meta: -- Kim Example Labour Institute"
        ]
    );
}

#[test]
fn an_answer_above_the_earlier_mail_is_told_from_it_in_any_language() {
    for head in [
        "-----Original Message-----\nFrom: Desk <desk@b.example>\nSent: 6 May 2018 10:00\nTo: Kim\nSubject: Pay\n",
        "Von: Desk <desk@b.example>\nGesendet: Sonntag, 6. Mai 2018 10:00\nAn: Kim\nBetreff: Pay\n",
        "От: Desk <desk@b.example>\nДата: 6 мая 2018 10:00\nКому: Kim\nТема: Pay\n",
        "보낸 사람: Desk <desk@b.example>\n보낸 날짜: 2018년 5월 6일 10:00\n받는 사람: Kim\n제목: Pay\n",
        "发件人: Desk <desk@b.example>\n发送时间: 2018年5月6日 10:00\n收件人: Kim\n主题: Pay\n",
    ] {
        let mail = HEAD.replace("Subject: ", "Subject: Re: ");
        let reading = read(&format!("{mail}\nYes.\n\n{head}\nWere they paid?\n\nPlease tell us.\n"));
        let outline = outline(&reading);
        assert_eq!(outline[2], "main: Yes.", "{outline:?}");
        assert!(outline[3].starts_with("meta: "), "{outline:?}");
        assert_eq!(outline[4], "related: Were they paid? Please tell us.", "{outline:?}");
        let forwarded = read(&format!(
            "{}\nSee below.\n\n{head}\nWere they paid?\n",
            HEAD.replace("Subject: ", "Subject: Fwd: ")
        ));
        assert_eq!(super::tests::outline(&forwarded)[4], "main: Were they paid?");
    }
}

#[test]
fn prose_with_colons_is_no_head_of_a_mail() {
    let body =
        "We asked three things:\nFrom: where did they come?\nThe date: unknown.\nTo whom: the manager.\n";
    let reading = read(&format!("{HEAD}\n{body}"));
    assert_eq!(outline(&reading).len(), 3);
}

#[test]
fn the_html_is_read_where_the_words_are_in_it() {
    let alternative = |plain: &str, html: &str| {
        read(&format!(
            "{HEAD}Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n{plain}\n--b\n\
             Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n{html}\n--b--\n"
        ))
    };
    let html = "<html><body><p style=3D\"display:none\">Preview</p><p>They were paid 150=E2=82=AC a month, \
        and handed over half of it to the manager.</p><table><tr><td>Week</td><td>Hours</td></tr></table></body></html>";
    let reading = alternative("Please open this mail in a browser.", html);
    assert!(reading.text.contains("They were paid 150€ a month"), "{}", reading.text);
    assert!(outline(&reading).iter().any(|line| line == "main (hidden): Preview"), "{:?}", outline(&reading));
    let same = "They were paid 150 EUR a month, and handed over half of it to the manager. Week Hours";
    assert!(alternative(same, html).text.contains("150 EUR"));
}

#[test]
fn a_body_in_an_old_encoding_is_decoded_even_if_nothing_states_it() {
    let (korean, _, _) =
        encoding_rs::EUC_KR.encode("노동자들은 월급의 절반을 관리자에게 바쳐야 했다. 여권도 빼앗겼다.");
    let mail = [HEAD.replace('\n', "\r\n").as_bytes(), b"\r\n", &korean].concat();
    let reading = read_mail(&mail, Limits::default()).unwrap();
    assert!(reading.text.contains("월급의 절반을"), "{}", reading.text);
}

#[test]
fn attachments_come_in_the_bytes_they_were_attached_in() {
    let mail = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee the lists.\n--b\n\
         Content-Type: text/csv; charset=euc-kr; name*=utf-8''%EC%9E%90%EB%A3%8C.csv\nContent-Disposition: attachment\n\
         Content-Transfer-Encoding: base64\n\nwNq34Q==\n--b\n\
         Content-Type: message/rfc822\n\nSubject: Inner one\nFrom: x@a.example\nMIME-Version: 1.0\n\nInner words.\n--b\n\
         Content-Type: application/pdf\n\n%PDF-1.4\n--b--\n"
    );
    let mail = mail.replace('\n', "\r\n");
    let mut input = Cursor::new(mail.as_bytes());
    let container = Container::detect(&mut input).unwrap().unwrap();
    assert_eq!(container.kind(), ContainerKind::Mail);
    let mut members = Vec::new();
    let ending = container.visit(&mut input, &Budget::of_size(1000), &mut |member| {
        members.push(member);
        ControlFlow::Continue(())
    });
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["자료.csv", "Inner one.eml", "part-3.pdf"]);
    assert_eq!(members[0].content.as_deref(), Ok(&b"\xc0\xda\xb7\xe1"[..]));
    assert_eq!(members[0].charset.as_deref(), Some("euc-kr"));
    assert_eq!(members[0].facts.header("content-disposition"), Some("attachment"));
    let inner = members[1].content.as_ref().unwrap();
    assert!(
        inner.starts_with(b"Subject: Inner one\r\n") && is_mail(inner),
        "{}",
        String::from_utf8_lossy(inner)
    );
    assert_eq!(ending.missing, [""; 0]);
    let body = read_mail(mail.as_bytes(), Limits::default()).unwrap();
    assert_eq!(outline(&body)[2], "main: See the lists.");
}

#[test]
fn only_what_programs_write_makes_a_mail() {
    assert!(is_mail(b"Received: from a\nMessage-ID: <1>\nMIME-Version: 1.0\n\nHello"));
    assert!(is_mail(b"From: a@a.example\r\nDate: Mon, 7 May 2018\r\nContent-Type: text/plain\r\n\r\nHello"));
    assert!(!is_mail(b"From: Anna\nTo: Boris\nDate: May 2018\nSubject: Pay\n\nA mail that was printed."));
    assert!(!is_mail(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"));
    assert!(!is_mail(b"Subject: to many conditions, they worked.\n"));
}

#[test]
fn an_encrypted_mail_says_so() {
    let mail = format!(
        "{HEAD}Content-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\n\
         Version: 1\n--b\nContent-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n--b--\n"
    );
    assert!(read(&mail).gaps[0].contains("encrypted"));
}
