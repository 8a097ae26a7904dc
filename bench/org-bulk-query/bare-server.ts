/** The baseline: node:http with one file, as it comes, to whoever asks. */
import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const file = process.argv[2] ?? ''
const size = statSync(file).size
const server = createServer((_req, res) => {
  res.writeHead(200, { 'content-type': 'text/csv', 'content-length': size })
  createReadStream(file).pipe(res)
})
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
})
