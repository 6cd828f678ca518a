// Tickets of every look, so that pages have something to show: plain and formatted mail, attachment, note, answer, closed, pending.
import { textMail } from './mail.mjs'
import { eventually } from './process.mjs'
import { submit } from './smtp.mjs'

const DESK = 'it-desk@hs-musterstadt.example'
const STUDENT = 'student@stud.hs-musterstadt.example'

const FORMATTED = [
  `From: Mia Beispiel <${STUDENT}>`,
  `To: ${DESK}`,
  'Subject: Formatierte Anfrage',
  'Message-ID: <formatted@mail.stud.hs-musterstadt.example>',
  'Date: Sun, 22 Nov 2026 10:00:00 +0100',
  'MIME-Version: 1.0',
  'Content-Type: multipart/alternative; boundary="alt"',
  '',
  '--alt',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Guten Tag, Text mit einer Liste.',
  '',
  '> frühere Nachricht',
  '--alt',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Guten Tag, <b>Text</b> mit einer Liste.</p><ul><li>eins</li><li>zwei</li></ul><img src="http://tracker.example/x.png"><script>alert(1)</script>',
  '--alt--',
  '',
].join('\r\n')

/** Returns the numbers of the tickets, by what they show. */
export async function furnish(pult) {
  const file = { name: 'protokoll.txt', type: 'text/plain', bytes: Buffer.from('Zeile 1\n') }
  const plain = textMail({ from: `Mia Beispiel <${STUDENT}>`, to: DESK, subject: 'Drucker im Flur', text: 'Er zieht kein Papier ein.', attachments: [file] })
  for (const raw of [plain.raw, Buffer.from(FORMATTED, 'utf8')]) await submit({ port: pult.lmtpPort, lmtp: true }, { from: STUDENT, to: DESK, raw })
  const agent = await pult.as('agent.it')
  const tickets = await eventually('both mails are tickets', async () => {
    const found = await agent.tickets('queue:it')
    return found.length >= 2 && found
  })
  const number = (subject) => tickets.find((ticket) => ticket.subject === subject).number
  const worked = number('Drucker im Flur')
  await agent.apply(worked, { type: 'take' }, { type: 'reply', body: 'Wir sehen nach.\n\nIhr IT-Service' }, { type: 'note', body: 'Walze bestellen' })

  const student = await pult.as('student')
  const queue = await student.queue('library')
  const foreign = await (await pult.as('agent.lib')).open({ queue_id: queue.id, subject: 'Verlängerung', body: 'Am Telefon.', requester: { name: 'Andere Person', address: 'other.student@stud.hs-musterstadt.example' }, channel: 'phone' })
  const own = await student.open({ queue_id: queue.id, subject: 'Wo finde ich die Normen?', body: 'Ich suche DIN-Normen.' })
  const library = await pult.as('agent.lib')
  await library.apply(own.number, { type: 'reply', body: 'Im Lesesaal.' }, { type: 'set_state', state: 'closed_successful' })
  return { worked, formatted: number('Formatierte Anfrage'), own: own.number, foreign: foreign.number }
}
