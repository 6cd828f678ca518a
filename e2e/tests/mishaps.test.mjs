// What goes wrong for people, and the sentence that they read: a wrong password, a foreign ticket, an expired session, an overtaken
// change, a wrong search.
// req: B8, D21
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

async function withPerson(act, language) {
  const person = await Person.at(browser, pult.origin, { language })
  try {
    await act(person)
  } finally {
    await person.leave()
  }
}

for (const language of ['de', 'en']) {
  test(`a wrong password is refused in a sentence (${language})`, () =>
    withPerson(async (person) => {
      await person.signIn('agent.it', 'falsch')
      await person.page.getByText(person.word('error-wrong_credentials')).waitFor()
      assert.equal(await person.field('login-password').inputValue(), '')
      assert.match(person.page.url(), /\/login/)
      person.assertQuiet()
    }, language))
}

test('a foreign ticket does not exist for a customer, in the page as in the API', async () => {
  const student = await pult.as('student')
  await assert.rejects(student.ticket(tickets.foreign), { status: 404, code: 'ticket_not_found' })
  await assert.rejects(student.ticket('2026010100000'), { status: 404, code: 'ticket_not_found' })
  await withPerson(async (person) => {
    await person.enter('student')
    await person.page.goto(`/portal/tickets/${tickets.foreign}`)
    await person.page.getByText(person.word('error-ticket_not_found')).waitFor()
    await person.page.goto('/portal')
    await person.row('Drucker im Flur').waitFor()
    assert.equal(await person.row('Verlängerung').count(), 0)
  })
})

test('notes and their attachments are not for the customer, in the API either', async () => {
  const student = await pult.as('student')
  const articles = await student.articles(tickets.worked)
  assert.ok(articles.length >= 2)
  assert.ok(articles.every((article) => article.visible_to_customer && !article.text.includes('Walze')))
})

test('a session that has ended asks to sign in again, and the text is still there', () =>
  withPerson(async (person) => {
    await person.enter('agent.it')
    await person.page.goto(`/agent/tickets/${tickets.worked}`)
    await person.article('Walze bestellen').waitFor()
    await person.field('composer-body').fill('Ein langer Text, der nicht verloren gehen darf.')
    await person.page.context().clearCookies()
    await person.button('send').click()
    await person.page.waitForURL('**/login?next=*')
    await person.page.getByText(person.word('session-ended')).waitFor()
    await person.signIn('agent.it')
    await person.page.waitForURL(`**/agent/tickets/${tickets.worked}`)
    assert.equal(await person.field('composer-body').inputValue(), 'Ein langer Text, der nicht verloren gehen darf.')
  }))

test('whoever has not seen the customer’s latest message is told before sending, and keeps the text', () =>
  withPerson(async (person) => {
    // Without the live stream the page does not notice by itself.
    await person.page.route('**/api/v1/events*', (route) => route.abort())
    await person.enter('agent.it')
    await person.page.goto(`/agent/tickets/${tickets.formatted}`)
    await person.article('Text mit einer Liste').waitFor()
    await person.field('composer-body').fill('Meine Antwort.')
    const student = await pult.as('student')
    await student.apply(tickets.formatted, { type: 'reply', body: 'Es hat sich schon erledigt.' })
    await person.button('send').click()
    await person.page.getByText(person.word('overtaken')).first().waitFor()
    await person.article('Es hat sich schon erledigt.').first().waitFor()
    assert.equal(await person.field('composer-body').inputValue(), 'Meine Antwort.')
    await person.button('send-anyway').click()
    await person.hears('done-reply')
  }))

test('other changes never hold an answer up', () =>
  withPerson(async (person) => {
    await person.page.route('**/api/v1/events*', (route) => route.abort())
    await person.enter('agent.it')
    await person.page.goto(`/agent/tickets/${tickets.formatted}`)
    await person.article('Text mit einer Liste').waitFor()
    await person.field('composer-body').fill('Noch eine Antwort.')
    const other = await pult.as('agent.it')
    await other.apply(tickets.formatted, { type: 'set_priority', priority: 5 })
    await person.button('send').click()
    await person.hears('done-reply')
  }))

test('a wrong search says what is wrong with it', () =>
  withPerson(async (person) => {
    await person.enter('agent.it')
    await person.toList()
    await person.page.locator('#search').fill('farbe:rot')
    await person.page.keyboard.press('Enter')
    await person.page.locator('#search-error').filter({ hasText: 'farbe' }).waitFor()
    assert.equal(await person.page.locator('#search-error mark').textContent(), 'farbe')
    await person.page.locator('#search').fill('drucker queue:it')
    await person.page.keyboard.press('Enter')
    await person.row('Drucker im Flur').waitFor()
  }))

test('a customer opens a request with an attachment, and the desk sees it', () =>
  withPerson(async (person) => {
    await person.enter('student')
    await person.page.goto('/portal/new')
    await person.field('portal-queue').selectOption({ index: 1 })
    await person.field('col-subject').fill('Beamer im Seminarraum')
    await person.field('field-description').fill('Er zeigt nur Rosa.')
    await person.attach('files', [{ name: 'foto.png', type: 'image/png', bytes: Buffer.from('89504e470d0a1a0a', 'hex') }])
    await person.button('send-request').click()
    await person.page.waitForURL(/\/portal\/tickets\/\d+/)
    const number = /(\d+)$/.exec(person.page.url())[1]
    const [article] = await (await pult.as('student')).articles(number)
    assert.equal(article.attachments[0].name, 'foto.png')
    person.assertQuiet()
  }))
