//! Reading commands line by line from a connection, with limits on length and silence.

use std::{io, time::Duration};

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _};
use tokio_util::sync::CancellationToken;

/// The longest command line; RFC 5321 asks for 512, with SMTPUTF8 and parameters some more.
pub const LINE_MAX: usize = 4096;

/// What a read brought.
#[derive(Debug, PartialEq, Eq)]
pub enum Input {
    /// A line with its end.
    Line(Vec<u8>),
    /// A line over the limit; it was read to its end and dropped.
    TooLong,
    /// The other side hung up.
    End,
    /// Nothing came for too long.
    Idle,
    /// We are to stop.
    Shutdown,
}

/// Waits for bytes: `Some(available)`, or the reason why there are none. The bytes stay in the reader.
pub async fn wait<R: AsyncBufRead + Unpin>(
    reader: &mut R,
    idle: Duration,
    shutdown: &CancellationToken,
) -> io::Result<Result<usize, Input>> {
    tokio::select! {
        biased;
        () = shutdown.cancelled() => Ok(Err(Input::Shutdown)),
        filled = tokio::time::timeout(idle, reader.fill_buf()) => match filled {
            Err(_) => Ok(Err(Input::Idle)),
            Ok(bytes) => match bytes?.len() {
                0 => Ok(Err(Input::End)),
                available => Ok(Ok(available)),
            },
        },
    }
}

/// The next line.
pub async fn read<R: AsyncBufRead + Unpin>(
    reader: &mut R,
    idle: Duration,
    shutdown: &CancellationToken,
) -> io::Result<Input> {
    let mut line = Vec::new();
    let mut too_long = false;
    loop {
        if let Err(reason) = wait(reader, idle, shutdown).await? {
            return Ok(reason);
        }
        let bytes = reader.fill_buf().await?;
        let end = bytes.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
        let used = end.unwrap_or(bytes.len());
        too_long |= line.len() + used > LINE_MAX;
        if too_long {
            line.clear();
        } else {
            line.extend(bytes.iter().take(used));
        }
        reader.consume(used);
        if end.is_some() {
            return Ok(if too_long { Input::TooLong } else { Input::Line(line) });
        }
    }
}
