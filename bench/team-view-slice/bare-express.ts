import type { AddressInfo } from 'node:net'
import express from 'express'

/** The baseline: Express 5 as it comes, answering one constant document of the same size, with no check at all. */
const document = JSON.parse(process.argv[2] ?? '{}') as object
const app = express()
app.get('/widget/v1/team-view', (_request, response) => {
  response.json(document)
})
const server = app.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
})
