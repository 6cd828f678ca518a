// Portal, desk and the three parts of the administration are a program each: whoever goes from one to another loads the other one and nothing more, deep links
// and the way back after signing in lead into the right one, and what was typed is still there.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { furnish } from '../lib/furnish.mjs'
import { Person } from '../lib/page.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

let pult, browser, tickets

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  tickets = await furnish(pult)
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

/** Somebody, with the programs that their browser loads. */
async function withPerson(act) {
  const person = await Person.at(browser, pult.origin)
  person.programs = []
  person.page.on('request', (request) => {
    const program = /\/pult-(\w+)-[0-9a-f]+_bg\.wasm$/.exec(request.url())
    if (program) person.programs.push(program[1])
  })
  try {
    await act(person)
    person.assertQuiet()
  } finally {
    await person.leave()
  }
}

const area = (person) => person.page.locator('html').getAttribute('data-area')

/** By a link of the main navigation. */
async function follow(person, key, path) {
  const navigation = person.page.getByRole('navigation', { name: person.word('main-navigation') })
  await navigation.getByRole('link', { name: person.word(key), exact: true }).click()
  await person.page.waitForURL(path)
  await person.heading().waitFor()
}

test('a customer signs in, reads and writes with one program', () =>
  withPerson(async (person) => {
    await person.enter('student')
    await person.page.waitForURL('**/portal')
    await person.row('Drucker im Flur').getByRole('link').first().click()
    await person.heading().filter({ hasText: 'Drucker im Flur' }).waitFor()
    await person.page.locator('.user-name').click()
    await person.heading().filter({ hasText: person.word('title-preferences') }).waitFor()
    assert.deepEqual(person.programs, ['portal'])
  }))

test('the way through all areas, and Back', () =>
  withPerson(async (person) => {
    await person.enter('admin')
    await person.page.goto('/agent')
    await person.heading().waitFor()
    assert.equal(await area(person), 'desk')
    await follow(person, 'nav-administration', '**/admin')
    assert.equal(await area(person), 'admin')
    for (const [path, program] of [['/admin/people', 'people'], ['/admin/rules', 'mail'], ['/admin', 'admin']]) {
      await person.page.locator(`nav a[href="${path}"]`).first().click()
      await person.page.waitForURL(`**${path}`)
      await person.heading().waitFor()
      assert.equal(await area(person), program)
    }
    for (let steps = 3; steps > 0; steps -= 1) await person.page.goBack()
    await person.page.waitForURL('**/admin')
    await person.page.goBack()
    await person.page.waitForURL('**/agent')
    await person.heading().waitFor()
    assert.equal(await area(person), 'desk')
    await follow(person, 'nav-portal', '**/portal')
    assert.equal(await area(person), 'portal')
    await person.page.locator('.user-name').click()
    await person.heading().filter({ hasText: person.word('title-preferences') }).waitFor()
    await person.button('sign-out').click()
    await person.page.waitForURL('**/login')
    await person.heading().filter({ hasText: person.word('title-login') }).waitFor()
  }))

test('the command palette leads into another area', () =>
  withPerson(async (person) => {
    await person.enter('agent.it')
    await person.page.goto('/portal')
    await person.heading().waitFor()
    await person.page.keyboard.press('Control+k')
    await person.page.locator('#palette-field').fill(tickets.worked)
    await person.page.locator('#palette [role=option]').filter({ hasText: tickets.worked }).first().click()
    await person.page.waitForURL(`**/agent/tickets/${tickets.worked}`)
    await person.heading().filter({ hasText: 'Drucker im Flur' }).waitFor()
    assert.equal(await area(person), 'desk')
  }))

test('links that were sent lead there after signing in, and load nothing before', async () => {
  for (const [login, path, expected] of [
    ['agent.it', `/agent/tickets/${tickets.worked}`, 'desk'],
    ['admin', '/admin/states', 'admin'],
    ['admin', '/admin/mail/outgoing', 'mail'],
    ['student', `/portal/tickets/${tickets.own}`, 'portal'],
  ]) {
    await withPerson(async (person) => {
      await person.page.goto(path)
      await person.page.waitForURL('**/login?next=**')
      await person.signIn(login)
      await person.page.waitForURL((url) => url.pathname === path)
      await person.heading().waitFor()
      assert.deepEqual(person.programs, expected === 'portal' ? ['portal'] : ['portal', expected])
    })
  }
})

test('the links of mails lead an agent to the desk and a customer to the portal', async () => {
  for (const [login, path] of [
    ['agent.it', `/agent/tickets/${tickets.worked}`],
    ['student', `/portal/tickets/${tickets.worked}`],
  ]) {
    await withPerson(async (person) => {
      await person.enter(login)
      person.programs.length = 0
      await person.page.goto(`/tickets/${tickets.worked}`)
      await person.page.waitForURL(`**${path}`)
      await person.heading().filter({ hasText: 'Drucker im Flur' }).waitFor()
      assert.equal(person.programs.length, 1)
    })
  }
})

test('what is being written survives the way through another area', () =>
  withPerson(async (person) => {
    await person.enter('agent.it')
    await person.page.goto(`/agent/tickets/${tickets.formatted}`)
    await person.heading().filter({ hasText: 'Formatierte Anfrage' }).waitFor()
    await person.field('composer-body').fill('Noch nicht fertig.')
    await follow(person, 'nav-portal', '**/portal')
    await person.page.goBack()
    await person.page.waitForURL(`**/agent/tickets/${tickets.formatted}`)
    await person.page.waitForFunction(() => document.querySelector('#composer-body')?.value === 'Noch nicht fertig.')
  }))
