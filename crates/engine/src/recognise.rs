//! Character recognition by the program `tesseract`, where it is installed.

use read::{PagePicture, Recogniser};
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Longest time for one page.
const LONGEST: Duration = Duration::from_secs(120);
/// Most bytes of text taken of one page.
const MOST_TEXT: u64 = 4 << 20;

/// Runs `tesseract` once for each page that is a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tesseract {
    languages: String,
}

impl Tesseract {
    /// For these languages, as `tesseract` names them: `eng`, or several as in `eng+rus`.
    ///
    /// # Errors
    /// If the program is not on the `PATH`, or does not have one of the languages.
    pub fn new(languages: &str) -> crate::Result<Self> {
        let refuse = |why: String| crate::Error::Recognition(why);
        let output = Command::new("tesseract")
            .arg("--list-langs")
            .stdin(Stdio::null())
            .output()
            .map_err(|error| refuse(format!("`tesseract` cannot be run: {error}")))?;
        let known = String::from_utf8_lossy(&output.stdout).into_owned();
        for language in languages.split('+') {
            if language.is_empty() || !known.lines().any(|line| line.trim() == language) {
                let have: Vec<&str> = known.lines().skip(1).map(str::trim).collect();
                return Err(refuse(format!(
                    "`tesseract` does not have `{language}`; it has {}",
                    have.join(", ")
                )));
            }
        }
        Ok(Self { languages: languages.to_owned() })
    }

    /// The languages, as they were given.
    #[must_use]
    pub fn languages(&self) -> &str {
        &self.languages
    }
}

impl Recogniser for Tesseract {
    fn recognise(&self, picture: &PagePicture) -> Result<String, String> {
        let mut running = Command::new("tesseract")
            .args(["stdin", "stdout", "-l", &self.languages, "--dpi", &picture.resolution.to_string()])
            // Pages are recognised on several threads already.
            .env("OMP_THREAD_LIMIT", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("`tesseract` cannot be run: {error}"))?;
        let (Some(mut input), Some(output)) = (running.stdin.take(), running.stdout.take()) else {
            return Err("`tesseract` takes no input".to_owned());
        };
        let file = picture.to_pgm();
        // It may stop reading before all is written; what it says then counts, not that.
        let writer = thread::spawn(move || drop(input.write_all(&file)));
        let reader = thread::spawn(move || {
            let mut text = Vec::new();
            output.take(MOST_TEXT).read_to_end(&mut text).map(|_| text)
        });
        let ended = wait(&mut running);
        let (written, text) = (writer.join(), reader.join());
        if !ended? {
            return Err("`tesseract` failed on it".to_owned());
        }
        match (written, text) {
            (Ok(()), Ok(Ok(text))) => Ok(String::from_utf8_lossy(&text).replace('\u{c}', "")),
            _ => Err("the text of `tesseract` could not be read".to_owned()),
        }
    }
}

/// Waits for the program to end; whether it ended well.
fn wait(running: &mut Child) -> Result<bool, String> {
    let start = Instant::now();
    loop {
        match running.try_wait() {
            Ok(Some(status)) => return Ok(status.success()),
            Ok(None) if start.elapsed() < LONGEST => thread::sleep(Duration::from_millis(20)),
            Ok(None) => {
                // Whether killing succeeds or not, its output ends with it and nobody waits for it any more.
                let _ = running.kill();
                let _ = running.wait();
                return Err(format!("`tesseract` took more than {} seconds", LONGEST.as_secs()));
            }
            Err(error) => return Err(format!("`tesseract` was lost: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_had_is_refused_by_name() {
        for languages in ["", "no_such_language", "eng+", "--help"] {
            let refused = Tesseract::new(languages).unwrap_err().to_string();
            assert!(refused.contains("`tesseract`"), "{refused}");
        }
    }
}
