// A directory: OpenLDAP's slapd with a temporary folder and free loopback ports, StartTLS and LDAPS with a certificate of the test's own
// authority. Can be stopped, held and started again in a test. A password for each person is their account id turned round.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Server, freePort, listening, removeRoom, run, tempRoom } from '../lib/process.mjs'
import { makeAuthority } from './authority.mjs'

export const SUFFIX = 'dc=hs-musterstadt,dc=example'
export const SERVICE = { dn: `cn=pult,${SUFFIX}`, password: 'service-Passw0rd' }
const SLAPD = '/usr/sbin/slapd'

export const passwordOf = (login) => `${[...login].reverse().join('')}-Passw0rd`
export const personDn = (login) => `uid=${login},ou=people,${SUFFIX}`
const groupDn = (name) => `cn=${name},ou=groups,${SUFFIX}`

/** `people`: entries with `login`, `name`, `mail` (one or several), `affiliation`, `room`. `groups`: name to members, `@name` for a group. */
export function ldif({ people, groups, ids = false }) {
  const lines = [
    `dn: ${SUFFIX}`, 'objectClass: dcObject', 'objectClass: organization', 'o: HS Musterstadt', 'dc: hs-musterstadt', '',
    `dn: ${SERVICE.dn}`, 'objectClass: organizationalRole', 'objectClass: simpleSecurityObject', 'cn: pult', `userPassword: ${SERVICE.password}`, '',
    `dn: ou=people,${SUFFIX}`, 'objectClass: organizationalUnit', 'ou: people', '',
    `dn: ou=groups,${SUFFIX}`, 'objectClass: organizationalUnit', 'ou: groups', '',
  ]
  for (const one of people) {
    lines.push(`dn: ${personDn(one.login)}`, 'objectClass: inetOrgPerson', `uid: ${one.login}`, `cn:: ${base64(one.name)}`, `sn:: ${base64(one.name)}`)
    for (const mail of [one.mail].flat()) lines.push(`mail: ${mail}`)
    // Two servers with one content have the same permanent ids.
    if (ids) lines.push(`entryUUID: ${uuidOf(one.login)}`)
    lines.push(`employeeType: ${one.affiliation ?? 'student'}`)
    if (one.room) lines.push(`roomNumber: ${one.room}`)
    lines.push(`userPassword: ${passwordOf(one.login)}`, '')
  }
  for (const [name, members] of Object.entries(groups)) {
    lines.push(`dn: ${groupDn(name)}`, 'objectClass: groupOfNames', `cn: ${name}`)
    for (const member of members) lines.push(`member: ${member.startsWith('@') ? groupDn(member.slice(1)) : personDn(member)}`)
    lines.push('')
  }
  return lines
}

const uuidOf = (login) => createHash('md5').update(login).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

const base64 = (text) => Buffer.from(text).toString('base64')

/** So many people, and groups four levels deep; in every hundredth group of a department sits the helpdesk. */
export function manyPeople(count) {
  const people = Array.from({ length: count }, (_, n) => ({
    login: `p${String(n).padStart(5, '0')}`,
    name: `Person Nummer ${n} Müller`,
    mail: [`p${String(n).padStart(5, '0')}@hs-musterstadt.example`, `person.${n}@hs-musterstadt.example`],
    affiliation: n % 10 === 0 ? 'staff' : 'student',
    room: n % 10 === 0 ? `B ${n % 300}` : undefined,
  }))
  const groups = {}
  const teams = Math.max(1, Math.floor(count / 100))
  for (let team = 0; team < teams; team++) {
    groups[`team-${team}`] = people.slice(team * 100, team * 100 + 100).map((one) => one.login)
  }
  const tens = Math.ceil(teams / 10)
  for (let ten = 0; ten < tens; ten++) {
    const below = Array.from({ length: 10 }, (_, n) => ten * 10 + n).filter((team) => team < teams)
    groups[`department-${ten}`] = below.map((team) => `@team-${team}`)
  }
  groups.helpdesk = ['@department-0']
  groups['it-house'] = ['@helpdesk', '@it-round']
  groups['it-round'] = ['@it-house']
  return { people, groups }
}

