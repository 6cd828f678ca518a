// A way between a client and a server that breaks at a chosen command: before the command arrives, in the middle of the answer, or with
// the whole answer lost. So each place where a mail could get lost or doubled is tried, and not only those that chance finds.
import net from 'node:net'
import tls from 'node:tls'

const CRLF = Buffer.from('\r\n')

/**
 * `protocol`: imap, smtp or lmtp. `port`: the server; with `ca` it is reached by TLS.
 * `plans`: { at, when } for the connections in their order: at which command of the client, counted from 1, and `when`: before it arrives,
 * during the answer to it, or after the answer came and before the client hears of it. Connections beyond the plans are left alone.
 */
export async function startCutter({ protocol, port, ca, plans }) {
  const waiting = [...plans]
  const cutter = { cuts: [], passed: 0 }
  const sockets = new Set()
  const server = net.createServer((client) => {
    const upstream = ca ? tls.connect({ port, host: '127.0.0.1', ca, servername: 'localhost' }) : net.connect({ port, host: '127.0.0.1' })
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    const plan = waiting.shift()
    if (!plan) cutter.passed += 1
    new Passage({ protocol, client, upstream, plan, cut: (name) => cutter.cuts.push({ ...plan, name }) })
  })
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  cutter.port = server.address().port
  cutter.stop = () => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(resolve))
  }
  return cutter
}

/** One connection, taken apart into commands. */
class Passage {
  constructor({ protocol, client, upstream, plan, cut }) {
    Object.assign(this, { protocol, client, upstream, plan, cut })
    this.count = 0
    this.held = Buffer.alloc(0)
    this.content = false
    this.awaited = null
    this.answer = Buffer.alloc(0)
    client.on('data', (chunk) => this.#fromClient(chunk))
    upstream.on('data', (chunk) => this.#fromServer(chunk))
    client.on('end', () => upstream.end())
    upstream.on('end', () => client.end())
  }

  #fromClient(chunk) {
    if (this.awaited) return
    this.held = Buffer.concat([this.held, chunk])
    while (this.held.length && !this.awaited && !this.client.destroyed) {
      if (!(this.content ? this.#content() : this.#line())) return
    }
  }

  /** A command is a line; a plan for it is carried out here. True when there was one. */
  #line() {
    const end = this.held.indexOf(CRLF)
    if (end < 0) return false
    const line = this.held.subarray(0, end + 2)
    this.held = this.held.subarray(end + 2)
    this.#command(nameOf(this.protocol, line.toString('latin1')), line)
    return true
  }

  /** What follows DATA, up to the line with a dot, is one command more. */
  #content() {
    const end = this.held.subarray(0, 3).equals(Buffer.from('.\r\n')) ? 0 : this.held.indexOf('\r\n.\r\n')
    if (end < 0) return false
    const size = end === 0 ? 3 : end + 5
    const content = this.held.subarray(0, size)
    this.held = this.held.subarray(size)
    this.content = false
    this.#command('content', content)
    return true
  }

  #command(name, bytes) {
    this.count += 1
    if (this.plan?.at !== this.count) {
      this.upstream.write(bytes)
      return
    }
    if (this.plan.when === 'before') {
      // Of a mail's content the first half arrives.
      if (name === 'content') this.upstream.write(bytes.subarray(0, bytes.length / 2))
      this.#break(name)
      return
    }
    this.awaited = { name, tag: bytes.toString('latin1').split(' ')[0] }
    this.upstream.write(bytes)
  }

  #fromServer(chunk) {
    if (!this.awaited) {
      if (this.protocol !== 'imap' && /^354/m.test(chunk.toString('latin1'))) this.content = true
      this.client.write(chunk)
      return
    }
    if (this.plan.when === 'during') {
      this.client.write(chunk.subarray(0, Math.max(1, chunk.length >> 1)))
      this.#break(this.awaited.name)
      return
    }
    this.answer = Buffer.concat([this.answer, chunk])
    if (isWhole(this.protocol, this.awaited, this.answer.toString('latin1'))) this.#break(this.awaited.name)
  }

  /** As when a network fails: no farewell in either direction. What was written before gets there first. */
  #break(name) {
    this.cut(name)
    for (const socket of [this.client, this.upstream]) {
      socket.removeAllListeners('data')
      socket.end()
      setTimeout(() => socket.destroy(), 50)
    }
  }
}

/** The server has done what it was told. */
function isWhole(protocol, { name, tag }, answer) {
  if (protocol !== 'imap') return /^\d{3} .*\r\n/m.test(answer)
  if (name === 'DONE') return /^\S+ OK/m.test(answer)
  return answer.includes(`\r\n${tag} `) || answer.startsWith(`${tag} `) || answer.startsWith('+')
}

function nameOf(protocol, line) {
  const words = line.trim().split(/\s+/)
  if (protocol !== 'imap') return words[0].toUpperCase()
  const [first, second, third] = words
  if (!second) return first.toUpperCase()
  return (second.toUpperCase() === 'UID' ? `UID ${third}` : second).toUpperCase()
}
