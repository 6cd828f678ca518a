//! What a signature of a mail (S/MIME) shows, by what was found out about it.

use pult_shared::api::article::SignatureResult;

/// How far the certificate of a signer is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// By an authority of the configuration, for mail, and in force when the mail came.
    Trusted,
    /// Not in force then.
    OutOfDate,
    Unknown,
}

/// What was found out about a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignatureFacts {
    /// Whether it is one of this mail by the certificate's key; nothing where its methods are unknown or too weak.
    pub holds: Option<bool>,
    pub chain: Chain,
    /// Whether the certificate names the address of the sender.
    pub names_sender: bool,
}

/// The worst first: of a mail that was changed nobody needs to know whose certificate it has.
#[must_use]
pub fn signature_result(facts: SignatureFacts) -> SignatureResult {
    match (facts.holds, facts.chain) {
        (Some(false), _) => SignatureResult::Changed,
        (None, _) => SignatureResult::Unreadable,
        (Some(true), Chain::Unknown) => SignatureResult::Untrusted,
        (Some(true), Chain::OutOfDate) => SignatureResult::Expired,
        (Some(true), Chain::Trusted) if facts.names_sender => SignatureResult::Valid,
        (Some(true), Chain::Trusted) => SignatureResult::OtherAddress,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // req: A20
    #[test]
    fn results() {
        let table = [
            (Some(true), Chain::Trusted, true, SignatureResult::Valid),
            (Some(true), Chain::Trusted, false, SignatureResult::OtherAddress),
            (Some(true), Chain::OutOfDate, true, SignatureResult::Expired),
            (Some(true), Chain::OutOfDate, false, SignatureResult::Expired),
            (Some(true), Chain::Unknown, true, SignatureResult::Untrusted),
            (Some(false), Chain::Trusted, true, SignatureResult::Changed),
            (Some(false), Chain::Unknown, false, SignatureResult::Changed),
            (None, Chain::Trusted, true, SignatureResult::Unreadable),
        ];
        for (holds, chain, names_sender, result) in table {
            let facts = SignatureFacts {
                holds,
                chain,
                names_sender,
            };
            assert_eq!(signature_result(facts), result, "{facts:?}");
        }
    }
}
