//! A server in a process of its own, so that its memory and processor time can be told apart from those of whoever asks.

use std::error::Error;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

pub(crate) fn write_line(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// The server's process.
pub(crate) struct ServerProcess {
    child: Child,
    pub(crate) address: SocketAddr,
    /// What it still says; held so that saying it does not fail.
    _messages: Box<dyn BufRead>,
}

impl ServerProcess {
    /// Starts a server that says on its standard output where it listens.
    #[allow(dead_code, reason = "one of two examples")]
    pub(crate) fn start(command: &mut Command) -> Outcome<Self> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().ok_or("no output")?;
        Self::listening(child, output)
    }

    /// Starts a server that says on its standard error where it listens.
    #[allow(dead_code, reason = "one of two examples")]
    pub(crate) fn start_with_messages(command: &mut Command) -> Outcome<Self> {
        let mut child = command.stderr(Stdio::piped()).spawn()?;
        let messages = child.stderr.take().ok_or("no messages")?;
        Self::listening(child, messages)
    }

    /// Waits for a line with the address, alone or behind `http://`.
    fn listening(child: Child, output: impl Read + 'static) -> Outcome<Self> {
        let mut messages = BufReader::new(output);
        let mut line = String::new();
        messages.read_line(&mut line)?;
        let address =
            line.split_whitespace().find_map(|word| word.trim_start_matches("http://").parse().ok());
        let address = address.ok_or_else(|| format!("no address in “{}”", line.trim()))?;
        Ok(Self { child, address, _messages: Box::new(messages) })
    }

    /// Waits until `path` is answered with 200.
    pub(crate) async fn wait_for(&self, path: &str) -> Outcome<()> {
        for _ in 0..1_200 {
            let mut stream = TcpStream::connect(self.address).await?;
            let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            stream.write_all(request.as_bytes()).await?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await?;
            if answer.starts_with(b"HTTP/1.1 200") {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(format!("{path} does not get ready").into())
    }

    /// Megabytes of a line of `/proc/…/status`.
    pub(crate) fn memory(&self, name: &str) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with(name))?;
        Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
    }

    /// Seconds of processor time so far, in clock ticks of a hundredth.
    pub(crate) fn processor_time(&self) -> Option<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
        let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
        Some(ticks / 100.0)
    }

    pub(crate) fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a request on a connection that stays open, and reads the body of the answer into `buffer`.
pub(crate) async fn ask(
    address: SocketAddr,
    stream: &mut Option<TcpStream>,
    request: &[u8],
    buffer: &mut Vec<u8>,
) -> Outcome<()> {
    let stream = match stream {
        Some(stream) => stream,
        none => none.insert(TcpStream::connect(address).await?),
    };
    stream.write_all(request).await?;
    buffer.clear();
    let (head, length) = loop {
        if stream.read_buf(buffer).await? == 0 {
            return Err("the connection was closed".into());
        }
        if let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(buffer.get(..end).unwrap_or_default()).to_ascii_lowercase();
            let length =
                head.lines().find_map(|line| line.strip_prefix("content-length: ")).ok_or("no length")?;
            break (head.clone(), (end + 4, length.trim().parse::<usize>()?));
        }
    };
    while buffer.len() < length.0 + length.1 {
        if stream.read_buf(buffer).await? == 0 {
            return Err("the answer was cut off".into());
        }
    }
    buffer.drain(..length.0);
    if head.starts_with("http/1.1 200") {
        Ok(())
    } else {
        Err(head.lines().next().unwrap_or_default().into())
    }
}

/// The time that `share` of the requests did not exceed, in milliseconds; `took` is in microseconds, and gets sorted.
pub(crate) fn share(took: &mut [u32], share: f64) -> f64 {
    took.sort_unstable();
    let place = ((took.len() as f64 * share) as usize).min(took.len().saturating_sub(1));
    f64::from(took.get(place).copied().unwrap_or_default()) / 1000.0
}
