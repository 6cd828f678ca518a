// What several tests set up by the API: a second agent at the same desk, and the site's own fields.

/** Lotte of the library works at the IT desk too from now on. */
export async function joinDesk(pult, login = 'agent.lib', role = 'IT') {
  const admin = await pult.as('admin')
  const { items } = await admin.get('/roles')
  const { person } = await (await pult.as(login)).get('/session')
  await admin.call('PUT', `/roles/${items.find((one) => one.name === role).id}/members/${person.id}`)
}

/** A custom field; `more` as in the API. */
export async function makeField(pult, key, kind, name, more = {}) {
  const admin = await pult.as('admin')
  return admin.call('PUT', `/fields/${key}`, { key, kind, names: { de: name, en: name }, ...more })
}
