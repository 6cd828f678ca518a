// Mixed mails through three doors at once, while servers are killed again and again; then everything is counted.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { randomInt } from 'node:crypto'
import { baseMail, BASES, mixedMails } from './mixed.mjs'
import { freePort, sleep } from './process.mjs'
import { Book, eachOf, passTime, persist, reconcile, settle } from './reconcile.mjs'
import { Submission, submit } from './smtp.mjs'
import { startMail } from '../servers/mail.mjs'
import { startPult } from '../servers/pult.mjs'

/** The mailbox that is fetched; mails for both desks lie in it. */
const FETCHED = 'wlan@hs-musterstadt.example'
const RECEIPTS = 'student@stud.hs-musterstadt.example'
/** Of five mails two come by LMTP, two by IMAP, one by the pipe. */
const DOORS = ['lmtp', 'imap', 'lmtp', 'imap', 'pipe']
const AT_ONCE = { lmtp: 3, imap: 2, pipe: 2 }

/**
 * `database`: { postgres, name }, else SQLite. `instances`: servers on one database, which then is PostgreSQL.
 * `killEvery`: the shortest and longest pause between two kills, in ms. `kills`: at least so many.
 * Returns { rows, wrong, doors, outcomes, kinds, kills, seconds, worked }; `worked` tells what each instance did.
 */
export async function soakRun({ mails, database, instances = 1, killEvery = [1500, 5000], kills = 3, say = () => {} }) {
  const begun = Date.now()
  const mail = await startMail()
  const pults = []
  try {
    const url = database?.postgres.url(database.name)
    for (let n = 0; n < instances; n += 1) pults.push(await startInstance({ mail, url, first: pults[0] }))
    const hurry = () => database && passTime(database.postgres, database.name)
    const [pult] = pults
    const book = new Book()
    const bases = await openBases({ pult, mail, book, hurry, count: Math.ceil(mails * BASES) + 1 })
    say(`${bases.length} tickets are there, ${mails} mails come by three doors`)
    const done = await underFire({ mails: mixedMails(mails, bases), pults, mail, book, killEvery, kills, say })
    say(`all handed in after ${done.kills} kills; waiting until everything has come to rest`)
    await settle({ pult, mail, book, hurry, seconds: 150 + mails / 10 })
    // A kill between the server's 250 and our commit: the mails under way then go out once more, under the same Message-ID.
    const result = await reconcile({ book, pult, mail, receiptsTo: RECEIPTS, copies: done.kills * 8 })
    addHistory(pult, result)
    return { ...result, ...done, seconds: (Date.now() - begun) / 1000, worked: pults.map(worked) }
  } catch (error) {
    const logs = pults.map((pult) => pult.log().split('\n').slice(-40).join('\n')).join('\n--- pult\n')
    throw new Error(`${error.message}\n--- pult\n${logs}\n--- mail\n${mail.logs()}`, { cause: error })
  } finally {
    for (const pult of pults.reverse()) await pult.stop()
    await mail.stop()
  }
}

/** The second instance has the database and the folder of the first. */
function startInstance({ mail, url, first }) {
  return startPult({ mail, database: url, imap: [{ login: FETCHED }], ...(first ? { profile: null, data: first.data } : {}) })
}

async function openBases({ pult, mail, book, hurry, count }) {
  const bases = Array.from({ length: count }, (_, n) => baseMail(n + 1))
  for (const { from, to, raw, messageId, entry } of bases) {
    book.enter({ ...entry, messageId })
    await submit({ port: pult.lmtpPort, lmtp: true }, { from, to, raw })
  }
  await settle({ pult, mail, book, hurry })
  const admin = await pult.as('admin')
  const outbox = new Map((await admin.outgoingMails()).map((one) => [one.to, one]))
  return bases.map(({ from, to, entry }) => ({ from, to, subject: entry.subject, number: outbox.get(from).ticket_number, receipt: outbox.get(from).message_id }))
}

