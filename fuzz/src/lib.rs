//! What several fuzz targets share.

use read::container::{Budget, Container};
use read::{Context, read};
use std::io::Cursor;
use std::ops::ControlFlow;

/// Goes through the bytes as a container, and reads them and everything in them.
pub fn go_through(bytes: &[u8]) {
    check(bytes);
    let mut input = Cursor::new(bytes);
    let Ok(Some(container)) = Container::detect(&mut input) else { return };
    let (most, members, total) = (1 << 20, 100, 4 << 20);
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
