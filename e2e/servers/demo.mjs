// The demo as people start it: `make run`, with ports and a data folder of its own.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { Server, freePort, listening, removeRoom, sleep, tempRoom } from '../lib/process.mjs'
import { ROOT } from './pult.mjs'

export async function startDemo() {
  const room = tempRoom('demo')
  const data = path.join(room, 'demo')
  const port = await freePort()
  const lmtpPort = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const env = { PORT: String(port), LMTP_PORT: String(lmtpPort), DATA: data }
  const start = performance.now()
  const make = await Server.start('make run', 'make', ['-C', ROOT, '--no-print-directory', 'run'], { logFile: path.join(room, 'output'), env })
  // The bar of 20 seconds is held by a test; here a first build may still be under way.
  await make.until(async () => (await fetch(origin)).ok && (await listening(lmtpPort)), 1800)
  const seconds = (performance.now() - start) / 1000
  const pid = descendant(make.pid, 'pult')
  const output = () => make.log()

  const demo = {
    origin,
    lmtpPort,
    data,
    database: path.join(data, 'pult.db'),
    seconds,
    output,
    login(kind) {
      const found = listDemo(output()).find((one) => one.kind === kind)
      if (!found) throw new Error(`the demo names no login of the kind ${kind}:\n${output()}`)
      return found
    },
    /** Resident memory in megabytes, after a moment of rest. */
    async memory() {
      await sleep(3000)
      const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
      return Number(kilobytes) / 1024
    },
    /** As Ctrl-C or a service manager does it; make ends with its child. */
    async end() {
      process.kill(pid, 'SIGTERM')
      return make.ended
    },
    async stop() {
      if (make.running) await demo.end()
      removeRoom(room)
    },
  }
  return demo
}

/** The process of that name below another one. */
function descendant(ancestor, name) {
  const processes = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && existsSync(`/proc/${entry}/stat`))
    .map((entry) => /^(\d+) \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${entry}/stat`, 'utf8')))
    .filter(Boolean)
    .map(([, pid, command, parent]) => ({ pid: Number(pid), command, parent: Number(parent) }))
  const below = new Set([ancestor])
  for (let grown = true; grown; ) {
    grown = false
    for (const { pid, parent } of processes) if (below.has(parent) && !below.has(pid)) grown = !!below.add(pid)
  }
  const found = processes.find(({ pid, command }) => below.has(pid) && command === name)
  if (!found) throw new Error(`there is no process ${name} below ${ancestor}`)
  return found.pid
}

/** The demo logins in the output of make run: a line with the password, then a line for each person, "login  Name (what they are)". */
export function listDemo(output) {
  const password = /the password is (\S+)/.exec(output)?.[1]
  const people = [...output.matchAll(/^ +(\S+) +([^()\n]+) \((.*)\)$/gm)]
  const kind = (text) => ['administrator', 'agent', 'customer'].find((word) => text.includes(word))
  return people.map(([, login, name, what]) => ({ login, name, password, kind: kind(what) })).filter((one) => one.password && one.kind)
}
