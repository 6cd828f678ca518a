// Intake while things break: the disk is full, the database restarts. Nothing is taken that is not safe, and in the end every mail is one
// row, one ticket, one receipt.
// req: B1, E19
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { textMail } from '../lib/mail.mjs'
import { atExit, eventually, freePort, isRoot, removeRoom, run, sleep, tempRoom } from '../lib/process.mjs'
import { Book, eachOf, passTime, persist, reconcile, settle, table } from '../lib/reconcile.mjs'
import { submit } from '../lib/smtp.mjs'
import { startMail } from '../servers/mail.mjs'
import { startPostgres } from '../servers/postgres.mjs'
import { startPult } from '../servers/pult.mjs'

const DESK = 'it-desk@hs-musterstadt.example'
const LIBRARY = 'library@hs-musterstadt.example'
const STUDENT = 'student@stud.hs-musterstadt.example'

/** Writes mails and knows them. */
function writer(book) {
  let n = 0
  return (subject, to, size = 0) => {
    const from = `student+${(n += 1)}@stud.hs-musterstadt.example`
    const attachments = size ? [{ name: 'messung.bin', type: 'application/octet-stream', bytes: randomBytes(size) }] : []
    const written = { from, to, ...textMail({ from, to, subject, text: 'Bitte um Hilfe.\r\n'.repeat(20), attachments }) }
    book.enter({ subject, ...written })
    return written
  }
}

/** Hands a mail to the pipe; its exit code. */
async function pipe(pult, { raw, from, to }) {
  const [program, args, env] = pult.pipe
  const child = spawn(program, [...args, '--from', from, '--to', to], { env, stdio: ['pipe', 'ignore', 'ignore'] })
  child.stdin.on('error', () => {})
  child.stdin.end(raw)
  const [code] = await once(child, 'exit')
  return code
}

/** The pipe as a mail server calls it: 75 means to come back. */
const pipeUntilTaken = (pult, mail) =>
  persist(async () => {
    const code = await pipe(pult, mail)
    if (code !== 0) throw new Error(`the pipe ended with ${code}`)
  })

const overLmtp = (pult, { raw, from, to }) => submit({ port: pult.lmtpPort, lmtp: true }, { from, to, raw })

/** How it went, as it is told when it did not. */
async function assertReconciled(t, { book, pult, mail, copies }) {
  const { rows, wrong, doors } = await reconcile({ book, pult, mail, receiptsTo: STUDENT, copies })
  t.diagnostic(`doors: ${JSON.stringify(doors)}\n${table(rows)}`)
  assert.deepEqual(wrong, [], pult.log().split('\n').slice(-60).join('\n'))
}

test('the database restarts three times while mail comes by three doors', async (t) => {
  const postgres = await startPostgres({ durable: true })
  const lmtpPort = await freePort()
  const mail = await startMail({ lmtpRoutes: { [DESK]: lmtpPort } })
  let pult
  try {
    pult = await startPult({ database: postgres.createDatabase('pult'), mail, lmtpPort, imap: [{ login: LIBRARY, queue: 'library' }] })
    const book = new Book()
    const write = writer(book)
    const numbers = Array.from({ length: 24 }, (_, n) => n + 1)
    // Through Postfix, which keeps what is refused, into the mailbox that is watched, and by the pipe.
    const sending = Promise.all([
      eachOf(numbers, 1, async (n) => {
        const letter = write(`Neustart LMTP ${n}`, DESK, n % 6 === 0 ? 300_000 : 0)
        await mail.submit(letter)
        await sleep(150)
      }),
      eachOf(numbers, 1, async (n) => {
        const letter = write(`Neustart IMAP ${n}`, LIBRARY)
        book.enterFetched(LIBRARY, letter.messageId)
        await mail.put(LIBRARY, letter.raw, letter.from)
        await sleep(150)
      }),
      eachOf(numbers.slice(0, 12), 1, async (n) => {
        await pipeUntilTaken(pult, write(`Neustart Röhre ${n}`, DESK))
        await sleep(200)
      }),
    ])
    for (let n = 0; n < 3; n += 1) {
      await sleep(900)
      await postgres.halt()
      await sleep(400)
      await postgres.start()
    }
    await sending
    await settle({ pult, mail, book, hurry: () => passTime(postgres, 'pult') })
    // What the mail server said is noted as soon as the database is back.
    await assertReconciled(t, { book, pult, mail, copies: 0 })
  } finally {
    await pult?.stop()
    await mail.stop()
    await postgres.stop()
  }
})

