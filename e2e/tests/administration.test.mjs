// The administration in the browser: an administrator sets a desk up by hand — a queue, a role, a state, a field, a template —, an agent
// then works with it, whoever manages the queue changes its texts alone, and nothing that is not saved is lost by a click.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { axeFindings, sidewaysOverflow } from '../lib/axe.mjs'
import { Person } from '../lib/page.mjs'
import { eventually } from '../lib/process.mjs'
import { DESKTOP, PHONE, startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

const STUDENT = { name: 'Stella Studentin', address: 'student@stud.hs-musterstadt.example' }
let pult, browser, admin, number

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  admin = await Person.at(browser, pult.origin)
  await admin.enter('admin')
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

/** Goes to a page of the administration, as the person in front of the screen does. */
async function to(person, title) {
  await person.page.getByRole('navigation', { name: person.word('nav-administration') }).getByRole('link', { name: person.word(title), exact: true }).click()
  await person.heading().filter({ hasText: person.word(title) }).waitFor()
}

/** An input for one language; its label may end with the word for what can be left out. */
function inLanguage(person, label, language) {
  const text = person.word('admin-label-in', { label: person.word(label), language: person.word(`admin-language-${language}`) })
  return person.page.getByLabel(text, { exact: true }).or(person.page.getByLabel(`${text} ${person.word('field-optional')}`, { exact: true }))
}

/** A text in both languages. */
async function both(person, label, de, en) {
  await inLanguage(person, label, 'de').fill(de)
  await inLanguage(person, label, 'en').fill(en)
}

async function create(person, name) {
  await person.button('admin-create').click()
  await person.hears('admin-done-saved', { name })
  await person.page.waitForURL(/\?edit=/)
}

async function begin(person, add) {
  await person.page.getByRole('link', { name: person.word(add), exact: true }).click()
  await person.page.waitForURL(/\?new=/)
}

test('the administration begins with a page that says what is where', async () => {
  await admin.page.getByRole('link', { name: admin.word('nav-administration'), exact: true }).click()
  await admin.heading().filter({ hasText: admin.word('title-admin') }).waitFor()
  for (const title of ['title-admin-states', 'title-admin-queues', 'title-admin-roles', 'title-admin-templates', 'title-outgoing', 'title-admin-log'])
    assert.equal(await admin.page.getByRole('main').getByRole('link', { name: admin.word(title), exact: true }).count(), 2, title)
})

// req: C3, C4, B9
test('a queue is made, with its texts shown as they will be', async () => {
  await to(admin, 'title-admin-queues')
  await admin.page.getByRole('link', { name: 'IT-Service-Desk', exact: true }).click()
  await begin(admin, 'admin-queue-add-below')
  await admin.button('admin-create').click()
  await admin.page.getByText(admin.word('form-has-errors')).waitFor()
  await both(admin, 'admin-name', 'Netzlabor', 'Network lab')
  assert.equal(await admin.field('admin-key').inputValue(), 'netzlabor', 'the key is suggested')
  assert.equal(await admin.page.getByLabel(admin.word('admin-queue-parent'), { exact: true }).locator('option:checked').innerText(), 'IT-Service-Desk')
  await admin.button('admin-queue-address-add').click()
  await admin.page.getByLabel(admin.word('admin-label-number', { number: 1, label: admin.word('admin-queue-address') }), { exact: true }).fill('Netzlabor@hs-musterstadt.example')
  await both(admin, 'admin-queue-salutation', 'Guten Tag {{ customer.name }},', 'Dear {{ customer.name }},')
  await both(admin, 'admin-queue-signature', 'Ihr Netzlabor', 'Your network lab')
  await admin.page.locator('.preview-body').filter({ hasText: 'Ihr Netzlabor' }).waitFor()
  await create(admin, 'Netzlabor')
  await admin.page.getByRole('link', { name: 'Netzlabor', exact: true }).waitFor()
})

// req: B11, E3
test('a role permits work in it, and an agent of another desk joins', async () => {
  await to(admin, 'title-admin-roles')
  await begin(admin, 'admin-role-add')
  await admin.field('admin-name').fill('Netzlabor-Team')
  const add = admin.page.getByLabel(admin.word('admin-grant-add'), { exact: true })
  const option = add.locator('option').filter({ hasText: 'Netzlabor' })
  await add.selectOption(await option.getAttribute('value'))
  const box = (permission, queue = 'IT-Service-Desk / Netzlabor') => admin.page.getByRole('checkbox', { name: admin.word('admin-grant', { permission: admin.word(`permission-${permission}`), queue }), exact: true })
  await box('reply').check()
  assert.ok(await box('view').isChecked(), 'whoever answers sees the queue')
  await admin.page.getByLabel(admin.word('admin-preset', { queue: 'IT-Service-Desk / Netzlabor' }), { exact: true }).selectOption({ label: admin.word('admin-preset-all') })
  assert.ok(await box('manage').isChecked())
  await create(admin, 'Netzlabor-Team')
  await admin.page.getByRole('combobox', { name: admin.word('admin-member-add'), exact: true }).fill('lesesaal')
  await admin.page.getByRole('option', { name: /Lotte Lesesaal/ }).waitFor()
  await admin.page.keyboard.press('Enter')
  await admin.hears('admin-done-member-added', { name: 'Lotte Lesesaal' })
})

// req: B11
test('what she may do now is told with the reason', async () => {
  await admin.page.getByRole('link', { name: 'Lotte Lesesaal', exact: true }).click()
  const row = admin.page.getByRole('row').filter({ has: admin.page.getByRole('rowheader', { name: 'IT-Service-Desk / Netzlabor', exact: true }) })
  await row.getByText(admin.word('admin-reason-own', { role: 'Netzlabor-Team', queue: 'IT-Service-Desk / Netzlabor' })).waitFor()
  assert.equal(await admin.page.getByRole('rowheader', { name: 'IT-Service-Desk', exact: true }).count(), 0)
})

// req: E13
test('a state is made, in its colour and its place', async () => {
  await to(admin, 'title-admin-states')
  await begin(admin, 'admin-state-add')
  await both(admin, 'admin-name', 'Wartet auf Bauteile', 'Waiting for parts')
  assert.equal(await admin.field('admin-key').inputValue(), 'wartet_auf_bauteile')
  await admin.field('admin-key').fill('waiting_for_parts')
  await admin.field('admin-state-type').selectOption('open')
  await admin.page.getByRole('radio', { name: admin.word('color-orange'), exact: true }).check()
  await create(admin, 'Wartet auf Bauteile')
  const names = () => admin.page.locator('.admin-name').allInnerTexts()
  const place = async () => (await names()).indexOf('Wartet auf Bauteile')
  const before = await place()
  assert.ok(before > 0)
  await admin.page.getByRole('button', { name: admin.word('admin-move-up', { name: 'Wartet auf Bauteile' }), exact: true }).click()
  await eventually('the state stands one place higher', async () => (await place()) === before - 1)
})

// req: B3
test('a field is made for the queue', async () => {
  await to(admin, 'title-admin-fields')
  await begin(admin, 'admin-field-add')
  await both(admin, 'admin-name', 'Inventarnummer', 'Inventory number')
  await admin.page.getByRole('group', { name: admin.word('admin-field-queues'), exact: true }).getByLabel('Netzlabor', { exact: true }).check()
  await admin.field('admin-field-required').check()
  await create(admin, 'Inventarnummer')
})

// req: B9
test('a template is written with variables, and a fault in it is shown in place', async () => {
  await to(admin, 'title-admin-templates')
  await begin(admin, 'admin-template-add')
  await both(admin, 'admin-name', 'Bauteil bestellt', 'Part ordered')
  const body = inLanguage(admin, 'admin-template-body', 'de')
  await inLanguage(admin, 'admin-template-body', 'en').fill('We have ordered the part.')
  await body.fill('Das Bauteil {{ kaputt')
  await admin.button('admin-create').click()
  await admin.page.getByText(admin.word('form-has-errors')).waitFor()
  await admin.button('admin-show-place').click()
  assert.ok(await body.evaluate((area) => area === document.activeElement && area.selectionStart > 0))
  await body.fill('Das Bauteil für  ist bestellt.')
  await body.evaluate((area) => area.setSelectionRange(16, 16))
  await admin.page.getByText(admin.word('admin-variables'), { exact: true }).click()
  await admin.page.getByTitle(admin.word('admin-variable-insert', { name: '{{ ticket.number }}' }), { exact: true }).click()
  assert.equal(await body.inputValue(), 'Das Bauteil für {{ ticket.number }} ist bestellt.')
  await admin.page.locator('.preview-body').filter({ hasText: /Das Bauteil für \d+ ist bestellt/ }).waitFor()
  await admin.page.getByRole('group', { name: admin.word('admin-template-queues'), exact: true }).getByLabel('Netzlabor', { exact: true }).check()
  await create(admin, 'Bauteil bestellt')
})

test('the log tells all of it, newest first', async () => {
  await to(admin, 'title-admin-log')
  const first = admin.page.getByRole('listitem').filter({ hasText: 'Bauteil bestellt' }).first()
  await first.getByText(admin.word('admin-log-created', { who: 'Ada Administrator', kind: admin.word('setting-the-template'), name: 'Bauteil bestellt' })).waitFor()
  await admin.field('admin-log-kind').selectOption('role')
  await admin.page.getByText(admin.word('admin-log-member-added', { who: 'Ada Administrator', person: 'Lotte Lesesaal', role: 'Netzlabor-Team' })).waitFor()
  const role = admin.page.getByRole('listitem').filter({ hasText: admin.word('admin-log-created', { who: 'Ada Administrator', kind: admin.word('setting-the-role'), name: 'Netzlabor-Team' }) })
  await role.locator('summary').click()
  await role.getByText(admin.word('admin-log-grant', { permission: admin.word('permission-manage'), queue: 'Netzlabor' })).waitFor()
  admin.assertQuiet()
})

// req: B3, B9, B11
test('an agent works with what was set up', async () => {
  const agent = await Person.at(browser, pult.origin)
  await agent.enter('agent.lib')
  const api = await pult.as('agent.lib')
  const queue = await api.queue('it/netzlabor')
  number = (await api.open({ queue_id: queue.id, subject: 'Switch defekt', body: 'Er blinkt nicht mehr.', requester: STUDENT, channel: 'phone' })).number
  await agent.page.goto('/agent?queue=it%2Fnetzlabor')
  await agent.open('Switch defekt')
  await agent.page.getByText('Inventarnummer').first().waitFor()
  await agent.page.getByRole('radio', { name: agent.word('composer-reply'), exact: true }).check({ force: true })
  await agent.page.locator('summary').filter({ hasText: agent.word('templates') }).click()
  await agent.page.getByRole('button', { name: 'Bauteil bestellt', exact: true }).click()
  await eventually('the template stands in the answer', async () => (await agent.field('composer-body').inputValue()).includes(`Das Bauteil für ${number} ist bestellt.`))
  await agent.button('send').click()
  await agent.hears('done-reply')
  await api.apply(number, { type: 'set_state', state: 'waiting_for_parts' })
  await agent.page.getByText('Wartet auf Bauteile').first().waitFor()
  await assert.rejects(api.apply(number, { type: 'set_state', state: 'closed_successful' }), (error) => error.status >= 400 && JSON.stringify(error.body).includes('inventarnummer'))
  await api.apply(number, { type: 'set_field', field: 'inventarnummer', value: 'SW-4711' }, { type: 'set_state', state: 'closed_successful' })
  const mails = await (await pult.as('admin')).outgoingMails()
  const sent = mails.find((mail) => mail.ticket_number === number && mail.kind === 'reply')
  const { text } = await (await pult.as('admin')).get(`/outgoing-mails/${sent.id}`)
  assert.match(text, /Guten Tag Stella Studentin,[^]*Das Bauteil[^]*Ihr Netzlabor/)
  agent.assertQuiet()
  await agent.leave()
})

// req: C11 — who manages a queue changes its texts and not its place.
test('whoever manages the queue sees what is theirs', async () => {
  const manager = await Person.at(browser, pult.origin)
  await manager.enter('agent.lib')
  await manager.page.goto('/admin')
  await manager.heading().filter({ hasText: manager.word('title-admin') }).waitFor()
  assert.equal(await manager.page.getByRole('link', { name: manager.word('title-admin-states'), exact: true }).count(), 0)
  await to(manager, 'title-admin-queues')
  assert.equal(await manager.page.getByRole('link', { name: 'Bibliothek', exact: true }).count(), 0)
  await manager.page.getByRole('link', { name: 'Netzlabor', exact: true }).click()
  await manager.page.getByText(manager.word('admin-queue-locked')).waitFor()
  assert.ok(await manager.field('admin-key').isDisabled())
  await both(manager, 'admin-queue-signature', 'Ihr Team im Netzlabor', 'Your team at the network lab')
  await manager.button('admin-save').click()
  await manager.hears('admin-done-saved', { name: 'Netzlabor' })
  await manager.page.goto('/admin/states')
  await manager.heading().filter({ hasText: manager.word('title-refused') }).waitFor()
  manager.assertQuiet()
  await manager.leave()
})

test('what is not saved is not lost by a click, nor by Back', async () => {
  await to(admin, 'title-admin-types')
  await admin.page.getByRole('link', { name: 'Störung', exact: true }).click()
  await inLanguage(admin, 'admin-name', 'de').fill('Defekt')
  const dialog = admin.page.getByRole('dialog', { name: admin.word('admin-leave-title') })
  await admin.page.getByRole('link', { name: admin.word('title-admin-services'), exact: true }).click()
  await dialog.waitFor()
  await admin.page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  assert.equal(await inLanguage(admin, 'admin-name', 'de').inputValue(), 'Defekt')
  await admin.page.goBack()
  await dialog.waitFor()
  assert.match(admin.page.url(), /\/admin\/types\?edit=/)
  await dialog.getByRole('button', { name: admin.word('admin-leave-go'), exact: true }).click()
  await eventually('the form is closed', async () => !admin.page.url().includes('edit='))
  await admin.page.getByRole('link', { name: 'Störung', exact: true }).waitFor()
})

test('what is in use is not deleted, and the page says why', async () => {
  await to(admin, 'title-admin-states')
  await admin.page.getByRole('link', { name: 'Erfolgreich geschlossen', exact: true }).or(admin.page.locator('#row-closed_successful')).first().click()
  await admin.page.locator('.admin-hindrance').waitFor()
  assert.equal(await admin.button('admin-delete').count(), 0)
  await to(admin, 'title-admin-types')
  await admin.page.locator('#row-question').click()
  await admin.button('admin-delete').click()
  await admin.page.getByRole('dialog', { name: admin.word('admin-delete-title') }).getByRole('button', { name: admin.word('admin-delete'), exact: true }).click()
  await admin.page.locator('#row-question').waitFor({ state: 'detached' })
})

test('a type is made by keyboard alone', async () => {
  const { keyboard } = admin.page
  const tabTo = async (target) => {
    for (let n = 0; n < 60; n += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return
      await keyboard.press('Tab')
    }
    assert.fail('not reached by Tab')
  }
  await admin.page.goto('/admin/types')
  await admin.page.locator('#row-request').waitFor()
  await tabTo(admin.page.getByRole('link', { name: admin.word('admin-type-add'), exact: true }))
  await keyboard.press('Enter')
  await admin.page.waitForFunction(() => document.activeElement?.classList.contains('admin-editor-title'))
  await tabTo(inLanguage(admin, 'admin-name', 'de'))
  await keyboard.type('Beschwerde')
  await keyboard.press('Tab')
  await keyboard.type('Complaint')
  await keyboard.press('Enter')
  await admin.hears('admin-done-saved', { name: 'Beschwerde' })
  await admin.page.waitForURL(/\?edit=beschwerde/)
  admin.assertQuiet()
})

// req: B12
test('a calendar says when a queue is open, and nothing is due on a closed day', async () => {
  const { page } = admin
  const day = (ahead) => new Date(Date.now() + ahead * 86_400_000)
  const iso = (date) => new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin' }).format(date)
  const weekday = (new Date(`${iso(day(1))}T12:00Z`).getUTCDay() + 6) % 7
  await to(admin, 'title-admin-calendars')
  await begin(admin, 'admin-calendar-add')
  await both(admin, 'admin-name', 'Laborzeiten', 'Lab hours')
  const hours = (index) => page.locator(`#f-week-${index}`)
  for (const index of [0, 1, 2, 3, 4, 5, 6]) await hours(index).fill(index === weekday ? '' : '8–12, 13:30-17')
  await hours(weekday === 0 ? 1 : 0).fill('12 bis 8')
  await admin.button('admin-create').click()
  await page.getByText(admin.word('form-has-errors')).waitFor()
  await hours(weekday === 0 ? 1 : 0).fill('8-17')
  await admin.button('admin-closure-add').click()
  await page.locator('#f-closures-0-from').fill(iso(day(2)))
  assert.equal(await page.locator('#f-closures-0-to').inputValue(), iso(day(2)), 'one day, until more is said')
  await page.locator('#f-closures-0-names-de').fill('Umzug')
  await page.locator('#f-closures-0-names-en').fill('Moving')
  await page.getByLabel(admin.word('admin-calendar-region'), { exact: true }).selectOption({ label: admin.word('region-ni') })
  await create(admin, 'Laborzeiten')

  await to(admin, 'title-admin-queues')
  await page.getByRole('link', { name: 'Netzlabor', exact: true }).click()
  await page.getByLabel(admin.word('admin-queue-calendar'), { exact: true }).selectOption({ label: 'Laborzeiten' })
  await admin.button('admin-save').click()
  await admin.hears('admin-done-saved', { name: 'Netzlabor' })

  const agent = await Person.at(browser, pult.origin)
  await agent.enter('admin')
  await agent.page.goto(`/agent/tickets/${number}`)
  await agent.page.locator('#fact-due').click()
  const presets = agent.page.getByRole('group', { name: agent.word('moment-presets') })
  await presets.getByRole('button', { name: agent.word('moment-next-open'), exact: true }).click()
  assert.equal(await presets.getByRole('button', { name: agent.word('moment-tomorrow'), exact: true }).count(), 0, 'tomorrow is closed')
  const offered = await agent.page.locator('#fact-due-input').inputValue()
  assert.ok(offered.slice(0, 10) > iso(day(2)), offered)
  await agent.page.locator('#fact-due-input').fill(`${iso(day(2))}T10:00`)
  await agent.page.keyboard.press('Enter')
  await agent.page.getByText(agent.word('field-error-closed_day')).first().waitFor()
  await agent.page.locator('#fact-due-input').fill(offered)
  await agent.page.keyboard.press('Enter')
  await agent.page.locator('#fact-due-input').waitFor({ state: 'detached' })
  await agent.leave()
})

const LOOKS = [
  { language: 'de', viewport: DESKTOP, colorScheme: 'light' },
  { language: 'en', viewport: PHONE, colorScheme: 'dark' },
]

for (const look of LOOKS) {
  test(`axe finds nothing: ${look.language}, ${look.viewport.width} px, ${look.colorScheme}`, async (t) => {
    const api = await pult.as('admin')
    const queue = await api.queue('it/netzlabor')
    const one = async (list, name) => (await api.get(list)).items.find((item) => JSON.stringify(item).includes(name)).id
    const lotte = (await api.get('/people?query=lotte')).items[0].id
    const pages = [
      '/admin',
      ...['states', 'priorities', 'types', 'services', 'fields', 'queues', 'calendars', 'roles', 'rights', 'templates', 'log', 'mail/incoming', 'mail/outgoing'].map((page) => `/admin/${page}`),
      ...['states?new=', 'states?edit=waiting_for_parts', 'priorities?edit=3', 'types?edit=request', 'services?new=', 'fields?edit=inventarnummer', 'calendars?edit=laborzeiten', 'templates?new='].map((page) => `/admin/${page}`),
      `/admin/queues?edit=${queue.id}`,
      `/admin/roles?edit=${await one('/roles', 'Netzlabor-Team')}`,
      `/admin/templates?edit=${await one('/templates', 'Bauteil bestellt')}`,
      `/admin/rights?person=${lotte}&ticket=${number}`,
    ]
    const person = await Person.at(browser, pult.origin, look)
    await person.enter('admin')
    for (const path of pages) {
      await t.test(path.replace(/[0-9a-f]{8}-[0-9a-f-]+/, 'ID'), async () => {
        await person.page.setViewportSize(look.viewport)
        await person.page.goto(path)
        await person.heading().waitFor()
        if (path.includes('?')) await person.page.locator('.admin-editor-title, .rights-answer').first().waitFor()
        await person.page.locator('.loading').waitFor({ state: 'detached' })
        assert.deepEqual(await axeFindings(person.page), [])
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
