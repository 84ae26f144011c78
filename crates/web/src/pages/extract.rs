//! What a request holds, as pages ask for it. What cannot be read gets a page that says so, like any other fault.

use crate::{Desk, Fault};
use axum::extract::rejection::{FormRejection, PathRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// The query of an address. Where a name that may stand once stands several times, as boxes of one name are sent, its values are one
/// with commas between.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<Desk> for Query<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &Desk) -> Result<Self, Fault> {
        let query = parts.uri.query().unwrap_or_default();
        let read = serde_urlencoded::from_str(query).or_else(|_| serde_urlencoded::from_str(&joined(query)));
        read.map(Query).map_err(|reason| Fault::Invalid(format!("this address cannot be read: {reason}")))
    }
}

/// The query with the values of each name together.
fn joined(query: &str) -> String {
    let mut fields: Vec<(String, String)> = Vec::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match fields.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => {
                values.push(',');
                values.push_str(&value);
            }
            None => fields.push((name.into_owned(), value.into_owned())),
        }
    }
    serde_urlencoded::to_string(fields).unwrap_or_default()
}

/// A form without files.
pub(crate) struct Form<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Desk> for Form<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Fault> {
        match axum::extract::Form::from_request(request, desk).await {
            Ok(axum::extract::Form(form)) => Ok(Self(form)),
            Err(FormRejection::BytesRejection(reason))
                if reason.status() == StatusCode::PAYLOAD_TOO_LARGE =>
            {
                Err(Fault::TooLarge("this form is too large".to_owned()))
            }
            Err(reason) => Err(Fault::Invalid(format!("this form cannot be read: {}", reason.body_text()))),
        }
    }
}

/// The variable parts of a path.
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Desk> for Path<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Fault> {
        let found: Result<_, PathRejection> = axum::extract::Path::from_request_parts(parts, desk).await;
        found.map(|axum::extract::Path(path)| Self(path)).map_err(|_| Fault::NotFound("such page".to_owned()))
    }
}

/// A form with files, which [`super::upload::receive`] takes in.
pub(crate) struct Multipart(pub(crate) axum::extract::Multipart);

impl FromRequest<Desk> for Multipart {
    type Rejection = Fault;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Fault> {
        let form = axum::extract::Multipart::from_request(request, desk).await;
        form.map(Self)
            .map_err(|reason| Fault::Invalid(format!("this form cannot be read: {}", reason.body_text())))
    }
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn boxes_of_one_name_become_one_value() {
        assert_eq!(joined("columns=says&kind=levy&columns=when+%26"), "columns=says%2Cwhen+%26&kind=levy");
        assert_eq!(joined(""), "");
    }
}
