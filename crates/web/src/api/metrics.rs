//! What is counted: routes, statuses, durations, queries. Never what was asked.
//!
//! The text is that of Prometheus (<https://prometheus.io/docs/instrumenting/exposition_formats/>).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// What is told of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestLine {
    /// `GET` or `POST`.
    pub method: String,
    /// The route as in the table, with `{names}` of its variable parts; never the path or the parameters that were sent.
    pub route: &'static str,
    /// The status of the answer.
    pub status: u16,
    /// How long it took.
    pub took: Duration,
    /// Number of queries in it.
    pub queries: usize,
    /// Label of the key it came with.
    pub key: Option<String>,
}

/// Upper bounds of the durations that are told apart, in seconds.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

#[derive(Debug, Default, Clone)]
struct Durations {
    /// Durations up to each bound and above all of them.
    counts: [u64; BUCKETS.len() + 1],
    sum: f64,
}

#[derive(Debug, Default)]
struct Counted {
    requests: BTreeMap<(&'static str, u16), u64>,
    durations: BTreeMap<&'static str, Durations>,
    queries: u64,
}

/// The counters of a service.
#[derive(Debug, Default)]
pub(crate) struct Metrics(Mutex<Counted>);

/// A value that is looked up when it is told.
pub(crate) struct Gauge {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    /// Labels with their values, and the number.
    pub(crate) values: Vec<(Vec<(&'static str, String)>, f64)>,
}

impl Metrics {
    pub(crate) fn count(&self, line: &RequestLine) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counted.requests.entry((line.route, line.status)).or_default() += 1;
        counted.queries += line.queries as u64;
        let seconds = line.took.as_secs_f64();
        let durations = counted.durations.entry(line.route).or_default();
        let bucket = BUCKETS.iter().position(|bound| seconds <= *bound).unwrap_or(BUCKETS.len());
        if let Some(count) = durations.counts.get_mut(bucket) {
            *count += 1;
        }
        durations.sum += seconds;
    }

    /// All of it as text, with values of the moment.
    pub(crate) fn text(&self, gauges: &[Gauge]) -> String {
        let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        let head = |text: &mut String, name: &str, kind: &str, about: &str| {
            let _ = writeln!(text, "# HELP {name} {about}\n# TYPE {name} {kind}");
        };
        head(&mut text, "manumit_requests_total", "counter", "Requests answered.");
        for ((route, status), count) in &counted.requests {
            let _ = writeln!(text, "manumit_requests_total{{route=\"{route}\",status=\"{status}\"}} {count}");
        }
        head(&mut text, "manumit_queries_total", "counter", "Queries in requests to /match.");
        let _ = writeln!(text, "manumit_queries_total {}", counted.queries);
        let name = "manumit_request_duration_seconds";
        head(&mut text, name, "histogram", "Time from the head of a request to its answer.");
        for (route, durations) in &counted.durations {
            let mut below = 0;
            for (at, count) in durations.counts.iter().enumerate() {
                below += count;
                let bound = BUCKETS.get(at).map_or("+Inf".to_owned(), ToString::to_string);
                let _ = writeln!(text, "{name}_bucket{{route=\"{route}\",le=\"{bound}\"}} {below}");
            }
            let _ = writeln!(text, "{name}_sum{{route=\"{route}\"}} {}", durations.sum);
            let _ = writeln!(text, "{name}_count{{route=\"{route}\"}} {below}");
        }
        for gauge in gauges {
            head(&mut text, gauge.name, "gauge", gauge.about);
            for (labels, value) in &gauge.values {
                let labels: Vec<String> =
                    labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
                let labels =
                    if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
                let _ = writeln!(text, "{}{labels} {value}", gauge.name);
            }
        }
        text
    }
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_route_and_status() {
        let metrics = Metrics::default();
        for (status, took) in [(200, 3), (200, 30_000), (400, 1)] {
            let took = Duration::from_millis(took);
            let route = "/match/{dataset}";
            metrics.count(&RequestLine { method: "POST".into(), route, status, took, queries: 2, key: None });
        }
        let values = vec![(vec![("list", "a \"b\"".to_owned())], 3.0)];
        let text = metrics.text(&[Gauge { name: "manumit_list_age_days", about: "Age.", values }]);
        for line in [
            "manumit_requests_total{route=\"/match/{dataset}\",status=\"200\"} 2",
            "manumit_queries_total 6",
            "manumit_request_duration_seconds_bucket{route=\"/match/{dataset}\",le=\"0.005\"} 2",
            "manumit_request_duration_seconds_bucket{route=\"/match/{dataset}\",le=\"+Inf\"} 3",
            "manumit_request_duration_seconds_count{route=\"/match/{dataset}\"} 3",
            "manumit_list_age_days{list=\"a \\\"b\\\"\"} 3",
        ] {
            assert!(text.lines().any(|other| other == line), "{line}\n{text}");
        }
    }
}
