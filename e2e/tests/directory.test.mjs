// A real OpenLDAP with 20,000 people and groups in groups: comparing, signing in, unknown senders, servers that are gone, hold their breath, or
// take over; and who vanishes.
// req: A15, A16, A17, C13
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Api } from '../lib/api.mjs'
import { textMail } from '../lib/mail.mjs'
import { Person } from '../lib/page.mjs'
import { eventually } from '../lib/process.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { manyPeople, passwordOf, settingsFor, startDirectory } from '../servers/directory.mjs'
import { PASSWORD, startPult } from '../servers/pult.mjs'

const PEOPLE = Number(process.env.PULT_E2E_PEOPLE ?? 20_000)
const SECONDS = 60

const started = []
let first, second, pult, admin, browser

before(async () => {
  const content = manyPeople(PEOPLE)
  started.push((first = await startDirectory({ content })))
  started.push((second = await startDirectory({ content, authority: first.authority })))
  const env = settingsFor([first, second], { ROLES: 'it-house: IT-Helpdesk,helpdesk: No such role' })
  started.push((pult = await startPult({ env })))
  admin = await pult.as('admin')
  const queue = (await admin.get('/queues')).items.find((one) => one.path === 'it').id
  await admin.post('/roles', { name: 'IT-Helpdesk', grants: ['view', 'note', 'reply', 'own'].map((permission) => ({ queue_id: queue, permission })) })
})
after(async () => {
  await browser?.close()
  for (const server of started.reverse()) await server.stop()
})

/** Compares, and waits for the end. */
async function compare(request = {}) {
  const began = Date.now()
  const { id } = await admin.post('/directory-runs', { directory: 'hs', ...request })
  const run = await eventually('the end of the comparison', async () => {
    const run = await admin.get(`/directory-runs/${id}`)
    return !['queued', 'running'].includes(run.state) && run
  }, 120)
  return { ...run, seconds: (Date.now() - began) / 1000 }
}

