// The whole way by keyboard alone: sign in, go through the list, open a ticket, answer, close a dialog, sign out. Every stop is
// visible on screen and shows that it has the focus.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { furnish } from '../lib/furnish.mjs'
import { Person } from '../lib/page.mjs'
import { PASSWORD, startPult } from '../servers/pult.mjs'
import { startBrowser } from '../servers/browser.mjs'

let pult, browser, person, keys

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  await furnish(pult)
  person = await Person.at(browser, pult.origin)
  keys = person.page.keyboard
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

/** Presses Tab until `target` has the focus; each stop on the way must be seen. */
async function tabTo(target, key = 'Tab', limit = 80) {
  await target.waitFor()
  const stops = []
  for (let n = 0; n < limit; n += 1) {
    await keys.press(key)
    const stop = await person.page.evaluate(describeFocus)
    stops.push(stop.name)
    assert.ok(stop.shown, `${stop.name} has the focus, but it is not on screen (${JSON.stringify(stop.box)})`)
    assert.ok(stop.marked, `${stop.name} has the focus, but nothing shows it`)
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  assert.fail(`not reached by ${limit} times ${key}; stops: ${stops.join(', ')}`)
}

/** Runs in the page: what has the focus, is it on screen, and does it look different from without? */
function describeFocus() {
  const element = document.activeElement
  const name = `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''} "${(element.innerText ?? '').trim().slice(0, 30)}"`
  if (element === document.body) return { name: 'the page itself', shown: true, marked: true }
  // A radio button or a file input may show its focus on the label, or on what is drawn in its place.
  const looks = [element, element.nextElementSibling, ...(element.labels ?? [])].filter(Boolean)
  const marked = looks.some((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one)
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
  })
  const visible = looks.map((one) => one.getBoundingClientRect())
  const shown = visible.some((box) => box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth)
  return { name, shown, marked, box: visible[0] }
}

test('signs in', async () => {
  await person.page.goto('/login')
  await tabTo(person.field('login-name'))
  await keys.type('agent.it')
  await tabTo(person.field('login-password'))
  await keys.type(PASSWORD)
  await keys.press('Enter')
  await person.page.waitForURL('**/agent/dashboard')
  await tabTo(person.page.getByRole('button', { name: 'Deutsch', exact: true }))
  await keys.press('Enter')
  await person.page.locator('html[lang=de]').waitFor()
})

test('the first stop leads past the navigation', async () => {
  await person.page.getByRole('link', { name: 'Drucker im Flur' }).first().waitFor()
  await person.page.goto('/agent')
  await person.row('Drucker im Flur').waitFor()
  await keys.press('Tab')
  assert.equal(await person.page.evaluate(() => document.activeElement.textContent.trim()), person.word('skip-to-content'))
  await keys.press('Enter')
  assert.equal(await person.page.evaluate(() => document.activeElement.id), 'main')
})

test('goes through the list by J and K, and opens a ticket', async () => {
  const focused = () => person.page.evaluate(() => document.activeElement.textContent.trim())
  await keys.press('j')
  const first = await focused()
  await keys.press('j')
  const second = await focused()
  assert.notEqual(first, second)
  await keys.press('k')
  assert.equal(await focused(), first)
  for (let n = 0; n < 20 && (await focused()) !== 'Drucker im Flur'; n += 1) await keys.press('j')
  await keys.press('Enter')
  await person.page.waitForURL(/\/agent\/tickets\/\d+/)
  await person.article('Er zieht kein Papier ein').waitFor()
  await person.page.waitForFunction(() => document.activeElement?.tagName === 'H1')
})

test('reaches a ticket by the command palette', async () => {
  const here = person.page.url()
  await person.page.goto('/agent/dashboard')
  await person.page.getByRole('link', { name: 'Drucker im Flur' }).first().waitFor()
  await keys.press('Control+k')
  await person.page.getByRole('dialog', { name: person.word('palette-title') }).waitFor()
  await person.page.waitForFunction(() => document.activeElement?.id === 'palette-field')
  await keys.type(/(\d+)$/.exec(here)[1])
  await person.page.getByRole('option').filter({ hasText: 'Drucker im Flur' }).waitFor()
  await keys.press('Enter')
  await person.page.waitForURL(here)
  await person.article('Er zieht kein Papier ein').waitFor()
})

test('answers', async () => {
  await tabTo(person.field('composer-body'))
  await keys.type('Der Drucker geht wieder.')
  await tabTo(person.button('send'))
  await keys.press('Enter')
  await person.hears('done-reply')
  await person.article('Der Drucker geht wieder.').waitFor()
})

