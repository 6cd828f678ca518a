//! The program for the administration of mail.

fn main() {
    pult_frontend::start_mail();
}
