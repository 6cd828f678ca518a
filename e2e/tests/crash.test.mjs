// A short run of what `make soak` does at length.
// req: B1
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crashRun } from '../lib/crash.mjs'

test('60 mails by LMTP and IMAP while the server is killed three times: 60 tickets', async (t) => {
  const { tickets } = await crashRun({ mails: 60, kills: 3, pause: 120, say: (line) => t.diagnostic(line) })
  assert.equal(tickets, 60)
})