async function underFire({ mails, pults, mail, book, killEvery, kills: least, say }) {
  const piles = { lmtp: [], imap: [], pipe: [] }
  const kinds = {}
  for (const [n, one] of mails.entries()) {
    kinds[one.kind] = (kinds[one.kind] ?? 0) + 1
    if (one.entry) book.enter({ ...one.entry, messageId: one.messageId })
    // A copy takes another door than its original where that falls so.
    piles[DOORS[n % DOORS.length]].push(one)
  }
  for (const one of piles.imap) book.enterFetched(FETCHED, one.messageId)
  const state = { open: true, pipes: new Set() }
  const handingIn = Promise.all([throughLmtp(piles.lmtp, pults), intoMailbox(piles.imap, mail), throughPipe(piles.pipe, pults, state)])
  const ended = handingIn.then(
    () => mailboxEmpties(mail, state),
    (error) => {
      state.open = false
      throw error
    },
  )
  const kills = await killAgainAndAgain({ pults, state, killEvery, least, say })
  await ended
  return { kills, kinds }
}

/** What lies in the mailbox is fetched under fire too, for a while: a mail that a dead server had recorded needs some quiet seconds to leave. */
async function mailboxEmpties(mail, state) {
  const until = Date.now() + 8000
  for (let left = 1; left && Date.now() < until; await sleep(500)) {
    const mailbox = await mail.openMailbox(FETCHED)
    left = await mailbox.count()
    await mailbox.close()
  }
  state.open = false
}

async function killAgainAndAgain({ pults, state, killEvery, least, say }) {
  let kills = 0
  while (state.open || kills < least) {
    await sleep(randomInt(...killEvery))
    const pult = pults[randomInt(pults.length)]
    // Now and then as a service manager does it.
    if (kills % 5 === 4) await endsCleanly(pult)
    else await pult.kill()
    // What a mail server runs dies as well.
    for (const child of state.pipes) if (randomInt(2)) child.kill('SIGKILL')
    kills += 1
    if (kills % 10 === 0) say(`kill -9 number ${kills}`)
    await pult.start()
  }
  return kills
}

async function endsCleanly(pult) {
  const { code, signal } = await pult.end()
  if (code !== 0) throw new Error(`on SIGTERM the server ended with ${code ?? signal}`)
}

/** As a mail server does: one connection for many mails, another one where it breaks, and every mail until somebody says 250. */
function throughLmtp(pile, pults) {
  return Promise.all(
    Array.from({ length: AT_ONCE.lmtp }, async (_, worker) => {
      let connection = null
      let turn = worker
      await eachOf(shareOf(pile, worker, AT_ONCE.lmtp), 1, ({ envelope, to, raw }) =>
        persist(async () => {
          try {
            connection ??= await Submission.open({ port: pults[(turn += 1) % pults.length].lmtpPort, lmtp: true, seconds: 60 })
            await connection.send({ from: envelope, to, raw })
          } catch (error) {
            connection?.wire.close()
            connection = null
            throw error
          }
        }),
      )
      connection?.wire.close()
    }),
  )
}

const shareOf = (pile, worker, workers) => pile.filter((_, n) => n % workers === worker)

function intoMailbox(pile, mail) {
  return eachOf(pile, AT_ONCE.imap, async ({ envelope, raw }) => {
    await mail.put(FETCHED, raw, envelope)
    await sleep(5)
  })
}

function throughPipe(pile, pults, state) {
  return eachOf(pile, AT_ONCE.pipe, ({ envelope, to, raw }) =>
    persist(async () => {
      const [program, args, env] = pults[0].pipe
      const child = spawn(program, [...args, '--from', envelope, '--to', to], { env, stdio: ['pipe', 'ignore', 'ignore'] })
      state.pipes.add(child)
      child.stdin.on('error', () => {})
      child.stdin.end(raw)
      const [code, signal] = await once(child, 'exit')
      state.pipes.delete(child)
      if (code !== 0) throw new Error(`the pipe ended with ${code ?? signal}`)
    }),
  )
}

/** Nobody has altered what happened: the chain of hashes of every ticket. */
function addHistory(pult, result) {
  const row = { what: 'history: chains of hashes', expected: 'whole', found: 'whole', wrong: [] }
  try {
    pult.command(['history', 'verify', '--data', pult.data])
  } catch (error) {
    row.found = 'broken'
    row.wrong = [error.message]
    result.wrong.push(`${row.what}: ${error.message}`)
  }
  result.rows.push(row)
}

/** What an instance's own log says. */
function worked(pult) {
  const lines = pult.log().split('\n')
  const count = (text) => lines.filter((line) => line.includes(text)).length
  return { mails: count('a mail was worked on'), delivered: count('mail delivered') }
}