const numbers = ({ report }) => ({ created: report.created, changed: report.changed, vanished: report.vanished, unchanged: report.unchanged })
const signIn = (login, password = passwordOf(login)) => Api.signIn(pult.origin, login, password)
const refused = async (login, password) => {
  const response = await fetch(`${pult.origin}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  return { status: response.status, code: (await response.json()).code }
}

test('a dry run says what would happen, and changes nothing', async () => {
  const run = await compare({ dry: true })
  assert.equal(run.state, 'done', run.fault)
  assert.deepEqual(numbers(run), { created: PEOPLE, changed: 0, vanished: 0, unchanged: 0 })
  assert.deepEqual(run.report.fault_lines, [{ fault: 'no_role', entry: 'helpdesk', value: 'No such role' }])
  assert.equal((await admin.get('/directories')).items[0].people, 0)
})

test(`${PEOPLE} people come in under ${SECONDS} seconds, and the second comparison changes nothing`, async (t) => {
  const run = await compare()
  assert.equal(run.state, 'done', run.fault)
  assert.deepEqual(numbers(run), { created: PEOPLE, changed: 0, vanished: 0, unchanged: 0 })
  t.diagnostic(`first comparison: ${run.seconds} s`)
  assert.ok(run.seconds < SECONDS, `${run.seconds} s`)
  const again = await compare()
  t.diagnostic(`second comparison: ${again.seconds} s`)
  assert.deepEqual(numbers(again), { created: 0, changed: 0, vanished: 0, unchanged: PEOPLE })
  const [person] = (await admin.get('/people?query=p00042')).items
  const profile = await admin.get(`/people/${person.id}/profile`)
  assert.deepEqual(profile.addresses.map(({ kind }) => kind), ['directory', 'alias'])
  assert.deepEqual(profile.roles.map(({ name, directory }) => [name, directory]), [['IT-Helpdesk', 'hs']], 'by a group in a group in a group')
})

test('people sign in with the password of the directory, by account id and by address', async () => {
  const agent = await signIn('p00042')
  const session = await agent.get('/session')
  assert.deepEqual([session.person.name, session.agent], ['Person Nummer 42 Müller', true])
  assert.equal((await (await signIn('person.1234@hs-musterstadt.example', passwordOf('p01234'))).get('/session')).agent, false)
  assert.deepEqual(await refused('p00042', 'wrong'), { status: 401, code: 'wrong_credentials' })
  assert.equal((await refused('p00042', '')).status, 422, 'no password, no bind')
  for (const login of ['*', 'p00042)(uid=*', 'p0004*']) assert.equal((await refused(login, passwordOf('p00042'))).status, 401, login)
})

test('who changes is changed, who comes back is back', async () => {
  first.change(['dn: uid=p00100,ou=people,dc=hs-musterstadt,dc=example', 'changetype: modify', 'replace: roomNumber', 'roomNumber: C 3', '-', 'replace: mail', 'mail: new@hs-musterstadt.example', ''])
  first.remove(['p00101'])
  let run = await compare()
  assert.deepEqual(numbers(run), { created: 0, changed: 1, vanished: 1, unchanged: PEOPLE - 2 })
  assert.deepEqual(run.report.changed_lines[0].differs, ['room', 'addresses'])
  const [gone] = (await admin.get('/people?query=p00101')).items
  assert.equal((await admin.get(`/people/${gone.id}/profile`)).vanished, true)
  assert.equal((await refused('p00101', passwordOf('p00101'))).status, 401)
  const [moved] = (await admin.get('/people?query=p00100')).items
  const { addresses } = await admin.get(`/people/${moved.id}/profile`)
  assert.deepEqual(addresses.map(({ kind }) => kind), ['directory', 'former', 'former'])
  run = await compare()
  assert.deepEqual(numbers(run), { created: 0, changed: 0, vanished: 0, unchanged: PEOPLE - 1 })
})

test('an unknown sender is looked up while the mail is worked on', async () => {
  first.add([{ login: 'neu', name: 'Nele Neu', mail: 'nele.neu@hs-musterstadt.example', affiliation: 'staff' }])
  const mail = textMail({ from: 'nele.neu@hs-musterstadt.example', to: 'it-desk@hs-musterstadt.example', subject: 'Mein erster Tag', text: 'Hallo' })
  pult.command(['mail', 'deliver', '--data', pult.data, '--to', 'it-desk@hs-musterstadt.example'], { input: mail.raw })
  const found = await eventually('the ticket of the new colleague', async () => {
    const [person] = (await admin.get('/people?query=nele.neu')).items
    return person?.active_tickets === 1 && person
  })
  const profile = await admin.get(`/people/${found.id}/profile`)
  assert.deepEqual([profile.name, profile.login, profile.affiliation, profile.directory.directory], ['Nele Neu', 'neu', 'staff', 'hs'])
})

test('the second server takes over, and local administrators never need any', async () => {
  await first.end()
  assert.equal((await (await signIn('p00043')).get('/session')).agent, true)
  let [view] = (await admin.get('/directories')).items
  assert.ok(view.servers[0].fault && !view.servers[1].fault, JSON.stringify(view.servers))

  // The second accepts connections and says nothing.
  second.hold()
  const began = Date.now()
  assert.deepEqual(await refused('p00043', passwordOf('p00043')), { status: 503, code: 'directory_unavailable' })
  assert.ok(Date.now() - began < 8000, `${Date.now() - began} ms`)
  assert.equal((await (await Api.signIn(pult.origin, 'admin', PASSWORD)).get('/session')).administrator, true)
  // The desk works, and mail of strangers comes in.
  const mail = textMail({ from: 'fremd@anderswo.example', to: 'it-desk@hs-musterstadt.example', subject: 'Ohne Verzeichnis', text: 'Hallo' })
  pult.command(['mail', 'deliver', '--data', pult.data, '--to', 'it-desk@hs-musterstadt.example'], { input: mail.raw })
  await eventually('the ticket', async () => (await admin.get('/tickets?filter=verzeichnis')).items.length === 1)
  const failed = await compare()
  assert.equal(failed.state, 'failed')
  assert.match(failed.fault, /no server of the directory answers/)
  assert.ok((await admin.get('/directories')).items[0].people > PEOPLE - 10, 'nobody vanishes with the server')
  second.goOn()
  await first.start()
  // Attempts count while it is away too: a few are enough.
  await eventually('signing in again', async () => (await refused('p00043', passwordOf('p00043'))).status < 300 || undefined, 45, 6000)
})

test('a comparison that would deactivate too many stops and asks', async () => {
  const gone = Array.from({ length: PEOPLE / 5 }, (_, n) => `p${String(n + PEOPLE / 2).padStart(5, '0')}`)
  first.remove(gone)
  // A server that has failed is asked last for half a minute.
  await eventually('the first server', async () => {
    await admin.post('/directory-trials', { directory: 'hs', question: 'p00043' })
    return (await admin.get('/directories')).items[0].servers[0].fault === undefined
  }, 60)
  const run = await compare()
  assert.deepEqual([run.state, run.report.vanished], ['waiting', gone.length])
  assert.ok((await admin.get('/directories')).items[0].people > PEOPLE - 10, 'nothing was changed')
  const confirmed = await compare({ confirms: run.id })
  assert.deepEqual([confirmed.state, confirmed.report.vanished], ['done', gone.length])
  assert.ok((await admin.get('/directories')).items[0].people < PEOPLE * 0.81)
})

test('the pages: people are found and changed, the directory is compared and tried out', async () => {
  browser = await startBrowser()
  const person = await Person.at(browser, pult.origin)
  await person.enter('admin')
  const { page } = person
  await page.goto('/admin/people')
  await page.getByLabel(person.word('people-find')).fill('nummer 42')
  await page.getByRole('link', { name: 'Person Nummer 42 Müller' }).click()
  await page.getByRole('heading', { name: 'Person Nummer 42 Müller' }).waitFor()
  assert.equal(await page.getByLabel(person.word('admin-name'), { exact: true }).getAttribute('readonly'), '')
  await page.getByText('aus dem Verzeichnis').first().waitFor()

  await page.goto('/admin/directory')
  await page.getByRole('button', { name: person.word('directory-dry') }).click()
  await page.getByRole('button', { name: person.word('directory-dry') }).and(page.locator(':enabled')).waitFor({ timeout: 60_000 })
  await page.getByText(person.word('directory-report-dry')).first().waitFor()
  await page.getByLabel(person.word('directory-try-question')).fill('p00042')
  await page.getByRole('button', { name: person.word('directory-try-ask') }).click()
  await page.getByText('it-house').waitFor()
  await page.getByText('uid=p00042,ou=people').waitFor()
})
