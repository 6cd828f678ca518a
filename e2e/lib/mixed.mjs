// Mails of every kind that a desk gets, each with what is to become of it: the load of the soak.
import { randomBytes } from 'node:crypto'
import { newMessageId, textMail } from './mail.mjs'

const DESKS = ['it-desk@hs-musterstadt.example', 'library@hs-musterstadt.example']
const TEXT = 'Guten Tag,\r\n\r\nseit heute Morgen geht es nicht mehr.\r\n'.repeat(12)

/** Of a hundred mails so many are of a kind; the rest are plain new requests. */
const SHARES = { follow_up: 20, html: 10, attachment: 10, large: 2, absence: 6, stray: 4, bounce: 2, again: 8 }
/** Tickets to which answers, absences and reports go, as a share of all mails: never so many for one that a burst is seen. */
export const BASES = 0.025

/** The tickets that the others refer to. */
export function baseMail(n) {
  const from = `student+base${n}@stud.hs-musterstadt.example`
  const to = DESKS[n % DESKS.length]
  const subject = `Grundlage ${n}`
  return { from, to, entry: { from, subject }, ...written({ from, to, subject }) }
}

function written({ from, to, subject, ...more }) {
  return textMail({ from, to, subject, text: TEXT, ...more })
}

/**
 * `count` mails in a fixed order. `bases`: { from, to, subject, number, receipt } of tickets that are there.
 * Each mail is { kind, from, to, envelope, raw, messageId, entry }; `again` mails repeat an earlier one and have no entry.
 */
export function mixedMails(count, bases) {
  const kinds = Object.entries(SHARES).flatMap(([kind, share]) => Array(share).fill(kind))
  const mails = []
  let bounced = 0
  for (let n = 0; n < count; n += 1) {
    // A fixed step spreads the kinds over the whole run.
    const kind = kinds[(n * 37) % 100] ?? 'plain'
    const base = bases[n % bases.length]
    if (kind === 'again' && n > 20) {
      const earlier = mails.slice(0, -5).findLast((mail) => mail.entry)
      mails.push({ ...earlier, kind, entry: null })
    } else if (kind === 'bounce' && bounced < bases.length) {
      mails.push(make.bounce(n, bases[(bounced += 1) - 1]))
    } else {
      mails.push((make[kind] ?? make.plain)(n, base))
    }
  }
  return mails
}

const sender = (n) => `student+s${n}@stud.hs-musterstadt.example`

function opening(kind, n, more = {}) {
  const [from, to, subject] = [sender(n), DESKS[n % DESKS.length], `Anfrage ${kind} ${n}`]
  return { kind, from, to, envelope: from, entry: { from, subject }, ...written({ from, to, subject, ...more }) }
}

const file = (size) => ({ name: 'protokoll.bin', type: 'application/octet-stream', bytes: randomBytes(size) })

const make = {
  plain: (n) => opening('einfach', n),
  attachment: (n) => opening('Anhang', n, { attachments: [file(20_000), file(500)] }),
  // Too large for a row: its contents are files.
  large: (n) => opening('groß', n, { attachments: [file(400_000)] }),

  html(n) {
    const [from, to, subject] = [sender(n), DESKS[n % DESKS.length], `Anfrage HTML ${n}`]
    const messageId = newMessageId()
    const head = [`From: ${from}`, `To: ${to}`, `Subject: ${subject}`, `Message-ID: <${messageId}>`, 'Date: Mon, 23 Nov 2026 09:00:00 +0100', 'MIME-Version: 1.0']
    const part = (type, text) => `--alt\r\nContent-Type: ${type}; charset=utf-8\r\n\r\n${text}\r\n`
    const html = `<p>Guten Tag,</p><table><tr><td>${'<b>Zeile</b> mit Text<br>'.repeat(60)}</td></tr></table><img src="http://tracker.example/${n}.png"><script>alert(1)</script>`
    const raw = Buffer.from(`${head.join('\r\n')}\r\nContent-Type: multipart/alternative; boundary=alt\r\n\r\n${part('text/plain', TEXT)}${part('text/html', html)}--alt--\r\n`)
    return { kind: 'html', from, to, envelope: from, raw, messageId, entry: { from, subject } }
  },

  /** By the number in the subject, or by the thread alone. */
  follow_up(n, { from, to, subject: ticket, number, receipt }) {
    const byNumber = n % 2 === 0
    const subject = byNumber ? `AW: [Ticket#${number}] Nachtrag ${n}` : `Nachtrag ${n}`
    const more = byNumber ? {} : { inReplyTo: receipt, references: [receipt] }
    return { kind: 'follow_up', from, to, envelope: from, entry: { from, subject, outcome: 'follow_up', ticket }, ...written({ from, to, subject, ...more }) }
  },

  absence(n, { from, to, subject: ticket, number, receipt }) {
    const subject = `Abwesenheitsnotiz ${n}: [Ticket#${number}]`
    const headers = { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' }
    return { kind: 'absence', from, to, envelope: from, entry: { from, subject, outcome: 'follow_up', ticket }, ...written({ from, to, subject, inReplyTo: receipt, headers }) }
  },

  stray(n) {
    const [from, to, subject] = [sender(n), DESKS[n % DESKS.length], `Out of office ${n}`]
    return { kind: 'stray', from, to, envelope: from, entry: { from, subject, outcome: 'ignored' }, ...written({ from, to, subject, headers: { 'Auto-Submitted': 'auto-replied' } }) }
  },

  bounce(n, { from: recipient, to: desk, subject: ticket, receipt }) {
    const subject = `Undelivered Mail Returned to Sender ${n}`
    const messageId = newMessageId()
    const lines = [
      'From: Mail Delivery System <MAILER-DAEMON@mx.hs-musterstadt.example>',
      `To: ${desk}`,
      `Subject: ${subject}`,
      `Message-ID: <${messageId}>`,
      'Date: Mon, 23 Nov 2026 09:00:00 +0100',
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=report',
      '',
      '--report',
      'Content-Type: text/plain; charset=us-ascii',
      '',
      `I could not deliver your message to ${recipient}.`,
      '',
      '--report',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.hs-musterstadt.example',
      '',
      `Final-Recipient: rfc822; ${recipient}`,
      'Action: failed',
      'Status: 5.2.2',
      'Diagnostic-Code: smtp; 552 5.2.2 mailbox full',
      '',
      '--report',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: <${receipt}>`,
      `To: ${recipient}`,
      '',
      '--report--',
      '',
    ]
    return { kind: 'bounce', from: '', to: desk, envelope: '', raw: Buffer.from(lines.join('\r\n')), messageId, entry: { from: '', subject, outcome: 'bounce', ticket } }
  },
}
