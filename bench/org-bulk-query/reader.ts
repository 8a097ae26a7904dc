// Reads page after page, for as long as there is a locator, and throws the bytes away.
import { Agent, get } from 'node:http'
import { performance } from 'node:perf_hooks'

export interface Reading {
  seconds: number
  bytes: number
  pages: number
}

const [url = '', token = ''] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true })

function read(target: string): Promise<{ bytes: number; locator: string }> {
  return new Promise((resolve, reject) => {
    const request = get(target, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => (bytes += chunk.length))
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode !== 200)
          reject(new Error(`${target} was answered ${response.statusCode ?? 0}`))
        resolve({ bytes, locator: [response.headers['sforce-locator']].flat()[0] ?? 'null' })
      })
    })
    request.on('error', reject)
  })
}

const started = performance.now()
const reading: Reading = { seconds: 0, bytes: 0, pages: 0 }
for (let locator = ''; locator !== 'null';) {
  const page = await read(locator === '' ? url : `${url}&locator=${locator}`)
  locator = page.locator
  reading.bytes += page.bytes
  reading.pages++
}
reading.seconds = (performance.now() - started) / 1000
agent.destroy()
process.send?.(reading)
