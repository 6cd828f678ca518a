// Postmaster filters in the browser: an administrator makes one without knowing JSON, tries it out on a pasted and on a real mail before it is
// saved, puts filters in order by keyboard; mails then go where the filters want, and the ledger says which one wanted it.
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
const PASTED = ['From: Lena <lena@web.example>', `To: ${DESK}`, 'Subject: Kein WLAN im Lesesaal', 'Message-ID: <pasted@web.example>', '', 'Hallo, bitte helfen.', ''].join('\n')
let pult, browser, admin

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  admin = await Person.at(browser, pult.origin)
  await admin.enter('admin')
  await send('Kein WLAN in Raum 12')
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

async function send(subject, text = 'Guten Tag') {
  const { raw } = textMail({ from: `Stella Studentin <${STUDENT}>`, to: DESK, subject, text })
  await submit({ port: pult.lmtpPort, lmtp: true }, { from: STUDENT, to: DESK, raw })
}

const trial = () => admin.page.getByRole('region', { name: admin.word('postmaster-try'), exact: true })
const within = (place, key) => place.getByLabel(admin.word(key), { exact: true })

/** Tries the filters, and returns the result as it is read. */
async function tried() {
  await trial().getByRole('button', { name: admin.word('postmaster-try-run'), exact: true }).click()
  const result = trial().locator('.rule-result')
  await result.locator('.rule-verdicts').waitFor()
  return result
}

// req: B13
test('a filter is made with conditions and effects', async () => {
  await admin.page.goto('/admin')
  await admin.page.getByRole('navigation', { name: admin.word('nav-administration') }).getByRole('link', { name: admin.word('title-admin-postmaster'), exact: true }).click()
  await admin.heading().filter({ hasText: admin.word('title-admin-postmaster') }).waitFor()
  await admin.page.getByText(admin.word('postmaster-none')).waitFor()
  await admin.page.getByRole('link', { name: admin.word('postmaster-add'), exact: true }).click()
  await admin.button('admin-create').click()
  await admin.page.getByText(admin.word('form-has-errors')).waitFor()
  await admin.field('admin-name').fill('WLAN')
  const first = admin.page.locator('#f-when-rows > li').first()
  await within(first, 'postmaster-field').selectOption('subject')
  await within(first, 'postmaster-how').selectOption('regex')
  await within(first, 'postmaster-value').fill('wlan (')
  await admin.page.getByRole('group', { name: admin.word('postmaster-when'), exact: true }).getByRole('button', { name: admin.word('postmaster-add-test'), exact: true }).click()
  const second = admin.page.locator('#f-when-rows > li').nth(1)
  await within(second, 'postmaster-field').selectOption('automatic')
  await within(second, 'postmaster-how').selectOption('not-is')
  await within(second, 'postmaster-value').selectOption('yes')
  await admin.button('postmaster-add-effect').click()
  const effects = admin.page.locator('#then-row-0')
  await within(effects, 'postmaster-effect').selectOption('move')
  const queue = await (await pult.as('admin')).queue('it/wlan')
  await within(effects, 'postmaster-value').selectOption(queue.id)
  await admin.button('postmaster-add-effect').click()
  await within(admin.page.locator('#then-row-1'), 'postmaster-value').fill('funk')
  // The server says where the expression makes no sense.
  await admin.button('admin-create').click()
  await admin.page.locator('.field-error').filter({ hasText: admin.word('admin-fault-at', { place: 6 }) }).waitFor()
  await within(first, 'postmaster-value').fill(String.raw`\bwlan\b`)
})

test('it is tried out on a pasted mail and on one that came in, before it is saved', async () => {
  await within(trial(), 'postmaster-try-raw').fill(PASTED)
  let result = await tried()
  await result.getByText(admin.word('postmaster-verdict-matched')).waitFor()
  const text = await result.innerText()
  assert.match(text, /WLAN/)
  assert.match(text, /funk/)
  await result.getByText(admin.word('postmaster-answer', { to: 'lena@web.example' })).waitFor()
  const api = await pult.as('admin')
  assert.equal((await api.get('/incoming-mails')).items.length, 1, 'nothing came of it')
  assert.equal((await api.get('/postmaster-filters')).items.length, 0, 'nothing is saved')
  const pick = within(trial(), 'postmaster-try-pick')
  await pick.selectOption(await pick.locator('option').filter({ hasText: 'Kein WLAN in Raum 12' }).getAttribute('value'))
  result = await tried()
  await result.getByText('Stella Studentin').first().waitFor()
  await admin.button('admin-create').click()
  await admin.hears('admin-done-saved', { name: 'WLAN' })
  await admin.page.waitForURL(/\?edit=/)
})

