//! The program of administrators.

fn main() {
    pult_frontend::start_administration();
}
