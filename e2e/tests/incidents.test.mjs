// Many people report one thing: shown beside the ticket, made an incident, answered once in each one's language, and closed as a whole.
// req: C9
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Person } from '../lib/page.mjs'
import { eventually } from '../lib/process.mjs'
import { makeField } from '../lib/team.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

const TEXT = 'Das eduroam im Wohnheim Nord, Haus 3, bricht jeden Abend mehrmals ab. Der Laptop verbindet sich nach wenigen Minuten neu.'

let pult, browser, ivo, api

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  api = await pult.as('agent.it')
  const wlan = await api.queue('it/wlan')
  await makeField(pult, 'room', 'text', 'Raum', { required_on_close: true, queue_ids: [wlan.id] })
  // One of those who ask reads English.
  const stella = await Person.at(browser, pult.origin, { language: 'en' })
  await stella.enter('student')
  await stella.page.close()
  ivo = await Person.at(browser, pult.origin)
  await ivo.enter('agent.it')
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

async function report(queue, subject, address) {
  const { id } = await api.queue(queue)
  const requester = { name: address.split('@')[0], address }
  return (await api.open({ queue_id: id, subject, body: TEXT, channel: 'phone', requester, confirm: false })).number
}

test('from the panel of likely duplicates to one answer for all, each in their own language', async () => {
  const first = await report('it', 'Eduroam weg', 'kim@stud.hs-musterstadt.example')
  const second = await report('it', 'Kein Netz abends', 'student@stud.hs-musterstadt.example')
  const lacking = await report('it/wlan', 'Netz im Wohnheim', 'paula@stud.hs-musterstadt.example')
  await ivo.page.goto(`/agent/tickets/${first}`)
  const panel = ivo.page.getByRole('region', { name: ivo.word('similar') })
  await panel.getByText('Kein Netz abends').waitFor()
  await panel.getByText('Netz im Wohnheim').waitFor()
  await panel.getByRole('button', { name: ivo.word('incident-make') }).click()
  const above = await eventually('the incident is there', async () => (await api.ticket(first)).links?.find((link) => link.kind === 'parent')?.ticket.number)
  await ivo.page.goto(`/agent/tickets/${above}`)
  await ivo.page.getByRole('link', { name: ivo.word('incident-answer', { count: 3 }), exact: true }).click()
  await ivo.page.waitForURL(`**/agent/incidents/${above}`)
  await ivo.heading().filter({ hasText: ivo.word('title-incident') }).waitFor()
  await ivo.page.locator('#incident-de').fill('Guten Tag {{ customer.name }}, das Netz geht wieder.')
  await ivo.page.getByText(ivo.word('incident-in-german', { count: 1 })).waitFor()
  await ivo.page.locator('#incident-en').fill('The network is back.')
  await ivo.page.locator('#incident-close').selectOption('closed_successful')
  await ivo.button('incident-send', { count: 3 }).click()
  await ivo.page.getByText(ivo.word('incident-sent', { done: 3, total: 3, failed: 0 })).waitFor()
  const admin = await pult.as('admin')
  const told = await eventually('all mails are ordered', async () => {
    const mails = (await admin.outgoingMails()).filter((mail) => ['reply', 'closing'].includes(mail.kind))
    return mails.length >= 3 && mails
  })
  assert.deepEqual(told.map((mail) => [mail.kind, mail.ticket_number]).sort(), [first, second, lacking].map((number) => ['reply', number]).sort())
  const texts = Object.fromEntries(await Promise.all(told.map(async (mail) => [mail.ticket_number, (await admin.get(`/outgoing-mails/${mail.id}`)).text])))
  assert.ok(texts[first].includes('Guten Tag kim, das Netz geht wieder.'), texts[first])
  assert.ok(texts[second].includes('The network is back.') && !texts[second].includes('Netz geht'), texts[second])
  await eventually('what can be closed is', async () => (await Promise.all([above, first, second].map((number) => api.ticket(number)))).every((ticket) => ticket.state_type === 'closed'))
  // What lacks a field stays open, says why, and is a work item of whoever closed the incident.
  const note = await eventually('it says why', async () => (await api.articles(lacking)).find((article) => article.text.includes(above)))
  assert.ok(note.text.includes('Raum'), note.text)
  assert.notEqual((await api.ticket(lacking)).state_type, 'closed')
  await ivo.page.goto(`/agent/incidents/${above}`)
  await ivo.page.getByRole('heading', { name: ivo.word('incident-left') }).waitFor()
  await ivo.page.getByRole('link', { name: lacking }).click()
  await ivo.page.waitForURL(`**/agent/tickets/${lacking}`)
  await ivo.article('Raum').waitFor()
})

test('closing the ticket above by hand closes those below, and undo brings all back', async () => {
  const numbers = [await report('it', 'Drucker 1', 'rosa@stud.hs-musterstadt.example'), await report('it', 'Drucker 2', 'emil@stud.hs-musterstadt.example')]
  const { number: above } = await api.post('/incidents', { tickets: numbers })
  await ivo.page.goto(`/agent/tickets/${above}`)
  await ivo.action('action-close').click()
  const dialog = ivo.page.getByRole('dialog', { name: ivo.word('state-title') })
  assert.ok(await dialog.locator('#state-children').isChecked(), 'those below go along unless one says otherwise')
  await dialog.getByRole('button', { name: ivo.word('apply'), exact: true }).click()
  await eventually('all are closed', async () => (await Promise.all(numbers.map((number) => api.ticket(number)))).every((ticket) => ticket.state_type === 'closed'))
  await api.apply(above, { type: 'set_state', state: 'open', with_children: true, notify_customer: false })
  await eventually('all are open again', async () => (await Promise.all(numbers.map((number) => api.ticket(number)))).every((ticket) => ticket.state_type === 'open'))
})
