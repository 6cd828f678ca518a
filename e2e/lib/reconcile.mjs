// What was handed in against what is there: ledger, tickets, mailboxes and outbox, mail by mail. Every difference has a line.
import { eventually, sleep } from './process.mjs'

const DONE = 'Pult/Done'

/**
 * The mails that were handed in. Each has a subject of its own, by which it is found again.
 * `outcome`: what is to become of it. `receipt`: its sender gets one. `ticket`: the subject of the ticket that it joins.
 */
export class Book {
  constructor() {
    this.mails = new Map()
    /** How many mails were put into each watched mailbox, copies included. */
    this.fetched = new Map()
  }

  enter({ subject, messageId, from, outcome = 'new_ticket', receipt = outcome === 'new_ticket', ticket = subject }) {
    if (this.mails.has(subject)) throw new Error(`twice in the book: ${subject}`)
    this.mails.set(subject, { subject, messageId, from, outcome, receipt, ticket })
  }

  enterFetched(login, messageId) {
    if (!this.fetched.has(login)) this.fetched.set(login, [])
    this.fetched.get(login).push(messageId)
  }

  all(match = () => true) {
    return [...this.mails.values()].filter(match)
  }
}

/** In PostgreSQL: what waits for its next attempt has waited long enough. Tests do not wait for minutes. */
export function passTime(postgres, database) {
  postgres.query(database, "UPDATE outgoing_mails SET next_attempt_at = 0 WHERE status = 'queued' AND attempts > 0 AND lease_until = 0 AND next_attempt_at > 0")
}

/** Waits until nothing is under way any more. `hurry` is called again and again meanwhile. */
export async function settle({ pult, mail, book, seconds = 90, hurry = () => {} }) {
  let waits = 'nothing was asked yet'
  let admin
  const rest = async () => {
    hurry()
    admin ??= await pult.as('admin')
    waits = await underWay({ admin, mail, book })
    return waits === null
  }
  try {
    await eventually('everything has come to rest', rest, seconds, 400)
    // What Pult has just sent is still with Postfix.
    await eventually('Postfix has handed over everything', () => mail.queue().length === 0, seconds, 300)
  } catch (error) {
    throw new Error(`${error.message}: ${waits}`, { cause: error })
  }
}

async function underWay({ admin, mail, book }) {
  const queued = mail.queue()
  if (queued.length) return `${queued.length} mails are with Postfix, first ${JSON.stringify(queued[0])}`
  for (const login of book.fetched.keys()) {
    const left = await withMailbox(mail, login, (mailbox) => mailbox.count())
    if (left) return `${left} mails in the mailbox ${login}`
  }
  const { received } = await admin.get('/incoming-mails/count')
  if (received) return `${received} rows of the ledger wait`
  for (const status of ['queued', 'deferred']) {
    const [first] = (await admin.get(`/outgoing-mails?status=${status}&limit=1`)).items
    if (first) return `the outbox has mails that are ${status}: ${first.last_answer ?? ''}`
  }
  // Last, because it is the whole list.
  const recorded = (await admin.all('/incoming-mails?limit=200')).length
  if (recorded < book.mails.size) return `${recorded} of ${book.mails.size} mails are recorded`
  return null
}

async function withMailbox(mail, login, act) {
  const mailbox = await mail.openMailbox(login)
  try {
    return await act(mailbox)
  } finally {
    await mailbox.close()
  }
}

/**
 * Compares. `agents`: logins that together see every ticket. `receiptsTo`: the mailbox that gets all receipts.
 * `copies`: how many second copies of sent mails there may be (a connection or a process that ended between the server's 250 and the
 * commit: the same mail under the same Message-ID once more).
 * Returns rows { what, expected, found, wrong }, and in `wrong` all differences.
 */
export async function reconcile({ book, pult, mail, agents = ['agent.it', 'agent.lib'], receiptsTo, copies = 0 }) {
  const admin = await pult.as('admin')
  const rows = []
  const compare = (what, expected, found) => rows.push({ what, expected: expected.length, found: found.length, wrong: differences(expected, found) })
  const ledger = await admin.all('/incoming-mails?limit=200')
  compareLedger(book, ledger, compare)
  await compareTickets(book, await ticketsOf(pult, agents), compare)
  await compareMailboxes(book, mail, compare)
  const outbox = await admin.all('/outgoing-mails?limit=200')
  const second = await compareOutbox({ book, outbox, mail, receiptsTo, compare })
  rows.push({ what: 'second copies, each with the Message-ID of the first', expected: `0 to ${copies}`, found: second, wrong: second > copies ? [`${second} copies`] : [] })
  return { rows, wrong: rows.flatMap(({ what, wrong }) => wrong.map((one) => `${what}: ${one}`)), doors: tally(ledger.map((row) => row.door)), outcomes: tally(ledger.map((row) => row.outcome)) }
}

