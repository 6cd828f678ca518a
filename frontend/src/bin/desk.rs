//! The program of agents.

fn main() {
    pult_frontend::start_desk();
}
