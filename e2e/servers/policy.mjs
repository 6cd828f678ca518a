// Whom Postfix asks before it takes a recipient (its policy delegation protocol): greylisting and slow answers, as sites have them.
import net from 'node:net'

/** `decide`: from the attributes of a request to Postfix' action, a promise where the answer takes its time. */
export async function startPolicy(decide) {
  const asked = []
  const sockets = new Set()
  const server = net.createServer((socket) => {
    let text = ''
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', async (chunk) => {
      text += chunk
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const request = Object.fromEntries(text.slice(0, end).split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2)))
        text = text.slice(end + 2)
        asked.push(request)
        socket.write(`action=${await decide(request)}\n\n`)
      }
    })
  })
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  return {
    port: server.address().port,
    asked,
    stop() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}