function compareLedger(book, ledger, compare) {
  compare('ledger: rows', book.all().map((one) => one.subject), ledger.map((row) => row.subject))
  const outcome = (row) => `${row.subject}: ${row.outcome}`
  compare('ledger: outcomes', book.all().map(outcome), ledger.map(outcome))
  const known = new Set(book.all().map((one) => one.from))
  const stranger = ledger.filter((row) => row.envelope_from && !known.has(row.envelope_from)).map((row) => row.envelope_from)
  compare('ledger: senders that nobody knows', [], stranger)
}

/** A ticket of a mail to several queues is seen by the agents of all of them. */
async function ticketsOf(pult, agents) {
  const tickets = new Map()
  for (const login of agents) {
    const agent = await pult.as(login)
    for (const ticket of await agent.tickets()) tickets.set(ticket.id, { ...ticket, agent })
  }
  return [...tickets.values()]
}

async function compareTickets(book, tickets, compare) {
  compare('tickets', book.all((one) => one.outcome === 'new_ticket').map((one) => one.subject), tickets.map((ticket) => ticket.subject))
  compare('tickets: numbers', [...new Set(tickets.map((ticket) => ticket.number))], tickets.map((ticket) => ticket.number))
  const found = []
  await eachOf(tickets, 6, async ({ agent, number, subject }) => {
    const articles = await agent.articles(number)
    for (const article of articles.filter((one) => one.direction === 'incoming')) found.push(`${article.subject ?? ''} in ${subject}`)
  })
  const joined = book.all((one) => ['new_ticket', 'follow_up', 'held_follow_up', 'bounce'].includes(one.outcome))
  compare('tickets: messages that came in', joined.map((one) => `${one.subject} in ${one.ticket}`), found)
}

async function compareMailboxes(book, mail, compare) {
  const expected = [...book.fetched.values()].flat()
  let found
  // A folder into which mails were moved within the last second may not show all of them yet: Maildir goes by times of whole seconds.
  for (let turn = 0; turn < 5; turn += 1) {
    if (turn) await sleep(2000)
    found = await inMailboxes(book, mail)
    if (found.left.length === 0 && found.done.length >= expected.length) break
  }
  compare('mailboxes: left in the watched folders', [], found.left)
  compare('mailboxes: moved to the done folders', expected, found.done)
  compare('mailboxes: in any other folder', [], found.elsewhere)
}

async function inMailboxes(book, mail) {
  const left = []
  const done = []
  const elsewhere = []
  for (const login of book.fetched.keys()) {
    await withMailbox(mail, login, async (mailbox) => {
      for (const folder of await mailbox.folders()) {
        const found = await mailbox.messageIds(folder)
        if (folder === 'INBOX') left.push(...found)
        else if (folder === DONE) done.push(...found)
        else elsewhere.push(...found.map((id) => `${id} in ${folder}`))
      }
    })
  }
  return { left, done, elsewhere }
}

/** Returns how many second copies arrived. */
async function compareOutbox({ book, outbox, mail, receiptsTo, compare }) {
  const receipts = outbox.filter((one) => one.kind === 'receipt')
  compare('outbox: receipts', book.all((one) => one.receipt).map((one) => one.from), receipts.map((one) => one.to))
  compare('outbox: not sent', [], outbox.filter((one) => !['sent', 'bounced'].includes(one.status)).map((one) => `${one.to}: ${one.status} ${one.last_answer ?? ''}`))
  const ids = outbox.map((one) => one.message_id)
  compare('outbox: Message-IDs', [...new Set(ids)], ids)
  if (!receiptsTo) return 0
  const arrived = await withMailbox(mail, receiptsTo, (mailbox) => mailbox.messageIds())
  compare('mailbox of the customers: sent mails', ids, [...new Set(arrived)])
  return arrived.length - new Set(arrived).size
}

/** What stands in one list and not as often in the other. */
function differences(expected, found) {
  const count = new Map()
  for (const one of expected) count.set(one, (count.get(one) ?? 0) + 1)
  for (const one of found) count.set(one, (count.get(one) ?? 0) - 1)
  return [...count].filter(([, n]) => n !== 0).map(([one, n]) => (n > 0 ? `missing ${n > 1 ? `${n} times ` : ''}${one}` : `too many by ${-n}: ${one}`))
}

function tally(values) {
  const counts = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

/** Does something to all items, some at the same time. */
export async function eachOf(items, atOnce, act) {
  const pile = [...items]
  const worker = async () => {
    for (let item = pile.shift(); item !== undefined; item = pile.shift()) await act(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

export function table(rows) {
  const width = Math.max(...rows.map(({ what }) => what.length))
  return rows.map(({ what, expected, found, wrong }) => `    ${what.padEnd(width)}  ${String(expected).padStart(8)}  ${String(found).padStart(8)}  ${wrong.length ? `DIFFERENT: ${wrong.slice(0, 5).join('; ')}` : 'equal'}`).join('\n')
}

/** Tries until it works; for what a mail server would try again. */
export async function persist(act, pause = 150) {
  for (;;) {
    try {
      return await act()
    } catch (error) {
      if (error.code >= 500 && error.code < 600) throw error
      await sleep(pause)
    }
  }
}
