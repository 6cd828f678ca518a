// Rules in the browser: an administrator makes one by hand, sees in a dry run what it would have done, saves it; a mail comes in, and the
// rule acts and says so in the history.
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
let pult, browser, admin

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  admin = await Person.at(browser, pult.origin)
  await admin.enter('admin')
  await send('Kein WLAN im Lesesaal')
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

async function send(subject) {
  const { raw } = textMail({ from: `Stella Studentin <${STUDENT}>`, to: DESK, subject, text: 'Guten Tag' })
  await submit({ port: pult.lmtpPort, lmtp: true }, { from: STUDENT, to: DESK, raw })
}

const within = (place, key) => place.getByLabel(admin.word(key), { exact: true })

test('a rule is made by hand, and tried out before it is saved', async () => {
  await admin.page.goto('/admin')
  await admin.page.getByRole('navigation', { name: admin.word('nav-administration') }).getByRole('link', { name: admin.word('title-admin-rules'), exact: true }).click()
  await admin.heading().filter({ hasText: admin.word('title-admin-rules') }).waitFor()
  await admin.page.getByText(admin.word('rule-none')).waitFor()
  await admin.page.getByRole('link', { name: admin.word('rule-add'), exact: true }).click()
  await admin.page.locator('#f-names-de').fill('WLAN kennzeichnen')
  await admin.page.locator('#f-names-en').fill('Mark Wi-Fi')
  // The filter is completed while it is written.
  const filter = admin.page.locator('#f-when')
  await filter.pressSequentially('subj')
  await admin.page.getByRole('option', { name: /^subject/ }).waitFor()
  await filter.press('Enter')
  await filter.pressSequentially('wlan')
  await filter.press('Escape')
  await admin.button('rule-add-action').click()
  await within(admin.page.locator('#then-row-0'), 'rule-action').selectOption('add_tag')
  await within(admin.page.locator('#then-row-0'), 'postmaster-value').fill('funk')
  await admin.button('rule-add-action').click()
  await within(admin.page.locator('#then-row-1'), 'rule-action').selectOption('move')
  const queue = await (await pult.as('admin')).queue('it/wlan')
  await within(admin.page.locator('#then-row-1'), 'postmaster-value').selectOption(queue.id)
  await admin.button('rule-try-run').click()
  const result = admin.page.locator('.rule-result')
  await result.locator('.rule-verdict').waitFor()
  assert.match(await result.innerText(), /Kein WLAN im Lesesaal/)
  assert.equal((await (await pult.as('admin')).get('/rules')).items.length, 0, 'nothing is saved')
  for (const size of [DESKTOP, PHONE]) {
    await admin.page.setViewportSize(size)
    assert.deepEqual(await axeFindings(admin.page), [])
    assert.equal(await sidewaysOverflow(admin.page), 0)
  }
  await admin.page.setViewportSize(DESKTOP)
  await admin.button('admin-create').click()
  await admin.page.getByRole('row').filter({ hasText: 'WLAN kennzeichnen' }).waitFor()
})

test('a mail comes in, and the rule acts and says so', async () => {
  await send('WLAN im Wohnheim')
  const agent = await pult.as('admin')
  const ticket = await eventually('the rule acts', async () => {
    const { items } = await agent.get('/tickets?filter=tag%3Afunk')
    return items.find((one) => one.subject === 'WLAN im Wohnheim')
  })
  assert.equal(ticket.queue.path, 'it/wlan')
  const { items } = await agent.get(`/tickets/${ticket.number}/history`)
  const applied = items.find((entry) => entry.event.type === 'rule_applied')
  assert.equal(applied.event.name.de, 'WLAN kennzeichnen')
  await admin.page.reload()
  await admin.page.getByRole('link', { name: 'WLAN kennzeichnen' }).click()
  await admin.page.getByText(admin.word('rule-runs'), { exact: true }).click()
  await admin.page.locator('.rule-runs .rule-verdict').filter({ hasText: 'WLAN im Wohnheim' }).waitFor()
})