test('writes a note by shortcut', async () => {
  await person.page.evaluate(() => document.activeElement.blur())
  await keys.press('n')
  await person.page.waitForFunction(() => document.activeElement?.id === 'composer-body')
  await keys.type('Nur für uns: Walze liegt bereit.')
  await tabTo(person.button('save-note'))
  await keys.press('Enter')
  await person.hears('done-note')
})

test('opens a dialog, is kept in it, and comes back by Escape', async () => {
  const button = person.action('action-close')
  await tabTo(button, 'Shift+Tab')
  await keys.press('Enter')
  const dialog = person.page.getByRole('dialog', { name: person.word('state-title') })
  await dialog.waitFor()
  for (let n = 0; n < 12; n += 1) {
    await keys.press('Tab')
    assert.ok(await person.page.evaluate(() => document.activeElement === document.body || document.querySelector('dialog[open]').contains(document.activeElement)), 'the focus stays in the dialog')
  }
  await keys.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  assert.ok(await button.evaluate((element) => element === document.activeElement), 'the focus is back at the button')
})

/** Runs an action of the command palette. */
async function command(words) {
  await person.page.evaluate(() => document.activeElement.blur())
  await keys.press('Control+k')
  await person.page.waitForFunction(() => document.activeElement?.id === 'palette-field')
  await keys.type(words)
  await person.page.locator('#palette').getByRole('option').filter({ hasText: words }).first().waitFor()
  await keys.press('Enter')
  await person.page.locator('#palette').waitFor({ state: 'hidden' })
}

test('makes a new ticket for somebody', async () => {
  await person.page.goto('/agent')
  await person.row('Drucker im Flur').waitFor()
  await keys.press('c')
  await person.page.waitForURL('**/agent/new')
  await tabTo(person.page.locator('#requester'))
  await keys.type('student@stud.hs-musterstadt.example')
  await keys.press('Escape')
  await tabTo(person.page.locator('#queue'))
  await keys.press('End')
  await tabTo(person.page.locator('#subject'))
  await keys.type('Ohne Maus angelegt')
  await tabTo(person.page.locator('#body'))
  await keys.type('Am Telefon gemeldet.')
  await keys.press('Control+Enter')
  await person.page.waitForURL(/\/agent\/tickets\/\d+$/)
  await person.heading().filter({ hasText: 'Ohne Maus angelegt' }).waitFor()
})

test('takes it, moves it and closes it', async () => {
  await person.action('action-close').waitFor()
  await person.page.evaluate(() => document.activeElement.blur())
  if (await person.action('action-take').count()) {
    await keys.press('t')
    await person.hears('done-take')
  }
  await person.page.evaluate(() => document.activeElement.blur())
  await keys.press('m')
  await person.page.waitForFunction(() => document.activeElement?.id === 'fact-queue-input')
  const before = await person.page.locator('#fact-queue-input').inputValue()
  await keys.press('End')
  if ((await person.page.locator('#fact-queue-input').inputValue()) === before) await keys.press('Home')
  await keys.press('Enter')
  await person.page.locator('#fact-queue-input').waitFor({ state: 'detached' })
  await person.page.evaluate(() => document.activeElement.blur())
  await keys.press('e')
  const dialog = person.page.getByRole('dialog', { name: person.word('state-title') })
  await dialog.waitFor()
  await tabTo(dialog.getByRole('button', { name: person.word('apply'), exact: true }))
  await keys.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  await person.action('action-open').waitFor()
})

test('merges it into another one, and goes on there', async () => {
  const number = (await (await pult.as('agent.it')).tickets('queue:it')).find((ticket) => ticket.subject === 'Drucker im Flur').number
  await command(person.word('action-merge'))
  const dialog = person.page.getByRole('dialog', { name: person.word('merge-title') })
  await dialog.waitFor()
  await tabTo(dialog.locator('#merge-ticket'))
  await keys.type(number)
  await dialog.getByRole('option').filter({ hasText: 'Drucker im Flur' }).waitFor()
  await keys.press('Enter')
  await tabTo(dialog.locator('button[type=submit]'))
  await keys.press('Enter')
  await person.page.waitForURL(`**/agent/tickets/${number}`)
  await person.article('Am Telefon gemeldet.').waitFor()
})

test('signs out', async () => {
  await tabTo(person.button('sign-out'), 'Shift+Tab')
  await keys.press('Enter')
  await person.page.waitForURL('**/login')
  person.assertQuiet()
})