test('a suggestion fills the form, and the order is changed by keyboard', async () => {
  await admin.page.getByRole('link', { name: admin.word('postmaster-add'), exact: true }).click()
  await admin.button('postmaster-preset-list').click()
  assert.equal(await admin.field('admin-name').inputValue(), admin.word('postmaster-preset-list'))
  await admin.button('admin-create').click()
  const name = admin.word('postmaster-preset-list')
  await admin.hears('admin-done-saved', { name })
  const names = () => admin.page.locator('.rule-table .admin-name a').allInnerTexts()
  await eventually('both are listed', async () => (await names()).join() === `WLAN,${name}`)
  await admin.page.getByRole('button', { name: admin.word('admin-move-up', { name }), exact: true }).focus()
  await admin.page.keyboard.press('Enter')
  await admin.hears('postmaster-moved', { name, number: 1 })
  assert.deepEqual(await names(), [name, 'WLAN'])
  await admin.page.waitForFunction(() => document.activeElement?.id.startsWith('up-row-'))
  admin.assertQuiet()
})

test('mail goes where the filter wants, and the ledger says so', async () => {
  await send('WLAN geht nicht', 'Seit heute früh.')
  const api = await pult.as('agent.it')
  const ticket = await eventually('the mail is a ticket', async () => (await api.tickets('tag:funk'))[0])
  assert.equal(ticket.queue.path ?? ticket.queue_path ?? 'it/wlan', 'it/wlan')
  const history = await api.get(`/tickets/${ticket.number}/history`)
  assert.ok(history.items.some(({ event }) => event.type === 'postmaster_applied' && event.name === 'WLAN'))
  await admin.page.goto('/admin/mail/incoming')
  await admin.row('WLAN geht nicht').getByRole('button', { name: 'WLAN geht nicht', exact: true }).click()
  const dialog = admin.page.getByRole('dialog', { name: admin.word('incoming-detail') })
  await dialog.getByRole('heading', { name: admin.word('title-admin-postmaster') }).waitFor()
  await dialog.getByText('WLAN', { exact: true }).waitFor()
  await admin.page.goto('/admin/log')
  await admin.page.locator('.log-sentence').filter({ hasText: admin.word('setting-kind-postmaster_order') }).first().waitFor()
  admin.assertQuiet()
})

for (const look of [
  { language: 'de', viewport: DESKTOP, colorScheme: 'light' },
  { language: 'en', viewport: PHONE, colorScheme: 'dark' },
]) {
  test(`axe finds nothing: ${look.language}, ${look.viewport.width} px, ${look.colorScheme}`, async (t) => {
    const api = await pult.as('admin')
    const { items } = await api.get('/postmaster-filters')
    const wlan = items.find(({ filter }) => filter.name === 'WLAN').id
    const person = await Person.at(browser, pult.origin, look)
    await person.enter('admin')
    for (const path of ['', '?new=', `?edit=${wlan}`]) {
      await t.test(path.replace(wlan, 'ID') || 'list', async () => {
        await person.page.setViewportSize(look.viewport)
        await person.page.goto(`/admin/mail/filters${path}`)
        await person.page.locator('.rule-table').waitFor()
        if (path) await person.page.locator('.admin-editor-title').waitFor()
        await person.page.getByLabel(person.word('postmaster-try-raw'), { exact: true }).fill(PASTED)
        // A filter that says nothing yet cannot be tried.
        if (path !== '?new=') {
          await person.button('postmaster-try-run').click()
          await person.page.locator('.rule-verdicts').waitFor()
        }
        await person.page.locator('.rule-help summary').click()
        assert.deepEqual(await axeFindings(person.page), [])
        if (process.env.SHOTS) await person.page.screenshot({ path: `${process.env.SHOTS}/${look.language}-${look.viewport.width}-${path.replace(wlan, 'ID').replace(/\W/g, '')}.png`, fullPage: true })
        if (look.viewport === PHONE) {
          await person.page.setViewportSize({ width: 320, height: 640 })
          assert.equal(await sidewaysOverflow(person.page), 0, 'nothing sticks out at 320 pixels')
        }
      })
    }
    person.assertQuiet()
    await person.leave()
  })
}
