// The accessibility gate: axe (contrast included) finds nothing on any page, in both languages, on a desktop and on a phone, light and
// dark; and nothing sticks out sideways at 320 pixels.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { axeFindings, sidewaysOverflow } from '../lib/axe.mjs'
import { furnish } from '../lib/furnish.mjs'
import { textMail } from '../lib/mail.mjs'
import { submit } from '../lib/smtp.mjs'
import { joinDesk } from '../lib/team.mjs'
import { Person } from '../lib/page.mjs'
import { eventually } from '../lib/process.mjs'
import { DESKTOP, PHONE, startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

const DESK = 'it-desk@hs-musterstadt.example'

let pult, browser, tickets

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  tickets = await furnish(pult)
  await joinDesk(pult)
  await sendInVain()
  await interfere()
  await mergeOne()
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

const LOOKS = [
  { language: 'de', viewport: DESKTOP, colorScheme: 'light' },
  { language: 'de', viewport: PHONE, colorScheme: 'dark' },
  { language: 'en', viewport: DESKTOP, colorScheme: 'dark' },
  { language: 'en', viewport: PHONE, colorScheme: 'light' },
  { language: 'de', viewport: DESKTOP, colorScheme: 'light', contrast: 'more' },
]

/** What is looked at: who, where, and what shows that it is there. `then` brings up a further look of the same page. */
const PAGES = () => [
  { path: '/login', ready: (p) => p.button('sign-in') },
  { name: 'login with a fault', path: '/login', ready: (p) => p.button('sign-in'), then: wrongPassword },
  { who: 'agent.it', path: '/agent', ready: (p) => p.row('Drucker im Flur') },
  { who: 'agent.it', name: 'empty list', path: '/agent?q=gibtesnicht', ready: (p) => p.page.getByText(p.word('no-tickets')) },
  { who: 'agent.it', name: 'wrong filter', path: '/agent?q=farbe:rot', ready: (p) => p.page.locator('#search-error') },
  { who: 'agent.it', name: 'key help', path: '/agent', ready: (p) => p.row('Drucker im Flur'), then: (p) => dialog(p, 'key-help', 'keys-title') },
  { who: 'agent.it', path: '/agent/dashboard', ready: (p) => p.page.getByRole('link', { name: 'Drucker im Flur' }).first() },
  { who: 'agent.it', name: 'command palette', path: '/agent', ready: (p) => p.row('Drucker im Flur'), then: palette },
  { who: 'agent.it', name: 'columns', path: '/agent', ready: (p) => p.row('Drucker im Flur'), then: (p) => dialog(p, 'columns-choose', 'columns-title') },
  { who: 'agent.it', name: 'view', path: '/agent', ready: (p) => p.row('Drucker im Flur'), then: (p) => dialog(p, 'saved-view-make', 'saved-view-make') },
  { who: 'agent.it', name: 'suggestions', path: '/agent', ready: (p) => p.row('Drucker im Flur'), then: suggestions },
  { who: 'agent.it', name: 'bulk', path: '/agent', ready: (p) => p.row('Drucker im Flur'), then: bulk },
  { who: 'agent.it', path: '/preferences', ready: (p) => p.button('save') },
  { who: 'student', path: '/preferences', ready: (p) => p.button('save') },
  { who: 'agent.it', path: '/agent/new', ready: (p) => p.button('create-ticket') },
  { who: 'agent.it', path: `/agent/tickets/${tickets.worked}`, ready: (p) => p.article('Walze bestellen') },
  { who: 'agent.it', path: `/agent/tickets/${tickets.formatted}`, ready: (p) => p.article('Text mit einer Liste'), then: showFormatted },
  { who: 'agent.it', name: 'history', path: `/agent/tickets/${tickets.worked}`, ready: (p) => p.article('Walze bestellen'), then: showHistory },
  ...[
    ['action-wait', 'state-title'],
    ['action-close', 'state-title'],
  ].map(([button, title]) => ({
    who: 'agent.it',
    name: button,
    path: `/agent/tickets/${tickets.worked}`,
    ready: (p) => p.article('Walze bestellen'),
    then: (p) => dialog(p, button, title),
  })),
  ...['owner', 'queue', 'priority', 'due'].map((fact) => ({
    who: 'agent.it',
    name: `${fact} where it stands`,
    path: `/agent/tickets/${tickets.worked}`,
    ready: (p) => p.article('Walze bestellen'),
    then: (p) => changeFact(p, fact),
  })),
  ...['composer-reply-all', 'composer-note', 'composer-forward', 'composer-call'].map((kind) => ({
    who: 'agent.it',
    name: kind,
    path: `/agent/tickets/${tickets.worked}`,
    ready: (p) => p.article('Walze bestellen'),
    then: (p) => p.page.getByRole('radio', { name: p.word(kind) }).check({ force: true }),
  })),
  { who: 'agent.it', name: 'menu of an article', path: `/agent/tickets/${tickets.worked}`, ready: (p) => p.article('Walze bestellen'), then: articleMenu },
  { who: 'agent.it', name: 'merge', path: `/agent/tickets/${tickets.worked}`, ready: (p) => p.article('Walze bestellen'), then: mergeDialog },
  { who: 'agent.it', name: 'job with a failure', path: '/agent', ready: (p) => p.page.locator('.job-failures li') },
  { who: 'agent.it', name: 'redirect', path: `/agent/tickets/${tickets.formatted}`, ready: (p) => p.article('Text mit einer Liste'), then: (p) => ofArticle(p, 'article-redirect') },
  { who: 'agent.it', name: 'source of a mail', path: `/agent/tickets/${tickets.formatted}`, ready: (p) => p.article('Text mit einer Liste'), then: (p) => ofArticle(p, 'article-source') },
  { who: 'agent.it', name: 'split', path: `/agent/tickets/${tickets.formatted}`, ready: (p) => p.article('Text mit einer Liste'), then: split },
  { who: 'agent.it', name: 'draft from before', path: `/agent/tickets/${tickets.formatted}`, ready: (p) => p.article('Text mit einer Liste'), then: draft },
  { who: 'agent.it', name: 'told of a conflict', path: `/agent/tickets/${tickets.formatted}`, ready: (p) => p.article('Text mit einer Liste'), then: conflict },
  { who: 'agent.it', name: 'answer that can be taken back', path: `/agent/tickets/${tickets.worked}`, ready: (p) => p.article('Walze bestellen'), then: undoable },
  { who: 'agent.it', name: 'held message', path: `/agent/tickets/${tickets.worked}`, ready: (p) => p.article('Ich bin unbeteiligt') },
  { who: 'agent.it', name: 'new ticket with all fields', path: '/agent/new', ready: (p) => p.button('create-ticket'), then: moreFields },
  { who: 'student', name: 'merged request', path: `/portal/tickets/${tickets.merged}`, ready: (p) => p.heading().filter({ hasText: 'Drucker im Flur' }) },
  { who: 'student', path: '/portal', ready: (p) => p.row('Drucker im Flur') },
  { who: 'student', path: '/portal/new', ready: (p) => p.button('send-request') },
  { who: 'student', name: 'new request with faults', path: '/portal/new', ready: (p) => p.button('send-request'), then: sendEmpty },
  { who: 'student', path: `/portal/tickets/${tickets.worked}`, ready: (p) => p.article('Wir sehen nach') },
  { who: 'student', path: `/portal/tickets/${tickets.own}`, ready: (p) => p.article('Im Lesesaal') },
  { who: 'student', name: 'foreign ticket', path: `/portal/tickets/${tickets.foreign}`, ready: (p) => p.page.getByText(p.word('error-ticket_not_found')) },
  { who: 'student', name: 'refused', path: '/agent', ready: (p) => p.heading().filter({ hasText: p.word('title-refused') }) },
  { who: 'student', name: 'no such page', path: '/gibt/es/nicht', ready: (p) => p.heading().filter({ hasText: p.word('title-not-found') }) },
  { who: 'admin', path: '/admin/mail/outgoing', ready: (p) => p.row(tickets.worked).first() },
  { who: 'admin', name: 'mail detail', path: '/admin/mail/outgoing', ready: (p) => p.row(tickets.worked).first(), then: mailDetail },
  { who: 'admin', path: '/admin/mail/incoming', ready: (p) => p.row('Drucker im Flur') },
]

async function wrongPassword(person) {
  await person.signIn('student', 'falsch')
  await person.page.getByText(person.word('error-wrong_credentials')).waitFor()
}

async function dialog(person, button, title) {
  const bar = button.startsWith('action-')
  await (bar ? person.action(button) : person.button(button)).click()
  await person.page.getByRole('dialog', { name: person.word(title) }).waitFor()
}

async function changeFact(person, fact) {
  await person.page.locator(`#fact-${fact}`).click()
  await person.page.locator(`#fact-${fact}-input`).waitFor()
}

async function articleMenu(person) {
  await person.article('Wir sehen nach').locator('summary').filter({ hasText: person.word('article-menu') }).click()
  await person.button('article-copy-link').waitFor()
}

async function ofArticle(person, action) {
  await person.article('Text mit einer Liste').locator('summary').filter({ hasText: person.word('article-menu') }).click()
  await person.button(action).click()
  await person.page.getByRole('dialog', { name: person.word(action) }).waitFor()
}

async function split(person) {
  await person.article('Text mit einer Liste').locator('summary').filter({ hasText: person.word('article-menu') }).click()
  await person.page.getByRole('link', { name: person.word('article-split'), exact: true }).click()
  await person.button('create-ticket').waitFor()
}

async function draft(person) {
  await person.field('composer-body').fill('Noch nicht fertig.')
  await person.page.getByText(person.word('draft-on-server')).waitFor()
  await person.page.reload()
  await person.page.getByText(person.word('draft-restored')).waitFor()
}

/** Somebody else has changed the subject while it was being changed here. */
async function conflict(person) {
  await person.page.locator('#subject-change').click()
  await person.page.locator('#subject-change-input').fill('Formatierte Anfrage')
  await person.page.keyboard.type('!')
  await (await pult.as('agent.lib')).apply(tickets.formatted, { type: 'set_subject', subject: `Formatierte Anfrage ${Date.now()}` })
  await person.page.keyboard.press('Enter')
  await person.page.getByRole('alert').filter({ hasText: person.word('edit-overtaken') }).waitFor()
}

/** A job that could not change a ticket: no ticket is linked to itself. */
async function sendInVain() {
  const api = await pult.as('agent.it')
  const { id } = await api.ticket(tickets.worked)
  await api.post('/bulk-jobs', { ticket_ids: [id], commands: [{ type: 'link', kind: 'related', ticket: tickets.worked }] })
  await eventually('the job has failed', async () => (await api.get('/bulk-jobs')).items[0].failed === 1)
}

/** Somebody who takes no part writes with the number of a ticket: the message is held. */
async function interfere() {
  const from = 'fremd@anderswo.example'
  const { raw } = textMail({ from: `Frida Fremd <${from}>`, to: DESK, subject: `Re: [Ticket#${tickets.worked}] Drucker`, text: 'Ich bin unbeteiligt.' })
  await submit({ port: pult.lmtpPort, lmtp: true }, { from, to: DESK, raw })
  const api = await pult.as('agent.it')
  await eventually('it is held', async () => (await api.articles(tickets.worked)).some((article) => article.held))
}

/** A request that goes on under another number. */
async function mergeOne() {
  const api = await pult.as('agent.it')
  const { id } = await api.queue('it')
  const requester = { name: 'Mia Beispiel', address: 'student@stud.hs-musterstadt.example' }
  const { number } = await api.open({ queue_id: id, subject: 'Drucker zum zweiten', body: 'Noch einmal.', channel: 'phone', requester, confirm: false })
  await api.apply(number, { type: 'merge', into: tickets.worked })
  tickets.merged = number
}

async function undoable(person) {
  await person.reply('Wir melden uns morgen.')
  await person.button('undo').waitFor()
}

async function moreFields(person) {
  await person.page.locator('summary').filter({ hasText: person.word('new-ticket-more') }).click()
  await person.page.locator('#tags').fill('drucker')
  await person.page.keyboard.press('Enter')
  await person.page.locator('#watchers').fill('Ivo')
  await person.page.locator('#watchers-list [role=option]').first().waitFor()
}

async function mergeDialog(person) {
  await person.page.locator('summary').filter({ hasText: person.word('action-more') }).click()
  await person.button('action-merge').click()
  await person.page.getByRole('dialog', { name: person.word('merge-title') }).waitFor()
}

async function palette(person) {
  await person.page.keyboard.press('Control+k')
  await person.page.locator('#palette [role=option]').first().waitFor()
}

async function suggestions(person) {
  await person.page.locator('#search').pressSequentially('state:')
  await person.page.getByRole('option').first().waitFor()
  await person.page.keyboard.press('ArrowDown')
}

async function bulk(person) {
  await person.page.locator('#select-all').check()
  await person.button('bulk-edit').click()
  const dialog = person.page.locator('#bulk')
  for (const summary of await dialog.locator('summary').all()) await summary.click()
  await dialog.getByLabel(person.word('bulk-note')).waitFor()
}

async function showFormatted(person) {
  await person.button('show-formatted').first().click()
  await person.page.locator('iframe').waitFor()
}

async function showHistory(person) {
  await person.page.locator('summary').filter({ hasText: person.word('history') }).click()
  await person.page.getByText(person.word('event-article_added-internal')).first().waitFor()
}

async function sendEmpty(person) {
  await person.button('send-request').click()
  await person.page.getByText(person.word('form-has-errors')).waitFor()
}

async function mailDetail(person) {
  await person.row(tickets.worked).first().getByRole('button').first().click()
  await person.page.getByRole('dialog', { name: person.word('mail-detail') }).getByText(person.word('mail-headers')).waitFor()
}

for (const look of LOOKS) {
  const name = `${look.language}, ${look.viewport.width} px, ${look.colorScheme}${look.contrast ? ', high contrast' : ''}`
  test(`axe finds nothing: ${name}`, async (t) => {
    const people = {}
    for (const item of PAGES()) {
      const who = item.who ?? 'nobody'
      people[who] ??= await come(who, look)
      await t.test(`${who} ${item.path.replace(/\d{8,}/, 'N')}${item.name ? ` (${item.name})` : ''}`, () => inspect(people[who], item, look))
    }
    for (const person of Object.values(people)) {
      person.assertQuiet()
      await person.leave()
    }
  })
}

async function come(who, look) {
  const person = await Person.at(browser, pult.origin, look)
  if (look.contrast) await person.page.emulateMedia({ contrast: look.contrast })
  if (who !== 'nobody') await person.enter(who)
  return person
}

async function inspect(person, item, look) {
  const { page } = person
  await page.setViewportSize(look.viewport)
  await page.goto(item.path)
  await item.ready(person).waitFor()
  await item.then?.(person)
  assert.deepEqual(await axeFindings(page), [])
  assert.equal(await page.evaluate(() => document.documentElement.lang), look.language)
  assert.notEqual(await page.title(), '')
  if (look.viewport === PHONE) {
    await page.setViewportSize({ width: 320, height: 640 })
    assert.equal(await sidewaysOverflow(page), 0, 'nothing sticks out at 320 pixels')
  }
}
