// The main job on SQLite, with mail handed over by Postfix through LMTP and sent by SMTP (STARTTLS).
// req: A6, A8, B3, B7, C16, D2, E1, E17
import { after, before, test } from 'node:test'
import { DESK, mainJob } from '../lib/main-job.mjs'
import { freePort } from '../lib/process.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { startMail } from '../servers/mail.mjs'
import { startPult } from '../servers/pult.mjs'

const started = []
let mail, pult, browser

before(async () => {
  const lmtpPort = await freePort()
  started.push((mail = await startMail({ lmtpRoutes: { [DESK]: lmtpPort } })))
  started.push((pult = await startPult({ mail, lmtpPort })))
  browser = await startBrowser()
  started.push({ stop: () => browser.close() })
})
after(async () => {
  for (const server of started.reverse()) await server.stop()
})

test('the main job by LMTP on SQLite', async (t) => {
  try {
    await mainJob(t, { pult, mail, browser })
  } catch (error) {
    t.diagnostic(pult.log())
    throw error
  }
})
