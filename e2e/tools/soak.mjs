// `make soak`: 20 times kill -9 at random moments while 500 mails arrive by LMTP and IMAP, on SQLite and on PostgreSQL.
import { crashRun } from '../lib/crash.mjs'
import { startPostgres } from '../servers/postgres.mjs'

const MAILS = Number(process.env.MAILS ?? 500)
const KILLS = Number(process.env.KILLS ?? 20)
const say = (line) => console.log(`    ${line}`)

async function soak(name, database) {
  const start = Date.now()
  console.log(`==> ${name}: ${MAILS} mails, ${KILLS} kills`)
  const { tickets } = await crashRun({ mails: MAILS, kills: KILLS, pause: 120, database, say })
  console.log(`${name}: ${tickets} tickets from ${MAILS} mails, none twice, none lost (${Math.round((Date.now() - start) / 1000)} s)`)
}

await soak('SQLite')
// With fsync: a killed server must find what was confirmed to it.
const postgres = await startPostgres({ durable: true })
try {
  await soak('PostgreSQL', postgres.createDatabase('pult'))
} finally {
  await postgres.stop()
}
