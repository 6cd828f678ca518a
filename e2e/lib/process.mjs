// Child processes, ports and temporary folders: everything that a test starts, and the promise that it ends with the test.
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export { sleep }

const living = new Set()
const rooms = new Set()
const lastWords = new Set()

// A test that dies on the way must not leave servers behind.
process.on('exit', () => {
  for (const say of lastWords) say()
  for (const child of living) child.kill('SIGKILL')
  for (const room of rooms) rmSync(room, { recursive: true, force: true })
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))

export const isRoot = process.getuid() === 0

/** Something to do, at once and without waiting, when the test process ends early: for servers that leave their parent. */
export function atExit(act) {
  lastWords.add(act)
  return () => lastWords.delete(act)
}

/** A temporary folder that is gone when the process ends. Readable by others, because servers change their user. */
export function tempRoom(name) {
  const room = mkdtempSync(path.join(os.tmpdir(), `pult-e2e-${name}-`))
  chmodSync(room, 0o755)
  rooms.add(room)
  return room
}

export function removeRoom(room) {
  rmSync(room, { recursive: true, force: true })
  rooms.delete(room)
}

/** A loopback port that nobody listens on. */
export async function freePort() {
  const server = net.createServer()
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Runs a short command to its end; throws with its output when it fails. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', ...options })
  if (done.error) throw new Error(`${command} could not be started: ${done.error.message}`)
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${done.status}:\n${done.stdout}${done.stderr}`)
  return done.stdout
}

/** A server process whose output goes to a log file. */
export class Server {
  constructor(name, logFile, child) {
    this.name = name
    this.logFile = logFile
    this.child = child
    this.ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })))
    this.running = true
    living.add(child)
    this.ended.then(() => {
      this.running = false
      living.delete(child)
    })
  }

  static async start(name, command, args, { logFile, env = {}, cwd, input } = {}) {
    const log = openSync(logFile, 'a')
    const child = spawn(command, args, { stdio: [input === undefined ? 'ignore' : 'pipe', log, log], env: { ...process.env, ...env }, cwd })
    closeSync(log)
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', (error) => reject(new Error(`${name} could not be started: ${error.message}`)))
    })
    if (input !== undefined) child.stdin.end(input)
    return new Server(name, logFile, child)
  }

  get pid() {
    return this.child.pid
  }

  log() {
    return readFileSync(this.logFile, 'utf8')
  }

  /** Waits until `ready` resolves to something true; fails early, with the log, when the server ends before that. */
  async until(ready, seconds = 30) {
    const deadline = Date.now() + seconds * 1000
    let last
    while (Date.now() < deadline) {
      if (!this.running) throw new Error(`${this.name} ended before it was ready:\n${tail(this.log())}`)
      try {
        if (await ready()) return
      } catch (error) {
        last = error
      }
      await sleep(50)
    }
    throw new Error(`${this.name} was not ready after ${seconds} s (${last?.message ?? 'no answer'}):\n${tail(this.log())}`)
  }

  async signal(name) {
    if (this.running) this.child.kill(name)
    return this.ended
  }

  /** Asks to end, and insists after a while. Returns how it ended. */
  async stop(signal = 'SIGTERM', seconds = 15) {
    if (this.running) this.child.kill(signal)
    const insist = setTimeout(() => this.child.kill('SIGKILL'), seconds * 1000)
    const how = await this.ended
    clearTimeout(insist)
    return how
  }
}

export function tail(text, lines = 40) {
  return text.split('\n').slice(-lines).join('\n')
}

/** Does something accept connections there? */
export function listening(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host })
    socket.once('connect', () => socket.destroy() && resolve(true))
    socket.once('error', () => resolve(false))
  })
}

/** Asks again and again until the answer is neither false nor an error; the message says what was awaited. */
export async function eventually(what, ask, seconds = 30, pause = 200) {
  const deadline = Date.now() + seconds * 1000
  let last
  for (;;) {
    try {
      const answer = await ask()
      if (answer) return answer
      last = undefined
    } catch (error) {
      last = error
    }
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${what}${last ? ` (${last.message})` : ''}`, { cause: last })
    await sleep(pause)
  }
}
