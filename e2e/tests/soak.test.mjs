// A short run of what `make soak` does at length: mixed mails by three doors into two servers that share one PostgreSQL, with kill -9.
// req: A13, B1, B22, E19
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { table } from '../lib/reconcile.mjs'
import { soakRun } from '../lib/soak.mjs'
import { startPostgres } from '../servers/postgres.mjs'

const MAILS = 150

test(`${MAILS} mixed mails while two servers are killed again and again: everything is there once, and both have worked`, async (t) => {
  const postgres = await startPostgres({ durable: true })
  try {
    postgres.createDatabase('pult')
    const run = await soakRun({ mails: MAILS, instances: 2, killEvery: [1500, 3000], database: { postgres, name: 'pult' }, say: (line) => t.diagnostic(line) })
    t.diagnostic(`\n${table(run.rows)}`)
    assert.deepEqual(run.wrong, [])
    for (const { mails, delivered } of run.worked) assert.ok(mails > 0 && delivered > 0, JSON.stringify(run.worked))
  } finally {
    await postgres.stop()
  }
})
