// `make soak`: mixed mails by LMTP, IMAP and the pipe at once, with kill -9 every few seconds; then ledger, tickets, mailboxes and outbox
// are compared mail by mail. On SQLite, on PostgreSQL, and with two servers that share one PostgreSQL.
import { soakRun } from '../lib/soak.mjs'
import { table } from '../lib/reconcile.mjs'
import { startPostgres } from '../servers/postgres.mjs'

const MAILS = Number(process.env.MAILS ?? 5000)
const RUNS = (process.env.RUNS ?? 'sqlite,postgres,two').split(',')
const counts = (values) => Object.entries(values).map(([name, count]) => `${name} ${count}`).join(', ')
let differences = 0

async function soak(name, options) {
  console.log(`==> ${name}: ${MAILS} mails`)
  const run = await soakRun({ mails: MAILS, say: (line) => console.log(`    ${line}`), ...options })
  console.log(`    kinds: ${counts(run.kinds)}`)
  console.log(`    doors (ledger): ${counts(run.doors)}`)
  console.log(`    outcomes (ledger): ${counts(run.outcomes)}`)
  for (const [n, worked] of run.worked.entries()) console.log(`    instance ${n + 1}: worked on ${worked.mails} mails, delivered ${worked.delivered}`)
  console.log(`    ${'compared'.padEnd(Math.max(...run.rows.map(({ what }) => what.length)))}  ${'expected'.padStart(8)}  ${'found'.padStart(8)}`)
  console.log(table(run.rows))
  for (const one of run.wrong.slice(0, 50)) console.log(`    ! ${one}`)
  const idle = run.worked.filter(({ mails, delivered }) => mails === 0 || delivered === 0).length
  if (idle) console.log(`    ! ${idle} of ${run.worked.length} instances did nothing`)
  console.log(`${name}: ${run.kills} times kill -9, ${run.wrong.length} differences (${Math.round(run.seconds)} s)`)
  differences += run.wrong.length + idle
}

/** With fsync: a killed server must find what was confirmed to it. */
async function onPostgres(name, options) {
  const postgres = await startPostgres({ durable: true })
  try {
    postgres.createDatabase('pult')
    await soak(name, { database: { postgres, name: 'pult' }, ...options })
  } finally {
    await postgres.stop()
  }
}

if (RUNS.includes('sqlite')) await soak('SQLite', {})
if (RUNS.includes('postgres')) await onPostgres('PostgreSQL', {})
if (RUNS.includes('two')) await onPostgres('PostgreSQL, two servers', { instances: 2 })
console.log(differences ? `VERDICT: ${differences} differences` : 'VERDICT: zero differences')
process.exitCode = differences ? 1 : 0
