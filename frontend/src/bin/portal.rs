//! The program of customers.

fn main() {
    pult_frontend::start_portal();
}
