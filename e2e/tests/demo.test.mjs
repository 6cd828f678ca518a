// `make run` as somebody meets it: the demo university with its logins, one mail by LMTP that appears in the browser without reload.
// Holds the bars on start-up time and memory.
import assert from 'node:assert/strict'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { listDemo, startDemo } from '../servers/demo.mjs'
import { Api } from '../lib/api.mjs'
import { textMail } from '../lib/mail.mjs'
import { Person } from '../lib/page.mjs'
import { submit } from '../lib/smtp.mjs'
import { startBrowser } from '../servers/browser.mjs'

const STARTUP_BAR_SECONDS = 20
const MEMORY_BAR_MB = 80
let demo, browser

before(async () => {
  demo = await startDemo()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

test('make run prints the address and the demo logins, and shows the first page in time', async () => {
  const output = demo.output()
  assert.ok(output.includes(demo.origin), output)
  assert.deepEqual([...new Set(listDemo(output).map((one) => one.kind))].sort(), ['administrator', 'agent', 'customer'], output)
  if (demo.seconds < STARTUP_BAR_SECONDS) return
  // The first start after a build may have read everything from the disk, or even built; a second one, as new as the first, has no such excuse.
  const again = await startDemo()
  await again.stop()
  const told = `the first page came after ${demo.seconds.toFixed(1)} s, and ${again.seconds.toFixed(1)} s the second time`
  assert.ok(again.seconds < STARTUP_BAR_SECONDS, `${told}:\n${output}\n${again.output()}`)
})

test('a mail by LMTP is seen in the agent’s browser without reload', async () => {
  const { login, password } = demo.login('agent')
  const person = await Person.at(browser, demo.origin)
  await person.signIn(login, password)
  await person.page.waitForURL('**/agent/dashboard')
  await person.toList()
  await person.page.getByRole('row').nth(3).waitFor()
  await person.mark()
  const api = await Api.signIn(demo.origin, login, password)
  const [to] = (await api.queue('it')).addresses
  const from = 'student@stud.hs-musterstadt.example'
  const { raw } = textMail({ from, to, subject: 'Gerade eben eingetroffen', text: 'Ist das schon da?' })
  await submit({ port: demo.lmtpPort, lmtp: true }, { from, to, raw })
  await person.row('Gerade eben eingetroffen').waitFor()
  assert.ok(await person.isSamePage())
  person.assertQuiet()
  await person.leave()
})

test('idle, it needs less memory than the bar', async () => {
  const megabytes = await demo.memory()
  assert.ok(megabytes < MEMORY_BAR_MB, `resident: ${megabytes.toFixed(0)} MB`)
})

test('everything it made lies in its data folder, and it ends cleanly', async () => {
  assert.equal(path.dirname(demo.database), demo.data)
  const how = await demo.end()
  assert.deepEqual(how, { code: 0, signal: null }, demo.output())
})
