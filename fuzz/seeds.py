#!/usr/bin/env python3
"""Writes small files to begin fuzzing with, so that what is inside a container or a page is reached at once.

    python3 fuzz/seeds.py container FOLDER
    cargo +nightly fuzz run container FOLDER -- -max_len=8192 -dict=fuzz/dictionaries/container.dict
"""
import gzip, io, lzma, pathlib, sys, tarfile, zipfile

PAGE = b"<!DOCTYPE html><title>A title</title><h1>A title</h1><time datetime=2016-07-07>7 July</time><p>Some words, and more."
MAIL = (b"From: A <a@mail.example>\r\nSubject: =?utf-8?q?A_word?=\r\nDate: Thu, 7 Jul 2016 10:20:30 +0900\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nWords.\r\n> quoted\r\n"
        b"--x\r\nContent-Type: text/html; name=\"a.html\"\r\nContent-Disposition: attachment; filename=\"a.html\"\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nPGI+YTwvYj4=\r\n--x--\r\n")
WARC = (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://paper.example/\r\nWARC-Date: 2016-07-07T10:20:30Z\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: 62\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Some words.</p>\r\n\r\n\r\n\r\n")


def zipped(method, **members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


def taped(form):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        entry = tarfile.TarInfo("folder/" + "more" * 15 + "/" + "long" * 20 + ".html")
        entry.size = len(PAGE)
        archive.addfile(entry, io.BytesIO(PAGE))
    return out.getvalue()


SEEDS = {
    "container": {
        "stored.zip": zipped(zipfile.ZIP_STORED, a_html=PAGE, b_eml=MAIL),
        "deflated.zip": zipped(zipfile.ZIP_DEFLATED, a_html=PAGE * 3, nested_zip=zipped(zipfile.ZIP_STORED, a_txt=b"words")),
        "ustar.tar": taped(tarfile.USTAR_FORMAT), "gnu.tar": taped(tarfile.GNU_FORMAT), "pax.tar": taped(tarfile.PAX_FORMAT),
        "page.gz": gzip.compress(PAGE), "page.xz": lzma.compress(PAGE), "tar.gz": gzip.compress(taped(tarfile.GNU_FORMAT)),
        "page.zst": bytes.fromhex("28b52ffd0458310000776f726473") + b"\0\0\0\0",
        "mails.mbox": b"From a@mail.example Thu Jul  7 10:20:30 2016\n" + MAIL.replace(b"\r", b"") + b"\n", "page.warc": WARC,
    },
    "html": {
        "page": PAGE,
        "article": b"<html lang=de><meta property=article:published_time content=2016-07-07T01:02:03Z><link rel=canonical href=https://a.kr/b>"
                   b"<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"A\",\"author\":[{\"name\":\"B\"}]}</script>"
                   b"<nav><a href=/>Home</a></nav><article><h1>A</h1><p class=byline>By A. Writer</p>" + b"<p>A sentence of some length, it seems.</p>" * 12
                   + b"<figure><img><figcaption>Photo: A</figcaption></figure><aside class=related><h3>Related</h3></aside></article><footer>c</footer>",
        "tables": b"<table><tr><th>a<td>b<table><tr><td>c</table></table><ul><li>d<ol><li>e</ol></ul><pre>f\n g</pre><template><p>h</template>",
        "forum": b"<div class=post><time>2016-07-07</time><p>One.</p></div><div class=post hidden><p style='display:none'>Two.</p></div><select><option>x</select>",
    },
    "mail": {"mail": MAIL},
    "warc": {"page": WARC.removeprefix(b"WARC/1.0\r\n")},
}

if len(sys.argv) != 3 or sys.argv[1] not in SEEDS:
    sys.exit(f"usage: seeds.py {{{','.join(SEEDS)}}} FOLDER")
folder = pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
for name, content in SEEDS[sys.argv[1]].items():
    (folder / name).write_bytes(content)
