//! What several fuzz targets share.

use model::{CodePoints, SourceId, Zone};
use read::container::{Budget, Container};
use read::{Context, read};
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;

/// A mapping of figures with a column of every sort.
pub const MAP: &str = "table = \"csv\"\n\
    column = [{ heading = \"no\", is = \"id\" }, { heading = \"what\", is = \"kind\" }, { heading = \"amount\", is = \"amount\", optional = true }, \
    { heading = \"where\", is = \"places\", optional = true }, { heading = \"when\", is = \"time\", optional = true }, \
    { heading = \"who\", is = \"source\", documents = [\"page {name}\"], optional = true }, { heading = \"remark\", is = \"note\", optional = true }, \
    { heading = \"high\", is = \"high\", optional = true }]\n[constants]\norigin = \"KP\"\n";

/// A table that it fits.
pub const TABLE: &str = "no,what,amount,where,when,who,remark\nA1,worker_count,\"about 1,200\",Poland,2016,AP quoting a broker,\n";

/// The claims of a table by a mapping; every claim's words stand at its place.
pub fn claims_of(map: &str, extension: &str, bytes: &[u8]) -> engine::Result<()> {
    let name = format!("table.{extension}");
    let mut document = read(bytes, &Context { name: &name, ..Context::default() });
    for stretch in &mut document.zones {
        stretch.zone = Zone::Main;
    }
    let points = CodePoints::new(&document.text);
    let source = SourceId::of(bytes);
    let (claims, _) =
        engine::claims_of_table(Path::new("table"), (Path::new("map.toml"), map), &source, &document)?;
    for claim in claims {
        let span = points.to_span(claim.passage.start, claim.passage.end);
        assert_eq!(span.and_then(|span| span.of(&document.text)), Some(claim.passage.exact.as_str()));
    }
    Ok(())
}

/// Goes through the bytes as a container, and reads them and everything in them.
pub fn go_through(bytes: &[u8]) {
    check(bytes);
    let mut input = Cursor::new(bytes);
    let Ok(Some(container)) = Container::detect(&mut input) else { return };
    // Small enough that a bomb does not keep the fuzzer from the next input.
    let (most, members, total) = (64 << 10, 32, 512 << 10);
    let mut count = 0;
    container.visit(&mut input, &Budget::new(bytes.len() as u64, most, members, total), &mut |member| {
        count += 1;
        assert!(count <= members);
        if let Ok(content) = &member.content {
            assert!(content.len() as u64 <= most);
            check(content);
        }
        ControlFlow::Continue(())
    });
}

fn check(bytes: &[u8]) {
    let document = read(bytes, &Context::default());
    let mut end = 0;
    for stretch in &document.zones {
        assert!(stretch.span.start == end && stretch.span.end > end);
        assert!(stretch.span.of(&document.text).is_some());
        end = stretch.span.end;
    }
    assert_eq!(end, document.text.len());
}
