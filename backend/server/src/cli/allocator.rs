//! Has the C library's allocator give back to the system what a sign-in (19 MiB) or a large mail needed for a moment. Knows the
//! process, and nothing of Pult.

use std::{env, os::unix::process::CommandExt as _, process::Command};

/// From which size on (bytes) memory is asked from the system for each use, and given back after it. Without it glibc raises its own
/// limit to the largest piece that it has seen, and keeps such pieces for good (mallopt(3), `M_MMAP_THRESHOLD`).
const SETTINGS: [(&str, &str); 2] = [
    ("MALLOC_MMAP_THRESHOLD_", "1048576"),
    ("MALLOC_TRIM_THRESHOLD_", "1048576"),
];

/// glibc reads its settings when a program starts, so that this program starts once more in its own place (the same process). What an
/// administrator has set stands; where it cannot be done, the program goes on as it is.
pub fn give_back() {
    let [(name, _), _] = SETTINGS;
    if !cfg!(target_env = "gnu") || env::var_os(name).is_some() {
        return;
    }
    let Ok(program) = env::current_exe() else {
        return;
    };
    let error = Command::new(program).args(env::args_os().skip(1)).envs(SETTINGS).exec();
    tracing::warn!(%error, "the memory allocator keeps its usual settings");
}
