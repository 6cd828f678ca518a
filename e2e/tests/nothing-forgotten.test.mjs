// Nothing is forgotten, set up by hand in the browser: an agreement whose time runs out is seen, told and acted upon by a rule; whoever goes
// on leave names a deputy, is warned of what would be left alone, and the deputy hears of what comes in.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { axeFindings, sidewaysOverflow } from '../lib/axe.mjs'
import { textMail } from '../lib/mail.mjs'
import { Person } from '../lib/page.mjs'
import { eventually } from '../lib/process.mjs'
import { submit } from '../lib/smtp.mjs'
import { joinDesk } from '../lib/team.mjs'
import { DESKTOP, PHONE, startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

const DESK = 'it-desk@hs-musterstadt.example'
const STUDENT = 'student@stud.hs-musterstadt.example'
/** A minute until it is due, one until the next look at the clock, and what a busy machine takes. */
const A_BREACH = { timeout: 240_000 }
let pult, browser, admin, ivo, lotte

before(async () => {
  pult = await startPult()
  await joinDesk(pult)
  browser = await startBrowser()
  admin = await Person.at(browser, pult.origin)
  await admin.enter('admin')
  ivo = await Person.at(browser, pult.origin)
  await ivo.enter('agent.it')
  lotte = await Person.at(browser, pult.origin)
  await lotte.enter('agent.lib')
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

async function to(title) {
  if (!new URL(admin.page.url()).pathname.startsWith('/admin')) await admin.page.goto('/admin')
  const pages = admin.page.getByRole('navigation', { name: admin.word('nav-administration') })
  await pages.getByRole('link', { name: admin.word(title), exact: true }).click()
  await admin.heading().filter({ hasText: admin.word(title) }).waitFor()
}

async function looksRight(person) {
  for (const size of [DESKTOP, PHONE]) {
    await person.page.setViewportSize(size)
    assert.deepEqual(await axeFindings(person.page), [])
    assert.equal(await sidewaysOverflow(person.page), 0)
  }
  await person.page.setViewportSize(DESKTOP)
}

/** A browser that may be asked for notifications, keeps what it would show, and is not in front. */
function whatADesktopWouldShow() {
  globalThis.shown = []
  document.hasFocus = () => false
  globalThis.Notification = class {
    static permission = 'default'

    static requestPermission() {
      this.permission = 'granted'
      return Promise.resolve(this.permission)
    }

    constructor(title, { body, tag }) {
      globalThis.shown.push({ title, body, tag })
    }
  }
}

async function send(subject, more = {}) {
  const { raw } = textMail({ from: `Stella Studentin <${STUDENT}>`, to: DESK, subject, text: 'Guten Tag', ...more })
  await submit({ port: pult.lmtpPort, lmtp: true }, { from: STUDENT, to: DESK, raw })
  const agent = await pult.as('agent.it')
  return eventually('the mail is a ticket', async () => (await agent.tickets()).find((one) => one.subject === subject))
}

// req: B13, C10
test('an agreement is made by hand and chosen for a queue', async () => {
  const { page } = admin
  await to('title-admin-slas')
  await page.getByRole('link', { name: admin.word('admin-sla-add'), exact: true }).click()
  await page.locator('#f-names-de').fill('Eilig')
  await page.locator('#f-names-en').fill('Urgent')
  await admin.button('admin-create').click()
  await page.getByText(admin.word('form-has-errors')).waitFor()
  await page.locator('#f-first_response').fill('1')
  await looksRight(admin)
  await admin.button('admin-create').click()
  await admin.hears('admin-done-saved', { name: 'Eilig' })
  await to('title-admin-queues')
  await page.getByRole('link', { name: 'IT-Service-Desk', exact: true }).click()
  await page.locator('#f-sla').selectOption({ label: 'Eilig' })
  await admin.button('admin-save').click()
  await admin.hears('admin-done-saved', { name: 'IT-Service-Desk' })
})

test('a rule waits for the end of the time', async () => {
  const { page } = admin
  await to('title-admin-rules')
  await page.getByRole('link', { name: admin.word('rule-add'), exact: true }).click()
  await page.locator('#f-names-de').fill('Überfälliges kennzeichnen')
  await page.locator('#f-names-en').fill('Mark what is overdue')
  const events = page.locator('#f-on-events')
  for (const chosen of await events.getByRole('checkbox', { checked: true }).all()) await chosen.uncheck()
  await events.getByRole('checkbox', { name: admin.word('rule-event-escalated'), exact: true }).check()
  await admin.button('rule-add-action').click()
  const step = page.locator('#then-row-0')
  await step.getByLabel(admin.word('rule-action'), { exact: true }).selectOption('add_tag')
  await step.getByLabel(admin.word('postmaster-value'), { exact: true }).fill('zu-spät')
  await admin.button('admin-create').click()
  await page.getByRole('row').filter({ hasText: 'Überfälliges kennzeichnen' }).waitFor()
})

// req: B13, B14
test('the time runs out: it is seen, told and acted upon, once', A_BREACH, async () => {
  const { number } = await send('Beamer im Hörsaal 3 aus')
  await ivo.page.goto(`/agent/tickets/${number}`)
  await ivo.heading().filter({ hasText: 'Beamer im Hörsaal 3 aus' }).waitFor()
  await ivo.page.getByText('Eilig').first().waitFor()
  const agent = await pult.as('agent.it')
  const events = async (type) => (await agent.get(`/tickets/${number}/history`)).items.filter((entry) => entry.event.type === type)
  await eventually('the rule acts', async () => (await events('rule_applied')).length === 1, 200)
  assert.equal((await events('escalated')).length, 1)
  assert.ok((await events('escalation_warned')).length <= 1)
  // The page that stood open shows it, without being loaded again.
  await ivo.page.getByText('zu-spät', { exact: true }).first().waitFor()
  await ivo.page.goto('/agent?query=escalating%3Ayes')
  const badge = ivo.row('Beamer im Hörsaal 3 aus').locator('.clock-over').first()
  await badge.waitFor()
  const due = Date.parse(await badge.locator('time').getAttribute('datetime'))
  assert.ok(due < Date.now() && due > Date.now() - 10 * 60_000, 'the badge tells the moment that was promised')
  assert.match(await badge.innerText(), /Frist abgelaufen/, 'in words, not by colour alone')
  const told = (await agent.get('/notifications')).items.filter((one) => one.kind === 'escalation')
  assert.ok(told.length >= 1, 'the bell has it')
})

// req: C8, E4
test('whoever goes on leave sees what would be left alone, and names a deputy', async () => {
  const { number } = await send('Zugang zum Rechnerraum')
  await (await pult.as('agent.it')).apply(number, { type: 'take' })
  const { page } = ivo
  const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin' }).format(new Date())
  await page.goto('/preferences')
  await page.getByRole('link', { name: ivo.word('title-absences') }).first().click()
  await ivo.heading().filter({ hasText: ivo.word('title-absences') }).waitFor()
  await page.locator('#absence-from').fill(today)
  await page.locator('#absence-until').fill(today)
  await ivo.button('save').click()
  await page.getByRole('link', { name: 'Zugang zum Rechnerraum' }).waitFor()
  await looksRight(ivo)
  await page.locator('#absence-deputy').pressSequentially('Lotte')
  await page.getByRole('option', { name: /Lotte/ }).first().click()
  await ivo.button('save').click()
  await ivo.hears('absences-saved')
  const entry = page.locator('.absence').filter({ hasText: 'Ivo' })
  await entry.getByText(ivo.word('absences-now'), { exact: true }).waitFor()
  assert.match(await entry.innerText(), /Lotte/)
  await looksRight(ivo)
})

// req: B16
test('the desktop is told of what comes in while another window is looked at', async () => {
  const { page } = lotte
  await page.addInitScript(whatADesktopWouldShow)
  await page.goto('/preferences/notifications')
  await page.getByText(lotte.word('desktop-ask')).waitFor()
  await lotte.button('desktop-allow').click()
  await page.getByText(lotte.word('desktop-granted')).waitFor()
  assert.deepEqual(await page.evaluate(() => globalThis.shown), [], 'nothing of what is old')
  // The walk may run at night, when nothing pops up.
  await page.getByRole('checkbox', { name: lotte.word('notifications-quiet') }).uncheck()
  await lotte.button('save').click()
  await lotte.hears('preferences-saved')
})

test('the deputy hears of what comes in, and is told for whom', async () => {
  const deputy = await pult.as('agent.lib')
  const agent = await pult.as('agent.it')
  const ticket = (await agent.tickets()).find((one) => one.subject === 'Zugang zum Rechnerraum')
  const { raw } = textMail({ from: `Stella Studentin <${STUDENT}>`, to: DESK, subject: `Re: [Ticket#${ticket.number}] Zugang zum Rechnerraum`, text: 'Geht es morgen?' })
  await submit({ port: pult.lmtpPort, lmtp: true }, { from: STUDENT, to: DESK, raw })
  await eventually('the deputy is told', async () => {
    const { items } = await deputy.get('/notifications')
    return items.some((one) => one.kind === 'follow_up' && one.number === ticket.number && one.deputy_for === 'Ivo Techniker')
  })
  const shown = await eventually('the desktop shows it', () => lotte.page.evaluate(() => globalThis.shown.at(-1)))
  assert.equal(shown.body, 'Zugang zum Rechnerraum')
  assert.ok(shown.tag.endsWith(ticket.number), 'it leads to the ticket')
  await lotte.page.goto('/agent')
  await lotte.page.locator('.bell-button').first().click()
  await lotte.page.locator('.bell-list').getByText(lotte.word('notification-deputy', { name: 'Ivo Techniker' })).first().waitFor()
  for (const person of [admin, ivo, lotte]) person.assertQuiet()
})