export async function startDirectory({ content, authority } = {}) {
  const room = tempRoom('directory')
  const data = path.join(room, 'data')
  mkdirSync(data)
  const tls = authority ?? makeAuthority(path.join(room, 'tls'))
  const [port, tlsPort] = [await freePort(), await freePort()]
  const config = path.join(room, 'slapd.conf')
  const schemas = ['core', 'cosine', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema`)
  writeFileSync(config, [
    ...schemas,
    'modulepath /usr/lib/ldap', 'moduleload back_mdb', `pidfile ${room}/slapd.pid`,
    `TLSCACertificateFile ${tls.caFile}`, `TLSCertificateFile ${tls.certFile}`, `TLSCertificateKeyFile ${tls.keyFile}`,
    // Whoever does not read page by page gets no more than a thousand.
    'sizelimit size.soft=1000 size.hard=1000 size.prtotal=unlimited',
    'database mdb', `suffix "${SUFFIX}"`, `rootdn "cn=root,${SUFFIX}"`, 'rootpw root', `directory ${data}`, 'maxsize 2147483648', 'dbnosync',
    'index objectClass,entryUUID,uid,mail,member eq',
    `access to attrs=userPassword by anonymous auth by * none`,
    `access to * by dn.exact="${SERVICE.dn}" read by self read by * none`, '',
  ].join('\n'))
  const file = path.join(room, 'content.ldif')
  const out = createWriteStream(file)
  for (const line of ldif({ ...content, ids: true })) out.write(`${line}\n`)
  out.end()
  await once(out, 'finish')
  run('/usr/sbin/slapadd', ['-q', '-f', config, '-l', file])

  let server
  const change = (lines) => run('ldapmodify', ['-x', '-H', `ldap://127.0.0.1:${port}`, '-D', `cn=root,${SUFFIX}`, '-w', 'root'], { input: `${lines.join('\n')}\n` })
  const directory = {
    port,
    tlsPort,
    caFile: tls.caFile,
    authority: tls,
    async start() {
      const at = `ldap://127.0.0.1:${port} ldaps://127.0.0.1:${tlsPort}`
      server = await Server.start('slapd', SLAPD, ['-h', at, '-f', config, '-d', '0'], { logFile: path.join(room, 'log') })
      await server.until(async () => (await listening(port)) && (await listening(tlsPort)))
    },
    change,
    remove: (logins) => change(logins.flatMap((login) => [`dn: ${personDn(login)}`, 'changetype: delete', ''])),
    add: (people) => run('ldapadd', ['-x', '-H', `ldap://127.0.0.1:${port}`, '-D', `cn=root,${SUFFIX}`, '-w', 'root'], { input: `${ldif({ people, groups: {} }).slice(20).join('\n')}\n` }),
    /** Accepts connections and says nothing any more. */
    hold: () => server.child.kill('SIGSTOP'),
    goOn: () => server.child.kill('SIGCONT'),
    async end() {
      if (server?.running) await server.stop('SIGKILL')
    },
    async stop() {
      await directory.end()
      removeRoom(room)
    },
  }
  await directory.start()
  return directory
}

/** The settings of Pult for such servers, as environment variables. */
export function settingsFor(directories, more = {}) {
  const values = {
    NAME: 'hs',
    SERVERS: directories.map((one) => `localhost:${one.port}`).join(','),
    TLS: 'starttls',
    CA_FILE: directories[0].caFile,
    USER: SERVICE.dn,
    PASSWORD: SERVICE.password,
    BASE: `ou=people,${SUFFIX}`,
    GROUP_BASE: `ou=groups,${SUFFIX}`,
    AFFILIATION_ATTRIBUTE: 'employeeType',
    TIMEOUT_SECONDS: '2',
    ...more,
  }
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`PULT_DIRECTORY__0__${name}`, value]))
}