/** A small disk for the data, where this machine lets us mount one. */
function smallDisk(megabytes) {
  const room = tempRoom('small-disk')
  if (!isRoot || spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'pult-e2e', room]).status !== 0) return { room, mounted: false, gone: () => removeRoom(room) }
  const forget = atExit(() => spawnSync('umount', ['-l', room]))
  return {
    room,
    mounted: true,
    gone() {
      forget()
      run('umount', ['-l', room])
      removeRoom(room)
    },
  }
}

/** Makes the disk full to the last page; where there is none of our own, a file stands where the folder for contents should be. */
function fill({ room, mounted }, data) {
  const blobs = path.join(data, 'blobs')
  if (!mounted) {
    if (existsSync(blobs)) renameSync(blobs, `${blobs}.aside`)
    writeFileSync(blobs, 'in the way')
    return () => {
      rmSync(blobs)
      if (existsSync(`${blobs}.aside`)) renameSync(`${blobs}.aside`, blobs)
    }
  }
  const ballast = path.join(room, 'ballast')
  const { bavail, bsize } = statfsSync(room)
  writeFileSync(ballast, Buffer.alloc(bavail * bsize))
  return () => rmSync(ballast)
}

const filesBelow = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length

test('the disk is full: every door keeps the mail with whoever has it, and takes it when there is room again', async (t) => {
  const disk = smallDisk(48)
  t.diagnostic(disk.mounted ? 'on a disk of its own, filled to the last page, the database included' : 'nobody may mount here: the folder for contents is out of reach instead')
  const data = path.join(disk.room, 'data')
  mkdirSync(data)
  const lmtpPort = await freePort()
  const mail = await startMail({ lmtpRoutes: { [DESK]: lmtpPort } })
  let pult
  try {
    pult = await startPult({ data, mail, lmtpPort, imap: [{ login: LIBRARY, queue: 'library' }] })
    const book = new Book()
    const write = writer(book)
    await overLmtp(pult, write('Davor', DESK, 600_000))
    await settle({ pult, mail, book })

    const makeRoom = fill(disk, data)
    const large = write('Groß unmittelbar', DESK, 1_500_000)
    const refused = await overLmtp(pult, large).then(
      () => assert.fail('LMTP took what it could not keep'),
      (error) => error,
    )
    assert.equal(refused.code, 451, refused.message)
    const piped = write('Groß durch die Röhre', DESK, 1_500_000)
    assert.equal(await pipe(pult, piped), 75)
    await mail.submit(write('Groß über Postfix', DESK, 1_500_000))
    const fetched = write('Groß im Postfach', LIBRARY, 1_500_000)
    book.enterFetched(LIBRARY, fetched.messageId)
    await mail.put(LIBRARY, fetched.raw, fetched.from)
    const small = write('Klein', DESK)
    await mail.submit(small)
    await eventually('Postfix puts the large one off', () => mail.queue().some((item) => item.queue_name === 'deferred' || item.recipients.some((one) => one.delay_reason)))
    await sleep(2000)
    assert.ok(pult.running, 'the server lives on')

    makeRoom()
    await persist(() => overLmtp(pult, large))
    await pipeUntilTaken(pult, piped)
    await settle({ pult, mail, book, seconds: 100 })
    // Said to be safe is safe: also when the power goes.
    await pult.kill()
    await pult.start()
    await assertReconciled(t, { book, pult, mail, copies: 0 })
    // What was begun on the full disk has left nothing: a file for the raw mail and one for the attachment, of five large mails.
    assert.equal(filesBelow(path.join(data, 'blobs')), 10)
    const how = await pult.end()
    assert.deepEqual(how, { code: 0, signal: null })
  } finally {
    await pult?.stop()
    await mail.stop()
    disk.gone()
  }
})
