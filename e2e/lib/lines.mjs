// Reading a line protocol from a socket: lines by CRLF, and runs of bytes of a known length (IMAP's literals).
import net from 'node:net'
import tls from 'node:tls'

export class Wire {
  constructor(socket, seconds) {
    this.socket = socket
    this.buffer = Buffer.alloc(0)
    this.waiting = null
    this.failure = null
    socket.setNoDelay(true)
    socket.setTimeout(seconds * 1000, () => this.#fail(new Error(`no answer for ${seconds} s`)))
    socket.on('data', (chunk) => {
      this.buffer = this.buffer.length ? Buffer.concat([this.buffer, chunk]) : chunk
      this.#wake()
    })
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('the connection was closed')))
  }

  static async connect({ port, host = '127.0.0.1', ca, servername = 'localhost', seconds = 30 }) {
    const socket = ca ? tls.connect({ port, host, ca, servername }) : net.connect({ port, host })
    await new Promise((resolve, reject) => {
      socket.once(ca ? 'secureConnect' : 'connect', resolve)
      socket.once('error', reject)
    })
    socket.removeAllListeners('error')
    return new Wire(socket, seconds)
  }

  #fail(error) {
    this.failure ??= error
    this.socket.destroy()
    this.#wake()
  }

  #wake() {
    const waiting = this.waiting
    this.waiting = null
    waiting?.()
  }

  async #more() {
    if (this.failure) throw this.failure
    await new Promise((resolve) => {
      this.waiting = resolve
    })
  }

  async line() {
    for (;;) {
      const end = this.buffer.indexOf('\r\n')
      if (end >= 0) {
        const line = this.buffer.subarray(0, end).toString('latin1')
        this.buffer = this.buffer.subarray(end + 2)
        return line
      }
      await this.#more()
    }
  }

  async bytes(count) {
    while (this.buffer.length < count) await this.#more()
    const bytes = Buffer.from(this.buffer.subarray(0, count))
    this.buffer = this.buffer.subarray(count)
    return bytes
  }

  write(data) {
    if (this.failure) throw this.failure
    this.socket.write(data)
  }

  close() {
    this.socket.destroy()
  }
}
