//! The program for the administration of people.

fn main() {
    pult_frontend::start_people();
}
