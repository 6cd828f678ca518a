// Nobody is left in a queue: whoever works there alone goes on leave by hand, and whoever looks after the queue sees it in the bell at once, on the
// dashboard, and on the page of absences.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { axeFindings, sidewaysOverflow } from '../lib/axe.mjs'
import { textMail } from '../lib/mail.mjs'
import { Person } from '../lib/page.mjs'
import { eventually } from '../lib/process.mjs'
import { submit } from '../lib/smtp.mjs'
import { DESKTOP, PHONE, startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

const DESK = 'it-desk@hs-musterstadt.example'
const STUDENT = 'student@stud.hs-musterstadt.example'
const QUEUE = 'IT-Service-Desk'
let pult, browser, admin, ivo

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  admin = await Person.at(browser, pult.origin)
  await admin.enter('admin')
  ivo = await Person.at(browser, pult.origin)
  await ivo.enter('agent.it')
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

async function looksRight(person) {
  for (const size of [DESKTOP, PHONE]) {
    await person.page.setViewportSize(size)
    assert.deepEqual(await axeFindings(person.page), [])
    assert.equal(await sidewaysOverflow(person.page), 0)
  }
  await person.page.setViewportSize(DESKTOP)
}

async function toAbsences(person) {
  await person.page.goto('/preferences/absences')
  await person.heading().filter({ hasText: person.word('title-absences') }).waitFor()
}

// req: A4, B12, C8
test('whoever works alone goes on leave', async () => {
  const { raw } = textMail({ from: `Stella Studentin <${STUDENT}>`, to: DESK, subject: 'Beamer aus', text: 'Guten Tag' })
  await submit({ port: pult.lmtpPort, lmtp: true }, { from: STUDENT, to: DESK, raw })
  const agent = await pult.as('agent.it')
  await eventually('the mail is a ticket', async () => (await agent.tickets()).some((one) => one.subject === 'Beamer aus'))
  const { page } = ivo
  await toAbsences(ivo)
  const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin' }).format(new Date())
  await page.locator('#absence-from').fill(today)
  await page.locator('#absence-until').fill(today)
  await ivo.button('save').click()
  // It says before that nobody else would be there; who saves once more means it.
  await page.locator('.notice-body').filter({ hasText: QUEUE }).first().waitFor()
  await ivo.button('absences-save-anyway').click()
  await ivo.hears('absences-saved')
})

test('whoever looks after the queue sees it in the bell, and by going there it is read', async () => {
  const { page } = admin
  await page.goto('/agent')
  const bell = page.locator('.bell').first()
  await page.locator('.bell[data-unread]').first().waitFor()
  await page.locator('.bell-button').first().click()
  const notice = page.locator('.bell-item').filter({ hasText: QUEUE }).first()
  await notice.getByText(admin.word('notification-unstaffed')).waitFor()
  assert.deepEqual(await axeFindings(page), [])
  await notice.click()
  await page.waitForURL('**/preferences/absences')
  await page.locator('.notice-body').filter({ hasText: QUEUE }).first().waitFor()
  await eventually('it is read', async () => (await bell.getAttribute('data-unread')) === null)
  const { items } = await (await pult.as('admin')).get('/notifications')
  assert.equal(items.filter((one) => one.kind === 'unstaffed').length, 1, 'once')
})

test('it stands on the dashboard, and can be chosen otherwise', async () => {
  const { page } = admin
  await page.goto('/agent/dashboard')
  await page.getByRole('link', { name: admin.word('absences-unstaffed', { queues: QUEUE }) }).waitFor()
  await looksRight(admin)
  await page.goto('/preferences/notifications')
  const managed = page.locator('section.ways').filter({ hasText: admin.word('relation-managed') })
  const box = managed.getByRole('checkbox', { name: `${admin.word('notification-unstaffed')}: ${admin.word('way-mail')}`, exact: true })
  assert.ok(await box.isChecked())
  await box.uncheck()
  await admin.button('save').click()
  await admin.hears('preferences-saved')
  await looksRight(admin)
})

test('when somebody is back it is gone', async () => {
  const agent = await pult.as('agent.it')
  const { items } = await agent.get('/absences')
  await agent.call('DELETE', `/absences/${items[0].id}`)
  const boss = await pult.as('admin')
  await eventually('nobody is missed', async () => !(await boss.get('/dashboard')).unstaffed?.length)
  for (const person of [admin, ivo]) person.assertQuiet()
})
