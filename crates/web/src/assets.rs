//! Style and script, part of the binary. Their address has their hash in it, so that browsers keep them.

use crate::{Need, Routes};
use axum::http::header;
use axum::response::IntoResponse;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const STYLE: &str =
    concat!(include_str!("../assets/manumit.css"), "\n", include_str!("../assets/figures.css"));
const SCRIPT: &str = include_str!("../assets/manumit.js");
const ICON: &str = include_str!("../assets/icon.svg");

/// What makes an old copy in a browser's cache useless: the beginning of the hash of all assets.
pub(crate) static VERSION: LazyLock<String> = LazyLock::new(|| {
    let hash = Sha256::new().chain_update(STYLE).chain_update(SCRIPT).chain_update(ICON).finalize();
    model::hex(&hash[..6])
});

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/assets/manumit.css", Need::Nothing, async || kept("text/css; charset=utf-8", STYLE))
        .get("/assets/manumit.js", Need::Nothing, async || kept("text/javascript; charset=utf-8", SCRIPT))
        .get("/assets/icon.svg", Need::Nothing, async || kept("image/svg+xml", ICON))
}

fn kept(media_type: &'static str, body: &'static str) -> impl IntoResponse {
    let headers =
        [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, body)
}
