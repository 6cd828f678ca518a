//! Pult from outside: the protocols of its doors, and the program on the command line.

mod cli;
mod imap;
mod imap_server;
mod intake;
mod lmtp;
mod smtp;
