// The main job on PostgreSQL, with mail fetched by IMAP (TLS, IDLE) and sent by SMTP (STARTTLS).
// req: A5, A9, A11, A12, A13, B1, B22, D3, D7, D11, D21, D23
import { after, before, test } from 'node:test'
import { DESK, mainJob } from '../lib/main-job.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { startMail } from '../servers/mail.mjs'
import { startPostgres } from '../servers/postgres.mjs'
import { startPult } from '../servers/pult.mjs'

const started = []
let postgres, mail, pult, browser

before(async () => {
  started.push((postgres = await startPostgres()))
  started.push((mail = await startMail()))
  started.push((pult = await startPult({ database: postgres.createDatabase('pult'), mail, imap: [{ login: DESK, queue: 'it' }] })))
  browser = await startBrowser()
  started.push({ stop: () => browser.close() })
})
after(async () => {
  for (const server of started.reverse()) await server.stop()
})

test('the main job by IMAP on PostgreSQL', async (t) => {
  try {
    await mainJob(t, { pult, mail, browser })
  } catch (error) {
    t.diagnostic(pult.log())
    throw error
  }
})
